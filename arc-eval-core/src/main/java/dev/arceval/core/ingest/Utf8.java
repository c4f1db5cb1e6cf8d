package dev.arceval.core.ingest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks on UTF-8 bytes that the JSON parser leaves out. Eight bytes are looked at together where nothing special stands,
 * by the bit tricks of Hacker's Delight, chapter 6.
 */
final class Utf8 {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long NEWLINES = ONES * '\n';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long LETTERS_U = ONES * 'u';

    private Utf8() {}

    /** Returns the position of the first newline in {@code [from, to)}, or -1. */
    static int newline(byte[] bytes, int from, int to) {
        int i = from;
        for (; i + 8 <= to; i += 8) {
            if (zeroBytes((long) LONGS.get(bytes, i) ^ NEWLINES) != 0) {
                break;
            }
        }
        for (; i < to; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** Returns whether {@code [from, to)} is well-formed UTF-8: no overlong form, no surrogate, nothing beyond U+10FFFF. */
    static boolean wellFormed(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            if (i + 8 <= to && ((long) LONGS.get(bytes, i) & HIGH_BITS) == 0) {
                i += 8;
            } else if (bytes[i] >= 0) {
                i++;
            } else {
                int length = sequence(bytes, i, to);
                if (length == 0) {
                    return false;
                }
                i += length;
            }
        }
        return true;
    }

    /** Returns whether an escape of a surrogate may stand in {@code [from, to)}; only then can a text hold a lone one. */
    static boolean mayEscapeSurrogate(byte[] bytes, int from, int to) {
        int i = from;
        // Steps of seven, so that a backslash and the letter after it are always seen in one word.
        for (; i + 8 <= to; i += 7) {
            long word = (long) LONGS.get(bytes, i);
            long escapes = (zeroBytes(word ^ BACKSLASHES) << 8) & zeroBytes(word ^ LETTERS_U);
            if (escapes != 0 && escapesSurrogate(bytes, i, Math.min(i + 8, to - 2), to)) {
                return true;
            }
        }
        return escapesSurrogate(bytes, i, to - 2, to);
    }

    private static boolean escapesSurrogate(byte[] bytes, int from, int last, int to) {
        for (int i = from; i < last; i++) {
            if (bytes[i] == '\\' && bytes[i + 1] == 'u' && i + 2 < to && (bytes[i + 2] | 0x20) == 'd') {
                return true;
            }
        }
        return false;
    }

    /**
     * Decodes {@code [from, to)}, which must be well-formed, into {@code chars}, which must have room for a char a byte.
     *
     * @return the number of chars
     */
    static int decode(byte[] bytes, int from, int to, char[] chars) {
        int i = from;
        int n = 0;
        while (i < to) {
            long word = i + 8 <= to ? (long) LONGS.get(bytes, i) : HIGH_BITS;
            if ((word & HIGH_BITS) == 0) {
                for (int k = 0; k < 8; k++) {
                    chars[n + k] = (char) (word >>> 8 * k & 0x7F);
                }
                i += 8;
                n += 8;
                continue;
            }
            int lead = bytes[i];
            if (lead >= 0) {
                chars[n++] = (char) lead;
                i++;
            } else if (lead < (byte) 0xE0) {
                chars[n++] = (char) ((lead & 0x1F) << 6 | bytes[i + 1] & 0x3F);
                i += 2;
            } else if (lead < (byte) 0xF0) {
                chars[n++] = (char) ((lead & 0x0F) << 12 | (bytes[i + 1] & 0x3F) << 6 | bytes[i + 2] & 0x3F);
                i += 3;
            } else {
                int code = (lead & 0x07) << 18
                        | (bytes[i + 1] & 0x3F) << 12
                        | (bytes[i + 2] & 0x3F) << 6
                        | bytes[i + 3] & 0x3F;
                chars[n++] = Character.highSurrogate(code);
                chars[n++] = Character.lowSurrogate(code);
                i += 4;
            }
        }
        return n;
    }

    /** The high bit of each byte that is zero, and perhaps of a byte above a zero one. */
    private static long zeroBytes(long word) {
        return (word - ONES) & ~word & HIGH_BITS;
    }

    /** The length of the multi-byte sequence at {@code i}; 0 if it is malformed. Unicode 15, table 3-7. */
    private static int sequence(byte[] bytes, int i, int to) {
        int lead = bytes[i] & 0xFF;
        int length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
        if (length == 0 || i + length > to) {
            return 0;
        }
        int second = bytes[i + 1] & 0xFF;
        int least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < least || second > most) {
            return 0;
        }
        for (int k = 2; k < length; k++) {
            if ((bytes[i + k] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return length;
    }
}
