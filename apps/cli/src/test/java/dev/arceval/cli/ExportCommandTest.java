package dev.arceval.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.TraceFiles;
import dev.arceval.TraceRecycler;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return ArcEval.run(new PrintWriter(new StringWriter()), new PrintWriter(err), args);
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    private void samples() {
        run("sample", "--count", "20", "--out", at("samples.jsonl"));
        run("ingest", "--store", at("store"), at("samples.jsonl"));
    }

    @Test
    void exportOfTheStore_readsBackAsTheSameTraces() {
        samples();

        assertThat(run("export", "--store", at("store"), "--out", at("out.jsonl.gz")))
                .isZero();

        try (TraceRecycler recycler = TraceRecycler.builder()
                        .directory(folder.resolve("store"))
                        .build();
                Stream<Trace> stored = recycler.find(TraceQuery.all())) {
            List<Trace> all = stored.toList();
            assertThat(all).hasSize(20);
            assertThat(TraceFiles.read(folder.resolve("out.jsonl.gz"))).containsExactlyInAnyOrderElementsOf(all);
        }
    }

    @Test
    void conditions_choose() {
        samples();
        List<Trace> all = TraceFiles.read(folder.resolve("samples.jsonl"));
        String agent = all.get(0).agent();

        assertThat(run("export", "--store", at("store"), "--agent", agent, "--out", at("one.jsonl")))
                .isZero();
        assertThat(run("export", "--store", at("store"), "--to", "2001-01-01", "--out", at("none.jsonl")))
                .isZero();

        assertThat(TraceFiles.read(folder.resolve("one.jsonl"))).hasSize((int)
                all.stream().filter(trace -> trace.agent().equals(agent)).count());
        assertThat(folder.resolve("none.jsonl")).isEmptyFile();
    }

    @Test
    void exportOfAFile_isRedacted_andLeavesTheStoreAlone() throws IOException {
        Files.writeString(
                folder.resolve("in.jsonl"),
                "{\"trace_id\":\"t\",\"spans\":[{\"name\":\"chat\",\"attributes\":{\"input.value\":\"I am"
                        + " ann.lee@shop.example\"}}]}");

        assertThat(run("export", "--store", at("store"), "--out", at("out.jsonl"), at("in.jsonl")))
                .isZero();

        assertThat(Files.readString(folder.resolve("out.jsonl")))
                .contains("resourceSpans")
                .doesNotContain("ann.lee");
        assertThat(folder.resolve("store")).doesNotExist();
    }

    @Test
    void whatCannotBeRead_isNamedWithItsLine() throws IOException {
        Files.writeString(folder.resolve("in.jsonl"), "{\"resourceSpans\":[]}\n{oops\n");

        assertThat(run("export", "--out", at("out.jsonl"), at("in.jsonl"))).isEqualTo(ExitCode.INPUT);
        assertThat(err.toString()).contains("in.jsonl:2: not valid JSON");
    }

    @Test
    void wrongUse_isToldApart() {
        assertThat(run("export")).isEqualTo(ExitCode.USAGE);
        assertThat(run("export", "--out", "-", "--json")).isEqualTo(ExitCode.USAGE);
        assertThat(run("export", "--out", at("x"), "--from", "yesterday")).isEqualTo(ExitCode.USAGE);
    }
}
