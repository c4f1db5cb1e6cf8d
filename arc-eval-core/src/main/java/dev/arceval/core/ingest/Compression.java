package dev.arceval.core.ingest;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.util.zip.GZIPInputStream;

/**
 * Takes the compression off, told from the first bytes: gzip, and zstd where its library is there. Content that was
 * compressed twice is not unpacked twice. What is unpacked is never held as a whole, so a small file that unpacks to a huge
 * one costs time and no memory beyond that of the largest record; zstd's own window is at most 128 MiB.
 */
final class Compression {

    /** Said where zstd cannot be read. */
    static final String MISSING =
            "compressed with zstd: add com.github.luben:zstd-jni to the class path, or unpack it first";

    private static final int BUFFER_BYTES = 64 << 10;

    private static final int GZIP = 0x1F8B;
    private static final int ZSTD = 0x28B52FFD;

    private Compression() {}

    /** Thrown where nothing can unpack the content. */
    static final class MissingException extends IOException {

        @Serial
        private static final long serialVersionUID = 1L;
    }

    /** Returns what unpacks {@code content}; the same stream if it is not compressed. */
    static InputStream removed(BufferedInputStream content) throws IOException {
        content.mark(4);
        byte[] first = content.readNBytes(4);
        content.reset();
        int magic = 0;
        for (int i = 0; i < 4; i++) {
            magic = magic << 8 | (i < first.length ? first[i] & 0xFF : 0);
        }
        if (magic >>> 16 == GZIP) {
            return new GZIPInputStream(content, BUFFER_BYTES);
        }
        return magic == ZSTD ? zstd(content) : content;
    }

    private static InputStream zstd(InputStream content) throws IOException {
        try {
            return Zstd.of(content);
        } catch (LinkageError missing) {
            throw new MissingException();
        }
    }

    /** Apart from the class around it, which must load without the library. */
    private static final class Zstd {

        static InputStream of(InputStream content) throws IOException {
            return new ZstdInputStreamNoFinalizer(content);
        }
    }
}
