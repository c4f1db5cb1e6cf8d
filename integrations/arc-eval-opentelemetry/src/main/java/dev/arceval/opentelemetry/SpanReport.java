package dev.arceval.opentelemetry;

import dev.arceval.trace.CaptureReport;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The books of what came from an OpenTelemetry SDK: {@code received} equals {@code stored} plus {@code ignored} plus
 * {@code pending} plus everything dropped.
 *
 * @param received spans that ended
 * @param stored spans the recycler took, those it had already among them
 * @param ignored spans of traces that are no agent's work, and spans a recycler's own tracer records itself
 * @param pending spans on their way
 * @param late spans that came after their trace was handed on; the store joins them with it. Part of the other figures
 * @param dropped spans that were given up, by reason
 * @since 0.1
 */
public record SpanReport(
        long received, long stored, long ignored, long pending, long late, Map<CaptureReport.Reason, Long> dropped) {

    public SpanReport {
        Map<CaptureReport.Reason, Long> ordered = new EnumMap<>(CaptureReport.Reason.class);
        ordered.putAll(dropped);
        dropped = Collections.unmodifiableMap(ordered);
    }
}
