package dev.arceval.core.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of protobuf into records, holding one at a time; see {@link OtlpProtobufFormat} for what a record is.
 *
 * <p>Memory grows with the bytes that came, not with a length that is claimed; a record beyond the limit is skipped without
 * holding it.
 */
final class WireRecords {

    /** Larger than the buffer of the stream below, which then need not copy. */
    private static final int START_BUFFER = 1 << 18;

    private static final int HEAD = 8 << 10;

    private final InputStream in;
    private final int maxBytes;
    private byte[] buffer = new byte[START_BUFFER];
    private int at;
    private int limit;
    private long dropped;
    private @Nullable WireFraming framing;
    private boolean over;

    private int start;
    private int length;
    private long number;
    private @Nullable String problem;

    WireRecords(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /** Moves to the next record; false at the end. */
    boolean next() throws IOException {
        problem = null;
        length = 0;
        if (framing == null) {
            available(HEAD);
            framing = WireFraming.of(Arrays.copyOf(buffer, limit), Math.min(limit, HEAD));
            if (framing == WireFraming.UNKNOWN && limit > 0) {
                return broken("no request of OTLP traces in protobuf starts here");
            }
        }
        while (!over && available(1)) {
            if (framing != WireFraming.BARE || tag()) {
                return record();
            }
            if (over) {
                return true;
            }
        }
        return false;
    }

    byte[] bytes() {
        return buffer;
    }

    int offset() {
        return start;
    }

    int length() {
        return length;
    }

    /** Returns the record's number, from 1. */
    long number() {
        return number;
    }

    /** Returns where the record starts in the stream. */
    long position() {
        return dropped + start;
    }

    /** Whether a record is a request, not one of its {@code ResourceSpans}. */
    boolean wholeRequests() {
        return framing != WireFraming.BARE;
    }

    @Nullable
    String problem() {
        return problem;
    }

    /** Goes behind the tag of a {@code ResourceSpans}, or behind another field; whether it was the former. */
    private boolean tag() throws IOException {
        long tag = varint();
        if (over || tag == (1 << 3 | WireBytes.LENGTH)) {
            return !over;
        }
        switch (tag >>> 32 != 0 || tag >>> 3 == 0 ? -1 : (int) tag & 7) {
            case WireBytes.VARINT -> varint();
            case WireBytes.FIXED64 -> skip(8);
            case WireBytes.FIXED32 -> skip(4);
            case WireBytes.LENGTH -> skip(varint());
            default -> broken("no field of a request ends here");
        }
        return false;
    }

    private boolean record() throws IOException {
        long size = framing == WireFraming.FOUR_BYTES ? fourBytes() : varint();
        if (over) {
            return true;
        }
        if (size > maxBytes) {
            start = at;
            skip(size);
            if (!over) {
                number++;
                problem = "larger than " + (maxBytes >> 20) + " MiB";
            }
            return true;
        }
        if (size < 0 || !available((int) size)) {
            return broken("a length beyond the end");
        }
        number++;
        start = at;
        length = (int) size;
        at += length;
        return true;
    }

    private long fourBytes() throws IOException {
        if (!available(4)) {
            broken("it ends too early");
            return -1;
        }
        long size = 0;
        for (int i = 0; i < 4; i++) {
            size = size << 8 | buffer[at++] & 0xFF;
        }
        return size;
    }

    /** Returns a varint; where there is none, reading is over. */
    private long varint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (!available(1)) {
                broken("it ends too early");
                return -1;
            }
            byte next = buffer[at++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        broken("a number of more than ten bytes");
        return -1;
    }

    private void skip(long size) throws IOException {
        if (size < 0 && !over) {
            broken("a length beyond the end");
        }
        long left = over ? 0 : size;
        while (left > 0) {
            if (!available(1)) {
                broken("it ends too early");
                return;
            }
            int step = (int) Math.min(left, limit - at);
            at += step;
            left -= step;
        }
    }

    /** Ends reading with a record that is nothing but this problem. */
    private boolean broken(String what) {
        number++;
        over = true;
        start = at;
        length = 0;
        problem = "not valid protobuf at byte " + position() + ": " + what;
        return true;
    }

    /** Makes {@code size} bytes available from where we are; false if the stream has fewer. */
    private boolean available(int size) throws IOException {
        while (limit - at < size) {
            if (limit == buffer.length) {
                makeRoom();
            }
            int read = in.read(buffer, limit, buffer.length - limit);
            if (read < 0) {
                return false;
            }
            limit += read;
        }
        return true;
    }

    private void makeRoom() {
        if (at > 0) {
            System.arraycopy(buffer, at, buffer, 0, limit - at);
            dropped += at;
            limit -= at;
            at = 0;
        }
        if (limit == buffer.length) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(buffer.length * 2L, Integer.MAX_VALUE - 8));
        }
    }
}
