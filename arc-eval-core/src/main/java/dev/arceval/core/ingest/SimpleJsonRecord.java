package dev.arceval.core.ingest;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Reads one trace of the simple JSON. Fields nobody knows become attributes, of the span or of the resource. */
final class SimpleJsonRecord {

    private final JsonValues values;
    private final RecordResult result;
    private final SimpleJsonTrace trace;
    private final OtlpAttributes otlpAttributes;

    SimpleJsonRecord(JsonValues values, RecordResult result) {
        this.values = values;
        this.result = result;
        this.trace = new SimpleJsonTrace(result, new Conversation(values));
        this.otlpAttributes = new OtlpAttributes(values, result);
    }

    void read() {
        if (!values.object()) {
            throw values.malformed("an object");
        }
        for (String name = values.nextField(); name != null; name = values.nextField()) {
            switch (name) {
                case "trace_id", "traceId" -> trace.traceId = id();
                case "timestamp", "start_time", "startTime" -> trace.timestamp = time();
                case "service", "service_name", "serviceName" -> service();
                case "spans" -> spans();
                default -> put(trace.resource, name, values.plain(0));
            }
        }
        if (trace.traceId.isEmpty()) {
            throw new MalformedRecordException("trace_id is missing");
        }
        if (!trace.hasSpans()) {
            throw new MalformedRecordException("spans is missing or empty");
        }
        trace.finish();
    }

    private void service() {
        Object service = values.plain(0);
        if (service instanceof String name) {
            put(trace.resource, "service.name", name);
        } else if (service instanceof Map<?, ?> parts) {
            parts.forEach((name, value) -> put(trace.resource, "service." + name, value));
        }
    }

    private void spans() {
        if (values.array()) {
            while (values.nextItem()) {
                if (values.object()) {
                    span(trace.draft());
                }
            }
        }
    }

    private void span(SimpleJsonTrace.Draft draft) {
        for (String name = values.nextField(); name != null; name = values.nextField()) {
            switch (name) {
                case "span_id", "spanId", "id" -> draft.id = id();
                case "parent_span_id", "parentSpanId", "parent_id", "parentId" -> draft.parentId = id();
                case "trace_id", "traceId" -> values.skip();
                case "name" -> draft.name = values.text();
                case "start_time", "startTime", "timestamp" -> draft.start = time();
                case "end_time", "endTime" -> draft.end = time();
                case "attributes" -> attributes(draft);
                case "status" -> status(draft);
                case "status_message", "statusMessage" -> draft.message = emptyToNull(values.text());
                case "events" -> events(draft);
                default -> put(draft.attributes, name, values.plain(0));
            }
        }
    }

    private void attributes(SimpleJsonTrace.Draft draft) {
        if (values.json().currentToken() == JsonToken.START_ARRAY) {
            draft.dropped += otlpAttributes.read(draft.attributes);
            return;
        }
        if (!values.object()) {
            return;
        }
        for (String name = values.nextField(); name != null; name = values.nextField()) {
            if (!put(draft.attributes, name, values.plain(0))) {
                draft.dropped++;
            }
        }
    }

    private void status(SimpleJsonTrace.Draft draft) {
        if (values.json().currentToken() != JsonToken.START_OBJECT) {
            draft.status = statusCode();
            return;
        }
        for (String name = values.nextField(); name != null; name = values.nextField()) {
            switch (name) {
                case "status_code", "statusCode", "code" -> draft.status = statusCode();
                case "message", "description" -> draft.message = emptyToNull(values.text());
                default -> values.skip();
            }
        }
    }

    private Span.@Nullable Status statusCode() {
        JsonToken token = values.json().currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NUMBER_INT) {
            throw values.malformed("a status such as OK or ERROR");
        }
        return SimpleJsonTrace.status(values.json().getString());
    }

    private void events(SimpleJsonTrace.Draft draft) {
        List<Span.Event> events = new ArrayList<>();
        if (values.array()) {
            while (values.nextItem()) {
                if (!values.object()) {
                    continue;
                }
                Span.Event event = event();
                if (events.size() < values.limits().events()) {
                    events.add(event);
                } else {
                    draft.dropped++;
                    result.repaired("events or links beyond the limit dropped");
                }
            }
        }
        draft.events = events;
    }

    private Span.Event event() {
        String eventName = "";
        long time = 0;
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (String name = values.nextField(); name != null; name = values.nextField()) {
            switch (name) {
                case "name" -> eventName = values.text();
                case "timestamp", "time" -> time = time();
                case "attributes" -> eventAttributes(attributes);
                default -> put(attributes, name, values.plain(0));
            }
        }
        return new Span.Event(eventName, time, Attributes.of(attributes));
    }

    private void eventAttributes(Map<String, Object> attributes) {
        if (values.json().currentToken() == JsonToken.START_ARRAY) {
            otlpAttributes.read(attributes);
        } else if (values.object()) {
            for (String name = values.nextField(); name != null; name = values.nextField()) {
                put(attributes, name, values.plain(0));
            }
        }
    }

    private boolean put(Map<String, Object> attributes, String name, Object value) {
        if (name.isEmpty()) {
            result.repaired("attribute without name dropped");
            return false;
        }
        if (attributes.size() >= values.limits().attributes() && !attributes.containsKey(name)) {
            result.repaired("attributes beyond the limit dropped");
            return false;
        }
        attributes.put(values.unicode(name), Vocabularies.holdsMessages(name) ? value : values.cut(value));
        return true;
    }

    /** Returns an id; a number is one, too. */
    private String id() {
        JsonToken token = values.json().currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return "";
        }
        if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NUMBER_INT) {
            throw values.malformed("an id");
        }
        String id = values.unicode(values.json().getString());
        if (id.length() > 128) {
            throw values.malformed("an id of at most 128 characters");
        }
        return id;
    }

    private long time() {
        long time = Times.nanos(values.json());
        if (time == Times.NONE) {
            throw values.malformed("a time such as 2024-01-15T10:30:00Z, or seconds, milliseconds, microseconds or"
                    + " nanoseconds since 1970");
        }
        return time;
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
