package dev.arceval.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.spi.TraceFormat;
import dev.arceval.trace.Span;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every record is reported on the line it starts on, whatever stands before it. */
class LineNumbersTest {

    private static final String GOOD =
            "{\"trace_id\":\"t\",\"timestamp\":\"2026-01-15T10:30:00Z\",\"spans\":[{\"name\":\"a\"}]}";
    private static final String SPREAD =
            "{\"trace_id\":\"t\",\n\"timestamp\":\"2026-01-15T10:30:00Z\",\n\"spans\":[\n{\"name\":\"a\"}]}";
    private static final String BAD = "{\"trace_id\":\"t\"}";
    private static final String BROKEN = "{not json";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GOOD GOOD GOOD BAD GOOD BAD",
                "BAD BAD BAD",
                "GOOD BROKEN GOOD BAD",
                "GOOD EMPTY EMPTY BAD GOOD EMPTY BAD",
                "SPREAD BAD SPREAD SPREAD BAD",
                "BROKEN BROKEN GOOD BROKEN"
            })
    void rejections_standOnTheirLine(String records) {
        List<String> lines = new ArrayList<>();
        List<Long> expected = new ArrayList<>();
        List<Long> kept = new ArrayList<>();
        for (String record : records.split(" ")) {
            (record.equals("BAD") || record.equals("BROKEN")
                            ? expected
                            : record.equals("EMPTY") ? new ArrayList<Long>() : kept)
                    .add(lines.size() + 1L);
            lines.addAll(List.of(text(record).split("\n", -1)));
        }
        Seen seen = new Seen(new ArrayList<>(), new ArrayList<>());
        byte[] file = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        new TraceReader(TraceReader.builtIn()).read(new ByteArrayInputStream(file), seen);
        assertThat(seen.rejected).isEqualTo(expected);
        assertThat(seen.kept).isEqualTo(kept);
    }

    /** Found by fuzzing: such a brace was a record of no length, read again and again. */
    @ParameterizedTest
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @ValueSource(strings = {"[}", "[1}", "[{\"a\":1}}]", "[ } , } ]", "[\n}\n{\"b\":2}]"})
    void braceThatClosesNothing_isRejectedOnce_andReadingEnds(String array) throws IOException {
        Seen seen = new Seen(new ArrayList<>(), new ArrayList<>());
        new OtlpJsonFormat().read(new ByteArrayInputStream(array.getBytes(StandardCharsets.UTF_8)), seen);
        assertThat(seen.rejected).isNotEmpty().hasSizeLessThan(5);
        assertThat(seen.kept).isEmpty();
    }

    private static String text(String record) {
        return switch (record) {
            case "GOOD" -> GOOD;
            case "SPREAD" -> SPREAD;
            case "BAD" -> BAD;
            case "BROKEN" -> BROKEN;
            default -> "";
        };
    }

    private record Seen(List<Long> kept, List<Long> rejected) implements TraceFormat.Sink {

        @Override
        public void accept(long line, String traceId, List<Span> spans) {
            kept.add(line);
        }

        @Override
        public void reject(long line, String reason) {
            rejected.add(line);
        }

        @Override
        public void repaired(long line, String repair) {}
    }
}
