package dev.arceval.opentelemetry;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts spans together by trace until each trace has settled. Nothing says that a trace is complete; the end of its local
 * root is a good sign, silence another. For one thread.
 */
final class OpenTraces {

    /** After its root a trace waits for what other threads are still ending. */
    static final long SETTLE_NANOS = Duration.ofSeconds(1).toNanos();

    /** A trace whose root does not end here is complete when nothing was heard of it for so long. */
    static final long SILENCE_NANOS = Duration.ofMinutes(5).toNanos();

    /** Traces that were handed on and are still known, so that a straggler does not wait for a root. */
    private static final int KNOWN = 10_000;

    private final int maxSpans;
    private final long maxChars;

    /** In the order of the last span: the oldest is the quietest. */
    private final LinkedHashMap<String, Open> open = new LinkedHashMap<>(16, .75f, true);

    /** Whether the trace was an agent's, by its id. */
    private final Map<String, Boolean> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > KNOWN;
        }
    };

    private int spans;
    private long chars;
    private long late;

    OpenTraces(int maxSpans, long maxChars) {
        this.maxSpans = maxSpans;
        this.maxChars = maxChars;
    }

    /** What is there of one trace. */
    static final class Open {

        private final List<SpanData> spans = new ArrayList<>();
        private long chars;
        private long lastNanos;
        private boolean complete;
        private boolean agent;

        List<SpanData> spans() {
            return spans;
        }

        /** Whether an agent, a model or a tool is in it. */
        boolean agent() {
            return agent;
        }
    }

    /** Takes a span; false if it is one that is not kept. */
    boolean add(SpanData span, long nowNanos) {
        String traceId = span.getTraceId();
        Open trace = open.get(traceId);
        if (trace == null) {
            trace = new Open();
            Boolean before = known.get(traceId);
            trace.complete = before != null;
            trace.agent = before != null && before;
            open.put(traceId, trace);
        }
        if (known.containsKey(traceId)) {
            late++;
        }
        trace.lastNanos = nowNanos;
        trace.complete |= isLocalRoot(span);
        if (AgentWork.isOurOwn(span)) {
            trace.agent = true;
            return false;
        }
        trace.agent |= AgentWork.is(span);
        trace.spans.add(span);
        long length = Characters.of(span);
        trace.chars += length;
        chars += length;
        spans++;
        return true;
    }

    private static boolean isLocalRoot(SpanData span) {
        SpanContext parent = span.getParentSpanContext();
        return !parent.isValid() || parent.isRemote();
    }

    /** Removes the traces that are ready, or too many, the quietest first. */
    List<Open> settled(long nowNanos) {
        return remove(nowNanos, false, false);
    }

    /** Removes the traces whose root has ended, and stragglers. */
    List<Open> complete() {
        return remove(0, true, false);
    }

    List<Open> all() {
        return remove(0, true, true);
    }

    private List<Open> remove(long nowNanos, boolean now, boolean all) {
        List<Open> removed = new ArrayList<>();
        Iterator<Map.Entry<String, Open>> entries = open.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<String, Open> entry = entries.next();
            Open trace = entry.getValue();
            boolean ready = now
                    ? all || trace.complete
                    : nowNanos - trace.lastNanos >= (trace.complete ? SETTLE_NANOS : SILENCE_NANOS);
            if (ready || spans > maxSpans || chars > maxChars) {
                entries.remove();
                known.put(entry.getKey(), trace.agent);
                spans -= trace.spans.size();
                chars -= trace.chars;
                removed.add(trace);
            }
        }
        return removed;
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** Returns how many spans came after their trace had been handed on. */
    long late() {
        return late;
    }
}
