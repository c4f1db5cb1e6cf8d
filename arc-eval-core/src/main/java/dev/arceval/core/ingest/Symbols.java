package dev.arceval.core.ingest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Texts known by their bytes, so that names and short values, which repeat from span to span, are made once.
 *
 * <p>The table has a fixed size. A text has one place in it and takes it when it comes a second time in a row there, so
 * what comes once takes nobody's place, and texts chosen to collide cost no more than texts that differ. Mutable, for one
 * thread.
 */
final class Symbols {

    /** Longer texts rarely repeat. */
    private static final int LONGEST = 64;

    private static final int SIZE = 2_048;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final String[] symbols = new String[SIZE];
    private final byte[][] symbolBytes = new byte[SIZE][];

    /** The hash last met in each place that the symbol there does not have. */
    private final int[] newcomers = new int[SIZE];

    /** Returns the text of well-formed UTF-8. */
    String text(byte[] bytes, int start, int length) {
        if (length > LONGEST) {
            return new String(bytes, start, length, StandardCharsets.UTF_8);
        }
        int hash = hash(bytes, start, length);
        int place = hash & SIZE - 1;
        byte[] known = symbolBytes[place];
        if (known != null && known.length == length && stands(known, 0, length, bytes, start)) {
            return symbols[place];
        }
        String text = new String(bytes, start, length, StandardCharsets.UTF_8);
        if (newcomers[place] == hash) {
            symbols[place] = text;
            symbolBytes[place] = Arrays.copyOfRange(bytes, start, start + length);
        }
        newcomers[place] = hash;
        return text;
    }

    /** Whether {@code length} bytes of {@code expected} stand at {@code position}; for few bytes faster than comparing arrays. */
    static boolean stands(byte[] expected, int from, int length, byte[] bytes, int position) {
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            if ((long) LONGS.get(expected, from + i) != (long) LONGS.get(bytes, position + i)) {
                return false;
            }
        }
        if (i > 0 && i < length) {
            // The last eight overlap those before.
            return (long) LONGS.get(expected, from + length - 8) == (long) LONGS.get(bytes, position + length - 8);
        }
        for (; i < length; i++) {
            if (expected[from + i] != bytes[position + i]) {
                return false;
            }
        }
        return true;
    }

    private static int hash(byte[] bytes, int start, int length) {
        long hash = length;
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            hash = mixed(hash, (long) LONGS.get(bytes, start + i));
        }
        if (i > 0) {
            hash = mixed(hash, (long) LONGS.get(bytes, start + length - 8));
        } else {
            long word = 0;
            for (; i < length; i++) {
                word = word << 8 | bytes[start + i] & 0xFF;
            }
            hash = mixed(hash, word);
        }
        return (int) (hash >>> 32);
    }

    private static long mixed(long hash, long word) {
        // A multiplication by the golden ratio moves what differs to the high bits.
        long mixed = (hash ^ word) * 0x9E3779B97F4A7C15L;
        return mixed ^ mixed >>> 32;
    }
}
