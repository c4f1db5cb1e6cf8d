package dev.arceval.core.ingest;

import dev.arceval.core.json.Json;
import dev.arceval.trace.Attributes;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes traces as OTLP/JSON that any OpenTelemetry tool reads, one {@code ExportTraceServiceRequest} a trace, with the
 * fields in a fixed order: equal traces give equal bytes.
 *
 * <p>Ids that are not those of OpenTelemetry are written as digits derived from them, with the original in an attribute.
 * Lone surrogates, which UTF-8 cannot hold, become U+FFFD. An empty trace state or scope version is the same as none.
 */
public final class OtlpJsonWriter {

    private OtlpJsonWriter() {}

    /** Returns the trace as one line, without a line end. */
    public static byte[] write(Trace trace) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
        try (JsonGenerator json = Json.generator(out)) {
            new Writing(json, trace, HexIds.of(trace.traceId(), HexIds.TRACE_DIGITS)).write();
        }
        return out.toByteArray();
    }

    /** @param hexId the trace's id as it is written, which takes a hash where the id is not one of OpenTelemetry */
    private record Writing(JsonGenerator json, Trace trace, String hexId) {

        void write() {
            json.writeStartObject();
            array("resourceSpans", () -> byResource().forEach(this::resourceSpans));
            json.writeEndObject();
        }

        private Map<Attributes, Map<Span.Scope, List<Span>>> byResource() {
            Map<Attributes, Map<Span.Scope, List<Span>>> groups = new LinkedHashMap<>();
            for (Span span : trace.spans()) {
                groups.computeIfAbsent(span.resource(), resource -> new LinkedHashMap<>())
                        .computeIfAbsent(span.scope(), scope -> new ArrayList<>())
                        .add(span);
            }
            return groups;
        }

        private void resourceSpans(Attributes resource, Map<Span.Scope, List<Span>> scopes) {
            json.writeStartObject();
            json.writeName("resource");
            json.writeStartObject();
            attributes(resource);
            json.writeEndObject();
            array("scopeSpans", () -> scopes.forEach(this::scopeSpans));
            json.writeEndObject();
        }

        private void scopeSpans(Span.Scope scope, List<Span> spans) {
            json.writeStartObject();
            json.writeName("scope");
            json.writeStartObject();
            textUnlessEmpty("name", scope.name());
            textUnlessEmpty("version", scope.version());
            attributes(scope.attributes());
            json.writeEndObject();
            array("spans", () -> spans.forEach(this::span));
            json.writeEndObject();
        }

        private void span(Span span) {
            json.writeStartObject();
            text("traceId", hexId);
            text("spanId", HexIds.of(span.spanId(), HexIds.SPAN_DIGITS));
            span.parentSpanId().ifPresent(parent -> text("parentSpanId", HexIds.of(parent, HexIds.SPAN_DIGITS)));
            textUnlessEmpty("traceState", span.traceState().orElse(null));
            text("name", span.name());
            json.writeNumberProperty("kind", span.spanKind());
            text("startTimeUnixNano", Long.toString(span.startEpochNanos()));
            text("endTimeUnixNano", Long.toString(span.endEpochNanos()));
            attributeList(SpanAttributes.of(trace.traceId(), span));
            if (span.droppedCount() != 0) {
                json.writeNumberProperty("droppedAttributesCount", span.droppedCount());
            }
            events(span);
            if (!span.links().isEmpty()) {
                array("links", () -> span.links().forEach(this::link));
            }
            status(span);
            json.writeEndObject();
        }

        private void events(Span span) {
            if (span.events().isEmpty() && span.evaluations().isEmpty()) {
                return;
            }
            array("events", () -> {
                for (Span.Event event : span.events()) {
                    event(event.name(), event.epochNanos(), SpanAttributes.of(event));
                }
                span.evaluations()
                        .forEach(evaluation -> event(
                                SpanMapping.EVALUATION_EVENT, span.endEpochNanos(), SpanAttributes.of(evaluation)));
            });
        }

        private void event(String name, long epochNanos, Map<String, Object> attributes) {
            json.writeStartObject();
            text("timeUnixNano", Long.toString(epochNanos));
            text("name", name);
            attributeList(attributes);
            json.writeEndObject();
        }

        private void link(Span.Link link) {
            json.writeStartObject();
            text("traceId", HexIds.of(link.traceId(), HexIds.TRACE_DIGITS));
            text("spanId", HexIds.of(link.spanId(), HexIds.SPAN_DIGITS));
            textUnlessEmpty("traceState", link.traceState());
            attributeList(SpanAttributes.of(link));
            json.writeEndObject();
        }

        private void status(Span span) {
            json.writeName("status");
            json.writeStartObject();
            textUnlessEmpty("message", span.statusMessage().orElse(null));
            if (span.status() != Span.Status.UNSET) {
                json.writeNumberProperty("code", span.status() == Span.Status.OK ? 1 : 2);
            }
            json.writeEndObject();
        }

        private void attributes(Attributes attributes) {
            attributeList(SpanAttributes.escaped(attributes));
        }

        private void attributeList(Map<String, Object> attributes) {
            if (!attributes.isEmpty()) {
                array("attributes", () -> attributes.forEach(this::keyValue));
            }
        }

        private void keyValue(String key, Object value) {
            json.writeStartObject();
            text("key", key);
            json.writeName("value");
            anyValue(value);
            json.writeEndObject();
        }

        private void anyValue(Object value) {
            json.writeStartObject();
            if (value instanceof String string) {
                text("stringValue", string);
            } else if (value instanceof Boolean flag) {
                json.writeBooleanProperty("boolValue", flag);
            } else if (value instanceof Long number) {
                text("intValue", number.toString());
            } else if (value instanceof Double number) {
                doubleValue(number);
            } else if (value instanceof Attributes.Bytes bytes) {
                text("bytesValue", bytes.base64());
            } else if (value instanceof List<?> list) {
                json.writeName("arrayValue");
                json.writeStartObject();
                array("values", () -> list.forEach(this::anyValue));
                json.writeEndObject();
            } else if (value instanceof Map<?, ?> map) {
                json.writeName("kvlistValue");
                json.writeStartObject();
                array("values", () -> map.forEach((key, item) -> keyValue((String) key, item)));
                json.writeEndObject();
            }
            json.writeEndObject();
        }

        private void doubleValue(double number) {
            if (Double.isFinite(number)) {
                json.writeNumberProperty("doubleValue", number);
            } else {
                text("doubleValue", Double.toString(number));
            }
        }

        private void array(String name, Runnable items) {
            json.writeName(name);
            json.writeStartArray();
            items.run();
            json.writeEndArray();
        }

        private void text(String name, String value) {
            json.writeStringProperty(name, Texts.wellFormed(value));
        }

        private void textUnlessEmpty(String name, @Nullable String value) {
            if (value != null && !value.isEmpty()) {
                text(name, value);
            }
        }
    }
}
