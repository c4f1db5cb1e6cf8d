package dev.arceval.core.mine;

import java.util.Arrays;

/**
 * Counts by 64-bit key. Of more keys than the limit those that are smallest stay, and what stays was counted from its first time:
 * the result depends on what was counted and not on the order. Not thread-safe.
 */
final class HashCounts {

    private static final long[] NONE = {};

    private final int limit;
    private long[] keys = NONE;
    private long[] counts = NONE;

    HashCounts(int limit) {
        this.limit = limit;
    }

    void add(long key, long times) {
        int at = Arrays.binarySearch(keys, key);
        if (at >= 0) {
            counts[at] += times;
        } else if (keys.length < limit || key < keys[limit - 1]) {
            insert(-at - 1, key, times);
        }
    }

    void merge(HashCounts other) {
        for (int i = 0; i < other.keys.length; i++) {
            add(other.keys[i], other.counts[i]);
        }
    }

    /** Returns the keys in order; not to be changed. */
    long[] keys() {
        return keys;
    }

    long count(long key) {
        int at = Arrays.binarySearch(keys, key);
        return at < 0 ? 0 : counts[at];
    }

    private void insert(int at, long key, long times) {
        int size = Math.min(limit, keys.length + 1);
        long[] moreKeys = Arrays.copyOf(keys, size);
        long[] moreCounts = Arrays.copyOf(counts, size);
        int moved = size - at - 1;
        System.arraycopy(keys, at, moreKeys, at + 1, moved);
        System.arraycopy(counts, at, moreCounts, at + 1, moved);
        moreKeys[at] = key;
        moreCounts[at] = times;
        keys = moreKeys;
        counts = moreCounts;
    }
}
