package dev.arceval.core.score;

import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Observation;
import dev.arceval.eval.Score;
import dev.arceval.spi.Scorer;
import dev.arceval.trace.ToolCall;

/** Whether an agent still answers after a tool failed. */
public final class ToolErrorScorer implements Scorer {

    private static final String NAME = "tool-errors";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Score score(EvalCase expected, Observation observed) {
        return observed.toolCalls().stream()
                .filter(ToolCall::failed)
                .findFirst()
                .map(failed -> afterwards(failed, observed))
                .orElseGet(() -> Judgement.abstain("no tool call failed"))
                .by(NAME);
    }

    private static Judgement afterwards(ToolCall failed, Observation observed) {
        boolean answered = observed.answer() != null && !observed.answer().isBlank();
        return observed.errorType() == null && answered
                ? Judgement.pass()
                : Judgement.fail("after " + failed.name() + " failed (" + failed.error() + "), "
                        + AnswerScorer.noAnswer(observed));
    }
}
