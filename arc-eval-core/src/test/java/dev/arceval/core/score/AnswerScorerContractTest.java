package dev.arceval.core.score;

import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Observation;
import dev.arceval.spi.Scorer;
import dev.arceval.testkit.contract.ScorerContract;

final class AnswerScorerContractTest extends ScorerContract {

    @Override
    protected Scorer scorer() {
        return new AnswerScorers((text, live) -> text).rougeL(0.8);
    }

    @Override
    protected EvalCase evalCase() {
        return Cases.answering("Order 7 was shipped on Monday.");
    }

    @Override
    protected Observation good() {
        return Cases.answered("Order 7 was shipped Monday.");
    }

    @Override
    protected Observation bad() {
        return Cases.answered("There is no such order.");
    }
}
