package dev.arceval.checks.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Jazzer, in a process of its own: an endless loop or a stack overflow must not take the test run with it.
 *
 * <p>By default one process fuzzes all targets together for {@code fuzz.seconds}, which fits into every build.
 * {@code -Dfuzz.target=each} gives each target its own process and time, {@code -Dfuzz.target=NAME} only that one. What breaks
 * something is left under {@code target/fuzz/findings}; it belongs into {@code src/test/resources/corpus} together with the
 * fix.
 *
 * <p>Jazzer's JUnit annotation is not used: it fuzzes one method per run, and the targets are not methods but whatever
 * formats there are.
 */
class FuzzingTest {

    private static final long SECONDS = Long.getLong("fuzz.seconds", 15);
    private static final Path WORK = Path.of("target/fuzz").toAbsolutePath();

    /** One input may take this long, on a machine that is busy with other things. */
    private static final int INPUT_SECONDS = 30;

    /** Larger inputs find little that smaller ones do not, and slow the search down. */
    private static final int MAX_BYTES = 4_096;

    private static final int HEAP_MIB = 512;

    static Stream<String> targets() {
        String chosen = System.getProperty("fuzz.target", Targets.TOGETHER);
        return chosen.equals("each") ? Targets.ALL.keySet().stream() : Stream.of(chosen);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void randomInput_breaksNothing(String target) throws IOException, InterruptedException {
        Path found = Files.createDirectories(WORK.resolve("corpus/" + target));
        Path findings = Files.createDirectories(WORK.resolve("findings/" + target));
        Path log = WORK.resolve(target + ".log");
        Process fuzzer = new ProcessBuilder(command(target, found, findings))
                .directory(WORK.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = fuzzer.waitFor(SECONDS * 2 + 120, TimeUnit.SECONDS);
        if (!ended) {
            fuzzer.destroyForcibly();
        }
        String output = Files.readString(log, StandardCharsets.ISO_8859_1);
        assertThat(ended).as(output).isTrue();
        assertThat(fuzzer.exitValue()).as(output).isZero();
        assertThat(output).contains("Done ");
    }

    private static List<String> command(String target, Path found, Path findings) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MIB + "m",
                "-Xss1m",
                "-XX:+UseSerialGC",
                "-Dfuzz.target=" + target,
                "-D" + Corpus.PROPERTY + "=" + Corpus.directory(),
                "-cp",
                System.getProperty("java.class.path")));
        if (Runtime.version().feature() >= 21) {
            command.add(1, "-XX:+EnableDynamicAgentLoading");
        }
        command.addAll(List.of(
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + FuzzEntry.class.getName(),
                "--instrumentation_includes=dev.arceval.**",
                "--custom_hook_includes=dev.arceval.**",
                "--reproducer_path=" + findings,
                "-artifact_prefix=" + findings + "/",
                "-max_total_time=" + SECONDS,
                "-timeout=" + INPUT_SECONDS,
                "-max_len=" + MAX_BYTES,
                "-rss_limit_mb=0",
                "-seed=1",
                "-print_final_stats=1",
                found.toString(),
                Corpus.directory().toString()));
        return command;
    }
}
