package dev.arceval.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.TraceRecycler;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages show is code that is compiled here, and the README's code runs. */
class PagesTest {

    private static final Pattern SHELL = Pattern.compile("```\n(import dev.*?)```", Pattern.DOTALL);
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "docs/guide.md",
                "docs/redaction.md",
                "docs/capture.md",
                "docs/replay.md",
                "docs/scorers.md"
            })
    void javaOnPages_standsInTheExamples(String page) throws IOException {
        Path root = root();
        String examples = compact(sources(root.resolve("examples")) + sources(root.resolve("checks/tool-clients")));
        Matcher blocks = JAVA.matcher(Files.readString(root.resolve(page)));
        int samples = 0;
        while (blocks.find()) {
            for (String sample : withoutComments(blocks.group(1)).split("\n\n")) {
                assertThat(examples).as(page + ": " + sample).contains(compact(sample));
                samples++;
            }
        }
        assertThat(samples).isPositive();
    }

    @Test
    void readme_runsInAnEmptyDirectory(@TempDir Path directory) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ReadmeSamples.class.getName())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output.txt").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(directory.resolve("output.txt")))
                .isZero();
        assertThat(directory.resolve("src/test/resources/support-smoke.jsonl")).isNotEmptyFile();
        // The wrapped agent's trace was still on its way when the JVM was told to end.
        try (TraceRecycler recycler = TraceRecycler.builder()
                        .directory(directory.resolve(".arc-eval"))
                        .build();
                Stream<Trace> traces = recycler.find(TraceQuery.all().agent("ReadmeSamples"))) {
            assertThat(traces.toList())
                    .singleElement()
                    .satisfies(trace -> assertThat(trace.output()).hasValue("Your oak garden bench is shipped."));
        }
    }

    @Test
    void oneLiner_worksInAShell(@TempDir Path directory) throws IOException, InterruptedException {
        Matcher lines = SHELL.matcher(Files.readString(root().toAbsolutePath().resolve("README.md")));
        assertThat(lines.find()).isTrue();
        Path script = Files.writeString(directory.resolve("lines.jsh"), lines.group(1) + "/exit\n");
        Process shell = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jshell")
                                .toString(),
                        "--class-path",
                        System.getProperty("java.class.path"),
                        script.toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output.txt").toFile())
                .start();
        shell.getOutputStream().close();
        assertThat(shell.waitFor(120, TimeUnit.SECONDS)).isTrue();
        try (TraceRecycler recycler = TraceRecycler.builder()
                        .directory(directory.resolve(".arc-eval"))
                        .build();
                Stream<Trace> traces = recycler.find(TraceQuery.all().agent("agent"))) {
            assertThat(traces.toList())
                    .as(Files.readString(directory.resolve("output.txt")))
                    .singleElement()
                    .satisfies(trace -> assertThat(trace.output()).hasValue("You asked: Where is my order?"));
        }
    }

    private static Path root() {
        return Files.exists(Path.of("CONTRIBUTING.md")) ? Path.of("") : Path.of("..");
    }

    private static String sources(Path examples) throws IOException {
        try (Stream<Path> files = Files.walk(examples.resolve("src"))) {
            List<Path> java = files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
            StringBuilder all = new StringBuilder();
            for (Path file : java) {
                all.append(withoutComments(Files.readString(file)));
            }
            return all.toString();
        }
    }

    private static String withoutComments(String code) {
        return code.lines()
                .filter(line -> !line.strip().startsWith("//"))
                .collect(Collectors.joining("\n"))
                .strip();
    }

    /** Without white space: pages and code wrap lines in different places. */
    private static String compact(String code) {
        return code.replaceAll("\\s", "");
    }
}
