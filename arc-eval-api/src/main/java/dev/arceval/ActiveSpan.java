package dev.arceval;

import dev.arceval.trace.Usage;
import org.jspecify.annotations.Nullable;

/**
 * A step that is being recorded. Close it when the step ends; closing twice does nothing.
 *
 * <p>No method throws, whatever it is given: what cannot be captured is counted and left out. Values are turned to text
 * when they are given, so later changes to them are not seen. Thread-safe, except that a span is closed on the thread that
 * opened it, for its context to end there.
 *
 * @since 0.1
 */
public interface ActiveSpan extends AutoCloseable {

    /** Returns a span that records nothing. */
    static ActiveSpan noop() {
        return NoopTracer.SPAN;
    }

    /** Sets what the step was given: text as it is, anything else as JSON. */
    ActiveSpan input(@Nullable Object input);

    /** Sets what the step returned: text as it is, anything else as JSON. */
    ActiveSpan output(@Nullable Object output);

    /** Sets the model that answers. */
    ActiveSpan model(String model);

    /** Sets what the model call consumed. */
    ActiveSpan usage(Usage usage);

    /** Sets an attribute; text, numbers and booleans are kept as such, anything else as JSON. */
    ActiveSpan attribute(String name, @Nullable Object value);

    /** Marks the step as failed. */
    ActiveSpan failed(Throwable error);

    /** Ends the step. */
    @Override
    void close();
}
