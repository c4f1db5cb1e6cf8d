package dev.arceval.core.ingest;

import dev.arceval.spi.TraceFormat;
import dev.arceval.trace.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one record gives. It is handed on when the record has been read to its end, so a broken one leaves nothing. */
final class RecordResult {

    private final Map<String, List<Span>> traces = new LinkedHashMap<>();
    private final List<Event> events = new ArrayList<>();
    private final List<String> rejected = new ArrayList<>();
    private final List<String> repaired = new ArrayList<>();
    private String traceBefore = "";
    private List<Span> spansBefore = List.of();

    /** What a log record says of a span. */
    private record Event(String traceId, String spanId, Span.Event event) {}

    void accept(String traceId, Span span) {
        // Spans of a trace come together.
        if (!traceId.equals(traceBefore)) {
            traceBefore = traceId;
            spansBefore = traces.computeIfAbsent(traceId, id -> new ArrayList<>());
        }
        spansBefore.add(span);
    }

    void event(String traceId, String spanId, Span.Event event) {
        events.add(new Event(traceId, spanId, event));
    }

    void reject(String reason) {
        rejected.add(reason);
    }

    void repaired(String repair) {
        repaired.add(repair);
    }

    /** Returns the spans by trace. */
    Map<String, List<Span>> traces() {
        return traces;
    }

    List<String> repairs() {
        return repaired;
    }

    void clear() {
        traces.clear();
        traceBefore = "";
        spansBefore = List.of();
        events.clear();
        rejected.clear();
        repaired.clear();
    }

    void deliver(long line, TraceFormat.Sink sink) {
        traces.forEach((traceId, spans) -> sink.accept(line, traceId, Collections.unmodifiableList(spans)));
        events.forEach(event -> sink.event(line, event.traceId, event.spanId, event.event));
        rejected.forEach(reason -> sink.reject(line, reason));
        repaired.forEach(repair -> sink.repaired(line, repair));
    }
}
