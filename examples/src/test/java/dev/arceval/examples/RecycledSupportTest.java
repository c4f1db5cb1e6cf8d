package dev.arceval.examples;

import static dev.arceval.testkit.ReplayAssertions.assertThatReplay;

import dev.arceval.RecordedTools;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.TracePattern;
import dev.arceval.testkit.RecycledTraces;

/** What the support agent did in production, as tests of the agent as it is now. */
class RecycledSupportTest {

    // @start region="recycled"
    @RecycledTraces(value = "support.jsonl", including = TracePattern.Kind.SUCCESS)
    void answersAsInProduction(EvalCase recorded, RecordedTools tools) {
        assertThatReplay(recorded, SupportAgent.replayed(tools)::answer).meetsExpectations();
    }
    // @end
}
