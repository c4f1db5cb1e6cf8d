package dev.arceval.core.ingest.format;

import dev.arceval.core.ingest.RecordSpans;
import dev.arceval.trace.Span;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;

/** Reads events, and durations written in words, in the spellings in use. */
final class Events {

    private Events() {}

    /** Returns an event such as {@code {name, timestamp, attributes}}. */
    static Span.Event event(Node event, RecordSpans spans) {
        Map<String, Object> attributes = Otlp.attributes(event.get("attributes", "Attributes"));
        return new Span.Event(
                event.get("name", "Name", "event_name").text(""),
                event.has("time_unix_nano", "timeUnixNano")
                        ? event.get("time_unix_nano", "timeUnixNano").units(1)
                        : Words.time(event.get("timestamp", "Timestamp", "time"), spans),
                spans.attributes(attributes));
    }

    /** Returns the nanoseconds of {@code PT2M5.6S} or of a number of seconds; -1 if it is neither. */
    static long nanos(Node duration) {
        String text = duration.text("");
        if (!text.startsWith("P")) {
            return duration.number() == null ? -1 : duration.units(1_000_000_000L);
        }
        try {
            return Duration.parse(text).toNanos();
        } catch (DateTimeException | ArithmeticException none) {
            return -1;
        }
    }
}
