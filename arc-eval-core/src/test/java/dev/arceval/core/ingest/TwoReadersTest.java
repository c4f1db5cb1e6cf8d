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

    private static final JsonRecordReader STRICT =
            new JsonRecordReader(ReadLimits.standard(), (values, result) -> new OtlpJsonRecord(values, result).read());

    /** Kept from record to record, as in use: what it learnt from one must not show in the next. */
    private final RecordResult result = new RecordResult();

    private final OtlpJsonBytes fast = new OtlpJsonBytes(ReadLimits.standard(), result);

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
            requireAlike(damaged(bytes, random));
        }
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void spacedTraces_areReadAlike(@ForAll("traces") Trace trace, @ForAll("randoms") Random random) {
        requireAlike(spaced(OtlpJsonWriter.write(trace), random));
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
                    requireAlike(damaged(line, random));
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

    /** Returns whether the fast reader read the record; then both have read the same. */
    private boolean requireAlike(byte[] record) {
        result.clear();
        if (!fast.read(record, 0, record.length)) {
            assertThat(result.traces()).isEmpty();
            return false;
        }
        JsonRecordReader.Records strict = STRICT.records();
        assertThat(strict.parse(record, 0, record.length))
                .as(() -> new String(record, StandardCharsets.UTF_8))
                .isNull();
        Reading expected = new Reading();
        strict.result.deliver(1, expected);
        Reading read = new Reading();
        result.deliver(1, read);
        assertThat(read.spans).isEqualTo(expected.spans);
        assertThat(read.accepted).isEqualTo(expected.accepted);
        assertThat(read.rejected).isEqualTo(expected.rejected);
        assertThat(read.repaired).isEqualTo(expected.repaired);
        return true;
    }

    private static byte[] damaged(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        byte[] likely = "\"\\{}[],:0123456789.-+eEunltrf \n".getBytes(StandardCharsets.US_ASCII);
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(4)) {
            case 0 -> bytes[at] = likely[random.nextInt(likely.length)];
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2 -> {
                int from = Math.min(at, random.nextInt(bytes.length));
                int length = Math.min(random.nextInt(40), bytes.length - Math.max(at, from));
                System.arraycopy(whole, from, bytes, at, length);
            }
            default -> {
                byte[] shorter = new byte[bytes.length - 1];
                System.arraycopy(whole, 0, shorter, 0, at);
                System.arraycopy(whole, at + 1, shorter, at, shorter.length - at);
                return shorter;
            }
        }
        return bytes;
    }

    /** The same JSON with white space between its tokens and with escapes where none are needed. */
    private static byte[] spaced(byte[] json, Random random) {
        StringBuilder spaced = new StringBuilder();
        boolean inText = false;
        for (char c : new String(json, StandardCharsets.UTF_8).toCharArray()) {
            boolean escaped = inText && spaced.length() > 0 && oddBackslashes(spaced);
            if (c == '"' && !escaped) {
                inText = !inText;
            }
            if (inText && c > '~' && random.nextBoolean()) {
                spaced.append(String.format("\\u%04x", (int) c));
            } else {
                spaced.append(c);
            }
            if (!inText && ",:{}[]\"".indexOf(c) >= 0 && random.nextInt(3) == 0) {
                spaced.append(" \n\t\r".charAt(random.nextInt(4)));
            }
        }
        return spaced.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static boolean oddBackslashes(StringBuilder text) {
        int count = 0;
        for (int i = text.length() - 1; i >= 0 && text.charAt(i) == '\\'; i--) {
            count++;
        }
        return count % 2 == 1;
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
