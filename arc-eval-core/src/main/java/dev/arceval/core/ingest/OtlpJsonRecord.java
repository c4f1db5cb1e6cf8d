package dev.arceval.core.ingest;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one {@code ExportTraceServiceRequest}.
 *
 * <p>Fields may come in any order, so spans wait for the scope and resource around them. Names that are not known are
 * skipped at every level, as the protocol demands; a field given twice adds to a list and otherwise the last one counts.
 */
final class OtlpJsonRecord {

    private static final List<String> SPAN_KINDS = List.of(
            "SPAN_KIND_UNSPECIFIED",
            "SPAN_KIND_INTERNAL",
            "SPAN_KIND_SERVER",
            "SPAN_KIND_CLIENT",
            "SPAN_KIND_PRODUCER",
            "SPAN_KIND_CONSUMER");
    private static final List<String> STATUS_CODES =
            List.of("STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR");

    private final JsonValues values;
    private final RecordResult result;
    private final Conversation conversation;
    private final OtlpAttributes attributes;
    private final Map<String, Object> spanAttributes = new LinkedHashMap<>();
    private int dropped;

    OtlpJsonRecord(JsonValues values, RecordResult result) {
        this.values = values;
        this.result = result;
        this.conversation = new Conversation(values);
        this.attributes = new OtlpAttributes(values, result);
    }

    /** A span that waits for its scope and resource. */
    private record Waiting(String traceId, Span.Builder span) {}

    void read() {
        if (!values.object()) {
            throw values.malformed("an object");
        }
        boolean any = false;
        boolean known = false;
        List<Waiting> bare = new ArrayList<>();
        Attributes resource = Attributes.empty();
        for (String name = values.nextField(); name != null; name = values.nextField()) {
            any = true;
            switch (name) {
                case "resourceSpans" -> {
                    known = true;
                    each(this::resourceSpans);
                }
                case "resource" -> resource = resource();
                case "scopeSpans" -> {
                    known = true;
                    each(() -> scopeSpans(bare));
                }
                default -> values.skip();
            }
        }
        if (any && !known) {
            throw new MalformedRecordException("no resourceSpans: not a request of OTLP traces");
        }
        deliver(bare, resource);
    }

    private void resourceSpans() {
        List<Waiting> spans = new ArrayList<>();
        Attributes resource = Attributes.empty();
        if (!values.object()) {
            return;
        }
        for (String name = values.nextField(); name != null; name = values.nextField()) {
            switch (name) {
                case "resource" -> resource = resource();
                case "scopeSpans" -> each(() -> scopeSpans(spans));
                default -> values.skip();
            }
        }
        deliver(spans, resource);
    }

    private void deliver(List<Waiting> spans, Attributes resource) {
        for (Waiting waiting : spans) {
            result.accept(waiting.traceId, waiting.span.resource(resource).build());
        }
    }

    private Attributes resource() {
        Attributes resource = Attributes.empty();
        if (!values.object()) {
            return resource;
        }
        for (String name = values.nextField(); name != null; name = values.nextField()) {
            if (name.equals("attributes")) {
                resource = OwnWords.unescaped(attributes());
            } else {
                values.skip();
            }
        }
        return resource;
    }

    private void scopeSpans(List<Waiting> all) {
        if (!values.object()) {
            return;
        }
        int first = all.size();
        Span.Scope scope = Span.Scope.none();
        for (String name = values.nextField(); name != null; name = values.nextField()) {
            switch (name) {
                case "scope" -> scope = scope();
                case "spans" -> each(() -> span(all));
                default -> values.skip();
            }
        }
        for (Waiting waiting : all.subList(first, all.size())) {
            waiting.span.scope(scope);
        }
    }

    private Span.Scope scope() {
        String scopeName = "";
        String version = null;
        Attributes more = Attributes.empty();
        if (!values.object()) {
            return Span.Scope.none();
        }
        for (String name = values.nextField(); name != null; name = values.nextField()) {
            switch (name) {
                case "name" -> scopeName = values.text();
                case "version" -> version = emptyToNull(values.text());
                case "attributes" -> more = OwnWords.unescaped(attributes());
                default -> values.skip();
            }
        }
        return new Span.Scope(scopeName, version, more);
    }

    private void span(List<Waiting> all) {
        if (!values.object()) {
            return;
        }
        spanAttributes.clear();
        dropped = 0;
        String traceId = "";
        String spanId = "";
        String parentId = "";
        String spanName = "";
        String traceState = null;
        int kind = 0;
        long start = 0;
        long end = 0;
        Status status = Status.UNSET;
        List<Span.Event> events = List.of();
        List<Span.Link> links = List.of();
        for (String name = values.nextField(); name != null; name = values.nextField()) {
            switch (name) {
                case "traceId" -> traceId = values.text();
                case "spanId" -> spanId = values.text();
                case "parentSpanId" -> parentId = values.text();
                case "traceState" -> traceState = emptyToNull(values.text());
                case "name" -> spanName = values.text();
                case "kind" -> kind = number(SPAN_KINDS);
                case "startTimeUnixNano" -> start = values.nanos();
                case "endTimeUnixNano" -> end = values.nanos();
                case "attributes" -> drop(attributes.read(spanAttributes));
                case "events" ->
                    events = list(this::event, events, values.limits().events());
                case "links" -> links = list(this::link, links, values.limits().links());
                case "status" -> status = status();
                case "droppedAttributesCount", "droppedEventsCount", "droppedLinksCount" -> drop(values.count());
                default -> values.skip();
            }
        }
        String defect = defect(traceId, spanId);
        if (defect != null) {
            result.reject(values.path() + defect);
            return;
        }
        SpanMapping mapping = new SpanMapping(spanAttributes, conversation);
        SpanMapping.Ids ids = mapping.ids();
        String id = ids.spanId() != null ? ids.spanId() : HexIds.lower(spanId);
        Span.Builder span = Span.builder(id, spanName)
                .parentSpanId(parent(ids.parentId() != null ? ids.parentId() : parentId, ids.parentId() == null, id))
                .traceState(traceState)
                .spanKind(kind)
                .status(status.code)
                .startEpochNanos(start)
                .endEpochNanos(notBefore(start, end))
                .links(links);
        mapping.fill(span, spanName, status.code, status.message, events);
        span.droppedCount(dropped);
        all.add(new Waiting(ids.traceId() != null ? ids.traceId() : HexIds.lower(traceId), span));
    }

