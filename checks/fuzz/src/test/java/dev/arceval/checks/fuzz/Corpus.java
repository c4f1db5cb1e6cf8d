package dev.arceval.checks.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The inputs to start from. */
final class Corpus {

    /** Named by the process that starts a fuzzer, which runs elsewhere. */
    static final String PROPERTY = "fuzz.corpus";

    private static final Path DIRECTORY =
            Path.of(System.getProperty(PROPERTY, "src/test/resources/corpus")).toAbsolutePath();

    private Corpus() {}

    static Path directory() {
        return DIRECTORY;
    }

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.sorted().toList();
        }
    }
}
