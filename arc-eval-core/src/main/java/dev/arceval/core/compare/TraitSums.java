package dev.arceval.core.compare;

import java.util.Arrays;

/** How often some runs did what, and how long their answers were; whole numbers, so that the order does not matter. */
final class TraitSums {

    /** Logarithms of lengths are summed to nine digits. */
    private static final double UNIT = 1L << 30;

    private long runs;
    private long answers;
    private long refusals;
    private long logLengths;
    private long[] keys = {};
    private long[] counts = {};

    void add(Traits traits, TraitTable table) {
        runs++;
        if (!Double.isNaN(traits.logLength())) {
            answers++;
            refusals += traits.refused() ? 1 : 0;
            logLengths += Math.round(traits.logLength() * UNIT);
        }
        traits.counts().forEach((trait, count) -> add(table.key(trait), count));
    }

    void merge(TraitSums other) {
        runs += other.runs;
        answers += other.answers;
        refusals += other.refusals;
        logLengths += other.logLengths;
        merge(other.keys, other.counts);
    }

    /** Both are sorted: one pass, where inserting key by key would copy all of them each time. */
    private void merge(long[] otherKeys, long[] otherCounts) {
        long[] bothKeys = new long[keys.length + otherKeys.length];
        long[] bothCounts = new long[bothKeys.length];
        int mine = 0;
        int theirs = 0;
        int size = 0;
        while (mine < keys.length || theirs < otherKeys.length) {
            boolean takeMine = theirs == otherKeys.length || (mine < keys.length && keys[mine] <= otherKeys[theirs]);
            boolean takeTheirs = mine == keys.length || (theirs < otherKeys.length && otherKeys[theirs] <= keys[mine]);
            bothKeys[size] = takeMine ? keys[mine] : otherKeys[theirs];
            bothCounts[size++] = (takeMine ? counts[mine++] : 0) + (takeTheirs ? otherCounts[theirs++] : 0);
        }
        keys = Arrays.copyOf(bothKeys, size);
        counts = Arrays.copyOf(bothCounts, size);
    }

    long runs() {
        return runs;
    }

    /** Runs with an answer. */
    long answers() {
        return answers;
    }

    long refusals() {
        return refusals;
    }

    double logLength() {
        return logLengths / UNIT;
    }

    /** Returns the numbers of what these runs did; not to be changed. */
    long[] keys() {
        return keys;
    }

    long count(long key) {
        int at = Arrays.binarySearch(keys, key);
        return at < 0 ? 0 : counts[at];
    }

    private void add(long key, long count) {
        int at = Arrays.binarySearch(keys, key);
        if (at < 0) {
            at = -at - 1;
            keys = insert(keys, at, key);
            counts = insert(counts, at, 0);
        }
        counts[at] += count;
    }

    private static long[] insert(long[] values, int at, long value) {
        long[] longer = new long[values.length + 1];
        System.arraycopy(values, 0, longer, 0, at);
        longer[at] = value;
        System.arraycopy(values, at, longer, at + 1, values.length - at);
        return longer;
    }
}
