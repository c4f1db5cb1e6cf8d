package dev.arceval.opentelemetry;

import dev.arceval.TraceRecycler;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.time.Duration;

/**
 * Feeds a recycler with the agent traces of an OpenTelemetry SDK, beside whatever else the SDK exports. Any framework that
 * speaks OpenTelemetry is recorded without another change: Spring AI, LangChain4j, ADK, the OpenTelemetry Java agent.
 *
 * {@snippet class="dev.arceval.examples.Snippets" region="opentelemetry"}
 *
 * <p>Spans are put together by trace. A trace is handed on a second after its local root has ended, so that stragglers find
 * it; one without a root after five minutes of silence; the oldest ones earlier where more than 100,000 spans or 64 million
 * characters (fewer if the heap is below a gigabyte) are open. Spans that come later reach the store, too, which joins them with their trace. Traces in which no
 * span is about a model, an agent or a tool are left out, and so are the spans that a recycler's own tracer writes, since it
 * records them itself.
 *
 * <p>The thread that ends a span does no more than put it into a queue of at most 65,536 spans and 64 million characters; a
 * span beyond that is dropped and counted, failed ones only when another eighth is full. Everything else happens on one
 * daemon thread. Thread-safe; nothing is thrown.
 *
 * @since 0.1
 */
public final class RecyclingSpanProcessor implements SpanProcessor {

    private final SpanIntake intake;

    private RecyclingSpanProcessor(SpanIntake intake) {
        this.intake = intake;
    }

    /** Returns a processor that feeds {@code recycler}, which the caller closes after the SDK. */
    public static RecyclingSpanProcessor of(TraceRecycler recycler) {
        return of(recycler, SpanIntake.SHUTDOWN_LIMIT);
    }

    /** Returns a processor that waits no longer than this for its recycler when it is shut down. */
    static RecyclingSpanProcessor of(TraceRecycler recycler, Duration shutdownLimit) {
        return new RecyclingSpanProcessor(SpanIntake.start(recycler, shutdownLimit, () -> {}));
    }

    /** Returns a processor that closes its recycler when it is shut down. */
    static RecyclingSpanProcessor owning(TraceRecycler recycler) {
        return new RecyclingSpanProcessor(SpanIntake.start(recycler, SpanIntake.SHUTDOWN_LIMIT, recycler::close));
    }

    /** Returns what became of the spans so far. */
    public SpanReport report() {
        return intake.report();
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        // A span is of interest when it has ended.
    }

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (span.getSpanContext().isSampled()) {
            intake.offer(span::toSpanData, Characters.of(span.getAttributes()));
        }
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    /**
     * Hands on the traces whose root has ended, and what came late.
     *
     * @return a result that succeeds when all of it is stored, and fails if a span was dropped since the last flush
     */
    @Override
    public CompletableResultCode forceFlush() {
        return intake.flush();
    }

    /** Hands on every trace. Ends within five seconds: what is not stored by then is dropped. */
    @Override
    public CompletableResultCode shutdown() {
        return intake.shutdown();
    }
}
