package dev.arceval.core.stats;

import java.util.Optional;

/**
 * Two histograms over the same bins, equally wide on the log scale. The half per cent of values at either end, and zeros, count
 * in the outer bins: a single huge value would squeeze all others into one.
 *
 * @param edges borders of the bins, rising, one more than there are bins
 * @param baseline counts of the first
 * @param current counts of the second
 */
public record SharedBins(double[] edges, long[] baseline, long[] current) {

    private static final double END = 0.005;

    /** Returns at most {@code most} bins; empty if a histogram is. */
    public static Optional<SharedBins> of(LogHistogram baseline, LogHistogram current, int most) {
        if (baseline.count() == 0 || current.count() == 0) {
            return Optional.empty();
        }
        int from = Math.min(bucket(baseline, END), bucket(current, END));
        int to = Math.max(bucket(baseline, 1 - END), bucket(current, 1 - END));
        int width = (to - from + most) / most;
        int bins = (to - from) / width + 1;
        double[] edges = new double[bins + 1];
        for (int i = 0; i <= bins; i++) {
            edges[i] = StrictMath.exp((from - 1.0 + i * width) * LogHistogram.LOG_WIDTH);
        }
        return Optional.of(
                new SharedBins(edges, counts(baseline, from, width, bins), counts(current, from, width, bins)));
    }

    private static int bucket(LogHistogram histogram, double q) {
        return Math.max(
                LogHistogram.FIRST_BUCKET,
                LogHistogram.bucketOf(histogram.quantile(q).orElseThrow()));
    }

    private static long[] counts(LogHistogram histogram, int from, int width, int bins) {
        long[] counts = new long[bins];
        counts[0] = histogram.zeros();
        for (int bucket = histogram.firstUsed(); bucket < histogram.endUsed(); bucket++) {
            int bin = Math.floorDiv(bucket - from, width);
            counts[Math.max(0, Math.min(bins - 1, bin))] += histogram.countIn(bucket);
        }
        return counts;
    }
}
