package dev.arceval.judge;

import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Observation;
import dev.arceval.spi.Scorer;
import dev.arceval.testkit.contract.ScorerContract;

final class RubricJudgeContractTest extends ScorerContract {

    @Override
    protected Scorer scorer() {
        return RubricJudge.of(
                "shipped",
                "it says that the order was shipped",
                prompt -> Cases.verdict(prompt, Cases.part(prompt, "ANSWER").contains("shipped") ? "PASS" : "FAIL"));
    }

    @Override
    protected EvalCase evalCase() {
        return Cases.order();
    }

    @Override
    protected Observation good() {
        return Cases.answered("It was shipped.");
    }

    @Override
    protected Observation bad() {
        return Cases.answered("No idea.");
    }
}
