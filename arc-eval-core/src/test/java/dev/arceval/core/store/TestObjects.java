package dev.arceval.core.store;

import dev.arceval.spi.TraceCodec;
import dev.arceval.spi.TraceStore;
import dev.arceval.testkit.contract.PlainTraceCodec;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The traces of this package's tests. */
final class TestObjects {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private TestObjects() {}

    /** Traces with one span are of one pattern, and so on. */
    static TraceStore.Setup setup() {
        return setup(new PlainTraceCodec());
    }

    static TraceStore.Setup setup(TraceCodec codec) {
        return new TraceStore.Setup(codec, TestObjects::pattern, TraceStore.Access.WRITE);
    }

    static String pattern(Trace trace) {
        return "pattern-" + trace.spans().size();
    }

    static Trace trace(String traceId, String agent, Instant start) {
        Span root = Span.builder("root", "answer")
                .kind(Span.Kind.AGENT)
                .agentName(agent)
                .start(start)
                .end(start.plusMillis(40))
                .input("Where is order " + traceId + "?")
                .output("On its way.")
                .build();
        return Trace.of(traceId, List.of(root));
    }

    /** Traces with a text of its own each, of two agents, a second apart. */
    static List<Trace> traces(int count) {
        SplittableRandom random = new SplittableRandom(7);
        return IntStream.range(0, count)
                .mapToObj(i -> withText(
                        trace("trace-" + i, "agent-" + i % 2, NOON.plusSeconds(i)), letters(random, 40 + i % 400)))
                .toList();
    }

    /** Letters that do not pack well. */
    static String letters(SplittableRandom random, int length) {
        StringBuilder letters = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            letters.append((char) ('a' + random.nextInt(26)));
        }
        return letters.toString();
    }

    static Trace withText(Trace trace, String text) {
        List<Span> spans = new ArrayList<>(trace.spans());
        spans.add(Span.builder("child", "chat")
                .parentSpanId("root")
                .kind(Span.Kind.LLM)
                .output(text)
                .build());
        return Trace.of(trace.traceId(), spans);
    }

    static List<Trace> all(TraceStore store) {
        try (Stream<Trace> traces = store.find(TraceQuery.all())) {
            return traces.toList();
        }
    }
}
