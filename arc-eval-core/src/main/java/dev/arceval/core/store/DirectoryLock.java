package dev.arceval.core.store;

import dev.arceval.spi.TraceStore.Problem;
import dev.arceval.spi.TraceStore.TraceStoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The right to write to a directory, held by one store of one process.
 *
 * <p>The operating system holds the lock and drops it when the process dies, however it dies: the lock file that stays
 * behind locks nothing. Its text only tells others who has the lock.
 *
 * <p>A second opener in the same process must be turned away before it touches the file: where locks are POSIX's, closing
 * <em>any</em> channel on a file drops all locks that the process holds on it. Class loaders may have loaded this class
 * more than once, so the register of held directories is the one thing they share, the system properties.
 */
final class DirectoryLock implements AutoCloseable {

    static final String FILE = "traces.lock";

    private static final String HELD = "dev.arceval.core.store.held:";

    /** Beyond the text, so that others can read it where locks are mandatory. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private static final int MAX_HOLDER_BYTES = 300;

    private final String property;
    private final FileChannel channel;

    private DirectoryLock(String property, FileChannel channel) {
        this.property = property;
        this.channel = channel;
    }

    /** Takes the lock, or says at once who has it. */
    static DirectoryLock acquire(Path directory) throws IOException {
        Path real = directory.toRealPath();
        String property = HELD + real;
        if (System.getProperties().putIfAbsent(property, holder()) != null) {
            throw inUse(directory, "this process, which has it open already", null);
        }
        boolean acquired = false;
        try {
            DirectoryLock lock = new DirectoryLock(property, lockedChannel(directory, real.resolve(FILE)));
            acquired = true;
            return lock;
        } finally {
            if (!acquired) {
                System.clearProperty(property);
            }
        }
    }

    private static FileChannel lockedChannel(Path directory, Path file) throws IOException {
        FileChannel channel = FileChannel.open(
                file,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS),
                OwnerOnly.file(file));
        boolean locked = false;
        try {
            FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
            if (lock == null) {
                throw inUse(directory, read(channel) + " since " + Files.getLastModifiedTime(file), null);
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(holder().getBytes(StandardCharsets.UTF_8)), 0);
            locked = true;
            return channel;
        } catch (OverlappingFileLockException sameProcess) {
            throw inUse(directory, "this process, which has it open already", sameProcess);
        } finally {
            if (!locked) {
                channel.close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            System.clearProperty(property);
        }
    }

    private static TraceStoreException inUse(Path directory, String holder, @Nullable Throwable cause) {
        return new TraceStoreException(
                Problem.IN_USE,
                "Trace store " + directory + " is in use by " + holder + ". Close it there, or use another directory.",
                cause);
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(MAX_HOLDER_BYTES);
        channel.read(text, 0);
        String holder = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).strip();
        return holder.isEmpty() ? "another process" : holder;
    }

    private static String holder() {
        return "process " + ProcessHandle.current().pid() + host();
    }

    /** Asks the system, not the name service: that one can take seconds where it is set up badly. */
    private static String host() {
        try {
            return " on "
                    + Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException notLinux) {
            String name = System.getenv().getOrDefault("COMPUTERNAME", System.getenv("HOSTNAME"));
            return name == null ? "" : " on " + name;
        }
    }
}
