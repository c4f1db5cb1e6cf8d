package dev.arceval.core.stats;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Counts of positive values in buckets of equal width on the log scale; quantiles are right to 1 %.
 *
 * <p>Bucket {@code i} holds the values in (g<sup>i-1</sup>, g<sup>i</sup>] with g = 1.01/0.99. Zero has a bucket of its own.
 * The {@value #MAX_BUCKETS} buckets span about 1e-6 to 6e11; smaller and larger values are counted in the first and
 * the last bucket, where the 1 % no longer holds. Counts are integers and the bucket of a value depends on nothing
 * else, so merging is exact in any order and needs no random numbers.
 *
 * <p>Only the range in use is stored: about 8 bytes times 200 buckets at a log standard deviation of 0.5, 16 KiB at
 * most. Not thread-safe.
 *
 * <p>Source: Masson, Rim, Lee, "DDSketch: a fast and fully-mergeable quantile sketch with relative-error guarantees",
 * PVLDB 12 (2019).
 */
public final class LogHistogram {

    /** Largest relative error of a quantile inside the tracked range. */
    public static final double RELATIVE_ACCURACY = 0.01;

    /** Number of buckets beside the one for zero. */
    public static final int MAX_BUCKETS = 2048;

    static final double LOG_WIDTH = StrictMath.log((1 + RELATIVE_ACCURACY) / (1 - RELATIVE_ACCURACY));
    static final int FIRST_BUCKET = -690;
    static final int LAST_BUCKET = FIRST_BUCKET + MAX_BUCKETS - 1;
    /** Where zero stands among the bucket numbers. */
    static final int ZERO_BUCKET = FIRST_BUCKET - 1;

    private static final byte FORMAT = 1;

    private long count;
    private long zeros;
    private long[] counts = {};
    private int lowest;

    /** Returns the histogram of {@code values}. */
    public static LogHistogram of(double... values) {
        LogHistogram histogram = new LogHistogram();
        for (double value : values) {
            histogram.add(value);
        }
        return histogram;
    }

    /** Adds a value, finite and not negative. */
    public void add(double value) {
        addToBucket(bucketOf(value), 1);
    }

    /** Adds all values of {@code other}, which stays as it is. */
    public void merge(LogHistogram other) {
        addToBucket(ZERO_BUCKET, other.zeros);
        for (int i = 0; i < other.counts.length; i++) {
            addToBucket(other.lowest + i, other.counts[i]);
        }
    }

    /** Returns how many values were added. */
    public long count() {
        return count;
    }

    /**
     * Returns the value at rank {@code floor(q * (count - 1))}, right to 1 %; empty for an empty histogram.
     *
     * @param q between 0 and 1
     */
    public OptionalDouble quantile(double q) {
        if (!(q >= 0 && q <= 1)) {
            throw new IllegalArgumentException("q must lie between 0 and 1: " + q);
        }
        if (count == 0) {
            return OptionalDouble.empty();
        }
        long rank = (long) (q * (count - 1));
        if (rank < zeros) {
            return OptionalDouble.of(0);
        }
        long seen = zeros;
        int i = 0;
        while (seen + counts[i] <= rank) {
            seen += counts[i++];
        }
        return OptionalDouble.of(representative(lowest + i));
    }

    /** Returns the serialised form, equal for equal histograms. */
    public byte[] toBytes() {
        int from = firstUsed();
        int to = endUsed();
        int used = to - from;
        ByteBuffer out = ByteBuffer.allocate(1 + Long.BYTES + 2 * Integer.BYTES + used * Long.BYTES);
        out.put(FORMAT).putLong(zeros).putInt(used == 0 ? 0 : from).putInt(used);
        for (int bucket = from; bucket < to; bucket++) {
            out.putLong(countIn(bucket));
        }
        return out.array();
    }

    /** Reads what {@link #toBytes()} wrote. */
    public static LogHistogram fromBytes(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int header = 1 + Long.BYTES + 2 * Integer.BYTES;
        if (bytes.length < header || in.get() != FORMAT) {
            throw new IllegalArgumentException("bytes must be a serialised LogHistogram of format " + FORMAT);
        }
        LogHistogram histogram = new LogHistogram();
        histogram.addToBucket(ZERO_BUCKET, in.getLong());
        int from = in.getInt();
        int used = in.getInt();
        boolean inRange = used == 0 || from >= FIRST_BUCKET && used > 0 && used <= LAST_BUCKET + 1L - from;
        if (!inRange || bytes.length != header + (long) used * Long.BYTES) {
            throw new IllegalArgumentException("bytes must hold the buckets they announce: " + bytes.length + " bytes");
        }
        for (int i = 0; i < used; i++) {
            histogram.addToBucket(from + i, in.getLong());
        }
        return histogram;
    }

    static int bucketOf(double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("value must be finite and not negative: " + value);
        }
        if (value == 0) {
            return ZERO_BUCKET;
        }
        double position = Math.ceil(StrictMath.log(value) / LOG_WIDTH);
        return (int) Math.max(FIRST_BUCKET, Math.min(LAST_BUCKET, position));
    }

    /** Returns the value within 1 % of both ends of the bucket. */
    static double representative(int bucket) {
        return bucket == ZERO_BUCKET ? 0 : StrictMath.exp(bucket * LOG_WIDTH) * (1 - RELATIVE_ACCURACY);
    }

    long zeros() {
        return zeros;
    }

    /** Returns the lowest bucket above zero that holds a value; {@link #endUsed()} if none does. */
    int firstUsed() {
        int i = 0;
        while (i < counts.length && counts[i] == 0) {
            i++;
        }
        return lowest + i;
    }

    /** Returns one more than the highest bucket that holds a value. */
    int endUsed() {
        return lowest + counts.length - trailingEmpty();
    }

    long countIn(int bucket) {
        if (bucket == ZERO_BUCKET) {
            return zeros;
        }
        int i = bucket - lowest;
        return i >= 0 && i < counts.length ? counts[i] : 0;
    }

    void addToBucket(int bucket, long times) {
        if (times < 0) {
            throw new IllegalArgumentException("counts must not be negative: " + times);
        }
        if (times == 0) {
            return;
        }
        count = Math.addExact(count, times);
        if (bucket == ZERO_BUCKET) {
            zeros += times;
        } else {
            cover(bucket);
            counts[bucket - lowest] += times;
        }
    }

    private int trailingEmpty() {
        int empty = 0;
        while (empty < counts.length && counts[counts.length - 1 - empty] == 0) {
            empty++;
        }
        return empty;
    }

    private void cover(int bucket) {
        if (counts.length == 0) {
            lowest = bucket;
            counts = new long[1];
        } else if (bucket < lowest) {
            int from = Math.max(FIRST_BUCKET, Math.min(bucket, lowest - counts.length / 2));
            long[] grown = new long[lowest + counts.length - from];
            System.arraycopy(counts, 0, grown, lowest - from, counts.length);
            counts = grown;
            lowest = from;
        } else if (bucket >= lowest + counts.length) {
            int end = Math.min(LAST_BUCKET + 1, Math.max(bucket + 1, lowest + counts.length + counts.length / 2));
            counts = Arrays.copyOf(counts, end - lowest);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LogHistogram that && Arrays.equals(toBytes(), that.toBytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(toBytes());
    }

    @Override
    public String toString() {
        return "LogHistogram[count=" + count + ", p50=" + quantile(0.5) + ", p95=" + quantile(0.95) + "]";
    }
}
