package dev.arceval.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.eval.Score.Status;
import org.junit.jupiter.api.Test;

class PairwiseJudgeTest {

    private static Status status(JudgeModel model, String answer) {
        return PairwiseJudge.of("better", "it is longer", model)
                .score(Cases.order(), Cases.answered(answer))
                .status();
    }

    /** A model that likes long answers. */
    private static String byLength(String prompt) {
        int first = Cases.part(prompt, "FIRST").length();
        int second = Cases.part(prompt, "SECOND").length();
        return Cases.verdict(prompt, first == second ? "EQUAL" : first > second ? "FIRST" : "SECOND");
    }

    @Test
    void sameVerdictInBothOrders_decides() {
        assertThat(status(PairwiseJudgeTest::byLength, "Order 7 was shipped on Monday."))
                .isEqualTo(Status.PASS);
        assertThat(status(PairwiseJudgeTest::byLength, "Order 7 was shipped.")).isEqualTo(Status.PASS);
        assertThat(status(PairwiseJudgeTest::byLength, "Shipped.")).isEqualTo(Status.FAIL);
    }

    @Test
    void verdictThatTurnsWithTheOrder_isNone() {
        assertThat(status(prompt -> Cases.verdict(prompt, "FIRST"), "Shipped.")).isEqualTo(Status.ABSTAIN);
        assertThat(status(prompt -> Cases.verdict(prompt, "SECOND"), "Shipped."))
                .isEqualTo(Status.ABSTAIN);
    }

    @Test
    void answersWithoutAVerdict_areErrors() {
        assertThat(status(prompt -> "FIRST", "Shipped.")).isEqualTo(Status.ERROR);
    }
}
