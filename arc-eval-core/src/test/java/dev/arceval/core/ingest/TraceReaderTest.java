package dev.arceval.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceReaderTest {

    private static final String ONE = request("5b8efff798038103d269b633813fc601");
    private static final String TWO = request("5b8efff798038103d269b633813fc602");

    @TempDir
    private Path folder;

    static String request(String traceId) {
        return "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"" + traceId
                + "\",\"spanId\":\"eee19b7ec3c1b174\",\"name\":\"s\"}]}]}]}";
    }

    /** The same request over many lines, each brace on its own. */
    private static String pretty(String json) {
        return json.replace("{", "{\n  ")
                .replace("[", "[\n  ")
                .replace(",", ",\n  ")
                .replace("}", "\n}");
    }

    @Test
    void lines_areReadWithTheirNumbers() {
        Reading reading = Reading.of(ONE + "\n\n" + TWO + "\r\n");

        assertThat(reading.accepted)
                .containsExactly("1:5b8efff798038103d269b633813fc601", "3:5b8efff798038103d269b633813fc602");
        assertThat(reading.rejected).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage", "{", "}", "[", "{\"resourceSpans\":[{\"scopeSpans\":[", "{\"resourceSpans\":[{\"a\":\"open",
                        "{\"a\":1,",
                "{\"resourceSpans\":", "\"text\"", "12", "{\"resourceSpans\":5}", "\\", "{]", "\u0000"
            })
    void brokenLine_takesNoneOfItsNeighboursAlong(String broken) {
        Reading reading = Reading.of(ONE + "\n" + broken + "\n" + TWO + "\n");

        assertThat(reading.spans).hasSize(2);
        assertThat(reading.rejected).hasSize(1);
        assertThat(reading.rejected.get(0)).startsWith("2: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"resourceSpans\":[{\"scopeSpans\":[",
                "{\"resourceSpans\":[{\"a\":\"open",
                "{\"resourceSpans\":"
            })
    void brokenFirstLine_takesNothingAlong(String broken) {
        Reading reading = Reading.of(broken + "\n" + ONE + "\n" + TWO + "\n");

        assertThat(reading.spans).hasSize(2);
        assertThat(reading.rejected).hasSize(1);
    }

    @Test
    void prettyPrintedDocuments_areReadWithTheLineTheyStartOn() {
        String first = pretty(ONE);
        Reading reading = Reading.of(first + "\n" + pretty(TWO) + "\n");

        long lines = first.lines().count();
        assertThat(reading.accepted)
                .containsExactly(
                        "1:5b8efff798038103d269b633813fc601", (lines + 1) + ":5b8efff798038103d269b633813fc602");
        assertThat(reading.rejected).isEmpty();
    }

    @Test
    void brokenDocument_isOneRejectionAndNothingOfItIsKept() {
        String document = pretty(ONE.replace("\"name\":\"s\"", "\"name\":\"s\" \"oops\""));

        Reading reading = Reading.of("\n" + document + "\n");

        assertThat(reading.spans).isEmpty();
        assertThat(reading.rejected).hasSize(1);
        assertThat(reading.rejected.get(0)).startsWith("2: not valid JSON at column");
    }

    @Test
    void arrayOfRequests_isReadByElement() {
        Reading reading = Reading.of("[" + ONE + ",\n{\"resourceSpans\":7},\n" + pretty(TWO) + "]\n");

        assertThat(reading.spans).hasSize(2);
        assertThat(reading.rejected).containsExactly("2: resourceSpans must be an array");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[%s,]", "[%s", "[,%s]", "[%s]x", "[%s %s]", "[}%s]", "[%s,}%s]", "[%s}]"})
    void brokenArray_keepsItsGoodElements(String array) {
        Reading reading = Reading.of(String.format(array, ONE, TWO));

        assertThat(reading.spans).containsKey("5b8efff798038103d269b633813fc601");
        assertThat(reading.rejected).hasSize(1);
    }

    @Test
    void manyEmptyArrays_needNoStack() {
        Reading reading = Reading.of("[]\n".repeat(100_000) + ONE);

        assertThat(reading.spans).hasSize(1);
    }

    @Test
    void compressedAndMarkedContent_isRecognised() throws IOException {
        assertThat(Reading.of(gzip(ONE)).spans).hasSize(1);
        assertThat(Reading.of("\uFEFF" + ONE).spans).hasSize(1);
    }

    @Test
    void cutOffCompression_keepsWhatCameBefore() throws IOException {
        byte[] whole = gzip((ONE + "\n").repeat(50_000));

        Reading reading = Reading.of(Arrays.copyOf(whole, whole.length - 20));

        assertThat(reading.spans).isNotEmpty();
        assertThat(reading.rejected)
                .containsExactly("0: the compressed data ends too early; what came before was read");
    }

    @Test
    void whatIsNoFile_isSaid() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.json"));
        Path binary = Files.write(folder.resolve("image.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2});

        assertThat(Reading.of(empty).rejected).containsExactly("0: the file is empty");
        assertThat(Reading.of(folder).rejected).containsExactly("0: is a directory, not a file");
        assertThat(Reading.of(folder.resolve("none")).rejected).containsExactly("0: no such file");
        assertThat(Reading.of(binary).rejected)
                .containsExactly(
                        "0: no format of traces is recognised; can be read: otlp-json, otlp-protobuf, simple-json");
        assertThat(Reading.of(binary).format).isEqualTo(TraceReader.UNKNOWN);
    }

    @Test
    void recordBeyondTheLimit_isRejectedAndSkipped() throws IOException {
        ReadLimits small = new ReadLimits(1 << 20, 10, 10, 10, 100);
        String large = ONE.replace("\"s\"", "\"" + "s".repeat(3 << 20) + "\"");
        Reading reading = new Reading();

        new OtlpJsonFormat(small)
                .read(
                        new ByteArrayInputStream(
                                (large + "\n" + pretty(large) + "\n" + TWO).getBytes(StandardCharsets.UTF_8)),
                        reading);

        assertThat(reading.rejected).containsExactly("1: larger than 1 MiB", "2: larger than 1 MiB");
        assertThat(reading.spans).containsOnlyKeys("5b8efff798038103d269b633813fc602");
    }

    @Test
    void reason_namesTheFieldAndNotItsValue() {
        Reading reading = Reading.of(ONE.replace("\"name\":\"s\"", "\"startTimeUnixNano\":\"sk-secret\""));

        assertThat(reading.rejected)
                .containsExactly("1: resourceSpans[0].scopeSpans[0].spans[0].startTimeUnixNano must be an unsigned"
                        + " 64-bit whole number");
    }

    private static byte[] gzip(String content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }
}
