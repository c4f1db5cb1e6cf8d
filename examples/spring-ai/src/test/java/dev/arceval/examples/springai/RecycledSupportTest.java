package dev.arceval.examples.springai;

import static dev.arceval.testkit.ReplayAssertions.assertThatReplay;

import dev.arceval.ReplayContext;
import dev.arceval.eval.EvalCase;
import dev.arceval.springai.ReplayedClients;
import dev.arceval.testkit.RecycledTraces;

/** What the application did in production, as tests of it as it is now: its model and tools are recordings. */
class RecycledSupportTest {

    @RecycledTraces("support.jsonl")
    void answersAsInProduction(EvalCase recorded, ReplayContext replay) {
        // @start region="replayed"
        SupportAgent agent = new SupportAgent(ReplayedClients.builder(replay));
        // @end
        assertThatReplay(recorded, agent::answer).meetsExpectations();
    }
}
