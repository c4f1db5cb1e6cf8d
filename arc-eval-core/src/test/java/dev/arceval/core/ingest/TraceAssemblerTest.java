package dev.arceval.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

class TraceAssemblerTest {

    private static Span span(int id) {
        return Span.builder(Integer.toString(id), "n").startEpochNanos(id + 1).build();
    }

    private static Map<String, Trace> assembled(List<Trace> traces) {
        Map<String, Trace> byId = new TreeMap<>();
        traces.forEach(trace -> assertThat(byId.put(trace.traceId(), trace)).isNull());
        return byId;
    }

    /** Reads {@code lines} as a file and assembles what comes. */
    private static Map<String, Trace> read(List<String> lines) {
        List<Trace> traces = new ArrayList<>();
        Reading reading = Reading.of(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
        assertThat(reading.rejected).isEmpty();
        try (TraceAssembler assembler = new TraceAssembler(traces::addAll, repair -> {})) {
            reading.spans.forEach(assembler::add);
        }
        return assembled(traces);
    }

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void anySplitOrderAndDuplication_givesTheSameTraces(@ForAll long seed) {
        Random random = new Random(seed);
        List<String> spans = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            spans.add("{\"traceId\":\"" + String.format("%032x", 1 + i % 3) + "\",\"spanId\":\""
                    + String.format("%016x", i + 1) + "\",\"name\":\"s" + i + "\",\"startTimeUnixNano\":\"" + i % 5
                    + "\",\"attributes\":[{\"key\":\"k\",\"value\":{\"intValue\":" + i + "}}]}");
        }
        Map<String, Trace> expected = read(List.of(request(spans)));
        List<String> shuffled = new ArrayList<>(spans);
        shuffled.addAll(spans.subList(0, random.nextInt(spans.size())));
        Collections.shuffle(shuffled, random);
        List<String> lines = new ArrayList<>();
        for (int at = 0; at < shuffled.size(); ) {
            int end = Math.min(shuffled.size(), at + 1 + random.nextInt(6));
            lines.add(request(shuffled.subList(at, end)));
            at = end;
        }

        assertThat(read(lines)).isEqualTo(expected);
    }

    private static String request(Collection<String> spans) {
        return "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[" + String.join(",", spans) + "]}]}]}";
    }

    @Test
    void batches_holdAThousandTraces() {
        List<Integer> sizes = new ArrayList<>();
        try (TraceAssembler assembler = new TraceAssembler(batch -> sizes.add(batch.size()), repair -> {})) {
            for (int i = 0; i < 2_500; i++) {
                assembler.add("t" + i, List.of(span(i)));
            }
            assertThat(sizes).isEmpty();
        }
        assertThat(sizes).containsExactly(1_000, 1_000, 500);
    }

    @Test
    void tooManyOpenTraces_handOnThoseThatRestedLongest() {
        List<Trace> traces = new ArrayList<>();
        try (TraceAssembler assembler =
                new TraceAssembler(new TraceAssembler.Limits(2, 1 << 20), traces::addAll, repair -> {})) {
            assembler.add("a", List.of(span(1)));
            assembler.add("b", List.of(span(1)));
            assembler.add("a", List.of(span(2)));
            assembler.add("c", List.of(span(1)));
        }
        assertThat(traces).extracting(Trace::traceId).containsExactly("b", "a", "c");
        assertThat(traces.get(1).spans()).hasSize(2);
    }

    @Test
    void traceBeyondTheMemoryLimit_isHandedOnInPieces() {
        List<Trace> traces = new ArrayList<>();
        try (TraceAssembler assembler =
                new TraceAssembler(new TraceAssembler.Limits(10, 10_000), traces::addAll, repair -> {})) {
            for (int i = 0; i < 100; i++) {
                assembler.add("a", List.of(span(i)));
            }
        }
        assertThat(traces).hasSizeBetween(5, 20);
        assertThat(traces.stream().mapToInt(trace -> trace.spans().size()).sum())
                .isEqualTo(100);
    }

    @Test
    void cycleOfParents_isCounted() {
        List<String> repairs = new ArrayList<>();
        try (TraceAssembler assembler = new TraceAssembler(batch -> {}, repairs::add)) {
            assembler.add(
                    "a",
                    List.of(
                            Span.builder("1", "x").parentSpanId("2").build(),
                            Span.builder("2", "y").parentSpanId("1").build()));
            assembler.add(
                    "b", List.of(Span.builder("1", "x").parentSpanId("missing").build()));
        }
        assertThat(repairs).containsExactly(TraceAssembler.CYCLE);
    }
}
