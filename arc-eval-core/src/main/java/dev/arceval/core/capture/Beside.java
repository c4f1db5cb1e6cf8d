package dev.arceval.core.capture;

import dev.arceval.spi.TraceContext;
import dev.arceval.trace.Span;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A step's counterpart in the application's own tracing, and how it stops being current on the thread that began it. */
final class Beside {

    /**
     * The application's own tracing.
     *
     * @param context begins counterparts
     * @param attributes what a span says, by conventional names
     */
    record Tracing(TraceContext context, Function<Span, Map<String, Object>> attributes) {}

    private final Tracing tracing;
    private final TraceContext.Counterpart counterpart;
    private @Nullable Runnable leave;

    private Beside(Tracing tracing, TraceContext.Counterpart counterpart) {
        this.tracing = tracing;
        this.counterpart = counterpart;
    }

    /** Begins a step's counterpart and makes it current; null if it has none. */
    static @Nullable Beside begin(Tracing tracing, @Nullable Step parent, Span.Kind kind, String name) {
        try {
            Beside above = of(parent);
            TraceContext.Counterpart begun =
                    tracing.context.begin(above == null ? null : above.counterpart, kind, name);
            if (begun == null) {
                return null;
            }
            Beside beside = new Beside(tracing, begun);
            beside.leave = begun.enter();
            return beside;
        } catch (Throwable broken) {
            // The application's tracing is not ours to mend: the step is recorded without it.
            return null;
        }
    }

    /** Returns the counterpart of {@code step} or of the nearest step above that has one. */
    private static @Nullable Beside of(@Nullable Step step) {
        Step above = step;
        while (above != null && above.beside() == null) {
            above = above.parent;
        }
        return above == null ? null : above.beside();
    }

    /** Makes the counterpart of {@code step} current on this thread; the result undoes that. */
    static @Nullable Runnable enter(@Nullable Step step) {
        Beside beside = of(step);
        try {
            return beside == null ? null : beside.counterpart.enter();
        } catch (Throwable broken) {
            return null;
        }
    }

    static void run(@Nullable Runnable leave) {
        try {
            if (leave != null) {
                leave.run();
            }
        } catch (Throwable broken) {
            // As above.
        }
    }

    String traceId() {
        return counterpart.traceId();
    }

    @Nullable
    String spanId() {
        return counterpart.spanId();
    }

    @Nullable
    String parentSpanId() {
        return counterpart.parentSpanId();
    }

    /** Is no longer current on this thread, which began it. */
    void leave() {
        run(leave);
        leave = null;
    }

    /** Ends the counterpart of {@code step}, which has ended. */
    void end(Step step, Run run) {
        try {
            Span span = TraceMaker.span(step, run, "counterpart", null, tracing.context.takesContent());
            counterpart.end(span, tracing.attributes.apply(span));
        } catch (Throwable broken) {
            // As above.
        }
    }
}
