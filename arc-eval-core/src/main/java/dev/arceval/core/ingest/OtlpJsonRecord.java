package dev.arceval.core.ingest;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one {@code ExportTraceServiceRequest}, or one {@code ExportLogsServiceRequest} for what it says of spans.
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
    private final OtlpAttributes attributes;
    private final OtlpSpan span;

    OtlpJsonRecord(JsonValues values, RecordResult result) {
        this.values = values;
        this.result = result;
        this.attributes = new OtlpAttributes(values, result);
        this.span = new OtlpSpan(result, new Conversation(values), false);
    }

    void read() {
        if (!values.object()) {
            throw values.malformed("an object");
        }
        boolean any = false;
        boolean known = false;
        List<OtlpSpan.Waiting> bare = new ArrayList<>();
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
                case "resourceLogs" -> {
                    known = true;
                    new LogRecords(values, result).resourceLogs();
                }
                default -> values.skip();
            }
        }
        if (any && !known) {
            throw new MalformedRecordException("no resourceSpans: not a request of OTLP traces");
        }
        OtlpSpan.deliver(bare, resource, result);
    }

    private void resourceSpans() {
        List<OtlpSpan.Waiting> spans = new ArrayList<>();
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
        OtlpSpan.deliver(spans, resource, result);
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

    private void scopeSpans(List<OtlpSpan.Waiting> all) {
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
        for (OtlpSpan.Waiting waiting : all.subList(first, all.size())) {
            waiting.span().scope(scope);
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

    private void span(List<OtlpSpan.Waiting> all) {
        if (!values.object()) {
            return;
        }
        span.clear();
        for (String name = values.nextField(); name != null; name = values.nextField()) {
            switch (name) {
                case "traceId" -> span.traceId = values.text();
                case "spanId" -> span.spanId = values.text();
                case "parentSpanId" -> span.parentId = values.text();
                case "traceState" -> span.traceState = values.text();
                case "name" -> span.name = values.text();
                case "kind" -> span.kind = number(SPAN_KINDS);
                case "startTimeUnixNano" -> span.start = values.nanos();
                case "endTimeUnixNano" -> span.end = values.nanos();
                case "attributes" -> span.drop(attributes.read(span.attributes));
                case "events" ->
                    span.events = list(this::event, span.events, values.limits().events());
                case "links" ->
                    span.links = list(this::link, span.links, values.limits().links());
                case "status" -> status();
                case "droppedAttributesCount", "droppedEventsCount", "droppedLinksCount" -> span.drop(values.count());
                default -> values.skip();
            }
        }
        String defect = span.defect();
        if (defect == null) {
            all.add(span.waiting());
        } else {
            result.reject(values.path() + defect);
        }
    }

    /** Of several the last one counts as a whole. */
    private void status() {
        span.statusCode = 0;
        span.statusMessage = "";
        if (!values.object()) {
            return;
        }
        for (String name = values.nextField(); name != null; name = values.nextField()) {
            switch (name) {
                case "code" -> span.statusCode = number(STATUS_CODES);
                case "message" -> span.statusMessage = values.text();
                default -> values.skip();
            }
        }
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
                case "droppedAttributesCount" -> span.drop(values.count());
                default -> values.skip();
            }
        }
        return new Span.Event(eventName, time, more);
    }

    private Span.@Nullable Link link() {
        String traceId = "";
        String spanId = "";
        String traceState = "";
        Map<String, Object> more = new LinkedHashMap<>();
        if (!values.object()) {
            return null;
        }
        for (String name = values.nextField(); name != null; name = values.nextField()) {
            switch (name) {
                case "traceId" -> traceId = values.text();
                case "spanId" -> spanId = values.text();
                case "traceState" -> traceState = values.text();
                case "attributes" -> span.drop(attributes.read(more));
                case "droppedAttributesCount" -> span.drop(values.count());
                default -> values.skip();
            }
        }
        return span.link(traceId, spanId, traceState, more);
    }

    private Attributes attributes() {
        Map<String, Object> read = new LinkedHashMap<>();
        span.drop(attributes.read(read));
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
                span.drop(1);
                result.repaired("events or links beyond the limit dropped");
                continue;
            }
            T item = reading.read();
            if (item != null) {
                list.add(item);
            } else {
                span.drop(1);
            }
        }
        return list;
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
