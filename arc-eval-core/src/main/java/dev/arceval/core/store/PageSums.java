package dev.arceval.core.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checksums of the pages of a database at rest.
 *
 * <p>A row says itself whether it is as it was written. That a row is <em>missing</em> nothing says: one flipped bit in a key of an
 * index, and a search passes by. So who closes the store notes the checksum of every page in a file beside it, and who opens
 * it compares. While the store is written to there is no such file: after a crash nothing is compared.
 *
 * <p>The file holds, in big-endian 32-bit numbers: {@value #MAGIC}, the size of a page, how many there are, the CRC32C of
 * each, and the CRC32C of all before.
 */
final class PageSums {

    static final String FILE = "traces.sums";

    private static final int MAGIC = 0x41726353;
    private static final int PAGE = 4096;
    private static final int HEADER = 3;
    private static final int READ_AT_ONCE = 256 * PAGE;

    private static final Logger LOG = LoggerFactory.getLogger(SqliteTraceStore.class);

    /** The file's content. */
    private final ByteBuffer sums;

    private PageSums(ByteBuffer sums) {
        this.sums = sums;
    }

    /** Returns the checksums to compare a database with; empty if there are none, or they are damaged themselves. */
    static Optional<PageSums> read(Path file) throws IOException {
        Path log = file.resolveSibling(file.getFileName() + "-wal");
        if (!Files.exists(sums(file)) || (Files.exists(log) && Files.size(log) > 0)) {
            return Optional.empty();
        }
        ByteBuffer sums = ByteBuffer.wrap(Files.readAllBytes(sums(file)));
        int end = sums.limit() - Integer.BYTES;
        if (end < Integer.BYTES * HEADER
                || sums.getInt(0) != MAGIC
                || sums.getInt(Integer.BYTES) != PAGE
                || sums.getInt(end) != checksum(sums.array(), end)) {
            LOG.warn("{} is damaged itself: {} is not compared with it.", sums(file), file);
            return Optional.empty();
        }
        return Optional.of(new PageSums(sums));
    }

    /** Notes the checksums of a database that nobody writes to. */
    static void write(Path file) throws IOException {
        long length = Files.size(file);
        int pages = pages(length);
        ByteBuffer sums = ByteBuffer.allocate(Integer.BYTES * (HEADER + pages + 1));
        sums.putInt(MAGIC).putInt(PAGE).putInt(pages);
        each(file, (page, sum) -> {
            sums.putInt(sum);
            return true;
        });
        sums.putInt(checksum(sums.array(), sums.position())).flip();
        Path draft = file.resolveSibling(FILE + ".new");
        Files.deleteIfExists(draft);
        OwnerOnly.createFile(draft);
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            while (sums.hasRemaining()) {
                channel.write(sums);
            }
            channel.force(true);
        }
        Files.move(draft, sums(file), StandardCopyOption.ATOMIC_MOVE);
    }

    static boolean exist(Path file) {
        return Files.exists(sums(file));
    }

    /** Forgets the checksums, for good: they must not come back after a power cut, when the database is another. */
    static void discard(Path file) throws IOException {
        if (Files.deleteIfExists(sums(file))) {
            OwnerOnly.forceDirectory(
                    Objects.requireNonNull(file.toAbsolutePath().getParent()));
        }
    }

    /**
     * Compares a database with its checksums.
     *
     * @param goOn asked now and then whether to go on
     * @return the first place at which it is not as it was; empty if there is none
     */
    Optional<String> firstDamage(Path file, BooleanSupplier goOn) throws IOException {
        int pages = sums.getInt(2 * Integer.BYTES);
        long[] damaged = {-1};
        each(file, (page, sum) -> {
            if (page >= pages || sums.getInt(Integer.BYTES * (HEADER + page)) != sum) {
                damaged[0] = page;
            }
            return damaged[0] < 0 && goOn.getAsBoolean();
        });
        if (damaged[0] < 0 && goOn.getAsBoolean() && pages(Files.size(file)) < pages) {
            damaged[0] = pages(Files.size(file));
        }
        return damaged[0] < 0
                ? Optional.empty()
                : Optional.of("page " + (damaged[0] + 1) + ", bytes " + damaged[0] * PAGE + " to "
                        + ((damaged[0] + 1) * PAGE - 1));
    }

    private interface Visitor {
        /** Returns whether to go on. */
        boolean page(int page, int sum);
    }

    private static void each(Path file, Visitor visitor) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(READ_AT_ONCE);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            int page = 0;
            while (fill(channel, buffer)) {
                for (int from = 0; from < buffer.limit(); from += PAGE) {
                    int length = Math.min(PAGE, buffer.limit() - from);
                    CRC32C crc = new CRC32C();
                    crc.update(buffer.array(), from, length);
                    if (!visitor.page(page++, (int) crc.getValue())) {
                        return;
                    }
                }
            }
        }
    }

    private static boolean fill(FileChannel channel, ByteBuffer buffer) throws IOException {
        buffer.clear();
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // Until it is full or the file ends.
        }
        buffer.flip();
        return buffer.hasRemaining();
    }

    private static int pages(long length) {
        return Math.toIntExact((length + PAGE - 1) / PAGE);
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private static Path sums(Path file) {
        return file.resolveSibling(FILE);
    }
}
