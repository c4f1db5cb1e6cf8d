package dev.arceval.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.arceval.spi.TraceFormat;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What every {@link TraceFormat} must do. Extend it and give the format, and a small file of its kind:
 *
 * <pre>{@code
 * final class MyFormatTest extends TraceFormatContract {
 *     @Override
 *     protected TraceFormat format() {
 *         return new MyFormat();
 *     }
 *
 *     @Override
 *     protected byte[] sample() {
 *         return "run=1;step=search;took=12\nrun=2;step=search;took=9\n".getBytes(UTF_8);
 *     }
 * }
 * }</pre>
 *
 * @since 0.1
 */
public abstract class TraceFormatContract {

    private static final int HEAD = 8192;

    /** Damaged files that a test reads at most. */
    private static final int MAX_VARIANTS = 2_000;

    /** Returns the format under test; called once a test. */
    protected abstract TraceFormat format();

    /** Returns a file, at best a few lines, that the format reads without rejecting anything. */
    protected abstract byte[] sample();

    @Test
    void name_isShortAndWithoutSpaces() {
        String name = format().name();
        assertFalse(name.isBlank());
        assertTrue(name.length() <= 40 && name.chars().noneMatch(Character::isWhitespace), name);
    }

    @Test
    void recognise_knowsItsOwnFile() {
        int sure = format().recognise(head(sample()));
        assertTrue(sure > 0 && sure <= 100, () -> "sure to " + sure);
    }

    @Test
    void recognise_isNotSureOfSomethingElse() {
        TraceFormat format = format();
        int own = format.recognise(head(sample()));
        for (byte[] other : rubbish()) {
            int sure = format.recognise(head(other));
            assertTrue(sure >= 0 && sure < own, () -> "sure to " + sure + " of rubbish, to " + own + " of its own");
        }
    }

    @Test
    void recognise_takesAFileThatIsCutAnywhere() {
        TraceFormat format = format();
        byte[] head = head(sample());
        for (int length = 0; length <= head.length; length += step(head)) {
            int sure = format.recognise(Arrays.copyOf(head, length));
            assertTrue(sure >= 0 && sure <= 100, () -> "sure to " + sure);
        }
    }

    @Test
    void read_deliversTheTracesOfItsFile() throws IOException {
        Seen seen = read(format(), new ByteArrayInputStream(sample()));
        assertEquals(List.of(), seen.rejected);
        assertFalse(seen.traces.isEmpty(), "no trace was delivered");
    }

    @Test
    void read_ofTheSameFileIsTheSame() throws IOException {
        TraceFormat format = format();
        Seen first = read(format, new ByteArrayInputStream(sample()));
        assertEquals(first, read(format, new ByteArrayInputStream(sample())));
    }

    @Test
    void read_takesAStreamThatGivesOneByteAtATime() throws IOException {
        TraceFormat format = format();
        Seen whole = read(format, new ByteArrayInputStream(sample()));
        InputStream slow = new ByteArrayInputStream(sample()) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, 1));
            }
        };
        assertEquals(whole, read(format, slow));
    }

    @Test
    void read_isTheSameFromSeveralThreads() throws Exception {
        TraceFormat format = format();
        Seen alone = read(format, new ByteArrayInputStream(sample()));
        for (Seen seen : Threads.runTogether(() -> read(format, new ByteArrayInputStream(sample())))) {
            assertEquals(alone, seen);
        }
    }

    @Test
    void read_ofAnEmptyFileDeliversNothing() throws IOException {
        assertEquals(List.of(), read(format(), InputStream.nullInputStream()).traces);
    }

    @Test
    void read_rejectsRubbishWithoutThrowing() throws IOException {
        TraceFormat format = format();
        for (byte[] other : rubbish()) {
            assertEquals(List.of(), read(format, new ByteArrayInputStream(other)).traces);
        }
    }

    @Test
    void read_takesAFileThatIsCutAnywhere() throws IOException {
        TraceFormat format = format();
        byte[] sample = sample();
        for (int length = 0; length < sample.length; length += step(sample)) {
            read(format, new ByteArrayInputStream(sample, 0, length));
        }
    }

    @Test
    void read_takesAFileWithADamagedByteAnywhere() throws IOException {
        TraceFormat format = format();
        SplittableRandom random = new SplittableRandom(1);
        byte[] sample = sample();
        for (int at = 0; at < sample.length; at += step(sample)) {
            byte[] damaged = sample.clone();
            damaged[at] = (byte) random.nextInt(256);
            read(format, new ByteArrayInputStream(damaged));
        }
    }

    @Test
    void read_passesOnWhatTheStreamThrows() {
        IOException broken = new IOException("broken pipe");
        InputStream stream = new InputStream() {
            @Override
            public int read() throws IOException {
                throw broken;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                throw broken;
            }
        };
        assertSame(broken, assertThrows(IOException.class, () -> read(format(), stream)));
    }

    private static byte[] head(byte[] content) {
        return Arrays.copyOf(content, Math.min(content.length, HEAD));
    }

    private static int step(byte[] content) {
        return 1 + content.length / MAX_VARIANTS;
    }

    private static List<byte[]> rubbish() {
        byte[] noise = new byte[4096];
        new SplittableRandom(2).nextBytes(noise);
        List<byte[]> rubbish = new ArrayList<>();
        rubbish.add(noise);
        rubbish.add(new byte[1000]);
        rubbish.add(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13});
        for (String text :
                List.of("Dear diary,\n\ntoday I met a trace.\n", "]", "{", "\"\\ud800\"", "\n\n\n", "<a/>")) {
            rubbish.add(text.getBytes(StandardCharsets.UTF_8));
        }
        return rubbish;
    }

    private static Seen read(TraceFormat format, InputStream content) throws IOException {
        Seen seen = new Seen(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        format.read(content, seen);
        return seen;
    }

    /** What a format delivered; checks each delivery as it comes. */
    private record Seen(List<Trace> traces, List<String> rejected, List<String> repaired) implements TraceFormat.Sink {

        @Override
        public void accept(long line, String traceId, List<Span> spans) {
            requireLine(line);
            traces.add(Trace.of(traceId, spans));
        }

        @Override
        public void reject(long line, String reason) {
            requireLine(line);
            assertFalse(reason.isBlank(), "a rejection has a reason");
            rejected.add(line + ": " + reason);
        }

        @Override
        public void repaired(long line, String repair) {
            requireLine(line);
            assertFalse(repair.isBlank(), "a repair is named");
            repaired.add(line + ": " + repair);
        }

        private static void requireLine(long line) {
            assertTrue(line >= 1, () -> "lines count from 1: " + line);
        }
    }
}
