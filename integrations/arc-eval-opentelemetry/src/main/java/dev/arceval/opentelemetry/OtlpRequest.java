package dev.arceval.opentelemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes spans as one {@code ExportTraceServiceRequest} of OTLP in protobuf. The SDK's own writers are internal to its
 * exporters and change with each version; the format does not. Field numbers are those of opentelemetry-proto 1.x.
 */
final class OtlpRequest {

    private OtlpRequest() {}

    static byte[] of(List<SpanData> spans) {
        Map<Resource, Map<InstrumentationScopeInfo, List<SpanData>>> groups = new LinkedHashMap<>();
        for (SpanData span : spans) {
            groups.computeIfAbsent(span.getResource(), resource -> new LinkedHashMap<>())
                    .computeIfAbsent(span.getInstrumentationScopeInfo(), scope -> new ArrayList<>())
                    .add(span);
        }
        WireWriter request = new WireWriter();
        groups.forEach((resource, scopes) -> request.message(1, resourceSpans -> {
            resourceSpans.message(1, out -> attributes(1, resource.getAttributes(), out));
            scopes.forEach((scope, members) -> resourceSpans.message(2, out -> scopeSpans(scope, members, out)));
        }));
        return request.bytes();
    }

    private static void scopeSpans(InstrumentationScopeInfo scope, List<SpanData> spans, WireWriter out) {
        out.message(1, written -> {
            written.text(1, scope.getName());
            String version = scope.getVersion();
            if (version != null) {
                written.text(2, version);
            }
            attributes(3, scope.getAttributes(), written);
        });
        spans.forEach(span -> out.message(2, written -> span(span, written)));
    }

    private static void span(SpanData span, WireWriter out) {
        SpanContext context = span.getSpanContext();
        out.bytes(1, context.getTraceIdBytes());
        out.bytes(2, context.getSpanIdBytes());
        state(3, context, out);
        if (span.getParentSpanContext().isValid()) {
            out.bytes(4, span.getParentSpanContext().getSpanIdBytes());
        }
        out.text(5, span.getName());
        // OTLP counts kinds from 1, since 0 says nothing.
        out.number(6, span.getKind().ordinal() + 1);
        out.fixed64(7, span.getStartEpochNanos());
        out.fixed64(8, span.getEndEpochNanos());
        attributes(9, span.getAttributes(), out);
        dropped(10, span.getTotalAttributeCount(), span.getAttributes().size(), out);
        span.getEvents().forEach(event -> out.message(11, written -> event(event, written)));
        dropped(12, span.getTotalRecordedEvents(), span.getEvents().size(), out);
        span.getLinks().forEach(link -> out.message(13, written -> link(link, written)));
        dropped(14, span.getTotalRecordedLinks(), span.getLinks().size(), out);
        out.message(15, written -> status(span.getStatus(), written));
    }

    private static void event(EventData event, WireWriter out) {
        out.fixed64(1, event.getEpochNanos());
        out.text(2, event.getName());
        attributes(3, event.getAttributes(), out);
        dropped(4, event.getTotalAttributeCount(), event.getAttributes().size(), out);
    }

    private static void link(LinkData link, WireWriter out) {
        out.bytes(1, link.getSpanContext().getTraceIdBytes());
        out.bytes(2, link.getSpanContext().getSpanIdBytes());
        state(3, link.getSpanContext(), out);
        attributes(4, link.getAttributes(), out);
        dropped(5, link.getTotalAttributeCount(), link.getAttributes().size(), out);
    }

    private static void status(StatusData status, WireWriter out) {
        if (!status.getDescription().isEmpty()) {
            out.text(2, status.getDescription());
        }
        StatusCode code = status.getStatusCode();
        out.number(3, code == StatusCode.OK ? 1 : code == StatusCode.ERROR ? 2 : 0);
    }

    private static void state(int field, SpanContext context, WireWriter out) {
        if (context.getTraceState().isEmpty()) {
            return;
        }
        List<String> entries = new ArrayList<>();
        context.getTraceState().forEach((vendor, value) -> entries.add(vendor + "=" + value));
        out.text(field, String.join(",", entries));
    }

    private static void dropped(int field, int total, int kept, WireWriter out) {
        out.number(field, Math.max(0, total - kept));
    }

    private static void attributes(int field, Attributes attributes, WireWriter out) {
        attributes.forEach((key, value) -> out.message(field, written -> attribute(key, value, written)));
    }

    private static void attribute(AttributeKey<?> key, Object value, WireWriter out) {
        out.text(1, key.getKey());
        out.message(2, written -> value(value, written));
    }

    /** By the class of the value: newer versions of the API have kinds of attributes that older ones cannot name. */
    private static void value(Object value, WireWriter out) {
        if (value instanceof String text) {
            out.text(1, text);
        } else if (value instanceof Boolean flag) {
            out.number(2, flag ? 1 : 0);
        } else if (value instanceof Long number) {
            out.number(3, number);
        } else if (value instanceof Double number) {
            out.fixed64(4, Double.doubleToLongBits(number));
        } else if (value instanceof List<?> list) {
            out.message(5, items -> list.forEach(item -> items.message(1, written -> value(item, written))));
        } else {
            out.text(1, String.valueOf(value));
        }
    }
}
