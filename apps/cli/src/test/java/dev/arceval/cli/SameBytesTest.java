package dev.arceval.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same traces and seed give the same bytes on machines that count, write dates and schedule threads differently. */
class SameBytesTest {

    private static final List<List<String>> MACHINES = List.of(
            List.of("-Duser.language=en", "-Duser.country=US", "-Duser.timezone=UTC", "-XX:ActiveProcessorCount=1"),
            List.of(
                    "-Duser.language=tr",
                    "-Duser.country=TR",
                    "-Duser.timezone=Asia/Kolkata",
                    "-XX:ActiveProcessorCount=8"),
            List.of(
                    "-Duser.language=ar",
                    "-Duser.country=EG",
                    "-Duser.timezone=Pacific/Auckland",
                    "-Dfile.encoding=ISO-8859-1"));

    @TempDir
    private Path directory;

    @Test
    void datasetPatternsAndReports_areTheSameEverywhere() throws Exception {
        List<Map<String, String>> results = new ArrayList<>();
        for (List<String> machine : MACHINES) {
            results.add(results(machine, Files.createDirectory(directory.resolve("machine" + results.size()))));
        }
        assertThat(results.get(0))
                .hasSize(5)
                .allSatisfy((name, content) -> assertThat(content).isNotBlank());
        assertThat(results.get(1)).isEqualTo(results.get(0));
        assertThat(results.get(2)).isEqualTo(results.get(0));
    }

    private static Map<String, String> results(List<String> machine, Path home) throws Exception {
        Map<String, String> results = new LinkedHashMap<>();
        // Addresses in the samples are redacted under another key in each store; the dataset must not show it.
        run(machine, home, "sample", "--count", "200", "--seed", "5", "--out", "before.jsonl");
        run(machine, home, "sample", "--count", "200", "--seed", "6", "--error-rate", "0.2", "--out", "now.jsonl");
        run(machine, home, "ingest", "--store", "store", "before.jsonl", "now.jsonl");
        results.put("patterns", run(machine, home, "patterns", "--store", "store", "--json"));
        run(
                machine,
                home,
                "dataset",
                "smoke",
                "--store",
                "store",
                "--count",
                "40",
                "--seed",
                "9",
                "--out",
                "smoke.jsonl");
        results.put("dataset", Files.readString(home.resolve("smoke.jsonl")));
        results.put("samples", Files.readString(home.resolve("now.jsonl")));
        results.put(
                "comparison", run(machine, home, "compare", "--baseline", "before.jsonl", "--current", "now.jsonl"));
        results.put(
                "findings",
                run(machine, home, "compare", "--baseline", "before.jsonl", "--current", "now.jsonl", "--json"));
        return results;
    }

    private static String run(List<String> machine, Path home, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(machine);
        command.add("-XX:TieredStopAtLevel=1"); // A process of seconds is over before the other compiler pays.
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ArcEval.class.getName()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(home, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(String.join(" ", arguments)).isIn(ExitCode.DONE, ExitCode.WORSE);
        return Files.readString(output);
    }
}
