package dev.arceval.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The files in a directory and in those below it, in the order of their paths, so that the same directory is read the same
 * way everywhere. What is hidden, by a name that starts with a dot, is left out and counted; links are not followed.
 */
final class TraceInputs extends SimpleFileVisitor<Path> {

    private final Path top;
    private final List<Path> files = new ArrayList<>();
    private long hidden;

    private TraceInputs(Path top) {
        this.top = top;
    }

    static TraceInputs in(Path directory) {
        TraceInputs inputs = new TraceInputs(directory);
        try {
            Files.walkFileTree(directory, inputs);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        Collections.sort(inputs.files);
        return inputs;
    }

    /** Returns the files that are not hidden, and the directories that could not be opened. */
    List<Path> files() {
        return files;
    }

    /** Returns how many files and directories are hidden. */
    long hidden() {
        return hidden;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
        if (!directory.equals(top) && isHidden(directory)) {
            hidden++;
            return FileVisitResult.SKIP_SUBTREE;
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (isHidden(file)) {
            hidden++;
        } else if (attributes.isRegularFile()) {
            files.add(file);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
        files.add(file);
        return FileVisitResult.CONTINUE;
    }

    private static boolean isHidden(Path path) {
        Path name = path.getFileName();
        return name != null && name.toString().startsWith(".");
    }
}
