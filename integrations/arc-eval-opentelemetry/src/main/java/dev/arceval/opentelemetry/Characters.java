package dev.arceval.opentelemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;

/** How much text a span holds: what its memory is bounded by. */
final class Characters {

    private Characters() {}

    static long of(SpanData span) {
        long chars = of(span.getAttributes());
        for (EventData event : span.getEvents()) {
            chars += event.getName().length() + of(event.getAttributes());
        }
        return chars;
    }

    static long of(Attributes attributes) {
        long[] chars = {0};
        attributes.forEach((key, value) -> chars[0] += key.getKey().length() + ofValue(value));
        return chars[0];
    }

    private static long ofValue(Object value) {
        if (value instanceof String text) {
            return text.length();
        }
        long chars = 8;
        if (value instanceof List<?> list) {
            for (Object item : list) {
                chars += ofValue(item);
            }
        }
        return chars;
    }
}
