package dev.arceval.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRecordsTest {

    private static final int LIMIT = 32 << 20;

    /** What a stream says is left, in bytes: all, as a file; nothing, as compressed data; a little, as a pipe; nonsense. */
    @ParameterizedTest
    @ValueSource(strings = {"all", "nothing", "little", "too much"})
    void records_areTheSame_whateverTheStreamSaysIsLeft(String said) throws IOException {
        Random random = new Random(3);
        List<String> lines = new ArrayList<>();
        for (int length : new int[] {10, 300_000, 20, 5_000_000, 262_143, 262_144, 9_000_000, 1}) {
            lines.add("{\"" + "abcdefgh".repeat(length / 8) + random.nextInt(10) + "\":1}");
        }
        byte[] file = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);

        assertThat(records(saying(said, file, random), new byte[JsonRecords.START_BUFFER]))
                .isEqualTo(lines);
    }

    /** The buffer is asked for once where the length is known, however much of the file the record is. */
    @ParameterizedTest
    @CsvSource({"100000, 262144", "400000, 400001", "2000000, 2000001", "9000000, 9000001", "30000000, 30000001"})
    void bufferIsNotMuchLargerThanAFileOfOneRecord(int length, int most) throws IOException {
        byte[] file = ("{\"" + "a".repeat(length - 6) + "\":1}").getBytes(StandardCharsets.UTF_8);
        JsonRecords records =
                new JsonRecords(new ByteArrayInputStream(file), LIMIT, new byte[JsonRecords.START_BUFFER]);

        assertThat(records.next()).isTrue();
        assertThat(records.length()).isEqualTo(file.length);
        assertThat(records.bytes().length).isLessThanOrEqualTo(most);
    }

    /** A reader starts with what the file before left in the buffer. */
    @Test
    void records_areTheSame_whateverTheBufferHeld() throws IOException {
        byte[] buffer = new byte[100];
        Arrays.fill(buffer, (byte) '\n');

        assertThat(records(new ByteArrayInputStream("{}\n[1,{\"a\"".getBytes(StandardCharsets.UTF_8)), buffer))
                .isEqualTo(records(
                        new ByteArrayInputStream("{}\n[1,{\"a\"".getBytes(StandardCharsets.UTF_8)), new byte[100]));
    }

    @Test
    void spareBuffer_isGivenToOneReader_andNotIfItIsHuge() {
        SpareBuffer spare = new SpareBuffer();
        byte[] first = spare.take();
        assertThat(spare.take()).isNotSameAs(first);

        spare.giveBack(first);
        assertThat(spare.take()).isSameAs(first);
        assertThat(spare.take()).isNotSameAs(first);

        spare.giveBack(new byte[64 << 20]);
        assertThat(spare.take()).hasSize(first.length);
    }

    private static List<String> records(InputStream in, byte[] buffer) throws IOException {
        JsonRecords records = new JsonRecords(in, LIMIT, buffer);
        List<String> all = new ArrayList<>();
        while (records.next()) {
            assertThat(records.problem()).isIn(null, "the array is not closed");
            all.add(new String(records.bytes(), records.offset(), records.length(), StandardCharsets.UTF_8));
        }
        return all;
    }

    private static InputStream saying(String said, byte[] file, Random random) {
        return new FilterInputStream(new ByteArrayInputStream(file)) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return super.read(target, offset, Math.min(length, 1 + random.nextInt(300_000)));
            }

            @Override
            public int available() throws IOException {
                return switch (said) {
                    case "all" -> super.available();
                    case "nothing" -> 0;
                    case "little" -> Math.min(super.available(), 1 + random.nextInt(70_000));
                    default -> Integer.MAX_VALUE;
                };
            }
        };
    }
}
