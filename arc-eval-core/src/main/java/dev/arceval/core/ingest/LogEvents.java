package dev.arceval.core.ingest;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What log records say of spans, kept until the span comes, in whatever order they stand in the input and in whichever of
 * the files that are read together. For one thread.
 *
 * <p>Memory is bounded: beyond the limit the records of those traces go that waited longest. What never meets its span is
 * counted.
 */
public final class LogEvents {

    /** Counted for each record whose span did not come. */
    static final String NO_SPAN = "log record whose span is not there left out";

    /** Counted for each record that had to make room. */
    static final String TOO_MANY = "log record left out: too many wait for their spans";

    private static final long STANDARD_BYTES = 64L << 20;

    /** Records of one moment come in the order of their index, or else in one that does not depend on the input. */
    private static final Comparator<Span.Event> IN_ORDER = Comparator.comparingLong(Span.Event::epochNanos)
            .thenComparingLong(LogEvents::index)
            .thenComparing(Span.Event::name)
            .thenComparing(event -> event.attributes().toString());

    private final long maxBytes;
    private final Map<String, Waiting> traces = new LinkedHashMap<>();
    private long bytes;

    private static final class Waiting {

        private final Map<String, List<Entry>> spans = new LinkedHashMap<>();
        private long bytes;
    }

    private record Entry(Span.Event event, Consumer<String> repaired) {}

    /** Keeps at most 64 MiB. */
    public LogEvents() {
        this(STANDARD_BYTES);
    }

    LogEvents(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    boolean isEmpty() {
        return traces.isEmpty();
    }

    /** @param repaired takes note if the record cannot be kept */
    public void add(String traceId, String spanId, Span.Event event, Consumer<String> repaired) {
        Waiting waiting = traces.computeIfAbsent(traceId, id -> new Waiting());
        waiting.spans.computeIfAbsent(spanId, id -> new ArrayList<>()).add(new Entry(event, repaired));
        long size = 200 + TraceAssembler.bytes(event);
        waiting.bytes += size;
        bytes += size;
        Iterator<Waiting> oldest = traces.values().iterator();
        while (bytes > maxBytes && oldest.hasNext()) {
            Waiting gone = oldest.next();
            oldest.remove();
            bytes -= gone.bytes;
            count(gone, TOO_MANY);
        }
    }

    /** Returns {@code trace} with what the records that wait for its spans say. */
    Trace join(Trace trace, Consumer<String> repaired) {
        Waiting waiting = traces.get(trace.traceId());
        if (waiting == null) {
            return trace;
        }
        List<Span> spans = new ArrayList<>(trace.spans().size());
        for (Span span : trace.spans()) {
            List<Entry> entries = waiting.spans.remove(span.spanId());
            spans.add(entries == null ? span : LogRecords.join(span, inOrder(entries), repaired));
        }
        if (waiting.spans.isEmpty()) {
            traces.remove(trace.traceId());
            bytes -= waiting.bytes;
        }
        return Trace.of(trace.traceId(), spans);
    }

    /** Counts what is left; no more spans will come. */
    public void close() {
        traces.values().forEach(waiting -> count(waiting, NO_SPAN));
        traces.clear();
        bytes = 0;
    }

    private static void count(Waiting waiting, String what) {
        waiting.spans.values().forEach(entries -> entries.forEach(entry -> entry.repaired.accept(what)));
    }

    /** A record that was read twice says nothing new. */
    private static List<Span.Event> inOrder(List<Entry> entries) {
        Set<Span.Event> seen = new HashSet<>();
        List<Span.Event> events = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            if (seen.add(entry.event)) {
                events.add(entry.event);
            }
        }
        events.sort(IN_ORDER);
        return events;
    }

    private static long index(Span.Event event) {
        Attributes attributes = event.attributes();
        for (String name : EventMessages.ORDER) {
            if (attributes.get(name).orElse(null) instanceof Long index) {
                return index;
            }
        }
        return -1;
    }
}
