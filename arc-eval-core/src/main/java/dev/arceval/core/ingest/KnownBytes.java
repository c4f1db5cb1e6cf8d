package dev.arceval.core.ingest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What was made of bytes that repeat.
 *
 * <p>The table has a fixed size. Bytes have one place in it and take it when they come a second time in a row there, so
 * what comes once takes nobody's place, and bytes chosen to collide cost no more than bytes that differ. Mutable, for one
 * thread.
 */
final class KnownBytes<T> {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final int longest;
    private final @Nullable Known<T>[] table;

    /** The hash last met in each place that the bytes known there do not have. */
    private final int[] newcomers;

    private int hash;

    /** Bytes, which are not to be changed, and what was made of them. */
    static final class Known<T> {

        final byte[] bytes;
        final T value;

        Known(byte[] bytes, T value) {
            this.bytes = bytes;
            this.value = value;
        }
    }

    /**
     * @param places a power of two
     * @param longest how many bytes are worth looking up; more rarely repeat
     */
    @SuppressWarnings({"unchecked", "rawtypes"})
    KnownBytes(int places, int longest) {
        this.longest = longest;
        this.table = new Known[places];
        this.newcomers = new int[places];
    }

    /** Returns what is known of these bytes, or null. */
    @Nullable
    Known<T> find(byte[] bytes, int start, int length) {
        if (length > longest) {
            return null;
        }
        hash = hash(bytes, start, length);
        Known<T> known = table[hash & table.length - 1];
        boolean same = known != null && known.bytes.length == length && stand(known.bytes, 0, length, bytes, start);
        return same ? known : null;
    }

    /** Takes note of what was made of the bytes that were just not found. */
    void learn(byte[] bytes, int start, int length, T value) {
        if (length > longest) {
            return;
        }
        int place = hash & table.length - 1;
        if (newcomers[place] == hash) {
            table[place] = new Known<>(Arrays.copyOfRange(bytes, start, start + length), value);
        }
        newcomers[place] = hash;
    }

    /** Whether {@code length} bytes of {@code expected} stand at {@code position}; for few bytes faster than comparing arrays. */
    static boolean stand(byte[] expected, int from, int length, byte[] bytes, int position) {
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
