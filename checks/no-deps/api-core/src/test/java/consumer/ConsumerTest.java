package consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsumerTest {

    private static final String LOOP =
            "stored true, patterns 1, replay passed, compared with itself: 0 regressions";

    @TempDir
    Path directory;

    @Test
    void loopRuns_onTheClassPath() {
        assertEquals(LOOP, Consumer.run(directory));
    }

    @Test
    void loopRuns_onTheModulePath() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--module-path", modulePath(), "--module", "consumer/consumer.Consumer"));
        command.add(directory.toString());
        Path errors = directory.resolve("errors.txt");
        Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        assertEquals(LOOP, output.strip(), Files.readString(errors));
    }

    /** What the consumer itself depends on: everything here but the tests and JUnit. */
    private static String modulePath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .filter(entry -> !entry.contains("junit") && !entry.contains("opentest4j") && !entry.contains("apiguardian"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
