package dev.arceval.core.ingest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

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

    private static final int WORD = Long.BYTES;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DIGITS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final long ONES = 0x0101010101010101L;

    private static final char REPLACEMENT = '\uFFFD';

    private final Symbols<String> symbols = new Symbols<>(text -> text);
    private final byte[] idDigits = new byte[HexIds.TRACE_DIGITS];
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
        int first = bytes[at];
        if (first > 7 && (first & 7) <= FIXED32) {
            at++;
            return first;
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
        if (at < end && bytes[at] >= 0) {
            return bytes[at++];
        }
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
        require(WORD);
        long value = (long) LONGS.get(bytes, at);
        at += WORD;
        return value;
    }

    /** Returns a text. */
    String text() {
        return symbol(symbols);
    }

    /** Returns what {@code known} makes of a text. */
    <T> T symbol(Symbols<T> known) {
        int length = length();
        int start = at;
        at += length;
        T symbol = known.known(bytes, start, length);
        return symbol != null ? symbol : known.add(bytes, start, length, text(start, length));
    }

    /** Returns a text, or the rest of one of which the first bytes are known; {@code from} stands at a character. */
    String text(int from, int length) {
        String text = new String(bytes, from, length, StandardCharsets.UTF_8);
        // As many characters as bytes, and none in place of bytes that are not valid: it is ASCII. That is told faster
        // from
        // the text than from the bytes.
        boolean ascii = text.length() == length && text.indexOf(REPLACEMENT) < 0;
        if (!ascii && !Utf8.wellFormed(bytes, from, from + length)) {
            throw malformed("not valid UTF-8", from);
        }
        return text;
    }

    /** Returns bytes as lower-case hex digits. */
    String hex() {
        int length = length();
        byte[] digits = 2 * length <= idDigits.length ? idDigits : new byte[2 * length];
        int done = 0;
        for (; done + 4 <= length; done += 4) {
            DIGITS.set(digits, 2 * done, eightDigits((int) INTS.get(bytes, at + done)));
        }
        for (; done < length; done++) {
            digits[2 * done] = (byte) Character.forDigit(bytes[at + done] >> 4 & 0xF, 16);
            digits[2 * done + 1] = (byte) Character.forDigit(bytes[at + done] & 0xF, 16);
        }
        at += length;
        return new String(digits, 0, 2 * length, StandardCharsets.ISO_8859_1);
    }

    /** Spreads eight halves of a byte over eight bytes and makes each the digit it is. */
    private static long eightDigits(int four) {
        long spread = four & 0xFFFFFFFFL;
        spread = (spread | spread << 16) & 0x0000FFFF0000FFFFL;
        spread = (spread | spread << 8) & 0x00FF00FF00FF00FFL;
        spread = (spread | spread << 4) & 0x0F0F0F0F0F0F0F0FL;
        // Six more carries into the upper half where it is a letter.
        long letters = spread + 6 * ONES >>> 4 & ONES;
        return spread + '0' * ONES + letters * ('a' - '9' - 1);
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

    /** Goes behind the bytes known from before, with their length, if the same ones stand here. */
    boolean repeats(int known, int length) {
        boolean here =
                end - at > length && bytes[at] == length && KnownBytes.stand(bytes, known, length, bytes, at + 1);
        if (here) {
            at += 1 + length;
        }
        return here;
    }

    /** Goes behind the bytes that are {@code expected}, if they stand here. */
    boolean passes(byte[] expected) {
        int length = expected.length;
        boolean here = end - at >= length && KnownBytes.stand(expected, 0, length, bytes, at);
        if (here) {
            at += length;
        }
        return here;
    }

    /** Returns how many bytes the message we are in has from here on. */
    int left() {
        return end - at;
    }

    /** Goes to the end of the message at whose start we are, if {@code known} has it, and returns what it knows; else null. */
    <T> KnownBytes.@Nullable Known<T> message(KnownBytes<T> known) {
        KnownBytes.Known<T> same = known.find(bytes, at, end - at);
        if (same != null) {
            at = end;
        }
        return same;
    }

    /** Lets {@code known}, which just did not have it, take note of the message at whose end we are. */
    <T> void learn(KnownBytes<T> known, int start, T value) {
        known.learn(bytes, start, at - start, value);
    }

    /** Returns a copy of the bytes from {@code start} to where we are. */
    byte[] since(int start) {
        return Arrays.copyOfRange(bytes, start, at);
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
