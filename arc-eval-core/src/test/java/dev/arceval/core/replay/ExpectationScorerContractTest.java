package dev.arceval.core.replay;

import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Expectation;
import dev.arceval.eval.Observation;
import dev.arceval.spi.Scorer;
import dev.arceval.testkit.contract.ScorerContract;
import dev.arceval.trace.ToolCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

final class ExpectationScorerContractTest extends ScorerContract {

    @Override
    protected Scorer scorer() {
        return new ExpectationScorer(Likeness.plain());
    }

    @Override
    protected EvalCase evalCase() {
        EvalCase.Provenance provenance = new EvalCase.Provenance(
                "t1", List.of("t1"), "shop", null, null, Set.of(), Instant.EPOCH, 1, new EvalCase.Baseline(null, null));
        return new EvalCase("c1", "Where is it?", List.of(), List.of(new Expectation.NeverCalls("refund")), provenance);
    }

    @Override
    protected Observation good() {
        return calling(List.of());
    }

    @Override
    protected Observation bad() {
        return calling(List.of(ToolCall.of("refund", "{}", "{}")));
    }

    private static Observation calling(List<ToolCall> calls) {
        return new Observation("On its way.", null, null, calls, List.of(), Duration.ofMillis(1));
    }
}
