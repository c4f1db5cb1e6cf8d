package dev.arceval.core.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A trace as it stands in the database.
 *
 * <p>The body is a header of {@value #HEADER} bytes (format, checksum, length of the text) and the packed text. The
 * checksum covers the columns too, so a row whose parts do not belong together is never taken for a trace.
 *
 * @param agent the agent's name
 * @param start nanoseconds since the epoch; 0 if unknown
 * @param outcome see {@link OutcomeColumn}
 * @param body not copied: rows do not leave the package
 */
record Row(String traceId, String agent, @Nullable String version, long start, int outcome, int spans, byte[] body) {

    static final int HEADER = 9;

    /**
     * The columns beside the body and the entries in all indexes, those of words included; as measured with ids of 32
     * characters and inputs of some ten words, see AppendRateTest.
     */
    static final int OVERHEAD = 430;

    private static final int CHECKSUM_AT = 1;
    private static final int LENGTH_AT = 5;

    /** Returns the row with the header filled in; {@code body} is changed. */
    static Row sealed(
            String traceId,
            String agent,
            @Nullable String version,
            long start,
            int outcome,
            int spans,
            byte format,
            int length,
            byte[] body) {
        Row row = new Row(traceId, agent, version, start, outcome, spans, body);
        body[0] = format;
        ByteBuffer.wrap(body).putInt(LENGTH_AT, length).putInt(CHECKSUM_AT, row.checksum());
        return row;
    }

    /** Whether every column and the body are as they were written. */
    boolean isIntact() {
        return body.length >= HEADER && ByteBuffer.wrap(body).getInt(CHECKSUM_AT) == checksum();
    }

    byte format() {
        return body[0];
    }

    /** The length of the unpacked text. */
    int length() {
        return ByteBuffer.wrap(body).getInt(LENGTH_AT);
    }

    /** About what the row takes on disk, with its places in the indexes. */
    long bytes() {
        return (long) body.length + OVERHEAD;
    }

    /** Whether both hold the same, byte for byte. */
    boolean isSame(Row other) {
        return traceId.equals(other.traceId)
                && agent.equals(other.agent)
                && Objects.equals(version, other.version)
                && start == other.start
                && outcome == other.outcome
                && spans == other.spans
                && Arrays.equals(body, other.body);
    }

    /** The checksum of a text that belongs to the trace in row {@code id}. */
    static int checksum(long id, String text) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(id).flip());
        update(crc, text);
        return (int) crc.getValue();
    }

    private int checksum() {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES)
                .putLong(start)
                .putInt(outcome)
                .putInt(spans)
                .flip());
        update(crc, traceId);
        update(crc, agent);
        update(crc, version);
        crc.update(body[0]);
        crc.update(body, LENGTH_AT, body.length - LENGTH_AT);
        return (int) crc.getValue();
    }

    /** The length goes first, so that text cannot move from one column to the next unseen. */
    private static void update(CRC32C crc, @Nullable String text) {
        byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        int length = text == null ? -1 : bytes.length;
        crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).flip());
        crc.update(bytes);
    }
}
