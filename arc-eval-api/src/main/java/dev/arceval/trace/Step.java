package dev.arceval.trace;

import org.jspecify.annotations.Nullable;

/**
 * One thing an agent asked of the outside: a tool or a model. The steps of a run in their order are its trajectory.
 *
 * @since 0.1
 */
public sealed interface Step permits ToolCall, ModelCall {

    /** Returns what went wrong, if the call failed: the error's type, and its message after a colon where known. */
    @Nullable
    String error();

    /** Whether the call failed. */
    default boolean failed() {
        return error() != null;
    }

    /** Whether a replay can answer this call: it was recorded with its result or its error. */
    boolean answerable();
}
