package dev.arceval.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.trace.Message;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OtlpProtobufFormatTest {

    @Provide
    Arbitrary<Trace> traces() {
        return ArbitraryTraces.traces();
    }

    @Provide
    Arbitrary<Random> randoms() {
        return Arbitraries.randomValue(random -> new Random(random.nextLong()));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void writtenTraces_areReadAsTheirJsonIs(@ForAll("traces") Trace trace) {
        byte[] json = OtlpJsonWriter.write(trace);

        Reading reading = read(ProtobufOf.json(json).toByteArray());

        assertThat(reading.rejected).isEmpty();
        assertThat(reading.trace()).isEqualTo(Reading.of(json).trace());
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void messagesBeyondTheLimit_areCutAsInTheirJson(@ForAll("traces") Trace trace) throws IOException {
        ReadLimits limits = new ReadLimits(1 << 20, 1_024, 1_024, 128, 40);
        byte[] json = OtlpJsonWriter.write(trace);
        Reading expected = new Reading();
        Reading reading = new Reading();

        new OtlpJsonFormat(limits).read(new ByteArrayInputStream(json), expected);
        new OtlpProtobufFormat(limits)
                .read(new ByteArrayInputStream(ProtobufOf.json(json).toByteArray()), reading);

        assertThat(messages(reading)).isEqualTo(messages(expected));
    }

    /** What repeats is taken from what was read before, so reading often must come to the same as reading once. */
    @Property(tries = 50, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void repeatedRequests_areReadAlikeEachTime(@ForAll("traces") Trace one, @ForAll("traces") Trace two) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Map<String, List<Span>> expected = new LinkedHashMap<>();
        for (Trace trace : List.of(one, two, two, one, one, two, two, one)) {
            byte[] request = ProtobufOf.json(OtlpJsonWriter.write(trace)).toByteArray();
            bytes.writeBytes(request);
            read(request)
                    .spans
                    .forEach((id, spans) -> expected.computeIfAbsent(id, first -> new ArrayList<>())
                            .addAll(spans));
        }

        assertThat(read(bytes.toByteArray()).spans).isEqualTo(expected);
    }

    /** Also where the first piece is known from having come alone. */
    @Test
    void resourceInTwoPieces_isOne() {
        byte[] one = {1 << 3 | 2, 9, 1 << 3 | 2, 7, 1 << 3 | 2, 1, 'a', 2 << 3 | 2, 2, 3 << 3, 1};
        byte[] two = {1 << 3 | 2, 9, 1 << 3 | 2, 7, 1 << 3 | 2, 1, 'b', 2 << 3 | 2, 2, 3 << 3, 2};
        byte[] spans = {
            2 << 3 | 2,
            30,
            2 << 3 | 2,
            28,
            1 << 3 | 2,
            16,
            1,
            1,
            1,
            1,
            1,
            1,
            1,
            1,
            1,
            1,
            1,
            1,
            1,
            1,
            1,
            1,
            2 << 3 | 2,
            8,
            2,
            2,
            2,
            2,
            2,
            2,
            2,
            2
        };
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < 8; i++) {
            bytes.write(1 << 3 | 2);
            bytes.write(one.length + spans.length + (i < 4 ? 0 : two.length));
            bytes.writeBytes(one);
            bytes.writeBytes(spans);
            bytes.writeBytes(i < 4 ? new byte[0] : two);
        }

        List<Map<String, Object>> resources = read(bytes.toByteArray()).spans.values().stream()
                .flatMap(List::stream)
                .map(span -> span.resource().asMap())
                .toList();

        assertThat(resources.subList(0, 4)).containsOnly(Map.of("a", 1L));
        assertThat(resources.subList(4, 8)).containsOnly(Map.of("a", 1L, "b", 2L));
    }

    private static List<List<Message>> messages(Reading reading) {
        return reading.spans.values().stream()
                .flatMap(List::stream)
                .flatMap(span -> Stream.of(span.input(), span.output()))
                .toList();
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void damagedTraces_areTakenByTheGeneratedClassesWhereTheyAreByUs(
            @ForAll("traces") Trace trace, @ForAll("randoms") Random random) {
        byte[] bytes = ProtobufOf.json(OtlpJsonWriter.write(trace)).toByteArray();
        for (int i = 0; i < 20; i++) {
            byte[] damaged = Arrays.copyOf(bytes, bytes.length - (i == 0 ? random.nextInt(bytes.length) : 0));
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            Reading reading = read(damaged);
            if (reading.rejected.isEmpty()) {
                assertThat(isRequest(damaged)).isTrue();
            }
        }
    }

    @Test
    void schemaThatIsNoText_refusesTheRecord() {
        byte[] bytes = ProtobufOf.json(
                        OtlpJsonWriter.write(ArbitraryTraces.traces().sample()))
                .toByteArray();
        byte[] more = Arrays.copyOf(bytes, bytes.length + 6);
        System.arraycopy(new byte[] {1 << 3 | 2, 4, 3 << 3 | 2, 2, (byte) 0xc5, (byte) 0xc5}, 0, more, bytes.length, 6);

        assertThat(isRequest(more)).isFalse();
        assertThat(read(more).rejected).hasSize(1);
    }

    private static boolean isRequest(byte[] bytes) {
        try {
            ExportTraceServiceRequest.parseFrom(bytes);
            return true;
        } catch (IOException invalid) {
            return false;
        }
    }

    @Test
    void recordedRuns_areReadAsTheirJsonIs() throws IOException {
        for (Path file : SharedData.files("tau-airline-gpt4o", ".gz")) {
            byte[] all;
            try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
                all = in.readAllBytes();
            }
            List<String> lines =
                    new String(all, StandardCharsets.UTF_8).lines().limit(40).toList();
            ByteArrayOutputStream bare = new ByteArrayOutputStream();
            ByteArrayOutputStream delimited = new ByteArrayOutputStream();
            ByteArrayOutputStream fourBytes = new ByteArrayOutputStream();
            for (String line : lines) {
                ExportTraceServiceRequest request = ProtobufOf.json(line.getBytes(StandardCharsets.UTF_8));
                request.writeTo(bare);
                request.writeDelimitedTo(delimited);
                new DataOutputStream(fourBytes).writeInt(request.getSerializedSize());
                request.writeTo(fourBytes);
            }
            List<Trace> expected = Reading.of(String.join("\n", lines)).traces();
            assertThat(Reading.of(bare.toByteArray()).traces()).isEqualTo(expected);
            assertThat(Reading.of(delimited.toByteArray()).traces()).isEqualTo(expected);
            assertThat(Reading.of(gzip(fourBytes.toByteArray())).traces()).isEqualTo(expected);
            assertThat(Reading.of(fourBytes.toByteArray()).accepted.get(39)).startsWith("40:");
            assertThat(Reading.of(bare.toByteArray()).format).isEqualTo("otlp-protobuf");
        }
    }

    static Stream<Arguments> badInputs() throws IOException {
        JsonMapper mapper = JsonMapper.shared();
        return Files.readAllLines(SharedData.path("bad-inputs/manifest.jsonl")).stream()
                .map(mapper::readTree)
                .filter(row -> row.get("area").asString().equals("OTLP protobuf"))
                // Sound protobuf under a wrong name, which files do not have.
                .filter(row -> !row.get("id").asString().equals("B12"))
                .map(row ->
                        Arguments.of(row.get("id").asString(), row.get("input").asString(), row));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("badInputs")
    void badInput_getsTheStatedAnswer(String id, String input, JsonNode row) throws IOException {
        byte[] body = Files.readAllBytes(
                SharedData.path("bad-inputs").resolve(row.get("body").asString()));

        Reading reading = Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> read(body));

        if (id.equals("B07")) {
            assertThat(reading.repaired).containsOnly("value nested deeper than 64 levels cut");
        } else if (row.get("status").asInt() == 400) {
            assertThat(reading.spans).isEmpty();
            assertThat(reading.rejected).hasSize(1);
            assertThat(reading.rejected.get(0)).matches("1: not valid protobuf at byte \\d+: .*");
        } else {
            assertThat(reading.rejected).hasSize(id.equals("B09") ? 1 : 0);
            assertThat(reading.spanCount()).isEqualTo(id.equals("B01") ? 0 : 1);
        }
    }

    @Test
    void cutOffFile_keepsTheRequestsBeforeTheCut() throws IOException {
        byte[] one = ProtobufOf.json(TraceReaderTest.request("5b8efff798038103d269b633813fc601")
                        .getBytes(StandardCharsets.UTF_8))
                .toByteArray();
        for (int cut = 1; cut < one.length; cut++) {
            byte[] file = Arrays.copyOf(one, one.length + cut);
            System.arraycopy(one, 0, file, one.length, cut);
            Reading reading = read(file);
            assertThat(reading.spans).hasSize(1);
            assertThat(reading.rejected).hasSize(1);
            assertThat(reading.rejected.get(0)).startsWith("2: not valid protobuf at byte ");
        }
    }

    @Test
    void claimedLength_isNotReserved() {
        Reading reading = read(new byte[] {0x0A, (byte) 0xF0, (byte) 0xFF, (byte) 0xFF, 0x1F, 0x0A, 0, 0});

        assertThat(reading.rejected).containsExactly("1: not valid protobuf at byte 5: a length beyond the end");
    }

    @Test
    void recordBeyondTheLimit_isRejectedAndSkipped() throws IOException {
        String json = TraceReaderTest.request("5b8efff798038103d269b633813fc601");
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ProtobufOf.json(json.getBytes(StandardCharsets.UTF_8)).writeTo(file);
        ProtobufOf.json(json.replace("\"s\"", "\"" + "s".repeat(3 << 20) + "\"").getBytes(StandardCharsets.UTF_8))
                .writeTo(file);
        ProtobufOf.json(json.replace("c601", "c602").getBytes(StandardCharsets.UTF_8))
                .writeTo(file);
        Reading reading = new Reading();

        new OtlpProtobufFormat(new ReadLimits(1 << 20, 10, 10, 10, 100))
                .read(new ByteArrayInputStream(file.toByteArray()), reading);

        assertThat(reading.rejected).containsExactly("2: larger than 1 MiB");
        assertThat(reading.spans).hasSize(2);
    }

    private static Reading read(byte[] bytes) {
        Reading reading = new Reading();
        try {
            new OtlpProtobufFormat().read(new ByteArrayInputStream(bytes), reading);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return reading;
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }
}
