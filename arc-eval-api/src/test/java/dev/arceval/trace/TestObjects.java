package dev.arceval.trace;

import java.util.List;

/** The cast of the tests: spans with as little as possible. */
final class TestObjects {

    private TestObjects() {}

    static Span.Builder span(String id, int startSecond) {
        return Span.builder(id, "step").startEpochNanos(seconds(startSecond)).endEpochNanos(seconds(startSecond + 1));
    }

    static Span.Builder child(String id, String parent, int startSecond) {
        return span(id, startSecond).parentSpanId(parent);
    }

    static Trace trace(Span.Builder... spans) {
        return Trace.of(
                "trace", java.util.Arrays.stream(spans).map(Span.Builder::build).toList());
    }

    static List<String> ids(List<Span> spans) {
        return spans.stream().map(Span::spanId).toList();
    }

    static long seconds(long seconds) {
        return (1_700_000_000L + seconds) * 1_000_000_000L;
    }
}
