package dev.arceval.core.ingest.format;

import dev.arceval.core.ingest.RecordSpans;
import dev.arceval.core.ingest.Shape;
import dev.arceval.core.ingest.SpanDraft;
import dev.arceval.trace.Attributes;
import dev.arceval.trace.Span;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Spans inside of spans: {@code {trace_id, spans: [{span_name, span_attributes, duration, child_spans: [...]}]}}, as the
 * TRAIL data set and Patronus export OpenInference spans.
 */
final class SpanTreeFormat implements JsonFormat {

    @Override
    public String name() {
        return "span-tree";
    }

    @Override
    public int recognise(Shape shape) {
        return shape.hasAny("spans[].child_spans", "child_spans")
                        || shape.hasAll("spans[].span_name", "spans[].span_id")
                ? CERTAIN
                : 0;
    }

    @Override
    public void read(Node record, RecordSpans spans) {
        Deque<Node> open = new ArrayDeque<>();
        if (record.get("spans").isList()) {
            open.addAll(record.get("spans").items());
        } else if (record.has("span_id")) {
            open.add(record);
        } else {
            throw RecordSpans.refusal("no spans: not a tree of spans");
        }
        String traceId = record.get("trace_id", "traceId").text("");
        while (!open.isEmpty()) {
            Node span = open.remove();
            span(span, traceId, spans);
            open.addAll(span.get("child_spans").items());
        }
    }

    private static void span(Node span, String recordId, RecordSpans spans) {
        String traceId = Ids.plain(span.get("trace_id", "traceId").text(recordId));
        String spanId = Ids.plain(span.get("span_id", "spanId").text(""));
        if (traceId.isEmpty() || spanId.isEmpty()) {
            spans.reject(span.path() + " must have a trace_id and a span_id");
            return;
        }
        long start = Words.time(span.get("timestamp", "start_time"), spans);
        long end = span.has("end_time")
                ? Words.time(span.get("end_time"), spans)
                : Words.end(start, Events.nanos(span.get("duration")));
        SpanDraft draft = new SpanDraft(spanId, span.get("span_name", "name").text(""))
                .parent(Ids.plain(span.get("parent_span_id", "parent_id").text("")))
                .times(start, end)
                .status(
                        Words.status(span.get("status_code")),
                        span.get("status_message").filled())
                .spanKind(Words.spanKind(span.get("span_kind")))
                .traceState(span.get("trace_state").filled())
                .resource(Otlp.attributes(span.get("resource_attributes")))
                .scope(new Span.Scope(
                        span.get("scope_name").text(""),
                        span.get("scope_version").filled(),
                        Attributes.empty()));
        Otlp.attributes(span.get("span_attributes", "attributes")).forEach(draft::attribute);
        resourceName(span, draft);
        span.get("events").items().forEach(event -> draft.event(Events.event(event, spans)));
        span.get("links").items().forEach(link -> link(link, draft));
        logs(span, draft, spans);
        spans.accept(traceId, draft);
    }

    private static void resourceName(Node span, SpanDraft draft) {
        String service = span.get("service_name").filled();
        if (service != null && !span.get("resource_attributes").has("service.name")) {
            draft.resource(Map.of("service.name", service));
        }
    }

    /** What was logged within the span. */
    private static void logs(Node span, SpanDraft draft, RecordSpans spans) {
        for (Node log : span.get("logs").items()) {
            if (log.at("body", "function.name").isText()) {
                // A traced function logs what it was called with, and returned.
                draft.fallback("input.value", content(log.at("body", "function.arguments")));
                draft.fallback("output.value", content(log.at("body", "function.output")));
                continue;
            }
            Map<String, Object> attributes = Otlp.attributes(log.get("log_attributes"));
            if (log.has("body")) {
                attributes.put("body", log.get("body").tree());
            }
            draft.event(new Span.Event(
                    log.get("event_name", "name").text("log"),
                    Words.time(log.get("timestamp"), spans),
                    spans.attributes(attributes)));
        }
    }

    private static @Nullable String content(Node value) {
        String content = value.content();
        return content == null || content.equals("{}") ? null : content;
    }

    private static void link(Node link, SpanDraft draft) {
        String traceId = Ids.plain(link.get("trace_id", "traceId").text(""));
        String spanId = Ids.plain(link.get("span_id", "spanId").text(""));
        if (traceId.isEmpty() || spanId.isEmpty()) {
            draft.dropped(1);
        } else {
            draft.link(new Span.Link(traceId, spanId, Attributes.empty(), null));
        }
    }
}
