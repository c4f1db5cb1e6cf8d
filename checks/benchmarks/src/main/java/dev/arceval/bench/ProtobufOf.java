package dev.arceval.bench;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A request in OTLP/JSON as the generated classes of OTLP have it: an independent way to write protobuf. */
final class ProtobufOf {

    private ProtobufOf() {}

    static ExportTraceServiceRequest json(byte[] json) {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        for (JsonNode spans : JsonMapper.shared().readTree(json).path("resourceSpans")) {
            ResourceSpans.Builder resource = ResourceSpans.newBuilder()
                    .setResource(Resource.newBuilder().addAllAttributes(attributes(spans.path("resource"))));
            spans.path("scopeSpans").forEach(scope -> resource.addScopeSpans(scopeSpans(scope)));
            request.addResourceSpans(resource);
        }
        return request.build();
    }

    private static ScopeSpans scopeSpans(JsonNode json) {
        ScopeSpans.Builder spans = ScopeSpans.newBuilder()
                .setScope(InstrumentationScope.newBuilder()
                        .setName(text(json.path("scope"), "name"))
                        .setVersion(text(json.path("scope"), "version"))
                        .addAllAttributes(attributes(json.path("scope"))));
        json.path("spans").forEach(span -> spans.addSpans(span(span)));
        return spans.build();
    }

    private static Span span(JsonNode json) {
        Span.Builder span = Span.newBuilder()
                .setTraceId(id(json, "traceId"))
                .setSpanId(id(json, "spanId"))
                .setParentSpanId(id(json, "parentSpanId"))
                .setTraceState(text(json, "traceState"))
                .setName(text(json, "name"))
                .setKindValue(json.path("kind").intValue(0))
                .setStartTimeUnixNano(
                        Long.parseLong(json.path("startTimeUnixNano").stringValue("0")))
                .setEndTimeUnixNano(Long.parseLong(json.path("endTimeUnixNano").stringValue("0")))
                .setDroppedAttributesCount(json.path("droppedAttributesCount").intValue(0))
                .addAllAttributes(attributes(json))
                .setFlags(257)
                .setStatus(Status.newBuilder()
                        .setMessage(text(json.path("status"), "message"))
                        .setCodeValue(json.path("status").path("code").intValue(0)));
        for (JsonNode event : json.path("events")) {
            span.addEvents(Span.Event.newBuilder()
                    .setName(text(event, "name"))
                    .setTimeUnixNano(Long.parseLong(event.path("timeUnixNano").stringValue("0")))
                    .addAllAttributes(attributes(event)));
        }
        for (JsonNode link : json.path("links")) {
            span.addLinks(Span.Link.newBuilder()
                    .setTraceId(id(link, "traceId"))
                    .setSpanId(id(link, "spanId"))
                    .setTraceState(text(link, "traceState"))
                    .addAllAttributes(attributes(link)));
        }
        return span.build();
    }

    private static List<KeyValue> attributes(JsonNode json) {
        return keyValues(json.path("attributes"));
    }

    private static List<KeyValue> keyValues(JsonNode json) {
        List<KeyValue> all = new ArrayList<>();
        json.forEach(attribute -> all.add(KeyValue.newBuilder()
                .setKey(text(attribute, "key"))
                .setValue(anyValue(attribute.path("value")))
                .build()));
        return all;
    }

    private static AnyValue anyValue(JsonNode json) {
        AnyValue.Builder value = AnyValue.newBuilder();
        if (json.has("stringValue")) {
            value.setStringValue(text(json, "stringValue"));
        } else if (json.has("boolValue")) {
            value.setBoolValue(json.path("boolValue").booleanValue());
        } else if (json.has("intValue")) {
            value.setIntValue(Long.parseLong(text(json, "intValue")));
        } else if (json.has("doubleValue")) {
            JsonNode number = json.path("doubleValue");
            value.setDoubleValue(number.isString() ? Double.parseDouble(number.stringValue()) : number.doubleValue());
        } else if (json.has("bytesValue")) {
            value.setBytesValue(ByteString.copyFrom(Base64.getDecoder().decode(text(json, "bytesValue"))));
        } else if (json.has("arrayValue")) {
            ArrayValue.Builder list = ArrayValue.newBuilder();
            json.path("arrayValue").path("values").forEach(item -> list.addValues(anyValue(item)));
            value.setArrayValue(list);
        } else if (json.has("kvlistValue")) {
            value.setKvlistValue(KeyValueList.newBuilder()
                    .addAllValues(keyValues(json.path("kvlistValue").path("values"))));
        }
        return value.build();
    }

    private static ByteString id(JsonNode json, String name) {
        return ByteString.copyFrom(HexFormat.of().parseHex(text(json, name)));
    }

    private static String text(JsonNode json, String name) {
        return json.path(name).stringValue("");
    }
}
