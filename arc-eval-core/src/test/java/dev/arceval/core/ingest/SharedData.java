package dev.arceval.core.ingest;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The developer data beside the project; tests that need it are skipped where it is absent. */
public final class SharedData {

    private SharedData() {}

    public static Path path(String name) {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null && !Files.isDirectory(directory.resolve("../shared/data"))) {
            directory = directory.getParent();
        }
        assumeTrue(directory != null, "the developer data in ../shared/data is absent");
        return directory.resolve("../shared/data").normalize().resolve(name);
    }

    public static List<Path> files(String name, String suffix) {
        try (Stream<Path> files = Files.walk(path(name))) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
