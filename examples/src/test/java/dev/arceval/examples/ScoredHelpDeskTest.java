package dev.arceval.examples;

import static dev.arceval.testkit.ReplayAssertions.assertThatReplay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.ReplayContext;
import dev.arceval.Scorers;
import dev.arceval.eval.ArgumentMatch;
import dev.arceval.eval.CallMatch;
import dev.arceval.eval.EvalCase;
import dev.arceval.judge.JudgeModel;
import dev.arceval.judge.OpenAiModel;
import dev.arceval.judge.PairwiseJudge;
import dev.arceval.judge.RubricJudge;
import dev.arceval.spi.Scorer;
import dev.arceval.testkit.RecycledTraces;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The code of docs/scorers.md. */
class ScoredHelpDeskTest {

    @RecycledTraces("help-desk.jsonl")
    void answersNearlyAsRecorded(EvalCase recorded, ReplayContext context) {
        Function<String, String> agent =
                new HelpDesk(context.model()::ask, context.tools(HelpDesk.Tools.class))::answer;

        assertThatReplay(recorded, agent)
                .scoredBy(Scorers.builtIn().rougeL(0.8))
                .scoredBy(Scorers.builtIn().toolCalls(CallMatch.IN_ORDER, ArgumentMatch.EQUAL))
                .meetsExpectations();
    }

    @Test
    void judges_areScorersLikeOthers() {
        JudgeModel model =
                OpenAiModel.at("http://localhost:11434/v1", "llama3.1", null).price(0.02, 0.05);
        Scorer polite = RubricJudge.of("polite", "it is polite and names the order", model)
                .votes(3)
                .maxCalls(500)
                .maxCostUsd(1)
                .keptIn(Path.of(".arc-eval/votes"), "llama3.1 of March");
        Scorer better = PairwiseJudge.of("as-good", "correct and complete", model);

        assertThat(List.of(polite, better)).extracting(Scorer::name).containsExactly("polite", "as-good");
    }
}
