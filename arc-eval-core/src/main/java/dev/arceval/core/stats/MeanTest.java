package dev.arceval.core.stats;

import java.util.Optional;

/**
 * Difference of the means of two independent samples: Welch's t test.
 *
 * <p>Hypothesis of {@code p.greater}: the current mean is not greater than the baseline mean. On log values
 * {@link Estimate#exp()} gives the ratio of geometric means with its log-t interval. Normal in the limit: for skewed
 * values give logarithms. Constant samples get the exact permutation answer instead of a t statistic.
 *
 * <p>Source: B. L. Welch, Biometrika 34 (1947), with Satterthwaite's degrees of freedom.
 */
public final class MeanTest {

    private MeanTest() {}

    /** Returns current mean minus baseline mean; empty when a side has fewer than two values. */
    public static Optional<Estimate> compare(Moments baseline, Moments current, double confidence) {
        if (baseline.count() < 2 || current.count() < 2) {
            return Optional.empty();
        }
        StudentT t = new StudentT();
        addMeanOf(baseline, 1, t);
        addMeanOf(current, 1, t);
        double difference = difference(baseline, current);
        return Optional.of(
                t.isDegenerate()
                        ? ConstantSamples.compare(
                                difference, ConstantSamples.luckyDeal(baseline.count(), current.count()), confidence)
                        : t.test(difference, confidence));
    }

    static double difference(Moments baseline, Moments current) {
        return current.mean().orElseThrow() - baseline.mean().orElseThrow();
    }

    static void addMeanOf(Moments sample, double weight, StudentT t) {
        t.addPart(weight * weight * varianceOfMean(sample), sample.count() - 1);
    }

    static double varianceOfMean(Moments sample) {
        return sample.variance().orElseThrow() / sample.count();
    }
}
