package dev.arceval.core.stats;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Difference of the logarithms of one quantile, such as p95, between two samples.
 *
 * <p>{@link Estimate#exp()} gives the ratio. Hypothesis of {@code p.greater}: the current quantile is not greater. The
 * standard error of each quantile is read from the sample itself: the order statistics at the ends of the 90 % binomial
 * interval of its rank, their log distance over the width of that interval (Woodruff). Closer ones would be too noisy in
 * a tail of 25 values: with one standard deviation of rank the test alarmed in 6.3 % of cases at a level of 5 %. Within
 * a bucket, values are taken as spread evenly on the log scale. Normal in the limit.
 *
 * <p>Source: R. S. Woodruff, JASA 47 (1952).
 */
public final class QuantileTest {

    /** Fewer values beyond the quantile do not fix its standard error. */
    private static final int LEAST_BEYOND = 10;

    /** Standard deviations of rank from the quantile to the order statistics that give its standard error. */
    private static final double RANK_DEVIATIONS = Confidence.normalQuantile(0.90);

    private QuantileTest() {}

    /**
     * Returns the log quantile difference; empty when a side has fewer than ten values on either side of the quantile, or
     * when the quantile's neighbourhood holds zeros.
     */
    public static Optional<Estimate> compare(LogHistogram baseline, LogHistogram current, double q, double confidence) {
        Optional<LogQuantile> before = LogQuantile.of(baseline, q);
        Optional<LogQuantile> after = LogQuantile.of(current, q);
        if (before.isEmpty() || after.isEmpty()) {
            return Optional.empty();
        }
        double difference = after.get().value - before.get().value;
        double standardError = Math.hypot(before.get().standardError, after.get().standardError);
        double z = difference / standardError;
        double halfWidth = Confidence.normalQuantile(confidence) * standardError;
        return Optional.of(new Estimate(
                difference,
                new Interval(difference - halfWidth, difference + halfWidth),
                new PValues(Confidence.NORMAL.survivalProbability(z), Confidence.NORMAL.cumulativeProbability(z))));
    }

    private record LogQuantile(double value, double standardError) {

        static Optional<LogQuantile> of(LogHistogram histogram, double q) {
            if (!(q > 0 && q < 1)) {
                throw new IllegalArgumentException("q must lie between 0 and 1: " + q);
            }
            double n = histogram.count();
            if (n * Math.min(q, 1 - q) < LEAST_BEYOND) {
                return Optional.empty();
            }
            double reach = RANK_DEVIATIONS * Math.sqrt(q * (1 - q) / n);
            OptionalDouble value = logAt(histogram, q);
            OptionalDouble below = logAt(histogram, q - reach);
            OptionalDouble above = logAt(histogram, q + reach);
            return below.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new LogQuantile(
                            value.orElseThrow(), (above.orElseThrow() - below.orElseThrow()) / (2 * RANK_DEVIATIONS)));
        }

        /** Returns the log of the value that a share {@code q} lies below, interpolated in its bucket. */
        private static OptionalDouble logAt(LogHistogram histogram, double q) {
            double target = q * histogram.count() - histogram.zeros();
            if (target <= 0) {
                return OptionalDouble.empty();
            }
            int bucket = histogram.firstUsed();
            int last = histogram.endUsed() - 1;
            while (bucket < last && target > histogram.countIn(bucket)) {
                target -= histogram.countIn(bucket++);
            }
            double share = Math.min(1, target / histogram.countIn(bucket));
            return OptionalDouble.of((bucket - 1 + share) * LogHistogram.LOG_WIDTH);
        }
    }
}
