package dev.arceval.core.score;

import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Expectation;
import dev.arceval.eval.Observation;
import dev.arceval.trace.Message;
import dev.arceval.trace.ModelCall;
import dev.arceval.trace.Step;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Cases and runs to score. */
final class Cases {

    private Cases() {}

    static EvalCase answering(String answer) {
        return of(List.of(), new Expectation.Answers(answer));
    }

    static EvalCase of(List<? extends Step> steps, Expectation... expectations) {
        EvalCase.Provenance provenance = new EvalCase.Provenance(
                "t1", List.of("t1"), "shop", null, null, Set.of(), Instant.EPOCH, 1, new EvalCase.Baseline(200.0, 90L));
        return new EvalCase("c1", "Where is order 7?", steps, List.of(expectations), provenance);
    }

    static EvalCase calling(Step... steps) {
        return of(List.of(steps), new Expectation.Answers("On its way."));
    }

    static Observation answered(String answer) {
        return new Observation(answer, null, null, List.of(), List.of(), Duration.ofMillis(100));
    }

    static Observation called(Step... steps) {
        return new Observation("On its way.", null, null, List.of(steps), List.of(), Duration.ofMillis(100));
    }

    static Observation failed() {
        return new Observation(null, "java.io.IOException", "gone", List.of(), List.of(), Duration.ofMillis(100));
    }

    static ToolCall tool(String name, String arguments) {
        return ToolCall.of(name, arguments, "{}");
    }

    static ModelCall model(Long input, Long output, Double cost) {
        return new ModelCall(
                null,
                List.of(),
                List.of(Message.assistant("ok")),
                List.of(),
                new Usage(input, output, null, cost),
                null);
    }
}
