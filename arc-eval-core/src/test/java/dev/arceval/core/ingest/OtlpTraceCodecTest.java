package dev.arceval.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

class OtlpTraceCodecTest {

    private final OtlpTraceCodec codec = new OtlpTraceCodec();

    @Provide
    Arbitrary<Trace> traces() {
        return ArbitraryTraces.traces();
    }

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void decode_isTheInverseOfEncode(@ForAll("traces") Trace trace) {
        byte[] bytes = codec.encode(trace);

        Trace decoded = codec.decode(bytes);

        if (!decoded.equals(trace)) {
            // Says in which field they differ.
            assertThat(decoded).usingRecursiveComparison().isEqualTo(trace);
        }
        assertThat(decoded).isEqualTo(trace);
        assertThat(codec.encode(decoded)).isEqualTo(bytes);
    }

    @Test
    void recordedRuns_surviveARoundTrip() {
        for (Path file : SharedData.files("tau-airline-gpt4o", ".gz")) {
            for (Trace trace : Reading.of(file).traces()) {
                assertThat(codec.decode(codec.encode(trace))).isEqualTo(trace);
            }
        }
    }

    @Test
    void exportedIds_areHexAndTheOriginalsComeBack() {
        Trace trace = Trace.of(
                "abc-123",
                List.of(
                        Span.builder("1", "a").build(),
                        Span.builder("2", "b").parentSpanId("1").build()));

        String json = new String(codec.encode(trace), StandardCharsets.UTF_8);

        assertThat(json).containsPattern("\"traceId\":\"[0-9a-f]{32}\"").containsPattern("\"spanId\":\"[0-9a-f]{16}\"");
        assertThat(Reading.of(json).trace()).isEqualTo(trace);
    }

    @Test
    void conventionalSpan_isWrittenWithoutWordsOfOurOwn() {
        Trace trace = Trace.of(
                "5b8efff798038103d269b633813fc60c",
                List.of(Span.builder("eee19b7ec3c1b174", "chat m")
                        .kind(Span.Kind.LLM)
                        .operation("chat")
                        .model("m")
                        .input("hello")
                        .output("hi")
                        .build()));

        assertThat(new String(codec.encode(trace), StandardCharsets.UTF_8)).doesNotContain("arceval.");
    }

    @Test
    void foreignBytes_areRefused() {
        assertThatThrownBy(() -> codec.decode("{}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a stored trace must be one trace: 0");
        assertThatThrownBy(() -> codec.decode(new byte[] {1, 2}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a stored trace: not valid JSON");
    }
}
