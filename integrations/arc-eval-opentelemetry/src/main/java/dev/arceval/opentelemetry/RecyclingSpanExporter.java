package dev.arceval.opentelemetry;

import dev.arceval.TraceRecycler;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;

/**
 * Feeds a recycler from where an SDK takes exporters only. It does what {@link RecyclingSpanProcessor} does; prefer that one,
 * since a batch processor in front drops spans of its own accord when its queue of 2,048 is full, and tells nobody.
 *
 * <p>Thread-safe; nothing is thrown.
 *
 * @since 0.1
 */
public final class RecyclingSpanExporter implements SpanExporter {

    private final SpanIntake intake;

    private RecyclingSpanExporter(SpanIntake intake) {
        this.intake = intake;
    }

    /** Returns an exporter that feeds {@code recycler}, which the caller closes after the SDK. */
    public static RecyclingSpanExporter of(TraceRecycler recycler) {
        return new RecyclingSpanExporter(SpanIntake.start(recycler, SpanIntake.SHUTDOWN_LIMIT, () -> {}));
    }

    /** Returns what became of the spans so far. */
    public SpanReport report() {
        return intake.report();
    }

    /** Takes spans without waiting for the store; the result fails if one of them did not fit into the queue. */
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        boolean all = true;
        for (SpanData span : spans) {
            all &= intake.offer(() -> span, Characters.of(span.getAttributes()));
        }
        return all ? CompletableResultCode.ofSuccess() : CompletableResultCode.ofFailure();
    }

    /** Does what {@link RecyclingSpanProcessor#forceFlush()} does. */
    @Override
    public CompletableResultCode flush() {
        return intake.flush();
    }

    /** Does what {@link RecyclingSpanProcessor#shutdown()} does. */
    @Override
    public CompletableResultCode shutdown() {
        return intake.shutdown();
    }
}
