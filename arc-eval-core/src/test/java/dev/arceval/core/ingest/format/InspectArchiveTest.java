package dev.arceval.core.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Trace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class InspectArchiveTest {

    private static final String START =
            "{\"version\":2,\"eval\":{\"task\":\"desk\",\"task_id\":\"t\",\"run_id\":\"r\",\"model\":\"openai/m\"},\"plan\":{}}";

    private static String sample(int id) {
        return "{\"id\":" + id
                + ",\"epoch\":1,\"input\":\"Open?\",\"messages\":[{\"role\":\"user\",\"content\":\"Open?\"},"
                + "{\"role\":\"assistant\",\"content\":\"Until 21.\"}],\"scores\":{\"match\":{\"value\":\"C\"}}}";
    }

    private static byte[] archive(String... namesAndTexts) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream archive = new ZipOutputStream(out)) {
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                archive.putNextEntry(new ZipEntry(namesAndTexts[i]));
                archive.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
        return out.toByteArray();
    }

    private static Seen read(byte[] archive) {
        Seen seen = new Seen();
        seen.format = Seen.reader().read(new ByteArrayInputStream(archive), seen);
        return seen;
    }

    @Test
    void eachSample_isATraceOfWhatIsEvaluated() throws IOException {
        Seen seen = read(archive(
                "_journal/start.json",
                START,
                "samples/1_epoch_1.json",
                sample(1),
                "_journal/summaries/1.json",
                "[]",
                "samples/2_epoch_1.json",
                sample(2),
                "header.json",
                START));

        assertThat(seen.format).isEqualTo("inspect-archive");
        assertThat(seen.rejected).isEmpty();
        assertThat(seen.traces()).hasSize(2).allSatisfy(trace -> {
            assertThat(trace.agent()).isEqualTo("desk");
            assertThat(trace.output()).contains("Until 21.");
            assertThat(trace.evaluations()).containsExactly(new Evaluation("match", 1.0, "correct", null));
        });
    }

    /** A log is read alike in both of its forms, ids included. */
    @Test
    void archive_isTheSameAsTheLogInJson() throws IOException {
        List<Trace> archived = read(archive("_journal/start.json", START, "samples/1_epoch_1.json", sample(1)))
                .traces();

        assertThat(archived)
                .isEqualTo(Seen.of(START.substring(0, START.length() - 1) + ",\"samples\":[" + sample(1) + "]}")
                        .traces());
    }

    @Test
    void brokenSample_leavesTheOthers() throws IOException {
        Seen seen =
                read(archive("_journal/start.json", START, "samples/1.json", "{\"id\":", "samples/2.json", sample(2)));

        assertThat(seen.rejected).hasSize(1);
        assertThat(seen.traces()).hasSize(1);
    }

    @Test
    void archiveThatEndsTooEarly_keepsWhatCameBefore() throws IOException {
        byte[] whole = archive("_journal/start.json", START, "samples/1.json", sample(1), "samples/2.json", sample(2));
        int second = new String(whole, StandardCharsets.ISO_8859_1).indexOf("samples/2.json");
        Seen seen = read(Arrays.copyOf(whole, second + 40));

        assertThat(seen.traces()).hasSize(1);
        assertThat(seen.rejected).isNotEmpty();
    }

    @Test
    void archiveThatEndsAnywhere_isRefusedThere_andThrowsNothing() throws IOException {
        byte[] whole = archive("_journal/start.json", START, "samples/1.json", sample(1), "samples/2.json", sample(2));
        int second = new String(whole, StandardCharsets.ISO_8859_1).indexOf("samples/2.json");
        for (int length = 60; length < whole.length; length++) {
            Seen seen = read(Arrays.copyOf(whole, length));

            assertThat(seen.format).isEqualTo("inspect-archive");
            assertThat(seen.traces().size() + seen.rejected.size())
                    .as("%d bytes", length)
                    .isPositive();
            assertThat(seen.traces()).hasSizeGreaterThanOrEqualTo(length < second ? 0 : 1);
        }
    }

    @Test
    void nameThatIsNoText_isDamage() throws IOException {
        byte[] archive = archive("_journal/start.json", START, "samples/ä.json", sample(1));
        for (int i = 0; i < archive.length - 1; i++) {
            if (archive[i] == (byte) 0xC3 && archive[i + 1] == (byte) 0xA4) {
                archive[i + 1] = 'x';
            }
        }
        assertThat(read(archive).rejected).hasSize(1);
    }

    @Test
    void deepStart_saysNothingOfWhatIsEvaluated() throws IOException {
        Seen seen = read(archive("_journal/start.json", "[".repeat(1_000_000), "samples/1.json", sample(1)));

        assertThat(seen.traces()).hasSize(1);
    }

    @Test
    void otherArchives_areNoLogs() throws IOException {
        assertThat(read(archive("word/document.xml", "<x/>")).format).isEqualTo("unknown");
    }
}
