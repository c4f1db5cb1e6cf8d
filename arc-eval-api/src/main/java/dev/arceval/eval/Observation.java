package dev.arceval.eval;

import dev.arceval.trace.ToolCall;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an agent did when it was run on a case.
 *
 * @param answer what it answered; absent if it ended in an error or answered nothing
 * @param errorType the class name of the exception it ended in; absent if it ended well
 * @param errorMessage that exception's message
 * @param toolCalls the calls it made, in order, with what they were answered
 * @param unrecorded the calls that the recording could not answer, each with the nearest recorded call and the first
 *     difference, as text for a person
 * @param took wall time of the run
 * @since 0.1
 */
public record Observation(
        @Nullable String answer,
        @Nullable String errorType,
        @Nullable String errorMessage,
        List<ToolCall> toolCalls,
        List<String> unrecorded,
        Duration took) {

    public Observation {
        toolCalls = List.copyOf(toolCalls);
        unrecorded = List.copyOf(unrecorded);
    }

    /** Returns the answer, if there is one. */
    public Optional<String> output() {
        return Optional.ofNullable(answer);
    }

    /** Returns the error's type and message, if the agent ended in one. */
    public Optional<String> error() {
        return Optional.ofNullable(errorType).map(type -> errorMessage == null ? type : type + ": " + errorMessage);
    }
}
