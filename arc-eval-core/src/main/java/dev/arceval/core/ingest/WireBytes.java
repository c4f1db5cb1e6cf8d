package dev.arceval.core.ingest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A cursor over a message in protobuf's wire format, and over the messages inside of it. Whatever breaks the format refuses
 * the record, with the position in the stream. Mutable, for one thread.
 */
final class WireBytes {

    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int LENGTH = 2;
    static final int GROUP = 3;
    static final int GROUP_END = 4;
    static final int FIXED32 = 5;

    /** As deep as protobuf's own readers go. */
    private static final int MAX_GROUPS = 100;

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final Symbols symbols = new Symbols();
    private byte[] bytes = {};
    private int at;
    private int end;
    private long offset;

    /**
     * Goes to the start of {@code [from, to)}.
     *
     * @param position where {@code from} stands in the stream
     */
    void start(byte[] record, int from, int to, long position) {
        bytes = record;
        at = from;
        end = to;
        offset = position - from;
    }

    /** Returns the next field's number and type as they stand; 0 at the end of the message. */
    int tag() {
        if (at == end) {
            return 0;
        }
        long tag = varint();
        int type = (int) tag & 7;
        if (tag >>> 32 != 0 || tag >>> 3 == 0 || type > FIXED32) {
            throw malformed("no field starts here");
        }
        return (int) tag;
    }

    static int tag(int field, int type) {
        return field << 3 | type;
    }

    /** Enters the message that stands here; returns what to give to {@link #leave} behind it. */
    int enter() {
        int length = length();
        int outer = end;
        end = at + length;
        return outer;
    }

    void leave(int outer) {
        at = end;
        end = outer;
    }

    long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = next();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw malformed("a number of more than ten bytes");
    }

    long fixed64() {
        require(8);
        long value = 0;
        for (int i = 7; i >= 0; i--) {
            value = value << 8 | bytes[at + i] & 0xFF;
        }
        at += 8;
        return value;
    }

    /** Returns a text. */
    String text() {
        int length = length();
        int start = at;
        at += length;
        requireUnicode(start, length);
        return symbols.text(bytes, start, length);
    }

    /** Returns the rest of a text of which the first bytes are known; {@code from} stands at a character. */
    String text(int from, int length) {
        requireUnicode(from, length);
        return new String(bytes, from, length, StandardCharsets.UTF_8);
    }

    private void requireUnicode(int start, int length) {
        if (!Utf8.wellFormed(bytes, start, start + length)) {
            throw malformed("not valid UTF-8", start);
        }
    }

    /** Returns bytes as lower-case hex digits. */
    String hex() {
        int length = length();
        byte[] digits = new byte[2 * length];
        for (int i = 0; i < length; i++) {
            int value = bytes[at + i] & 0xFF;
            digits[2 * i] = (byte) HEX[value >> 4];
            digits[2 * i + 1] = (byte) HEX[value & 0xF];
        }
        at += length;
        return new String(digits, StandardCharsets.ISO_8859_1);
    }

    byte[] blob() {
        int length = length();
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    /** Returns the length that stands here; so much is there. */
    int length() {
        int start = at;
        long length = varint();
        if (length < 0 || length > end - at) {
            throw malformed("a length beyond the end", start);
        }
        return (int) length;
    }

    int position() {
        return at;
    }

    void moveTo(int position) {
        at = position;
    }

    byte at(int position) {
        return bytes[position];
    }

    /** Returns how many of {@code most} bytes at two positions are the same. */
    int shared(int one, int two, int most) {
        int differs = Arrays.mismatch(bytes, one, one + most, bytes, two, two + most);
        return differs < 0 ? most : differs;
    }

    /** Skips the value of a field nobody knows. */
    void skip(int tag) {
        skip(tag, 0);
    }

    private void skip(int tag, int groups) {
        switch (tag & 7) {
            case VARINT -> varint();
            case FIXED64 -> {
                require(8);
                at += 8;
            }
            case LENGTH -> {
                int length = length();
                at += length;
            }
            case FIXED32 -> {
                require(4);
                at += 4;
            }
            case GROUP -> {
                if (groups == MAX_GROUPS) {
                    throw malformed("groups nested deeper than " + MAX_GROUPS);
                }
                int inner = tag();
                while (inner != tag(tag >>> 3, GROUP_END)) {
                    if (inner == 0) {
                        throw malformed("a group without an end");
                    }
                    skip(inner, groups + 1);
                    inner = tag();
                }
            }
            default -> throw malformed("a group ends that did not begin");
        }
    }

    private byte next() {
        require(1);
        return bytes[at++];
    }

    private void require(int length) {
        if (end - at < length) {
            throw malformed("it ends too early");
        }
    }

    private MalformedRecordException malformed(String what) {
        return malformed(what, at);
    }

    private MalformedRecordException malformed(String what, int position) {
        return new MalformedRecordException("not valid protobuf at byte " + (offset + position) + ": " + what);
    }
}
