package dev.arceval.cli;

import dev.arceval.ArcEvalException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files that an argument names. */
final class FileTree {

    private FileTree() {}

    /** A file is itself; a directory, all files in it at any depth, by name. Links inside a directory are not followed. */
    static List<Path> of(Path root) {
        if (!Files.isDirectory(root)) {
            return List.of(root);
        }
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException failed) {
            throw new ArcEvalException("cannot list " + root, failed);
        }
    }

    static String reason(IOException failed) {
        return failed instanceof NoSuchFileException
                ? "no such file"
                : failed instanceof AccessDeniedException ? "permission denied" : String.valueOf(failed.getMessage());
    }
}
