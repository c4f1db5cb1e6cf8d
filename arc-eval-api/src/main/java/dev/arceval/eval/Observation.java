package dev.arceval.eval;

import dev.arceval.trace.ModelCall;
import dev.arceval.trace.Step;
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
 * @param steps the calls of tools and models it made, in order, with what they were answered
 * @param unrecorded the calls that the recording could not answer, each with the nearest recorded call and the first
 *     difference, as text for a person
 * @param took wall time of the run
 * @since 0.1
 */
public record Observation(
        @Nullable String answer,
        @Nullable String errorType,
        @Nullable String errorMessage,
        List<? extends Step> steps,
        List<String> unrecorded,
        Duration took) {

    public Observation {
        steps = List.copyOf(steps);
        unrecorded = List.copyOf(unrecorded);
    }

    /** Returns the tool calls it made, in order. */
    public List<ToolCall> toolCalls() {
        return Steps.of(ToolCall.class, steps);
    }

    /** Returns the model calls it made, in order, as far as they went through the replay. */
    public List<ModelCall> modelCalls() {
        return Steps.of(ModelCall.class, steps);
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
