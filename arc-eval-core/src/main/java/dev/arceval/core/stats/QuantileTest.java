package dev.arceval.core.stats;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

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

    /** The two samples of one stratum. */
    public record Stratum(LogHistogram baseline, LogHistogram current) {

        private boolean isComparable() {
            return baseline.count() > 0 && current.count() > 0;
        }
    }

    /**
     * Returns the log quantile difference; empty when a side has fewer than ten values on either side of the quantile, or
     * when the quantile's neighbourhood holds zeros.
     */
    public static Optional<Estimate> compare(LogHistogram baseline, LogHistogram current, double q, double confidence) {
        return compare(List.of(new Stratum(baseline, current)), q, confidence);
    }

    /**
     * The same at an equal mix of strata: values weigh so that each stratum has the share on both sides that it has in all
     * values together. Strata seen on one side only are left out. The standard error is that of as many equally weighted
     * values as the weights are worth (Kish), which is at most too large.
     */
    public static Optional<Estimate> compare(List<Stratum> strata, double q, double confidence) {
        if (!(q > 0 && q < 1)) {
            throw new IllegalArgumentException("q must lie between 0 and 1: " + q);
        }
        List<Stratum> usable = strata.stream().filter(Stratum::isComparable).toList();
        if (usable.isEmpty()) {
            return Optional.empty();
        }
        Optional<LogQuantile> before = LogQuantile.of(Weighted.of(usable, Stratum::baseline), q);
        Optional<LogQuantile> after = LogQuantile.of(Weighted.of(usable, Stratum::current), q);
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

    /** Weighted counts by bucket, in an order that depends on nothing but the counts. */
    private record Weighted(int first, double[] counts, double zeros, double total, double effectiveSize) {

        static Weighted of(List<Stratum> strata, Function<Stratum, LogHistogram> side) {
            // Sorted, because floating-point sums depend on the order.
            List<Stratum> ordered = strata.stream()
                    .sorted(Comparator.comparingLong((Stratum stratum) -> stratum.baseline.count())
                            .thenComparingLong(stratum -> stratum.current.count())
                            .thenComparing(stratum -> stratum.baseline.toBytes(), Arrays::compare)
                            .thenComparing(stratum -> stratum.current.toBytes(), Arrays::compare))
                    .toList();
            int first = ordered.stream()
                    .mapToInt(stratum -> side.apply(stratum).firstUsed())
                    .min()
                    .orElseThrow();
            int end = ordered.stream()
                    .mapToInt(stratum -> side.apply(stratum).endUsed())
                    .max()
                    .orElseThrow();
            double[] counts = new double[Math.max(1, end - first)];
            double zeros = 0;
            double total = 0;
            double squares = 0;
            for (Stratum stratum : ordered) {
                LogHistogram own = side.apply(stratum);
                double all = (double) stratum.baseline.count() + stratum.current.count();
                double weight = strata.size() == 1 ? 1 : all / own.count();
                for (int bucket = own.firstUsed(); bucket < own.endUsed(); bucket++) {
                    counts[bucket - first] += weight * own.countIn(bucket);
                }
                zeros += weight * own.zeros();
                total += weight * own.count();
                squares += weight * weight * own.count();
            }
            return new Weighted(first, counts, zeros, total, total * total / squares);
        }
    }

    private record LogQuantile(double value, double standardError) {

        static Optional<LogQuantile> of(Weighted values, double q) {
            if (values.effectiveSize * Math.min(q, 1 - q) < LEAST_BEYOND) {
                return Optional.empty();
            }
            double reach = RANK_DEVIATIONS * Math.sqrt(q * (1 - q) / values.effectiveSize);
            OptionalDouble value = logAt(values, q);
            OptionalDouble below = logAt(values, q - reach);
            OptionalDouble above = logAt(values, q + reach);
            return below.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new LogQuantile(
                            value.orElseThrow(), (above.orElseThrow() - below.orElseThrow()) / (2 * RANK_DEVIATIONS)));
        }

        /** Returns the log of the value that a share {@code q} lies below, interpolated in its bucket. */
        private static OptionalDouble logAt(Weighted values, double q) {
            double target = q * values.total - values.zeros;
            if (target <= 0) {
                return OptionalDouble.empty();
            }
            int bucket = 0;
            while (bucket < values.counts.length - 1 && target > values.counts[bucket]) {
                target -= values.counts[bucket++];
            }
            double share = values.counts[bucket] == 0 ? 1 : Math.min(1, target / values.counts[bucket]);
            return OptionalDouble.of((values.first + bucket - 1 + share) * LogHistogram.LOG_WIDTH);
        }
    }
}
