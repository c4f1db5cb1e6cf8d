package dev.arceval.core.ingest.format;

import dev.arceval.core.ingest.RecordSpans;
import dev.arceval.core.ingest.Shape;
import dev.arceval.core.ingest.SpanDraft;
import dev.arceval.trace.Span;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/**
 * Grafana Tempo: OTLP's values under {@code batches}, or as its newer API answers under {@code trace}; scopes in every name
 * they had; ids in hex or, as protobuf's JSON has them, in base64. Also what Jaeger's newer API answers, under
 * {@code result}, and OTLP in the names that protobuf gives its fields, {@code resource_spans}.
 */
final class TempoFormat implements JsonFormat {

    private static final String[] SCOPES = {
        "scopeSpans", "instrumentationLibrarySpans", "ilSpans", "scope_spans", "instrumentation_library_spans"
    };
    private static final String[] BATCHES = {"batches", "resourceSpans", "resource_spans"};

    @Override
    public String name() {
        return "tempo";
    }

    @Override
    public int recognise(Shape shape) {
        boolean batches =
                shape.hasAny("batches[].resource", "trace.batches[].resource", "trace.resourceSpans[].resource");
        boolean otherwise = shape.hasAny(
                "result.resourceSpans[].scopeSpans",
                "resource_spans[].scope_spans",
                "resource_spans[].instrumentation_library_spans");
        boolean spans = shape.hasAny(
                "batches[].scopeSpans",
                "batches[].instrumentationLibrarySpans",
                "batches[].ilSpans",
                "batches[].scope_spans",
                "trace.batches[].scopeSpans",
                "trace.resourceSpans[].scopeSpans");
        // More than certain: OTLP's names stand inside.
        return batches || spans || otherwise ? 100 : 0;
    }

    @Override
    public void read(Node record, RecordSpans spans) {
        Node holder = record.has("trace", "result") ? record.get("trace", "result") : record;
        Node batches = holder.get(BATCHES);
        if (!batches.isList()) {
            throw RecordSpans.refusal("no batches: not an answer of Tempo");
        }
        for (Node batch : batches.items()) {
            Map<String, Object> resource = Otlp.attributes(batch.at("resource", "attributes"));
            for (Node scopeSpans : batch.get(SCOPES).items()) {
                Span.Scope scope = scope(scopeSpans.get("scope", "instrumentationLibrary"), spans);
                for (Node span : scopeSpans.get("spans").items()) {
                    span(span, resource, scope, spans);
                }
            }
        }
    }

    private static Span.Scope scope(Node scope, RecordSpans spans) {
        return new Span.Scope(
                scope.get("name").text(""),
                scope.get("version").filled(),
                spans.attributes(Otlp.attributes(scope.get("attributes"))));
    }

    private static void span(Node span, Map<String, Object> resource, Span.Scope scope, RecordSpans spans) {
        String traceId = id(span.get("traceId", "trace_id").text(""), 16);
        String spanId = id(span.get("spanId", "span_id").text(""), 8);
        if (traceId.isEmpty() || spanId.isEmpty()) {
            spans.reject(span.path() + " must have a traceId and a spanId");
            return;
        }
        Node status = span.get("status");
        SpanDraft draft = new SpanDraft(spanId, span.get("name").text(""))
                .parent(id(span.get("parentSpanId", "parent_span_id").text(""), 8))
                .times(
                        span.get("startTimeUnixNano", "start_time_unix_nano").units(1),
                        span.get("endTimeUnixNano", "end_time_unix_nano").units(1))
                .status(Words.status(status.get("code")), status.get("message").filled())
                .traceState(span.get("traceState", "trace_state").filled())
                .spanKind(Words.spanKind(span.get("kind")))
                .resource(resource)
                .scope(scope);
        Otlp.attributes(span.get("attributes")).forEach(draft::attribute);
        span.get("events").items().forEach(event -> draft.event(Events.event(event, spans)));
        span.get("links").items().forEach(link -> link(link, draft, spans));
        draft.dropped(dropped(span, "droppedAttributesCount", "dropped_attributes_count")
                + dropped(span, "droppedEventsCount", "dropped_events_count")
                + dropped(span, "droppedLinksCount", "dropped_links_count"));
        spans.accept(traceId, draft);
    }

    private static void link(Node link, SpanDraft draft, RecordSpans spans) {
        String traceId = id(link.get("traceId", "trace_id").text(""), 16);
        String spanId = id(link.get("spanId", "span_id").text(""), 8);
        if (traceId.isEmpty() || spanId.isEmpty()) {
            draft.dropped(1);
        } else {
            draft.link(new Span.Link(traceId, spanId, spans.attributes(Otlp.attributes(link.get("attributes"))), null));
        }
    }

    private static long dropped(Node span, String... names) {
        Long count = span.get(names).count();
        return count == null ? 0 : count;
    }

    /** Base64 of an id is told from hex by its length: 24 or 12 characters against 32 or 16. */
    private static String id(String id, int bytes) {
        if (id.length() == (bytes + 2) / 3 * 4) {
            try {
                byte[] decoded = Base64.getDecoder().decode(id);
                return decoded.length == bytes ? HexFormat.of().formatHex(decoded) : Ids.plain(id);
            } catch (IllegalArgumentException noBase64) {
                return Ids.plain(id);
            }
        }
        return Ids.plain(id);
    }
}
