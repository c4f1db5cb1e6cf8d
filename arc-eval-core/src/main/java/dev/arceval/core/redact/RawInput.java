package dev.arceval.core.redact;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/**
 * Any file as text that {@link RawOutput} can turn back into the same bytes.
 *
 * <p>The text is UTF-8, or UTF-16 where a byte order mark says so; gzip is unpacked. A byte that is no UTF-8 becomes one
 * lone surrogate from U+DC80 to U+DCFF, which valid UTF-8 never holds. The mark itself is part of the text. Not
 * thread-safe.
 */
final class RawInput {

    /** How the bytes spell the text. */
    enum Coding {
        UTF_8,
        UTF_16LE,
        UTF_16BE,
        /** No text: there is a zero byte near the start. */
        BINARY
    }

    /** First of the 128 lone surrogates that stand for the bytes 0x80 to 0xFF, less 0x80. */
    static final int ESCAPE = 0xDC00;

    /** How far a zero byte is looked for; version control systems look as far. */
    private static final int HEAD = 8_192;

    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final Coding coding;
    private final boolean compressed;
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
    private final CharBuffer chars = CharBuffer.allocate(BUFFER);
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private boolean ended;

    private RawInput(InputStream in, Coding coding, boolean compressed) {
        this.in = in;
        this.coding = coding;
        this.compressed = compressed;
        bytes.flip();
    }

    /** Looks at the start of the stream; closing it is left to the caller. */
    static RawInput of(InputStream in) throws IOException {
        byte[] head = in.readNBytes(HEAD);
        boolean gzip = head.length > 2 && head[0] == 0x1f && head[1] == (byte) 0x8b && head[2] == 8;
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), in);
        if (!gzip) {
            return new RawInput(whole, coding(head), false);
        }
        InputStream plain = new BufferedInputStream(new GZIPInputStream(whole, BUFFER), HEAD);
        plain.mark(HEAD);
        byte[] inner = plain.readNBytes(HEAD);
        plain.reset();
        return new RawInput(plain, coding(inner), true);
    }

    private static Coding coding(byte[] head) {
        if (head.length >= 2 && head[0] == (byte) 0xff && head[1] == (byte) 0xfe) {
            return Coding.UTF_16LE;
        }
        if (head.length >= 2 && head[0] == (byte) 0xfe && head[1] == (byte) 0xff) {
            return Coding.UTF_16BE;
        }
        for (byte b : head) {
            if (b == 0) {
                return Coding.BINARY;
            }
        }
        return Coding.UTF_8;
    }

    Coding coding() {
        return coding;
    }

    boolean compressed() {
        return compressed;
    }

    /**
     * Appends at least one char unless the text ends.
     *
     * @return whether there may be more
     */
    boolean readInto(StringBuilder text) throws IOException {
        if (ended) {
            return false;
        }
        bytes.compact();
        int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
        ended = count < 0;
        bytes.position(bytes.position() + Math.max(0, count)).flip();
        if (coding == Coding.UTF_8) {
            decodeUtf8(text);
        } else {
            decodeUtf16(text);
        }
        return !ended;
    }

    private void decodeUtf8(StringBuilder text) {
        CoderResult result;
        do {
            result = utf8.decode(bytes, chars, ended);
            if (result.isMalformed()) {
                for (int i = 0; i < result.length(); i++) {
                    flush(text);
                    text.append((char) (ESCAPE + (bytes.get() & 0xff)));
                }
            }
            flush(text);
        } while (!result.isUnderflow());
    }

    private void flush(StringBuilder text) {
        chars.flip();
        text.append(chars);
        chars.clear();
    }

    /** Two bytes are one char, well-formed or not. */
    private void decodeUtf16(StringBuilder text) {
        while (bytes.remaining() >= 2) {
            int first = bytes.get() & 0xff;
            int second = bytes.get() & 0xff;
            text.append((char) (coding == Coding.UTF_16LE ? second << 8 | first : first << 8 | second));
        }
    }

    /** The last byte of UTF-16 with an odd number of bytes, or -1. */
    int loose() {
        return coding != Coding.UTF_8 && ended && bytes.hasRemaining() ? bytes.get(bytes.position()) & 0xff : -1;
    }
}
