package dev.arceval.core.ingest.format;

import dev.arceval.core.ingest.ReadLimits;
import dev.arceval.core.ingest.TreeReader;
import dev.arceval.spi.TraceFormat;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Logs of the Inspect framework as it writes them, {@code .eval}: an archive with what is evaluated at its start, in
 * {@code _journal/start.json}, and a file for each sample, which is read like the samples of {@link InspectFormat}.
 *
 * <p>Memory is that of the largest sample.
 */
final class InspectArchiveFormat implements TraceFormat {

    private static final String START = "_journal/start.json";
    private static final String HEADER = "header.json";
    private static final String SAMPLES = "samples/";

    /** What is evaluated takes a few kilobytes; more than that is something else. */
    private static final int MAX_START_BYTES = 16 << 20;

    private final TreeReader records;

    InspectArchiveFormat(ReadLimits limits) {
        InspectFormat format = new InspectFormat();
        this.records = new TreeReader(limits, (record, spans) -> format.read(Node.root(record), spans));
    }

    @Override
    public String name() {
        return "inspect-archive";
    }

    @Override
    public int recognise(byte[] head) {
        boolean archive = head.length > 30 && head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4;
        String text = archive ? new String(head, StandardCharsets.ISO_8859_1) : "";
        // Names stand in archives as they are.
        return text.startsWith(START, 30) || text.startsWith(SAMPLES, 30) || text.startsWith(HEADER, 30)
                ? JsonFormat.CERTAIN
                : 0;
    }

    @Override
    public void read(InputStream content, Sink sink) throws IOException {
        String evaluated = "{}";
        Whole whole = new Whole(new Unclosed(content));
        try (ZipInputStream archive = new ZipInputStream(whole)) {
            for (ZipEntry entry = next(archive); entry != null; entry = next(archive)) {
                String name = entry.getName();
                if (name.equals(START) || name.equals(HEADER)) {
                    evaluated = evaluated(archive);
                } else if (name.startsWith(SAMPLES) && name.endsWith(".json")) {
                    records.read(sample(evaluated, archive), sink);
                }
            }
            whole.transferTo(OutputStream.nullOutputStream());
            if (!whole.endSeen) {
                sink.reject(0, "the archive ends too early");
            }
        } catch (ZipException | EOFException damaged) {
            sink.reject(
                    0,
                    "the archive is damaged or packed in a way that cannot be read; `inspect log convert --to json`"
                            + " writes one that can");
        }
    }

    private static @Nullable ZipEntry next(ZipInputStream archive) throws IOException {
        try {
            return archive.getNextEntry();
        } catch (IllegalArgumentException unreadableName) {
            throw new ZipException(unreadableName.getMessage());
        }
    }

    private static String evaluated(InputStream start) throws IOException {
        String text = new String(start.readNBytes(MAX_START_BYTES), StandardCharsets.UTF_8);
        Object tree = TreeReader.parse(text);
        Node eval = Node.root(tree == null ? "" : tree).get("eval");
        return eval.isObject() ? eval.json() : "{}";
    }

    /** The sample as the log's JSON form has it, which says with it what is evaluated. */
    private static InputStream sample(String evaluated, InputStream sample) {
        return new SequenceInputStream(Collections.enumeration(
                List.of(text("{\"eval\":" + evaluated + ",\"samples\":["), new Unclosed(sample), text("]}"))));
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether an archive has its end, which is missing where it was cut off between two files. */
    private static final class Whole extends FilterInputStream {

        private static final int END = 'P' << 24 | 'K' << 16 | 5 << 8 | 6;

        private int last;
        private boolean endSeen;

        Whole(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            see(read);
            return read;
        }

        @Override
        public int read(byte[] bytes, int start, int length) throws IOException {
            int read = super.read(bytes, start, length);
            for (int i = 0; i < read; i++) {
                see(bytes[start + i]);
            }
            return read;
        }

        private void see(int next) {
            last = last << 8 | next & 0xFF;
            endSeen |= last == END;
        }
    }

    /** The archive goes on behind a sample, and whoever opened it closes it. */
    private static final class Unclosed extends FilterInputStream {

        Unclosed(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // Stays open.
        }
    }
}
