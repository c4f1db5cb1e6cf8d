package dev.arceval.judge;

import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Expectation;
import dev.arceval.eval.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A case, runs of it, and models that answer from a script. */
final class Cases {

    private Cases() {}

    static EvalCase order() {
        EvalCase.Provenance provenance = new EvalCase.Provenance(
                "t1", List.of("t1"), "shop", null, null, Set.of(), Instant.EPOCH, 1, new EvalCase.Baseline(null, null));
        return new EvalCase(
                "c1",
                "Where is order 7?",
                List.of(),
                List.of(new Expectation.Answers("Order 7 was shipped.")),
                provenance);
    }

    static Observation answered(String answer) {
        return new Observation(answer, null, null, List.of(), List.of(), Duration.ofMillis(1));
    }

    /** The line that the prompt asks for, with a verdict in place of the choice. */
    static String verdict(String prompt, String verdict) {
        String line = prompt.strip().lines().reduce((one, other) -> other).orElseThrow();
        return "Because.\n" + line.substring(0, line.indexOf(':') + 1) + " " + verdict;
    }

    /** What stands in a prompt under a label. */
    static String part(String prompt, String label) {
        int start = prompt.lastIndexOf("<<<" + label + " ");
        int text = prompt.indexOf('\n', start) + 1;
        return prompt.substring(text, prompt.indexOf("\n" + label + " ", text));
    }
}
