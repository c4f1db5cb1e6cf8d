package dev.arceval.core.bridge;

import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Expectation;
import dev.arceval.trace.ToolCall;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A case as far as other tools know such things.
 *
 * @param id its id; made by position where the other tool has none
 * @param answer the expected answer
 * @param facts what the answer must hold
 * @param tools the expected calls, with the arguments and results recorded
 * @param traceId the run it comes from
 * @param whole the case as a line of our own format, for formats that carry what they do not understand
 */
record Entry(
        String id,
        String input,
        @Nullable String answer,
        List<String> facts,
        List<ToolCall> tools,
        @Nullable String traceId,
        @Nullable String whole) {

    static Entry of(EvalCase evalCase, String whole) {
        boolean callsTools = evalCase.expectations().stream().anyMatch(Expectation.CallsTools.class::isInstance);
        String traceId = evalCase.provenance().traceId();
        return new Entry(
                evalCase.id(),
                evalCase.input(),
                evalCase.expectedAnswer().orElse(null),
                evalCase.expectations().stream()
                        .filter(Expectation.AnswerContains.class::isInstance)
                        .flatMap(expected -> ((Expectation.AnswerContains) expected).texts().stream())
                        .toList(),
                callsTools ? evalCase.toolCalls() : List.of(),
                traceId.isEmpty() ? null : traceId,
                whole);
    }

    Optional<String> expected() {
        return Optional.ofNullable(answer);
    }
}
