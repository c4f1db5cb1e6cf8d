package dev.arceval.core.ingest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Texts known by their bytes, and what is made of them, so that names and short values, which repeat from span to span, are
 * made once.
 *
 * <p>The table has a fixed size. A text has one place in it and takes it when it comes a second time in a row there, so
 * what comes once takes nobody's place, and texts chosen to collide cost no more than texts that differ. Mutable, for one
 * thread.
 */
final class Symbols<T> {

    /** Longer texts rarely repeat. */
    private static final int LONGEST = 64;

    private static final int SIZE = 2_048;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final Function<String, T> made;
    private final @Nullable Object[] symbols = new Object[SIZE];
    private final byte[][] symbolBytes = new byte[SIZE][];

    private boolean knew;

    /** The hash last met in each place that the symbol there does not have. */
    private final int[] newcomers = new int[SIZE];

    /** @param made what a text becomes, the same each time */
    Symbols(Function<String, T> made) {
        this.made = made;
    }

    /** Returns what is made of well-formed UTF-8. */
    @SuppressWarnings("unchecked")
    T of(byte[] bytes, int start, int length) {
        knew = false;
        if (length > LONGEST) {
            return made.apply(new String(bytes, start, length, StandardCharsets.UTF_8));
        }
        int hash = hash(bytes, start, length);
        int place = hash & SIZE - 1;
        byte[] known = symbolBytes[place];
        T symbol = (T) symbols[place];
        if (symbol != null && known != null && known.length == length && stands(known, 0, length, bytes, start)) {
            knew = true;
            return symbol;
        }
        T text = made.apply(new String(bytes, start, length, StandardCharsets.UTF_8));
        if (newcomers[place] == hash) {
            symbols[place] = text;
            symbolBytes[place] = Arrays.copyOfRange(bytes, start, start + length);
        }
        newcomers[place] = hash;
        return text;
    }

    /** Whether the last text was known. */
    boolean knew() {
        return knew;
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
