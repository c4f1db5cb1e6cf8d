package dev.arceval.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.trace.Trace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fast reader of OTLP/JSON gives what the strict one gives, or leaves the record to it. */
class TwoReadersTest {

    private final TwoReaders readers = within(ReadLimits.standard());

    private static TwoReaders within(ReadLimits limits) {
        return new TwoReaders(
                limits,
                (values, result) -> new OtlpJsonRecord(values, result).read(),
                result -> new OtlpJsonBytes(limits, result)::read);
    }

    @Provide
    Arbitrary<Trace> traces() {
        return ArbitraryTraces.traces();
    }

    @Provide
    Arbitrary<Random> randoms() {
        return Arbitraries.randomValue(random -> new Random(random.nextLong()));
    }

    @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void writtenTraces_areReadAlike(@ForAll("traces") Trace trace) {
        requireAlike(OtlpJsonWriter.write(trace));
    }

    @Property(tries = 3_000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void damagedTraces_areReadAlike(@ForAll("traces") Trace trace, @ForAll("randoms") Random random) {
        byte[] bytes = OtlpJsonWriter.write(trace);
        for (int i = 0; i < 20; i++) {
            requireAlike(TwoReaders.damaged(bytes, random));
        }
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void spacedTraces_areReadAlike(@ForAll("traces") Trace trace, @ForAll("randoms") Random random) {
        requireAlike(TwoReaders.spaced(OtlpJsonWriter.write(trace), random));
    }

    /** Messages are cut one by one, so a conversation may be longer than any text. */
    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void textsBeyondTheLimit_areReadAlike(@ForAll("traces") Trace trace, @ForAll("randoms") Random random) {
        TwoReaders small = within(new ReadLimits(64 << 20, 1_024, 1_024, 128, 40));
        byte[] bytes = OtlpJsonWriter.write(trace);
        small.requireAlike(bytes);
        small.requireAlike(TwoReaders.damaged(bytes, random));
    }

    @Test
    void conversationsBeyondTheLimit_areReadByTheFastReaderAlone() throws IOException {
        TwoReaders small = within(new ReadLimits(64 << 20, 1_024, 1_024, 128, 20_000));
        int alone = 0;
        int longer = 0;
        for (Path file : SharedData.files("tau-airline-gpt4o", ".gz")) {
            for (byte[] line : lines(file)) {
                alone += small.requireAlike(line) ? 1 : 0;
                longer += line.length > 200_000 ? 1 : 0;
            }
        }
        assertThat(longer).isPositive();
        assertThat(alone).isEqualTo(200);
    }

    @Test
    void recordedRuns_areReadByTheFastReaderAlone() throws IOException {
        for (Path file : SharedData.files("tau-airline-gpt4o", ".gz")) {
            for (byte[] line : lines(file)) {
                assertThat(requireAlike(line)).isTrue();
            }
        }
    }

    @Test
    void recordedRuns_damaged_areReadAlike() throws IOException {
        Random random = new Random(7);
        for (Path file : SharedData.files("tau-airline-gpt4o", ".gz")) {
            for (byte[] line : lines(file).subList(0, 3)) {
                for (int i = 0; i < 100; i++) {
                    requireAlike(TwoReaders.damaged(line, random));
                }
            }
        }
    }

    static List<Path> documents() {
        return List.of("bad-inputs/bodies", "otlp-golden-json", "generic-otel-zipkin", "jsontestsuite").stream()
                .flatMap(folder -> SharedData.files(folder, ".json").stream())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void documents_areReadAlike(Path file) throws IOException {
        requireAlike(Files.readAllBytes(file));
    }

    /** What stands in for V in the value of an attribute, in a record that is sound but for it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "{\"stringValue\":null}",
                "{\"stringValue\":\"a\\u00e4\\uD83D\\uDE00\\/\\b\"}",
                "{\"stringValue\":\"\\ud800\"}",
                "{\"stringValue\":\"\\x\"}",
                "{\"stringValue\":\"\\u12\"}",
                "{\"stringValue\":\"tab\there\"}",
                "{\"stringValue\":\"a\",}",
                "{\"stringValue\":\"a\"\"b\":1}",
                "{,\"stringValue\":\"a\"}",
                "{\"string\\u0056alue\":\"a\"}",
                "{\"stringValue\" : \"a\" , \"intValue\" : 3 }",
                "{\"intValue\":\"-0\"}",
                "{\"intValue\":\"007\"}",
                "{\"intValue\":007}",
                "{\"intValue\":9223372036854775807}",
                "{\"intValue\":\"-9223372036854775808\"}",
                "{\"intValue\":9223372036854775808}",
                "{\"intValue\":99999999999999999999}",
                "{\"intValue\":1e3}",
                "{\"intValue\":1.0}",
                "{\"intValue\":+1}",
                "{\"intValue\":-}",
                "{\"intValue\":1x}",
                "{\"doubleValue\":-0}",
                "{\"doubleValue\":-0.0}",
                "{\"doubleValue\":1.}",
                "{\"doubleValue\":.5}",
                "{\"doubleValue\":1e}",
                "{\"doubleValue\":1E+400}",
                "{\"doubleValue\":123456789012345678901}",
                "{\"doubleValue\":NaN}",
                "{\"doubleValue\":\"NaN\"}",
                "{\"boolValue\":truE}",
                "{\"boolValue\":false}",
                "{\"boolValue\":nullx}",
                "{\"bytesValue\":\"AQI=\"}",
                "{\"arrayValue\":{\"values\":[{\"stringValue\":\"a\"},{\"intValue\":1},]}}",
                "{\"arrayValue\":{\"values\":[{\"stringValue\":\"a\"},null,{}]}}",
                "{\"arrayValue\":null}",
                "{\"kvlistValue\":{\"values\":[{\"key\":\"b\",\"value\":{\"intValue\":1}},{\"key\":\"b\"},null]}}",
                "{\"unknown\":[1,2.5,-3e-2,true,false,null,{\"a\":[]},\"\\n\"]}",
                "{\"unknown\":[1,2,]}",
                "{\"unknown\":{\"a\":1,}}",
                "{\"unknown\":{\"a\" 1}}",
                "{\"unknown\":01}",
                "{\"unknown\":\"\\u00\"}"
            })
    void oneValue_isReadAlike(String value) {
        String record = TraceReaderTest.request("5b8efff798038103d269b633813fc60c")
                .replace("\"name\":\"s\"", "\"attributes\":[{\"key\":\"k\",\"value\":" + value + "}]");
        requireAlike(record.getBytes(StandardCharsets.UTF_8));
        requireAlike(record.replace("\"k\"", "\"gen_ai.input.messages\"").getBytes(StandardCharsets.UTF_8));
    }

    /** An event may repeat a text that in the span's attribute of that name is read as messages. */
    @Test
    void messagesInSpanAndEvent_areReadAlike() {
        String attribute =
                "{\"key\":\"gen_ai.input.messages\",\"value\":{\"stringValue\":\"[{\\\"role\\\":\\\"user\\\","
                        + "\\\"parts\\\":[{\\\"type\\\":\\\"text\\\",\\\"content\\\":\\\"" + "words ".repeat(20)
                        + "\\\"}]}]\"}}";
        String record = TraceReaderTest.request("5b8efff798038103d269b633813fc60c")
                .replace(
                        "\"name\":\"s\"",
                        "\"attributes\":[" + attribute + "],\"events\":[{\"name\":\"e\",\"attributes\":[" + attribute
                                + "]}]");
        assertThat(requireAlike(record.getBytes(StandardCharsets.UTF_8))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"key\":\"gen_ai.input.messages\",\"value\":{\"stringValue\":\"hello\"},\"key\":\"k\"}",
                "{\"key\":\"k\",\"key\":\"gen_ai.input.messages\",\"value\":{\"stringValue\":\"hello\"}}",
                "{\"value\":{\"stringValue\":\"hello\"},\"key\":\"gen_ai.input.messages\"}",
                "{\"key\":\"k\",\"value\":{\"stringValue\":\"a\"},\"value\":{\"intValue\":1}}",
                "{\"key\":\"k\",\"value\":{\"stringValue\":\"a\",\"intValue\":1}}",
                "{\"key\":\"k\",\"other\":[],\"value\":{\"stringValue\":\"a\"}}",
                "{\"key\":\"k\"\"b\",\"value\":{\"stringValue\":\"a\"}}",
                "{\"key\":\"k\\\"b\",\"value\":{\"stringValue\":\"a\"}}"
            })
    void oneAttribute_isReadAlike_whateverCameBefore(String attribute) {
        String usual = "{\"key\":\"k\",\"value\":{\"stringValue\":\"a\"}}";
        for (String attributes : List.of(attribute, usual + "," + attribute, attribute + "," + usual)) {
            String record = TraceReaderTest.request("5b8efff798038103d269b633813fc60c")
                    .replace("\"name\":\"s\"", "\"attributes\":[" + attributes + "]");
            requireAlike(record.getBytes(StandardCharsets.UTF_8));
            requireAlike(record.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Their order is the exporters' choice. */
    @Test
    void resourceAndScope_behindTheSpans_areReadAlike() {
        String spans = "\"spans\":[{\"traceId\":\"5b8efff798038103d269b633813fc60c\",\"spanId\":\"eee19b7ec3c1b174\"}]";
        String scope = "\"scope\":{\"name\":\"n\"}";
        String resource = "\"resource\":{\"attributes\":[{\"key\":\"r\",\"value\":{\"stringValue\":\"v\"}}]}";
        requireAlike(request(resource + ",\"scopeSpans\":[{" + scope + "," + spans + "}]"));
        requireAlike(request(resource + ",\"scopeSpans\":[{" + spans + "," + scope + "}]"));
        requireAlike(request("\"scopeSpans\":[{" + scope + "," + spans + "}]," + resource));
    }

    private static byte[] request(String resourceSpans) {
        return ("{\"resourceSpans\":[{" + resourceSpans + "}]}").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void nesting_isReadAlikeAtEveryDepth() {
        for (int depth = 1; depth < 140; depth += depth < 60 || depth > 70 ? 9 : 1) {
            requireAlike(nested("{\"arrayValue\":{\"values\":[", "]}}", depth));
            requireAlike(nested("{\"kvlistValue\":{\"values\":[{\"key\":\"a\",\"value\":", "}]}}", depth));
            requireAlike(nested("{\"unknown\":[", "]}", depth));
        }
    }

    private static byte[] nested(String open, String close, int depth) {
        return TraceReaderTest.request("5b8efff798038103d269b633813fc60c")
                .replace(
                        "\"name\":\"s\"",
                        "\"attributes\":[{\"key\":\"k\",\"value\":" + open.repeat(depth) + "{}" + close.repeat(depth)
                                + "}]")
                .getBytes(StandardCharsets.UTF_8);
    }

    private boolean requireAlike(byte[] record) {
        return readers.requireAlike(record);
    }

    private static List<byte[]> lines(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.getBytes(StandardCharsets.UTF_8))
                    .toList();
        }
    }
}
