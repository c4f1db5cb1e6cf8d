package dev.arceval.cli;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The inputs a command line names: files, directories, {@code -} for standard input, and patterns such as
 * {@code 'runs/**.json'} where no shell has expanded them.
 */
final class Inputs {

    static final Path STANDARD_INPUT = Path.of("-");

    private Inputs() {}

    /** Returns what the names stand for; a name that stands for nothing is kept, so that reading it says so. */
    static List<Path> named(List<Path> names) {
        List<Path> inputs = new ArrayList<>();
        for (Path name : names) {
            boolean pattern = name.toString().matches(".*[*?\\[{].*") && !Files.exists(name);
            List<Path> found = pattern ? matching(name) : List.of();
            inputs.addAll(found.isEmpty() ? List.of(name) : found);
        }
        return inputs;
    }

    private static List<Path> matching(Path pattern) {
        Path fixed = pattern.isAbsolute() ? pattern.getRoot() : Path.of("");
        for (Path step : pattern) {
            if (step.toString().matches(".*[*?\\[{].*")) {
                break;
            }
            fixed = fixed.resolve(step);
        }
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        try (Stream<Path> files = Files.walk(fixed)) {
            return files.filter(file -> Files.isRegularFile(file) && matcher.matches(file))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
