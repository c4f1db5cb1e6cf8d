package dev.arceval.trace;

import org.jspecify.annotations.Nullable;

/**
 * One call of a tool, with what came back.
 *
 * <p>A call that was recorded without content has neither arguments nor result: it can be counted but not replayed.
 *
 * @param name the tool's name
 * @param id the call's id as the model provider gave it
 * @param arguments the arguments as JSON text, or as recorded if they were no JSON
 * @param result what the tool returned, as JSON text or as recorded if it was no JSON
 * @param error what went wrong, if the call failed: the error's type, and its message after a colon where known
 * @since 0.1
 */
public record ToolCall(
        String name,
        @Nullable String id,
        @Nullable String arguments,
        @Nullable String result,
        @Nullable String error) implements Step {

    /** Returns a call that succeeded. */
    public static ToolCall of(String name, @Nullable String arguments, @Nullable String result) {
        return new ToolCall(name, null, arguments, result, null);
    }

    /** Returns a call that failed with {@code error}. */
    public static ToolCall failed(String name, @Nullable String arguments, String error) {
        return new ToolCall(name, null, arguments, null, error);
    }

    @Override
    public boolean answerable() {
        return result != null || error != null;
    }
}
