package dev.arceval.core.score;

import dev.arceval.eval.ArgumentMatch;
import dev.arceval.eval.CallMatch;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Observation;
import dev.arceval.spi.Scorer;
import dev.arceval.testkit.contract.ScorerContract;
import java.util.Set;

final class ToolCallScorerContractTest extends ScorerContract {

    @Override
    protected Scorer scorer() {
        return ToolCallScorer.matching(CallMatch.IN_ORDER, ArgumentMatch.EQUAL, Set.of());
    }

    @Override
    protected EvalCase evalCase() {
        return Cases.calling(Cases.tool("status", "{\"order\":7}"));
    }

    @Override
    protected Observation good() {
        return Cases.called(Cases.tool("stock", "{}"), Cases.tool("status", "{\"order\":7.0}"));
    }

    @Override
    protected Observation bad() {
        return Cases.called(Cases.tool("status", "{\"order\":8}"));
    }
}
