package dev.arceval.core.ingest.format;

import dev.arceval.core.ingest.RecordSpans;
import dev.arceval.core.ingest.Shape;
import dev.arceval.core.ingest.SpanDraft;
import dev.arceval.trace.Attributes;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Spans one by one, as Arize Phoenix exports them and as the OpenTelemetry SDKs of Python and JavaScript print them: the
 * ids under {@code context} or {@code spanContext}, attributes with dotted names, nested by them, or as columns
 * {@code attributes.x} of a table. A list of spans, a span a line, or a list under {@code data} or {@code spans}. Also spans
 * of OTLP out of their batches, with the ids among their own fields, and what Phoenix adds: its annotations.
 */
final class SdkSpanFormat implements JsonFormat {

    private static final String[] CONTEXT = {"context", "spanContext", "span_context"};

    /** Where nested attributes end and values that are objects themselves begin. */
    private static final List<String> WHOLE =
            List.of("metadata", "json_schema", "invocation_parameters", "parameters", "input.value", "output.value");

    /** Steps in the longest name of the vocabularies, and some more. */
    private static final int MAX_STEPS = 16;

    @Override
    public String name() {
        return "sdk-spans";
    }

    @Override
    public int recognise(Shape shape) {
        for (String prefix : List.of("", "data[].", "spans[].", "[].")) {
            boolean ids = shape.hasAny(
                    prefix + "context.trace_id", prefix + "spanContext.traceId", prefix + "span_context.trace_id");
            if (ids && shape.hasAny(prefix + "name", prefix + "attributes", prefix + "start_time")) {
                return CERTAIN;
            }
            if (shape.hasAll(prefix + "spanContext.spanId", prefix + "attributes")
                    || shape.hasAll(prefix + "trace_id", prefix + "span_id", prefix + "start_time_unix_nano")
                    || shape.hasAll(prefix + "traceId", prefix + "spanId", prefix + "startTimeUnixNano")) {
                return CERTAIN;
            }
        }
        // Names of Shape take dots for steps, as the columns of a table do.
        return 0;
    }

    @Override
    public void read(Node record, RecordSpans spans) {
        List<Node> all = record.isList()
                ? record.items()
                : record.get("data", "spans", "list").items();
        if (record.isObject() && hasContext(record)) {
            all = List.of(record);
        }
        if (all.isEmpty() && !record.isList()) {
            throw RecordSpans.refusal("no span context: not a span of an SDK");
        }
        for (Node span : all) {
            span(span, spans);
        }
    }

    private static boolean hasContext(Node span) {
        return span.has(CONTEXT) || span.has("context.trace_id", "trace_id", "traceId");
    }

    private static void span(Node span, RecordSpans spans) {
        Node context = span.get(CONTEXT);
        String traceId = Ids.plain(context.get("trace_id", "traceId")
                .text(span.get("context.trace_id", "trace_id", "traceId").text("")));
        String spanId = Ids.plain(context.get("span_id", "spanId")
                .text(span.get("context.span_id", "span_id", "spanId").text("")));
        if (traceId.isEmpty() || spanId.isEmpty()) {
            spans.reject(span.path() + " must have a context with a trace id and a span id");
            return;
        }
        Node status = span.get("status");
        SpanDraft draft = new SpanDraft(spanId, span.get("name").text(""))
                .parent(parent(span))
                .times(
                        time(span.get("start_time", "startTime", "start_time_unix_nano", "startTimeUnixNano"), spans),
                        time(span.get("end_time", "endTime", "end_time_unix_nano", "endTimeUnixNano"), spans))
                .status(
                        Words.status(status.isObject() ? status.get("status_code", "code") : statusCode(span)),
                        message(span, status))
                .spanKind(kind(span))
                .traceState(context.get("traceState").filled())
                .resource(Otlp.attributes(resource(span)));
        Node scope = span.get("instrumentationScope", "instrumentation_scope", "scope", "instrumentationLibrary");
        draft.scope(new Span.Scope(
                scope.get("name").text(""),
                scope.get("version").filled(),
                spans.attributes(Otlp.attributes(scope.get("attributes")))));
        attributes(span).forEach(draft::attribute);
        // A kind that Phoenix keeps beside the attributes.
        String kind = span.get("span_kind").filled();
        if (kind != null && !kind.equals("UNKNOWN")) {
            draft.fallback("openinference.span.kind", kind);
        }
        span.get("events").parsed().items().forEach(event -> draft.event(event(event, spans)));
        span.get("links").items().forEach(link -> link(link, draft));
        List<Evaluation> annotations = annotations(span);
        if (annotations.isEmpty()) {
            spans.accept(traceId, draft);
        } else {
            Span read = spans.read(draft);
            annotations.addAll(0, read.evaluations());
            spans.accept(traceId, read.toBuilder().evaluations(annotations).build());
        }
    }

