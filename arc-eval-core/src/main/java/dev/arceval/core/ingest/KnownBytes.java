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

    private static final int WORD = Long.BYTES;

    private final int longest;
    private final @Nullable Known<T>[] table;

    /** The hash of the bytes known in each place: what is not known is told without a look at what is. */
    private final int[] hashes;

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
        this.hashes = new int[places];
        this.newcomers = new int[places];
    }

    /** Returns what is known of these bytes, or null. */
    @Nullable
    Known<T> find(byte[] bytes, int start, int length) {
        if (length > longest) {
            return null;
        }
        hash = hash(bytes, start, length);
        int place = hash & hashes.length - 1;
        Known<T> known = hashes[place] == hash ? table[place] : null;
        boolean same = known != null && known.bytes.length == length && stand(known.bytes, 0, length, bytes, start);
        return same ? known : null;
    }

    /** Takes note of what was made of the bytes that were just not found. */
    void learn(byte[] bytes, int start, int length, T value) {
        if (length > longest) {
            return;
        }
        int place = hash & hashes.length - 1;
        if (newcomers[place] == hash) {
            hashes[place] = hash;
            table[place] = new Known<>(Arrays.copyOfRange(bytes, start, start + length), value);
        }
        newcomers[place] = hash;
    }

    /** Whether {@code length} bytes of {@code expected} stand at {@code position}; for few bytes faster than comparing arrays. */
    static boolean stand(byte[] expected, int from, int length, byte[] bytes, int position) {
        int last = length - WORD;
        if (last < 0) {
            return fewStand(expected, from, length, bytes, position);
        }
        // The last word overlaps the one before.
        for (int i = 0; (long) LONGS.get(expected, from + i) == (long) LONGS.get(bytes, position + i); ) {
            if (i == last) {
                return true;
            }
            i = Math.min(i + WORD, last);
        }
        return false;
    }

    private static boolean fewStand(byte[] expected, int from, int length, byte[] bytes, int position) {
        for (int i = 0; i < length; i++) {
            if (expected[from + i] != bytes[position + i]) {
                return false;
            }
        }
        return true;
    }

    private static int hash(byte[] bytes, int start, int length) {
        long hash = length;
        int last = length - WORD;
        if (last < 0) {
            return (int) (mixed(hash, few(bytes, start, length)) >>> 32);
        }
        for (int i = 0; ; i = Math.min(i + WORD, last)) {
            hash = mixed(hash, (long) LONGS.get(bytes, start + i));
            if (i == last) {
                return (int) (hash >>> 32);
            }
        }
    }

    private static long few(byte[] bytes, int start, int length) {
        long word = 0;
        for (int i = start; i < start + length; i++) {
            word = word << 8 | bytes[i] & 0xFF;
        }
        return word;
    }

    private static long mixed(long hash, long word) {
        // A multiplication by the golden ratio moves what differs to the high bits.
        long mixed = (hash ^ word) * 0x9E3779B97F4A7C15L;
        return mixed ^ mixed >>> 32;
    }
}
