package dev.arceval.core.mine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Values by 64-bit hash. Of more than the limit those with the smallest hashes stay: an even sample of what was ever put in,
 * whatever the order, and each that stays was there from its first time. Not thread-safe.
 */
final class Smallest<V> {

    private final int limit;
    private final BinaryOperator<V> join;
    private final Map<Long, V> values = new HashMap<>();

    /** No greater hash stays. */
    private long greatest = Long.MAX_VALUE;

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
        forgetRest();
        return values.get(hash);
    }

    /** Returns the values in order of their hashes. */
    List<V> values() {
        forgetRest();
        List<V> inOrder = new ArrayList<>(values.size());
        for (long hash : hashes()) {
            inOrder.add(values.get(hash));
        }
        return inOrder;
    }

    int size() {
        forgetRest();
        return values.size();
    }

    /** Returns how many were put in, those with the same hash counted each time. */
    long offered() {
        return offered;
    }

    /** Whether a value with this hash may stay. */
    boolean takes(long hash) {
        return hash <= greatest;
    }

    private void keep(long hash, V value) {
        if (takes(hash)) {
            values.merge(hash, value, join);
            if (values.size() >= 2L * limit) {
                forgetRest();
            }
        }
    }

    /** Until then up to twice the limit are kept, so that the greatest need not be looked for each time. */
    private void forgetRest() {
        if (values.size() > limit) {
            greatest = hashes()[limit - 1];
            values.keySet().removeIf(hash -> hash > greatest);
        }
    }

    /** In order. */
    private long[] hashes() {
        return values.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
    }
}
