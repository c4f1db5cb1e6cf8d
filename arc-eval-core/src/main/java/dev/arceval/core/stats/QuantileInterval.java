package dev.arceval.core.stats;

import java.util.Arrays;

/**
 * Interval of a quantile from the order statistics of one sample, whatever its distribution: the ranks between which the
 * quantile lies are binomial. Holds its level exactly or, ranks being whole numbers, a little more.
 */
public final class QuantileInterval {

    private QuantileInterval() {}

    /**
     * Returns the interval; an end is infinite where the sample is too small to bound it.
     *
     * @param values in any order, left as they are
     * @param q the quantile, between 0 and 1
     * @param confidence such as 0.95
     */
    public static Interval of(double[] values, double q, double confidence) {
        if (!(q > 0 && q < 1)) {
            throw new IllegalArgumentException("q must lie between 0 and 1: " + q);
        }
        if (values.length == 0) {
            return Interval.UNBOUNDED;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        CountDistribution below = CountDistribution.binomial(sorted.length, q);
        double tail = (1 - confidence) / 2;
        int lower = rank(below, tail);
        int upper = rank(below, 1 - tail) + 1;
        return new Interval(
                lower < 1 ? Double.NEGATIVE_INFINITY : sorted[lower - 1],
                upper > sorted.length ? Double.POSITIVE_INFINITY : sorted[upper - 1]);
    }

    /** Returns the sample's own quantile, between the two nearest values where it falls between. */
    public static double estimate(double[] values, double q) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double position = q * (sorted.length - 1);
        int index = (int) position;
        double next = sorted[Math.min(index + 1, sorted.length - 1)];
        return sorted[index] + (position - index) * (next - sorted[index]);
    }

    /** The smallest count with at least this much probability up to it. */
    private static int rank(CountDistribution counts, double probability) {
        double sum = 0;
        int count = 0;
        while (true) {
            sum += counts.at(count);
            if (sum >= probability) {
                return count;
            }
            count++;
        }
    }
}
