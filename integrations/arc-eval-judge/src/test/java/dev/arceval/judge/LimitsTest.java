package dev.arceval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arceval.eval.Score;
import dev.arceval.eval.Score.Status;
import dev.arceval.trace.Usage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private final AtomicInteger calls = new AtomicInteger();

    /** Lets everything pass, and takes what is given for each call. */
    private JudgeModel taking(String model, Usage usage) {
        return new JudgeModel() {
            @Override
            public String answer(String prompt) {
                calls.incrementAndGet();
                return Cases.verdict(prompt, "PASS");
            }

            @Override
            public Reply reply(String prompt) {
                return new Reply(answer(prompt), model, usage);
            }
        };
    }

    private static RubricJudge judge(JudgeModel model) {
        return RubricJudge.of("polite", "it is polite", model);
    }

    private static Score score(RubricJudge judge, String answer) {
        return judge.score(Cases.order(), Cases.answered(answer));
    }

    @Test
    void tokens_endTheAsking() {
        RubricJudge judge = judge(taking("m", Usage.ofTokens(90, 10))).maxTokens(150);
        score(judge, "one");
        score(judge, "two");
        assertThatThrownBy(() -> score(judge, "three"))
                .hasMessage("the judge was to use at most 150 tokens and used 200");
        assertThat(calls).hasValue(2);
        assertThat(score(judge, "one").status()).isEqualTo(Status.PASS);
    }

    /** A million tokens of input cost 0.15 dollars, of output 0.60: 0.075 dollars a call. */
    @Test
    void money_isCountedByListPrices() {
        RubricJudge judge = judge(taking("gpt-4o-mini-2024-07-18", Usage.ofTokens(100_000, 100_000)))
                .maxCostUsd(0.2);
        score(judge, "one");
        score(judge, "two");
        score(judge, "three");
        assertThatThrownBy(() -> score(judge, "four"))
                .hasMessage("the judge was to cost at most 0.2000 USD and cost 0.2250");
        assertThat(calls).hasValue(3);
    }

    @Test
    void costThatTheModelStates_goesBeforeListPrices() {
        RubricJudge judge =
                judge(taking("gpt-4o-mini", new Usage(1L, 1L, null, 0.5))).maxCostUsd(0.4);
        score(judge, "one");
        assertThatThrownBy(() -> score(judge, "two")).hasMessageContaining("cost 0.5000");
    }

    @Test
    void limitThatCannotBeKept_isNotTested() {
        RubricJudge noPrice = judge(taking("house-model", Usage.ofTokens(1, 1))).maxCostUsd(1);
        score(noPrice, "one");
        assertThatThrownBy(() -> score(noPrice, "two")).hasMessageContaining("has no price");
        RubricJudge noTokens = judge(taking("m", Usage.none())).maxTokens(1_000);
        score(noTokens, "one");
        assertThatThrownBy(() -> score(noTokens, "two")).hasMessageContaining("does not say how many");
        assertThat(calls).hasValue(2);
    }

    @Test
    void pairwiseJudges_haveTheSameLimits() {
        PairwiseJudge judge = PairwiseJudge.of("better", "it is longer", prompt -> {
                    calls.incrementAndGet();
                    return Cases.verdict(prompt, "EQUAL");
                })
                .maxCalls(2);
        judge.score(Cases.order(), Cases.answered("one"));
        assertThatThrownBy(() -> judge.score(Cases.order(), Cases.answered("two")))
                .hasMessage("the judge was to be asked at most 2 times");
        assertThatThrownBy(() -> PairwiseJudge.of("better", "it is longer", taking("m", Usage.ofTokens(1, 1)))
                        .maxTokens(1)
                        .score(Cases.order(), Cases.answered("one")))
                .hasMessageContaining("at most 1 tokens");
        assertThatThrownBy(() -> PairwiseJudge.of("better", "it is longer", taking("m", new Usage(1L, 1L, null, 1.0)))
                        .maxCostUsd(0.5)
                        .score(Cases.order(), Cases.answered("one")))
                .hasMessageContaining("at most 0.5000 USD");
    }

    @Test
    void settings_areChecked() {
        RubricJudge judge = judge(taking("m", Usage.none()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> judge.maxTokens(0))
                .withMessage("maxTokens must be positive: 0");
        assertThatIllegalArgumentException().isThrownBy(() -> judge.maxCostUsd(Double.NaN));
    }
}