    private static @Nullable String defect(String traceId, String spanId) {
        if (!HexIds.isId(traceId, HexIds.TRACE_DIGITS)) {
            return ".traceId must be 32 hex digits that are not all zero";
        }
        return HexIds.isId(spanId, HexIds.SPAN_DIGITS) ? null : ".spanId must be 16 hex digits that are not all zero";
    }

    private @Nullable String parent(String parentId, boolean hex, String spanId) {
        if (parentId.isEmpty() || (hex && parentId.equals("0000000000000000"))) {
            return null;
        }
        if (hex && !HexIds.isId(parentId, HexIds.SPAN_DIGITS)) {
            result.repaired("parent id that is no span id taken as none");
            return null;
        }
        String parent = hex ? HexIds.lower(parentId) : parentId;
        if (parent.equals(spanId)) {
            result.repaired("span is its own parent");
        }
        return parent;
    }

    private long notBefore(long start, long end) {
        if (start != 0 && end != 0 && end < start) {
            result.repaired("end before start set to start");
            return start;
        }
        return end;
    }

    private record Status(Span.Status code, @Nullable String message) {

        static final Status UNSET = new Status(Span.Status.UNSET, null);
    }

    private Status status() {
        int code = 0;
        String message = null;
        if (!values.object()) {
            return Status.UNSET;
        }
        for (String name = values.nextField(); name != null; name = values.nextField()) {
            switch (name) {
                case "code" -> code = number(STATUS_CODES);
                case "message" -> message = emptyToNull(values.text());
                default -> values.skip();
            }
        }
        return new Status(code == 2 ? Span.Status.ERROR : code == 1 ? Span.Status.OK : Span.Status.UNSET, message);
    }

    private Span.@Nullable Event event() {
        long time = 0;
        String eventName = "";
        Attributes more = Attributes.empty();
        if (!values.object()) {
            return null;
        }
        for (String name = values.nextField(); name != null; name = values.nextField()) {
            switch (name) {
                case "timeUnixNano" -> time = values.nanos();
                case "name" -> eventName = values.text();
                case "attributes" -> more = attributes();
                case "droppedAttributesCount" -> drop(values.count());
                default -> values.skip();
            }
        }
        return new Span.Event(eventName, time, more);
    }

    private Span.@Nullable Link link() {
        String traceId = "";
        String spanId = "";
        String traceState = null;
        Map<String, Object> more = new LinkedHashMap<>();
        if (!values.object()) {
            return null;
        }
        for (String name = values.nextField(); name != null; name = values.nextField()) {
            switch (name) {
                case "traceId" -> traceId = values.text();
                case "spanId" -> spanId = values.text();
                case "traceState" -> traceState = emptyToNull(values.text());
                case "attributes" -> drop(attributes.read(more));
                case "droppedAttributesCount" -> drop(values.count());
                default -> values.skip();
            }
        }
        if (defect(traceId, spanId) != null) {
            result.repaired("link without valid ids dropped");
            return null;
        }
        Object ownTrace = more.remove(OwnWords.TRACE_ID);
        Object ownSpan = more.remove(OwnWords.SPAN_ID);
        return new Span.Link(
                ownTrace instanceof String own ? own : HexIds.lower(traceId),
                ownSpan instanceof String own ? own : HexIds.lower(spanId),
                OwnWords.unescaped(Attributes.of(more)),
                traceState);
    }

    private Attributes attributes() {
        Map<String, Object> read = new LinkedHashMap<>();
        drop(attributes.read(read));
        return Attributes.of(read);
    }

    /** Returns an enum's number; its name is against the protocol but harmless. */
    private int number(List<String> names) {
        if (values.json().currentToken() != tools.jackson.core.JsonToken.VALUE_STRING) {
            return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, values.int64()));
        }
        int number = names.indexOf(values.text());
        if (number < 0) {
            throw values.malformed("a number");
        }
        result.repaired("enum name read as its number");
        return number;
    }

    private void each(Runnable item) {
        if (values.array()) {
            while (values.nextItem()) {
                item.run();
            }
        }
    }

    private interface Item<T> {
        @Nullable
        T read();
    }

    private <T> List<T> list(Item<T> reading, List<T> before, int limit) {
        if (!values.array()) {
            return before;
        }
        List<T> list = new ArrayList<>(before);
        while (values.nextItem()) {
            if (list.size() >= limit) {
                values.skip();
                drop(1);
                result.repaired("events or links beyond the limit dropped");
                continue;
            }
            T item = reading.read();
            if (item != null) {
                list.add(item);
            } else {
                drop(1);
            }
        }
        return list;
    }

    private void drop(int count) {
        dropped = (int) Math.min(Integer.MAX_VALUE, (long) dropped + count);
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