    /** What people and judges said of the span, as Phoenix keeps it beside the span. */
    private static List<Evaluation> annotations(Node span) {
        List<Evaluation> annotations = new ArrayList<>();
        for (Node annotation : span.get("annotations", "span_annotations", "spanAnnotations")
                .parsed()
                .items()) {
            Node result = annotation.get("result").isObject() ? annotation.get("result") : annotation;
            String name = annotation.get("name").filled();
            Double score = result.get("score").number();
            String label = result.get("label").filled();
            if (name != null && (score != null || label != null)) {
                annotations.add(new Evaluation(
                        name, score, label, result.get("explanation").filled()));
            }
        }
        return annotations;
    }

    /** JavaScript counts its kinds from internal, which is one in OTLP. */
    private static int kind(Node span) {
        int kind = Words.spanKind(span.get("kind"));
        return span.has("spanContext") && span.get("kind").number() != null ? kind + 1 : kind;
    }

    private static Node statusCode(Node span) {
        return span.get("status_code", "statusCode", "status");
    }

    private static @Nullable String message(Node span, Node status) {
        String message = status.get("description", "message").filled();
        return message == null ? span.get("status_message", "statusMessage").filled() : message;
    }

    private static String parent(Node span) {
        String id = span.get("parent_id", "parentId", "parentSpanId", "parent_span_id")
                .text(span.at("parentSpanContext", "spanId")
                        .text(span.at("parent", "span_id").text("")));
        return Ids.plain(id);
    }

    private static Node resource(Node span) {
        Node resource = span.get("resource");
        return resource.has("attributes") ? resource.get("attributes") : resource;
    }

    /** A time may be a pair of seconds and nanoseconds, as JavaScript has it. */
    private static long time(Node time, RecordSpans spans) {
        List<Node> pair = time.items();
        if (pair.size() == 2) {
            return Words.end(pair.get(0).units(1_000_000_000L), pair.get(1).units(1));
        }
        return Words.time(time, spans);
    }

    private static Span.Event event(Node event, RecordSpans spans) {
        List<Node> pair = event.get("time").items();
        return pair.size() == 2
                ? new Span.Event(
                        event.get("name").text(""),
                        time(event.get("time"), spans),
                        spans.attributes(Otlp.attributes(event.get("attributes"))))
                : Events.event(event, spans);
    }

    private static void link(Node link, SpanDraft draft) {
        Node context = link.get("context", "spanContext");
        String traceId = Ids.plain(context.get("trace_id", "traceId").text(""));
        String spanId = Ids.plain(context.get("span_id", "spanId").text(""));
        if (traceId.isEmpty() || spanId.isEmpty()) {
            draft.dropped(1);
        } else {
            draft.link(new Span.Link(traceId, spanId, Attributes.empty(), null));
        }
    }

    private static Map<String, Object> attributes(Node span) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        Node own = span.get("attributes").parsed();
        if (own.isList()) {
            attributes.putAll(Otlp.attributes(own));
        }
        own.fields().forEach((name, value) -> flatten(name, value, 0, attributes));
        span.fields().forEach((name, value) -> {
            if (name.startsWith("attributes.") && value.exists()) {
                flatten(name.substring("attributes.".length()), value, 0, attributes);
            }
        });
        return attributes;
    }

    /** {@code {llm: {input_messages: [{message: {...}}]}}} is {@code llm.input_messages.0.message...}. */
    private static void flatten(String name, Node value, int depth, Map<String, Object> attributes) {
        boolean whole =
                depth == MAX_STEPS || WHOLE.stream().anyMatch(end -> name.equals(end) || name.endsWith("." + end));
        if (value.isObject() && !whole && !value.fields().isEmpty()) {
            value.fields().forEach((step, inner) -> flatten(name + "." + step, inner, depth + 1, attributes));
        } else if (value.isList() && !whole && value.items().stream().anyMatch(Node::isObject)) {
            List<Node> items = value.items();
            for (int i = 0; i < items.size(); i++) {
                flatten(name + "." + i, items.get(i), depth + 1, attributes);
            }
        } else {
            attributes.put(name, value.tree());
        }
    }
}
