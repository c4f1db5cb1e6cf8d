package dev.arceval.examples.langchain4j;

import static dev.arceval.testkit.ReplayAssertions.assertThatReplay;

import dev.arceval.ReplayContext;
import dev.arceval.eval.EvalCase;
import dev.arceval.langchain4j.ReplayedAiServices;
import dev.arceval.testkit.RecycledTraces;
import dev.langchain4j.service.AiServices;

/** What the assistant did in production, as tests of the assistant as it is now: its model and tools are recordings. */
class RecycledSupportTest {

    @RecycledTraces("support.jsonl")
    void answersAsInProduction(EvalCase recorded, ReplayContext replay) {
        // @start region="replayed"
        AiServices<SupportAssistant> builder = ReplayedAiServices.builder(SupportAssistant.class, replay);
        SupportAssistant assistant = SupportAssistant.of(builder, new RuleModel());
        // @end
        assertThatReplay(recorded, assistant::answer).meetsExpectations();
    }
}
