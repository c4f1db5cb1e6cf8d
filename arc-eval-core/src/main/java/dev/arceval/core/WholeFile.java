package dev.arceval.core;

import dev.arceval.ArcEvalException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes a file in one step: readers see the old content or the new, never half of it. */
final class WholeFile {

    private WholeFile() {}

    /** What writes the content. */
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes beside {@code file} and then moves over it. Missing directories are made.
     *
     * @throws ArcEvalException if the file cannot be written; it is as it was
     */
    static void write(Path file, Content content) {
        Path target = file.toAbsolutePath();
        if (Files.isDirectory(target)) {
            throw new ArcEvalException(file + " is a directory: name a file to write to");
        }
        Path directory = target.getParent();
        Path draft = null;
        try {
            Files.createDirectories(directory);
            draft = Files.createTempFile(directory, ".arc-eval-", ".tmp");
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft))) {
                content.writeTo(out);
            }
            move(draft, target);
            draft = null;
        } catch (IOException failed) {
            throw new ArcEvalException("cannot write " + file + ": " + reason(failed), failed);
        } finally {
            delete(draft);
        }
    }

    /** Writes as {@link #write} does, and returns when the content is on the disk. */
    static void writeForced(Path file, Content content) {
        write(file, content);
        force(file);
        force(Objects.requireNonNull(file.toAbsolutePath().getParent()));
    }

    /** Forcing a directory keeps the name; where a system does not open directories it keeps names by itself. */
    private static void force(Path path) {
        if (Files.isDirectory(path)
                && !path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException failed) {
            throw new ArcEvalException("cannot force " + path + " to disk: " + reason(failed), failed);
        }
    }

    /** Writes as {@link #write} does, compressed if the file's name ends in {@code .gz}. */
    static void writeMaybeCompressed(Path file, Content content) {
        if (!file.toString().endsWith(".gz")) {
            write(file, content);
            return;
        }
        write(file, out -> {
            try (OutputStream compressed = new GZIPOutputStream(out, 1 << 16)) {
                content.writeTo(compressed);
            }
        });
    }

    static String reason(IOException failed) {
        return failed instanceof NoSuchFileException
                ? "no such file"
                : failed instanceof AccessDeniedException ? "permission denied" : String.valueOf(failed.getMessage());
    }

    private static void move(Path draft, Path target) throws IOException {
        try {
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException otherFileSystem) {
            Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void delete(@Nullable Path draft) {
        if (draft != null) {
            try {
                Files.deleteIfExists(draft);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
