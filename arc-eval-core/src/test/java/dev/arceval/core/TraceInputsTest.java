package dev.arceval.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.arceval.ArcEvalException;
import dev.arceval.Doctor;
import dev.arceval.TraceFiles;
import dev.arceval.TraceRecycler;
import dev.arceval.trace.IngestReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceInputsTest {

    @TempDir
    private Path folder;

    private static byte[] trace(String id) {
        return ("{\"trace_id\":\"" + id + "\",\"timestamp\":\"2026-01-15T10:30:00Z\",\"spans\":[{\"name\":\"a\"}]}\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private Path file(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    private static IngestReport ingest(Path path) {
        try (TraceRecycler recycler =
                TraceRecycler.builder().store("memory:").withoutRedaction().build()) {
            return recycler.ingest(path);
        }
    }

    @Test
    void directory_standsForTheTracesInItAndBelow() throws IOException {
        file("b/two.json", trace("t2"));
        file("a.json", trace("t1"));
        file("b/c/three.jsonl.zst", Zstd.compress(trace("t3")));
        file("notes.txt", "hello".getBytes(StandardCharsets.UTF_8));
        file(".hidden.json", trace("t4"));
        file(".git/config.json", trace("t5"));

        IngestReport report = ingest(folder);

        assertThat(report.files())
                .extracting(IngestReport.Source::file)
                .extracting(file -> Path.of(file).getFileName().toString())
                .containsExactly(
                        "a.json",
                        "three.jsonl.zst",
                        "two.json",
                        folder.getFileName().toString());
        assertThat(report.totals().traces()).isEqualTo(3);
        assertThat(report.totals().rejected()).isZero();
        assertThat(report.totals().repaired())
                .isEqualTo(Map.of("hidden file left out", 2L, "file that is no trace left out", 1L));
    }

    @Test
    void directoryWithoutTraces_isRejected() throws IOException {
        file("notes.txt", "hello".getBytes(StandardCharsets.UTF_8));

        assertThat(ingest(folder).files().get(0).rejections())
                .containsExactly(new IngestReport.Rejection(0, "holds no file of traces"));
        assertThatThrownBy(() -> TraceFiles.read(folder))
                .isInstanceOf(ArcEvalException.class)
                .hasMessageContaining("holds no file of traces");
    }

    @Test
    void doctor_examinesADirectory() throws IOException {
        file("b/two.json", trace("t2"));
        file("notes.txt", "hello".getBytes(StandardCharsets.UTF_8));

        IngestReport report = Doctor.examine(List.of(folder));

        assertThat(report.totals().traces()).isEqualTo(1);
        assertThat(report.totals().repaired()).isEqualTo(Map.of("file that is no trace left out", 1L));
    }

    @Test
    void traceFiles_readsADirectory() throws IOException {
        file("b/two.json", trace("t2"));
        file("a.json", trace("t1"));

        assertThat(TraceFiles.read(folder)).extracting(trace -> trace.traceId()).containsExactlyInAnyOrder("t1", "t2");
    }

    @Test
    void zstdCutOff_keepsWhatCameBefore() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            lines.append(new String(trace("t" + i * 7919L), StandardCharsets.UTF_8));
        }
        byte[] whole = Zstd.compress(lines.toString().getBytes(StandardCharsets.UTF_8));

        IngestReport report = ingest(file("cut.zst", Arrays.copyOf(whole, whole.length - 40)));

        assertThat(report.totals().traces()).isPositive();
        assertThat(report.files().get(0).rejections()).isNotEmpty();
    }

    @Test
    void whatUnpacksToAHugeLine_isRefusedInLittleMemory() throws IOException {
        byte[] huge = new byte[100 << 20];
        Arrays.fill(huge, (byte) 'a');
        System.arraycopy("{\"trace_id\":\"".getBytes(StandardCharsets.UTF_8), 0, huge, 0, 13);

        IngestReport report = ingest(file("bomb.zst", Zstd.compress(huge)));

        assertThat(report.totals().traces()).isZero();
        assertThat(report.totals().rejected()).isEqualTo(1);
    }
}
