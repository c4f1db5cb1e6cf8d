package dev.arceval.core.redact;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Writes text as the bytes that {@link RawInput} read it from. Not thread-safe. */
final class RawOutput {

    private static final int BUFFER = 1 << 16;

    private final OutputStream out;
    private final RawInput like;

    /** @param like the input whose coding and compression to take over */
    RawOutput(OutputStream out, RawInput like) throws IOException {
        this.out = like.compressed() ? new GZIPOutputStream(out, BUFFER) : out;
        this.like = like;
    }

    void write(String text) throws IOException {
        if (like.coding() != RawInput.Coding.UTF_8) {
            writeUtf16(text);
            return;
        }
        int done = 0;
        for (int i = 0; i < text.length(); i++) {
            if (isEscape(text, i)) {
                writeUtf8(text, done, i);
                out.write(text.charAt(i) - RawInput.ESCAPE);
                done = i + 1;
            }
        }
        writeUtf8(text, done, text.length());
    }

    /** Ends the compression and passes on what is buffered; does not close the stream. */
    void finish() throws IOException {
        if (like.loose() >= 0) {
            out.write(like.loose());
        }
        if (out instanceof GZIPOutputStream gzip) {
            gzip.finish();
        }
        out.flush();
    }

    private void writeUtf8(String text, int from, int to) throws IOException {
        if (to > from) {
            out.write(text.substring(from, to).getBytes(StandardCharsets.UTF_8));
        }
    }

    private void writeUtf16(String text) throws IOException {
        byte[] bytes = new byte[2 * text.length()];
        int high = like.coding() == RawInput.Coding.UTF_16LE ? 1 : 0;
        for (int i = 0; i < text.length(); i++) {
            bytes[2 * i + high] = (byte) (text.charAt(i) >> 8);
            bytes[2 * i + 1 - high] = (byte) text.charAt(i);
        }
        out.write(bytes);
    }

    private static boolean isEscape(String text, int i) {
        return Character.isLowSurrogate(text.charAt(i)) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}
