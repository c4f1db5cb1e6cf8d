package dev.arceval.core.ingest;

import dev.arceval.spi.TraceFormat;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads trace files: finds out whether they are compressed and which format they have, and lets that format read them.
 *
 * <p>Nothing is thrown for what a file holds or lacks: each problem is a rejection with its line, or with line 0 where it
 * concerns the file as a whole (empty, a directory, unreadable, not in a known format, compressed data cut off). What was
 * read before a problem has been delivered. Immutable and thread-safe.
 */
public final class TraceReader {

    /** The format of a file that no format recognises. */
    public static final String UNKNOWN = "unknown";

    /** No format is surer than that. */
    private static final int CERTAIN = 100;

    /** Names by which a format is known may stand behind a long prompt. */
    private static final int HEAD_BYTES = 64 << 10;

    /** The head is looked at and read again. */
    private static final int BUFFER_BYTES = 128 << 10;

    private final List<TraceFormat> formats;

    /** @param formats asked in this order; of equally sure ones the first reads */
    public TraceReader(List<TraceFormat> formats) {
        this.formats = List.copyOf(formats);
    }

    /** Returns the formats that are part of the library. */
    public static List<TraceFormat> builtIn() {
        return List.of(new OtlpJsonFormat(), new OtlpProtobufFormat(), new SimpleJsonFormat());
    }

    /** Reads {@code file}; returns the name of its format, or {@link #UNKNOWN}. */
    public String read(Path file, TraceFormat.Sink sink) {
        if (Files.isDirectory(file)) {
            return unknown(sink, "is a directory, not a file");
        }
        try (InputStream content = Files.newInputStream(file)) {
            return read(content, sink);
        } catch (NoSuchFileException missing) {
            return unknown(sink, "no such file");
        } catch (AccessDeniedException denied) {
            return unknown(sink, "may not be read");
        } catch (IOException failure) {
            return unknown(sink, "cannot be read");
        }
    }

    /** Reads {@code content} to its end without closing it; returns the name of its format, or {@link #UNKNOWN}. */
    public String read(InputStream content, TraceFormat.Sink sink) {
        String format = UNKNOWN;
        try (Unpacked unpacked = Unpacked.of(content)) {
            BufferedInputStream plain = unpacked.plain;
            byte[] head = head(plain);
            if (head.length == 0) {
                return unknown(sink, "the file is empty");
            }
            TraceFormat surest = surest(head);
            if (surest == null) {
                return unknown(sink, "no format of traces is recognised; can be read: " + names());
            }
            format = surest.name();
            surest.read(plain, sink);
        } catch (Compression.MissingException missing) {
            return unknown(sink, Compression.MISSING);
        } catch (EOFException cutOff) {
            sink.reject(0, "the compressed data ends too early; what came before was read");
        } catch (ZipException damaged) {
            sink.reject(0, "the compressed data is damaged; what came before was read");
        } catch (IOException failure) {
            sink.reject(0, "reading failed; what came before was read");
        }
        return format;
    }

    /**
     * Returns whether {@code file} holds logs that belong to spans of other files; such files are read before those with
     * the spans. False if it cannot be read.
     */
    public static boolean holdsLogs(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream content = Files.newInputStream(file);
                Unpacked unpacked = Unpacked.of(content)) {
            return OtlpJsonFormat.holdsLogs(head(unpacked.plain));
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** Whether some format recognises the file; true for one that cannot be opened, which reading it will tell. */
    public boolean recognises(Path file) {
        try (InputStream content = Files.newInputStream(file);
                Unpacked unpacked = Unpacked.of(content)) {
            return surest(head(unpacked.plain)) != null;
        } catch (IOException unreadable) {
            return true;
        }
    }

    private static String unknown(TraceFormat.Sink sink, String reason) {
        sink.reject(0, reason);
        return UNKNOWN;
    }

    private String names() {
        return formats.stream().map(TraceFormat::name).collect(Collectors.joining(", "));
    }

    private @Nullable TraceFormat surest(byte[] head) {
        TraceFormat surest = null;
        int most = 0;
        for (TraceFormat format : formats) {
            int sureness = format.recognise(head);
            if (sureness > most) {
                surest = format;
                most = sureness;
            }
            if (most == CERTAIN) {
                break;
            }
        }
        return surest;
    }

    /**
     * Content without its compression. Closing it leaves the content open.
     *
     * @param ahead unpacks on a second thread; null if the content was not compressed
     */
    private record Unpacked(
            BufferedInputStream plain, @Nullable ReadAhead ahead) implements AutoCloseable {

        static Unpacked of(InputStream content) throws IOException {
            BufferedInputStream buffered = new BufferedInputStream(content, BUFFER_BYTES);
            InputStream unpacking = Compression.removed(buffered);
            if (unpacking == buffered) {
                return new Unpacked(buffered, null);
            }
            ReadAhead ahead = new ReadAhead(unpacking);
            return new Unpacked(new BufferedInputStream(ahead, BUFFER_BYTES), ahead);
        }

        @Override
        public void close() {
            if (ahead != null) {
                ahead.close();
            }
        }
    }

    /** Returns what the content starts with, behind a byte order mark, which is skipped. */
    private static byte[] head(BufferedInputStream content) throws IOException {
        content.mark(3);
        byte[] first = content.readNBytes(3);
        boolean mark =
                first.length == 3 && first[0] == (byte) 0xEF && first[1] == (byte) 0xBB && first[2] == (byte) 0xBF;
        if (!mark) {
            content.reset();
        }
        content.mark(HEAD_BYTES);
        byte[] head = content.readNBytes(HEAD_BYTES);
        content.reset();
        return head;
    }
}
