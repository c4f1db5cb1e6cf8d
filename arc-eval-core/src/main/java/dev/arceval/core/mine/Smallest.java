package dev.arceval.core.mine;

import java.util.Collection;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Values by 64-bit hash. Of more than the limit those with the smallest hashes stay: an even sample of what was ever put in,
 * whatever the order, and each that stays was there from its first time. Not thread-safe.
 */
final class Smallest<V> {

    private final int limit;
    private final BinaryOperator<V> join;
    private final TreeMap<Long, V> values = new TreeMap<>();
    private long offered;

    /** @param join makes one value of two with the same hash */
    Smallest(int limit, BinaryOperator<V> join) {
        this.limit = limit;
        this.join = join;
    }

    void put(long hash, V value) {
        offered++;
        keep(hash, value);
    }

    /** Counts a value that {@link #takes} refused. */
    void passed() {
        offered++;
    }

    void merge(Smallest<V> other) {
        offered += other.offered;
        other.values.forEach(this::keep);
    }

    @Nullable
    V get(long hash) {
        return values.get(hash);
    }

    /** Returns the values in order of their hashes. */
    Collection<V> values() {
        return values.values();
    }

    TreeMap<Long, V> byHash() {
        return values;
    }

    /** Returns how many were put in, those with the same hash counted each time. */
    long offered() {
        return offered;
    }

    /** Whether a value with this hash would stay. */
    boolean takes(long hash) {
        return values.size() < limit || hash <= values.lastKey();
    }

    private void keep(long hash, V value) {
        if (takes(hash)) {
            values.merge(hash, value, join);
            if (values.size() > limit) {
                values.pollLastEntry();
            }
        }
    }
}
