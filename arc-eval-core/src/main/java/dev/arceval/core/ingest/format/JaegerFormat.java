package dev.arceval.core.ingest.format;

import dev.arceval.core.ingest.RecordSpans;
import dev.arceval.core.ingest.Shape;
import dev.arceval.core.ingest.SpanDraft;
import dev.arceval.trace.Attributes;
import dev.arceval.trace.Span;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Jaeger's API and the download of its user interface give: {@code {data: [{traceID, spans, processes}]}}, or one
 * of the traces. Times are microseconds.
 */
final class JaegerFormat implements JsonFormat {

    private static final long MICROS = 1_000;

    @Override
    public String name() {
        return "jaeger";
    }

    @Override
    public int recognise(Shape shape) {
        return shape.hasAny("data[].spans[].traceID", "spans[].traceID", "data[].spans[].spanID", "spans[].spanID")
                ? CERTAIN
                : shape.has("data[].traceID") ? LIKELY : 0;
    }

    @Override
    public void read(Node record, RecordSpans spans) {
        Node data = record.get("data");
        if (data.isList()) {
            data.items().forEach(trace -> trace(trace, spans));
        } else if (record.get("spans").isList()) {
            trace(record, spans);
        } else {
            throw RecordSpans.refusal("no data and no spans: not a trace of Jaeger");
        }
    }

    private static void trace(Node trace, RecordSpans spans) {
        if (!trace.get("spans").isList()) {
            spans.reject(trace.path() + ".spans must be an array");
            return;
        }
        for (Node span : trace.get("spans").items()) {
            span(span, trace, spans);
        }
    }

    private static void span(Node span, Node trace, RecordSpans spans) {
        String traceId = Ids.plain(span.get("traceID").text(trace.get("traceID").text("")));
        String spanId = Ids.plain(span.get("spanID").text(""));
        if (traceId.isEmpty() || spanId.isEmpty()) {
            spans.reject(span.path() + " must have a traceID and a spanID");
            return;
        }
        Map<String, Object> tags = tags(span.get("tags"));
        long start = Words.time(span.get("startTime"), MICROS, spans);
        SpanDraft draft = new SpanDraft(spanId, span.get("operationName").text(""))
                .parent(parent(span, traceId))
                .times(start, Words.end(start, span.get("duration").units(MICROS)))
                .resource(resource(span, trace));
        status(tags, draft);
        scope(tags, draft);
        Object kind = tags.remove("span.kind");
        if (kind instanceof String word) {
            draft.spanKind(Words.spanKind(Node.root(word)));
        }
        tags.forEach(draft::attribute);
        span.get("logs").items().forEach(log -> draft.event(event(log, spans)));
        links(span, traceId, draft);
        spans.accept(traceId, draft);
    }

    private static void status(Map<String, Object> tags, SpanDraft draft) {
        Object code = tags.remove("otel.status_code");
        Object message = tags.remove("otel.status_description");
        Object error = tags.get("error");
        boolean failed = Boolean.TRUE.equals(error) || "true".equals(error);
        Span.Status status = code == null ? Span.Status.UNSET : Words.status(Node.root(code));
        if (failed) {
            status = Span.Status.ERROR;
            tags.remove("error");
        } else if (Boolean.FALSE.equals(error) || "false".equals(error)) {
            tags.remove("error");
        }
        draft.status(status, message instanceof String text ? text : null);
    }

    private static void scope(Map<String, Object> tags, SpanDraft draft) {
        Object name = first(tags, "otel.scope.name", "otel.library.name");
        Object version = first(tags, "otel.scope.version", "otel.library.version");
        if (name instanceof String text) {
            draft.scope(new Span.Scope(
                    text, version instanceof String number && !number.isEmpty() ? number : null, Attributes.empty()));
        }
    }

    private static @Nullable Object first(Map<String, Object> tags, String name, String olderName) {
        Object older = tags.remove(olderName);
        Object value = tags.remove(name);
        return value == null ? older : value;
    }

    /** The first reference of the same trace is the parent; {@code CHILD_OF} before {@code FOLLOWS_FROM}. */
    private static @Nullable String parent(Node span, String traceId) {
        String follows = null;
        for (Node reference : span.get("references").items()) {
            if (!isOf(reference, traceId)) {
                continue;
            }
            String id = Ids.plain(reference.get("spanID").text(""));
            if (reference.get("refType").text("CHILD_OF").equals("CHILD_OF")) {
                return id;
            }
            follows = follows == null ? id : follows;
        }
        return follows == null ? span.get("parentSpanID").filled() : follows;
    }

    private static void links(Node span, String traceId, SpanDraft draft) {
        for (Node reference : span.get("references").items()) {
            String spanId = Ids.plain(reference.get("spanID").text(""));
            if (!isOf(reference, traceId) && !spanId.isEmpty()) {
                draft.link(
                        new Span.Link(Ids.plain(reference.get("traceID").text("")), spanId, Attributes.empty(), null));
            }
        }
    }

    private static boolean isOf(Node reference, String traceId) {
        return Ids.plain(reference.get("traceID").text(traceId)).equals(traceId);
    }

    private static Map<String, Object> resource(Node span, Node trace) {
        Node process = span.has("process")
                ? span.get("process")
                : trace.at("processes", span.get("processID").text(""));
        Map<String, Object> resource = new LinkedHashMap<>();
        String service = process.get("serviceName").filled();
        if (service != null) {
            resource.put("service.name", service);
        }
        resource.putAll(tags(process.get("tags")));
        return resource;
    }

    private static Span.Event event(Node log, RecordSpans spans) {
        Map<String, Object> fields = tags(log.get("fields"));
        Object event = fields.remove("event");
        String name = event instanceof String text ? text : "log";
        return new Span.Event(name, log.get("timestamp").units(MICROS), spans.attributes(fields));
    }

    private static Map<String, Object> tags(Node tags) {
        Map<String, Object> read = new LinkedHashMap<>();
        for (Node tag : tags.items()) {
            Node value = tag.get("value");
            String type = tag.get("type").text("").toLowerCase(Locale.ROOT);
            Object whole = type.equals("int64") && value.isText() ? whole(value) : value.tree();
            read.put(tag.get("key").text(""), whole);
        }
        return read;
    }

    private static Object whole(Node value) {
        try {
            return Long.valueOf(value.text(""));
        } catch (NumberFormatException none) {
            return value.tree();
        }
    }
}
