package dev.arceval.core.ingest;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Span;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a span as OTLP has them, collected in any order and then made a span of ours. Every reader of OTLP/JSON goes
 * through here, so they cannot differ in what they make of a span. Mutable and used again for each span, the builder too.
 */
final class OtlpSpan {

    private static final String NO_PARENT = "0000000000000000";

    private final RecordResult result;
    private final SpanMapping mapping;
    final AttributeMap attributes = new AttributeMap();
    String traceId = "";
    String spanId = "";
    String parentId = "";
    String name = "";
    String traceState = "";
    int kind;
    long start;
    long end;
    int statusCode;
    String statusMessage = "";
    List<Span.Event> events = List.of();
    List<Span.Link> links = List.of();

    /** Whether both ids are known to be canonical. */
    boolean canonicalIds;

    /** Whether ids are known to consist of hex digits in lower case. */
    private final boolean digits;

    private int dropped;
    private final Span.Builder builder = Span.builder("", "");
    private @Nullable String traceBefore;
    private @Nullable String parentBefore;

    /** @param digits whether ids were bytes, so that they consist of hex digits in lower case */
    OtlpSpan(RecordResult result, Conversation conversation, boolean digits) {
        this.result = result;
        this.digits = digits;
        this.mapping = new SpanMapping(conversation);
    }

    /** A span that waits for its scope and resource. */
    record Waiting(String traceId, Span.Builder span) {}

    void clear() {
        attributes.clear();
        traceId = "";
        spanId = "";
        parentId = "";
        name = "";
        traceState = "";
        kind = 0;
        start = 0;
        end = 0;
        statusCode = 0;
        statusMessage = "";
        events = List.of();
        links = List.of();
        dropped = 0;
        canonicalIds = false;
    }

    void drop(int count) {
        dropped = (int) Math.min(Integer.MAX_VALUE, (long) dropped + count);
    }

    /** Checks the ids and spells them alike; returns what is wrong with them, so that the span cannot be kept, or null. */
    @Nullable
    String defect() {
        if (canonicalIds) {
            return null;
        }
        // Spans of a trace come together, and the readers give them the same String.
        String trace = traceId.equals(traceBefore) ? traceId : HexIds.canonical(traceId, HexIds.TRACE_DIGITS);
        if (trace == null) {
            return ".traceId must be 32 hex digits that are not all zero";
        }
        String id = digits ? HexIds.notZero(spanId, HexIds.SPAN_DIGITS) : HexIds.canonical(spanId, HexIds.SPAN_DIGITS);
        if (id == null) {
            return ".spanId must be 16 hex digits that are not all zero";
        }
        traceId = trace;
        traceBefore = trace;
        spanId = id;
        return null;
    }

    /** Hands on the span, whose ids were checked. */
    void finish(Attributes resource, Span.Scope scope) {
        String trace = finish(builder);
        result.accept(trace, builder.scope(scope).resource(resource).build());
    }

    /** Returns the span, whose ids were checked, until its scope and resource are known. */
    Waiting waiting() {
        Span.Builder span = Span.builder(spanId, name);
        return new Waiting(finish(span), span);
    }

    /** Sets everything but scope and resource, and returns the trace's id. */
    private String finish(Span.Builder span) {
        mapping.take(attributes);
        SpanMapping.Ids ids = mapping.ids();
        String id = ids.spanId() != null ? ids.spanId() : spanId;
        Span.Status status = statusCode == 2 ? Span.Status.ERROR : statusCode == 1 ? Span.Status.OK : Span.Status.UNSET;
        span.spanId(id)
                .name(name)
                .parentSpanId(parent(ids.parentId() != null ? ids.parentId() : parentId, ids.parentId() == null, id))
                .traceState(traceState.isEmpty() ? null : traceState)
                .spanKind(kind)
                .status(status)
                .startEpochNanos(start)
                .endEpochNanos(notBeforeStart())
                .links(links)
                .droppedCount(dropped);
        mapping.fill(span, name, status, statusMessage.isEmpty() ? null : statusMessage, events);
        return ids.traceId() != null ? ids.traceId() : traceId;
    }

    /** Returns the link, or null if its ids are not valid. */
    Span.@Nullable Link link(String trace, String span, String state, Map<String, Object> more) {
        String traceId = HexIds.canonical(trace, HexIds.TRACE_DIGITS);
        String spanId = HexIds.canonical(span, HexIds.SPAN_DIGITS);
        if (traceId == null || spanId == null) {
            result.repaired("link without valid ids dropped");
            return null;
        }
        Object ownTrace = more.remove(OwnWords.TRACE_ID);
        Object ownSpan = more.remove(OwnWords.SPAN_ID);
        return new Span.Link(
                ownTrace instanceof String own ? own : traceId,
                ownSpan instanceof String own ? own : spanId,
                OwnWords.unescaped(Attributes.of(more)),
                state.isEmpty() ? null : state);
    }

    /** Hands on spans whose resource is known. */
    static void deliver(List<Waiting> spans, Attributes resource, RecordResult result) {
        for (Waiting waiting : spans) {
            result.accept(waiting.traceId, waiting.span.resource(resource).build());
        }
    }

    private @Nullable String parent(String id, boolean hex, String span) {
        boolean known = !hex || id.equals(parentBefore);
        if (id.isEmpty() || (!known && id.equals(NO_PARENT))) {
            return null;
        }
        String parent = known ? id : HexIds.canonical(id, HexIds.SPAN_DIGITS);
        if (parent == null) {
            result.repaired("parent id that is no span id taken as none");
            return null;
        }
        if (hex) {
            parentBefore = parent;
        }
        if (parent.equals(span)) {
            result.repaired("span is its own parent");
        }
        return parent;
    }

    private long notBeforeStart() {
        if (start != 0 && end != 0 && end < start) {
            result.repaired("end before start set to start");
            return start;
        }
        return end;
    }
}
