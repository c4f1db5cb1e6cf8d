package dev.arceval.core.score;

import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Expectation;
import dev.arceval.trace.ToolCall;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The tool calls of a case, as far as they are an example to follow. */
final class RecordedCalls {

    private RecordedCalls() {}

    /** Returns why the recorded calls are no example; empty if they are one. */
    static Optional<String> objection(EvalCase recorded, boolean withArguments) {
        boolean good = recorded.expectations().stream()
                .anyMatch(expectation -> expectation instanceof Expectation.Answers
                        || expectation instanceof Expectation.AnswerContains
                        || expectation instanceof Expectation.CallsTools);
        if (!good) {
            return Optional.of("the case expects neither the recorded answer nor the recorded calls");
        }
        List<ToolCall> calls = recorded.toolCalls();
        if (isCorrected(recorded, calls)) {
            return Optional.of("the case expects other calls than the recorded ones");
        }
        return withArguments && calls.stream().anyMatch(RecordedCalls::lacksContent)
                ? Optional.of("calls were recorded without their arguments")
                : Optional.empty();
    }

    private static boolean lacksContent(ToolCall call) {
        return call.arguments() == null && call.result() == null;
    }

    /** Whether a person said that other tools should have been called. */
    private static boolean isCorrected(EvalCase recorded, List<ToolCall> calls) {
        List<String> names = calls.stream().map(ToolCall::name).toList();
        return recorded.expectations().stream()
                .map(expectation -> expectation instanceof Expectation.CallsTools calling ? calling.tools() : null)
                .filter(Objects::nonNull)
                .anyMatch(wanted -> !names.containsAll(wanted));
    }
}
