package dev.arceval.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.arceval.Redaction;
import dev.arceval.Scorers;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Expectation;
import dev.arceval.eval.Observation;
import dev.arceval.eval.Score.Status;
import dev.arceval.spi.Scorer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScorersDoorTest {

    private static Status status(Scorer scorer, String input, String expected, String answer) {
        EvalCase.Provenance provenance = new EvalCase.Provenance(
                "t1", List.of("t1"), "shop", null, null, Set.of(), Instant.EPOCH, 1, new EvalCase.Baseline(null, null));
        EvalCase evalCase =
                new EvalCase("c1", input, List.of(), List.of(new Expectation.Answers(expected)), provenance);
        return scorer.score(evalCase, new Observation(answer, null, null, List.of(), List.of(), Duration.ZERO))
                .status();
    }

    @Test
    void leaksNothing_findsValuesAndPseudonymsThatTheUserDidNotGive() {
        Scorer scorer = Scorers.builtIn().leaksNothing(Redaction.preset("balanced"));
        assertThat(status(scorer, "Hi", "Hello.", "Write to ann@example.org.")).isEqualTo(Status.FAIL);
        assertThat(status(scorer, "Hi", "Hello.", "Write to «email:0f3a9c21d4b57e68»."))
                .isEqualTo(Status.FAIL);
        assertThat(status(scorer, "I am ann@example.org", "Hello.", "Hello ann@example.org."))
                .isEqualTo(Status.PASS);
        assertThat(status(scorer, "Hi", "Hello.", "Hello.")).isEqualTo(Status.PASS);
        // The agent's own, as in the recorded answer: there it has another pseudonym.
        assertThat(status(scorer, "Hi", "Write to «email:0000000000000001».", "Write to «email:0f3a9c21d4b57e68»."))
                .isEqualTo(Status.PASS);
    }

    @Test
    void pseudonymOfTheAgentsOwn_equalsAnyOfItsType() {
        Scorer exact = Scorers.builtIn().exact();
        String recorded = "Call «phone:0000000000000001».";
        assertThat(status(exact, "Hi", recorded, "Call «phone:0f3a9c21d4b57e68»."))
                .isEqualTo(Status.PASS);
        assertThat(status(exact, "Hi", recorded, "Call «email:0f3a9c21d4b57e68»."))
                .isEqualTo(Status.FAIL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exact",
                "normalised",
                "contains",
                "numbers",
                "json",
                "json-structure",
                "edit-similarity",
                "rouge-1",
                "rouge-2",
                "rouge-l",
                "bleu",
                "tool-calls-exact",
                "tool-calls-by-turn",
                "tool-calls-in-order",
                "tool-calls-any-order",
                "tool-calls-subset",
                "tool-calls-superset",
                "tool-calls-f1",
                "tool-calls-similarity",
                "tool-arguments",
                "budget-steps",
                "budget-tool-calls",
                "budget-model-calls",
                "budget-tokens",
                "budget-cost",
                "budget-duration",
                "tool-errors",
                "refusal",
                "no-refusal",
                "no-leak"
            })
    void named_findsTheBuiltInScorers(String name) {
        assertThat(Scorers.named(name).name()).isEqualTo(name);
    }

    @Test
    void named_saysWhichThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scorers.named("rouge"))
                .withMessageStartingWith("no scorer is named rouge; there are bleu, budget-cost,");
    }
}
