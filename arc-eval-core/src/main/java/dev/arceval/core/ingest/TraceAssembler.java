package dev.arceval.core.ingest;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Document;
import dev.arceval.trace.LazyMessages;
import dev.arceval.trace.Message;
import dev.arceval.trace.Span;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Joins the spans of each trace, whatever records they lie in, and hands the traces on in batches.
 *
 * <p>Nothing in OTLP says that a trace is complete, so traces stay open until the end, or until too many are open: then
 * those that got no span for longest are handed on, and a piece that comes later is a trace of its own with the same id,
 * for the store to join. What is handed on and when depends on the input alone. For one thread.
 */
public final class TraceAssembler implements AutoCloseable {

    /** Traces per batch at most; fewer if they are large, and in the last one. */
    public static final int BATCH = 1_000;

    /** A batch of large traces is handed on when it takes a quarter of what may be open: later steps hold it a second time. */
    private static final int BATCH_SHARE = 4;

    /** Counted for a trace with a cycle of parents. */
    public static final String CYCLE = "parents form a cycle";

    private final Limits limits;
    private final Consumer<List<Trace>> batches;
    private final Consumer<String> repaired;
    private final LogEvents logs;
    private final LinkedHashMap<String, Open> open = new LinkedHashMap<>(16, 0.75f, true);
    private List<Trace> batch = new ArrayList<>();
    private long openBytes;
    private long batchBytes;

    /**
     * How much may be open.
     *
     * @param traces open traces
     * @param bytes estimated memory of their spans
     */
    public record Limits(int traces, long bytes) {

        public Limits {
            if (traces < 1 || bytes < 1) {
                throw new IllegalArgumentException(
                        "limits must be positive: " + traces + " traces, " + bytes + " bytes");
            }
        }

        /** 100,000 traces and 64 MiB. */
        public static Limits standard() {
            return new Limits(100_000, 64L << 20);
        }
    }

    /**
     * A trace that may get more spans. Most come in one piece, which is made a trace while its spans are still in the
     * processor's caches; it is taken apart if a second piece comes.
     */
    private static final class Open {

        private @Nullable Trace whole;
        private boolean cyclic;
        private List<Span> spans = List.of();
        private long bytes;

        void add(String traceId, List<Span> more) {
            if (whole == null && spans.isEmpty()) {
                whole = Trace.of(traceId, more);
                cyclic = hasCycle(whole);
                return;
            }
            if (whole != null) {
                spans = new ArrayList<>(whole.spans());
                whole = null;
            }
            spans.addAll(more);
        }

        Trace trace(String traceId) {
            if (whole != null) {
                return whole;
            }
            Trace trace = Trace.of(traceId, spans);
            cyclic = hasCycle(trace);
            return trace;
        }
    }

    /** Assembles within {@link Limits#standard()}. */
    public TraceAssembler(Consumer<List<Trace>> batches, Consumer<String> repaired) {
        this(Limits.standard(), new LogEvents(), batches, repaired);
    }

    /** Assembles with no log records but those of the same input. */
    public TraceAssembler(Limits limits, Consumer<List<Trace>> batches, Consumer<String> repaired) {
        this(limits, new LogEvents(), batches, repaired);
    }

    /**
     * @param logs what log records say, of this input and others that are read together
     * @param batches takes traces, {@link #BATCH} at a time
     * @param repaired takes note of what was odd, as a short fixed text
     */
    public TraceAssembler(Limits limits, LogEvents logs, Consumer<List<Trace>> batches, Consumer<String> repaired) {
        this.logs = logs;
        this.limits = limits;
        this.batches = batches;
        this.repaired = repaired;
    }

    /** Takes spans of one trace. */
    public void add(String traceId, List<Span> spans) {
        if (spans.isEmpty()) {
            return;
        }
        Open trace = open.computeIfAbsent(traceId, id -> new Open());
        long bytes = bytes(spans);
        trace.bytes += bytes;
        openBytes += bytes;
        trace.add(traceId, spans);
        evict();
    }

    /** Hands on everything that is still open. */
    @Override
    public void close() {
        open.forEach(this::emit);
        open.clear();
        openBytes = 0;
        if (!batch.isEmpty()) {
            handOn();
        }
    }

