package dev.arceval.core.redact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/**
 * The key that turns values into pseudonyms: whoever has it can test guesses, nobody else can. It lives in a file of its
 * own that only its owner may read, never in a trace, a log or a message; {@link #toString()} does not show it.
 */
public final class RedactionKey {

    /** The file in the store directory. Keep it out of version control: it is what makes pseudonyms safe to publish. */
    public static final String FILE_NAME = "redaction.key";

    /** As long as the hash that uses it; RFC 2104 advises no less and gains nothing from more. */
    private static final int BYTES = 32;

    private final byte[] bytes;

    private RedactionKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A key from given bytes, for sharing pseudonyms between stores and for tests. At least 16 bytes. */
    public static RedactionKey of(byte[] bytes) {
        if (bytes.length < 16) {
            throw new IllegalArgumentException("redaction key must have at least 16 bytes: " + bytes.length);
        }
        return new RedactionKey(bytes.clone());
    }

    /** A key that nobody knows and nothing keeps, for pseudonyms that need not be the same in another process. */
    public static RedactionKey passing() {
        return new RedactionKey(unpredictable());
    }

    /** The one place where true randomness is wanted: a key that could be computed from a seed would protect nothing. */
    private static byte[] unpredictable() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /**
     * The key of a store directory, made on first use. Two processes that start at once agree on one key: the file appears
     * under its name only when it is complete, and the first one wins.
     *
     * @throws UncheckedIOException when the file cannot be read or made
     * @throws IllegalArgumentException when the file is not a key
     */
    public static RedactionKey in(Path directory) {
        Path file = directory.resolve(FILE_NAME);
        try {
            if (!Files.exists(file)) {
                create(directory, file);
            }
            return read(file);
        } catch (IOException e) {
            throw new UncheckedIOException("redaction key " + file + " cannot be read or made", e);
        }
    }

    private static RedactionKey read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException(
                    "redaction key " + file + " must have " + BYTES + " bytes: " + bytes.length);
        }
        return new RedactionKey(bytes);
    }

    /** Links a complete temporary file to its final name, which fails where the name is taken. */
    private static void create(Path directory, Path file) throws IOException {
        Files.createDirectories(directory);
        byte[] fresh = unpredictable();
        Path complete = Files.createTempFile(directory, FILE_NAME, ".tmp", ownerOnly(directory));
        try {
            try (FileChannel channel = FileChannel.open(complete, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(fresh));
                channel.force(true);
            }
            publish(complete, file);
        } finally {
            Files.deleteIfExists(complete);
        }
    }

    private static void publish(Path complete, Path file) throws IOException {
        try {
            Files.createLink(file, complete);
        } catch (FileAlreadyExistsException e) {
            // another process was first; its key is read
        } catch (UnsupportedOperationException e) {
            Files.move(complete, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path directory) throws IOException {
        boolean posix = Files.getFileStore(directory).supportsFileAttributeView("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return "RedactionKey";
    }
}
