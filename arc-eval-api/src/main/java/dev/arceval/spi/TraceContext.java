package dev.arceval.spi;

import dev.arceval.trace.Span;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tracing an application has beside ours, such as OpenTelemetry's: what is recorded becomes part of its traces, under
 * the same ids. The first one found through {@link java.util.ServiceLoader} is used, unless a recycler is given one.
 *
 * <p>Its methods run on the threads of the agent that is recorded. They are thread-safe, fast and wait for nothing; what they
 * throw is swallowed.
 *
 * @since 0.1
 */
public interface TraceContext {

    /**
     * Starts the counterpart of a step, below {@code parent} or what is current on this thread. Does not make it current.
     *
     * @param parent the counterpart of the step above, which may have begun on another thread; null for a root
     * @return null if the step has none
     */
    @Nullable
    Counterpart begin(@Nullable Counterpart parent, Span.Kind kind, String name);

    /** Returns whether {@link Counterpart#end} is to be given what the step was told and answered, which is not redacted. */
    default boolean takesContent() {
        return false;
    }

    /** What stands for a step on the other side. */
    interface Counterpart {

        /** Returns the id of its trace, 32 hexadecimal digits: the recorded trace takes it over. */
        String traceId();

        /** Returns the step's own id there, 16 hexadecimal digits; null if only the trace is shared. */
        @Nullable
        String spanId();

        /** Returns the id of what it stands below; null if it is the root. Of interest for the root of a recorded trace. */
        @Nullable
        String parentSpanId();

        /** Makes it current on this thread; the result undoes that, on the same thread. */
        Runnable enter();

        /**
         * Ends it, on any thread, once.
         *
         * @param span what was captured, without texts unless {@link TraceContext#takesContent()}
         * @param attributes what the span says, under the names of the OpenTelemetry GenAI conventions
         */
        void end(Span span, Map<String, Object> attributes);
    }
}