    private void evict() {
        Iterator<Map.Entry<String, Open>> oldest = open.entrySet().iterator();
        while ((openBytes > limits.bytes || open.size() > limits.traces) && oldest.hasNext()) {
            Map.Entry<String, Open> entry = oldest.next();
            oldest.remove();
            openBytes -= entry.getValue().bytes;
            emit(entry.getKey(), entry.getValue());
        }
    }

    private void emit(String traceId, Open open) {
        Trace complete = open.trace(traceId);
        Trace trace = logs.isEmpty() ? complete : logs.join(complete, repaired);
        if (open.cyclic) {
            repaired.accept(CYCLE);
        }
        batch.add(trace);
        batchBytes += open.bytes;
        if (batch.size() == BATCH || batchBytes >= limits.bytes / BATCH_SHARE) {
            handOn();
        }
    }

    private void handOn() {
        List<Trace> full = List.copyOf(batch);
        batch = new ArrayList<>();
        batchBytes = 0;
        batches.accept(full);
    }

    /** A top-level span whose parent is in the trace is one of a cycle. */
    private static boolean hasCycle(Trace trace) {
        @Nullable Set<String> ids = null;
        for (Span top : trace.topLevel()) {
            if (top.parentSpanId().isEmpty()) {
                continue;
            }
            if (ids == null) {
                ids = new HashSet<>();
                for (Span span : trace.spans()) {
                    ids.add(span.spanId());
                }
            }
            if (ids.contains(top.parentSpanId().get())) {
                return true;
            }
        }
        return false;
    }

    /** An estimate from above: two bytes a character and the objects around it, for what a span does not share. */
    private static long bytes(List<Span> spans) {
        long bytes = 200;
        for (Span span : spans) {
            bytes += 700
                    + bytes(span.attributes())
                    + messages(span.input())
                    + messages(span.output())
                    + bytes(span.toolCall().orElse(null))
                    + text(span.statusMessage().orElse(null));
            for (Document document : span.documents()) {
                bytes += 80 + text(document.id()) + text(document.content()) + text(document.metadata());
            }
            for (Span.Event event : span.events()) {
                bytes += bytes(event);
            }
            bytes += 200L * span.links().size();
        }
        return bytes;
    }

    private static long bytes(@Nullable ToolCall call) {
        return call == null ? 0 : text(call.arguments()) + text(call.result());
    }

    static long bytes(Span.Event event) {
        return 120 + text(event.name()) + bytes(event.attributes());
    }

    private static long messages(List<Message> messages) {
        if (messages instanceof LazyMessages unread) {
            return 80 + 2 * unread.characters();
        }
        long bytes = 0;
        for (Message message : messages) {
            bytes += 80;
            for (Message.Part part : message.parts()) {
                bytes += 40;
                if (part instanceof Message.Text said) {
                    bytes += text(said.content());
                } else if (part instanceof Message.ToolRequest request) {
                    bytes += text(request.name()) + text(request.arguments());
                } else if (part instanceof Message.ToolResponse response) {
                    bytes += text(response.result());
                } else if (part instanceof Message.Other other) {
                    bytes += text(other.json());
                }
            }
        }
        return bytes;
    }

    private static long bytes(Attributes attributes) {
        Bytes bytes = new Bytes();
        attributes.asMap().forEach(bytes);
        return bytes.sum;
    }

    private static final class Bytes implements BiConsumer<String, Object> {

        private long sum;

        @Override
        public void accept(String name, Object value) {
            sum += 60 + text(name) + value(value);
        }
    }

    private static long value(Object value) {
        long bytes = 24;
        if (value instanceof String text) {
            bytes = text(text);
        } else if (value instanceof Attributes.Bytes binary) {
            bytes = text(binary.base64());
        } else if (value instanceof List<?> list) {
            for (Object item : list) {
                bytes += value(item);
            }
        } else if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                bytes += 60 + value(entry.getKey()) + value(entry.getValue());
            }
        }
        return bytes;
    }

    private static long text(@Nullable String text) {
        return text == null ? 0 : 48 + 2L * text.length();
    }
}
