package dev.arceval.core.stats;

import java.util.Optional;

/**
 * Looks for the place where a series changes its level, by ranks: outliers and skew do not matter.
 *
 * <p>For every split that leaves {@value #SHORTEST} values on both sides, the ranks before it are compared with those after it; the
 * split with the largest standardised difference is the candidate. Its significance is that of the <em>maximum</em>
 * over all splits, from a simulated table: taken as if the split had been fixed in advance, unchanged series would alarm
 * in a large share of cases. Source of the statistic: A. N. Pettitt, "A non-parametric approach to the change-point
 * problem", Applied Statistics 28 (1979).
 */
final class RankCusum {

    /** A level needs this many values to be one. */
    static final int SHORTEST = 6;

    private static final double[] LEVELS = {.2, .1, .05, .02, .01, .005, .002, .001};

    private static final int[] LENGTHS = {
        12, 14, 16, 18, 20, 24, 28, 32, 40, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 2048, 4096
    };

    /**
     * Critical values by length and level: quantiles of the maximum over 8,000 to 40,000 random permutations, to within 0.05. {@code
     * ChangePointTableTest} computes entries of it anew.
     */
    private static final double[][] CRITICAL = {
        {1.28, 1.60, 1.92, 2.24, 2.40, 2.56, 2.88, 2.88},
        {1.60, 1.94, 2.19, 2.49, 2.71, 2.84, 3.00, 3.10},
        {1.75, 2.06, 2.31, 2.60, 2.81, 2.94, 3.15, 3.25},
        {1.86, 2.15, 2.40, 2.69, 2.85, 3.03, 3.18, 3.31},
        {1.93, 2.23, 2.47, 2.73, 2.93, 3.08, 3.25, 3.37},
        {2.00, 2.29, 2.54, 2.83, 3.02, 3.18, 3.40, 3.51},
        {2.07, 2.36, 2.63, 2.90, 3.08, 3.25, 3.42, 3.55},
        {2.12, 2.41, 2.66, 2.94, 3.11, 3.27, 3.44, 3.57},
        {2.20, 2.48, 2.73, 3.01, 3.19, 3.34, 3.57, 3.70},
        {2.24, 2.53, 2.77, 3.05, 3.24, 3.42, 3.60, 3.73},
        {2.30, 2.59, 2.83, 3.11, 3.30, 3.48, 3.73, 3.88},
        {2.40, 2.69, 2.93, 3.21, 3.41, 3.59, 3.81, 3.96},
        {2.44, 2.73, 2.97, 3.27, 3.46, 3.63, 3.88, 4.08},
        {2.50, 2.79, 3.04, 3.32, 3.51, 3.68, 3.92, 4.05},
        {2.54, 2.82, 3.06, 3.35, 3.54, 3.72, 3.90, 4.08},
        {2.59, 2.87, 3.11, 3.40, 3.59, 3.78, 3.97, 4.19},
        {2.63, 2.90, 3.14, 3.41, 3.61, 3.81, 4.02, 4.19},
        {2.66, 2.93, 3.18, 3.47, 3.66, 3.88, 4.07, 4.23},
        {2.70, 2.97, 3.21, 3.47, 3.70, 3.88, 4.08, 4.28},
        {2.74, 3.02, 3.25, 3.53, 3.73, 3.88, 4.05, 4.30},
        {2.80, 3.08, 3.32, 3.63, 3.84, 4.01, 4.15, 4.38}
    };

    private RankCusum() {}

    /**
     * A split of a series.
     *
     * @param at index of the first value after it
     * @param statistic standardised difference of ranks, larger if the levels differ more
     */
    record Split(int at, double statistic) {}

    /** Returns the best split; empty if the series is too short or constant. */
    static Optional<Split> best(double[] ranks) {
        int n = ranks.length;
        double variance = variance(ranks);
        if (n < 2 * SHORTEST || variance == 0) {
            return Optional.empty();
        }
        double mean = mean(ranks);
        double sum = 0;
        int at = -1;
        double largest = -1;
        for (int k = 1; k <= n - SHORTEST; k++) {
            sum += ranks[k - 1] - mean;
            double statistic = Math.abs(sum) / Math.sqrt((double) k * (n - k) / n * variance);
            if (k >= SHORTEST && statistic > largest) {
                largest = statistic;
                at = k;
            }
        }
        return Optional.of(new Split(at, largest));
    }

    /** Returns the statistic of a given split; 0 for a constant series. */
    static double statistic(double[] ranks, int at) {
        double variance = variance(ranks);
        if (variance == 0) {
            return 0;
        }
        double mean = mean(ranks);
        double sum = 0;
        for (int i = 0; i < at; i++) {
            sum += ranks[i] - mean;
        }
        int n = ranks.length;
        return Math.abs(sum) / Math.sqrt((double) at * (n - at) / n * variance);
    }

    /** Returns the probability of a maximum at least this large in an unchanged series; between 0.001 and 0.2 the table's. */
    static double pValue(int length, double statistic) {
        if (statistic < critical(length, 0)) {
            return 1;
        }
        for (int level = 1; level < LEVELS.length; level++) {
            double above = critical(length, level);
            if (statistic < above) {
                double below = critical(length, level - 1);
                double share = above == below ? 0 : (statistic - below) / (above - below);
                return Math.exp(Math.log(LEVELS[level - 1]) * (1 - share) + Math.log(LEVELS[level]) * share);
            }
        }
        return LEVELS[LEVELS.length - 1];
    }

    private static double critical(int length, int level) {
        int last = LENGTHS.length - 1;
        if (length >= LENGTHS[last]) {
            return CRITICAL[last][level];
        }
        int next = 1;
        while (LENGTHS[next] < length) {
            next++;
        }
        double from = Math.log(LENGTHS[next - 1]);
        double share = (Math.log(Math.max(length, LENGTHS[0])) - from) / (Math.log(LENGTHS[next]) - from);
        return CRITICAL[next - 1][level] * (1 - share) + CRITICAL[next][level] * share;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return values.length < 2 ? 0 : squares / (values.length - 1);
    }
}
