package dev.arceval.core.score;

import static dev.arceval.core.score.Cases.called;
import static dev.arceval.core.score.Cases.calling;
import static dev.arceval.core.score.Cases.model;
import static dev.arceval.core.score.Cases.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Quantity;
import dev.arceval.eval.Score;
import dev.arceval.eval.Score.Status;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BudgetScorerTest {

    private static final EvalCase RECORDED = calling(model(20L, 10L, 0.25), tool("a", "{}"), model(40L, 20L, 0.5));

    @Test
    void atMost_comparesWithTheLimit() {
        Score over = BudgetScorer.atMost(Quantity.STEPS, 2)
                .score(RECORDED, called(tool("a", "{}"), tool("a", "{}"), tool("a", "{}"), tool("a", "{}")));
        assertThat(over.status()).isEqualTo(Status.FAIL);
        assertThat(over.value()).isEqualTo(0.5);
        assertThat(over.explanation()).isEqualTo("took steps 4, at most 2 (given)");
        assertThat(over.scorer()).isEqualTo("budget-steps");
    }

    @Test
    void atMostTimesRecorded_takesTheLimitFromTheRecording() {
        Score tokens =
                BudgetScorer.atMostTimesRecorded(Quantity.TOKENS, 1.5).score(RECORDED, called(model(100L, 36L, null)));
        assertThat(tokens.explanation()).isEqualTo("took tokens 136, at most 135 (1.5 times the recorded 90)");
        assertThat(BudgetScorer.atMostTimesRecorded(Quantity.COST, 1)
                        .score(RECORDED, called(model(1L, 1L, 0.75)))
                        .status())
                .isEqualTo(Status.PASS);
        assertThat(BudgetScorer.atMostTimesRecorded(Quantity.DURATION, 0.4)
                        .score(RECORDED, called())
                        .status())
                .isEqualTo(Status.FAIL);
    }

    @Test
    void figuresThatAreMissing_areNoZero() {
        assertThat(BudgetScorer.atMost(Quantity.COST, 1)
                        .score(RECORDED, called(model(1L, 1L, null)))
                        .status())
                .isEqualTo(Status.ABSTAIN);
        assertThat(BudgetScorer.atMostTimesRecorded(Quantity.COST, 1)
                        .score(calling(model(1L, 1L, null)), called(model(1L, 1L, 0.5)))
                        .status())
                .isEqualTo(Status.ABSTAIN);
        assertThatIllegalArgumentException().isThrownBy(() -> BudgetScorer.atMost(Quantity.COST, -1));
    }

    private static List<Trace> runs(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> Trace.of(
                        "t" + i,
                        List.of(Span.builder("s" + i, "shop")
                                .start(Instant.EPOCH.plusSeconds(1))
                                .end(Instant.EPOCH.plusSeconds(1).plusMillis(i))
                                .input("Where is order 7?")
                                .build())))
                .toList();
    }

    /** Of 19 runs the largest: ceil(0.95 * 20) = 19; of 39 the second largest: ceil(0.95 * 40) = 38. */
    @Test
    void asUsual_takesTheLimitFromTheSpreadOfEarlierRuns() {
        assertThat(score(18).status()).isEqualTo(Status.ABSTAIN);
        assertThat(score(18).explanation()).isEqualTo("not enough data: 18 earlier runs of this input, 19 needed");
        assertThat(score(19).explanation()).isEqualTo("took duration 100, at most 19 (what 19 earlier runs took)");
        assertThat(score(39).explanation()).isEqualTo("took duration 100, at most 38 (what 39 earlier runs took)");
        assertThat(score(120).status()).isEqualTo(Status.PASS);
    }

    private static Score score(int earlier) {
        return BudgetScorer.asUsual(Quantity.DURATION, runs(earlier)).score(RECORDED, called());
    }
}
