package dev.arceval.core.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Common difference of means over strata: an average of per-stratum differences, the more precise ones weighing more.
 *
 * <p>A changed mix of strata, such as more traffic on a slow pattern, moves the pooled mean but not this one. Strata
 * with fewer than {@value #SMALLEST_STRATUM} values on a side are first merged into one called "other". Hypothesis of
 * {@code p.greater}: the current mean is on average not greater within strata. On log values {@link Estimate#exp()}
 * gives a ratio.
 *
 * <p>Weights are inverse variances. A stratum's variance is shrunk towards the pooled one with the weight of
 * {@value #PRIOR_DEGREES} observations before it becomes a weight: a small stratum that looks constant by luck would
 * otherwise decide alone. The variance of the result uses the unshrunk variances, with Satterthwaite's degrees of
 * freedom.
 */
public final class StratifiedMeanTest {

    private static final int SMALLEST_STRATUM = 10;
    private static final int PRIOR_DEGREES = 20;

    private StratifiedMeanTest() {}

    /** The two samples of one stratum. */
    public record Stratum(Moments baseline, Moments current) {

        private boolean isLargeEnough() {
            return Math.min(baseline.count(), current.count()) >= SMALLEST_STRATUM;
        }

        private boolean isComparable() {
            return Math.min(baseline.count(), current.count()) >= 2;
        }
    }

    /** Returns the weighted mean difference, current minus baseline; empty when no stratum has two values a side. */
    public static Optional<Estimate> compare(List<Stratum> strata, double confidence) {
        List<Stratum> usable = poolSmall(strata);
        if (usable.isEmpty()) {
            return Optional.empty();
        }
        double pooled = pooledVariance(usable);
        if (pooled == 0) {
            return compareConstants(usable, confidence);
        }
        double[] weights = weights(usable, pooled);
        ExactSum weighted = new ExactSum();
        StudentT t = new StudentT();
        for (int i = 0; i < weights.length; i++) {
            Stratum stratum = usable.get(i);
            weighted.add(weights[i] * MeanTest.difference(stratum.baseline, stratum.current));
            MeanTest.addMeanOf(stratum.baseline, weights[i], t);
            MeanTest.addMeanOf(stratum.current, weights[i], t);
        }
        return Optional.of(t.test(weighted.value(), confidence));
    }

    private static List<Stratum> poolSmall(List<Stratum> strata) {
        List<Stratum> usable = new ArrayList<>();
        Stratum other = new Stratum(new Moments(), new Moments());
        for (Stratum stratum : strata) {
            if (stratum.isLargeEnough()) {
                usable.add(stratum);
            } else {
                other.baseline.merge(stratum.baseline);
                other.current.merge(stratum.current);
            }
        }
        if (other.isComparable()) {
            usable.add(other);
        }
        return usable;
    }

    /** Returns the variance within samples, over all samples. */
    private static double pooledVariance(List<Stratum> strata) {
        ExactSum squares = new ExactSum();
        long degrees = 0;
        for (Stratum stratum : strata) {
            for (Moments sample : List.of(stratum.baseline, stratum.current)) {
                squares.add(sample.variance().orElseThrow() * (sample.count() - 1));
                degrees += sample.count() - 1;
            }
        }
        return squares.value() / degrees;
    }

    private static double[] weights(List<Stratum> strata, double pooled) {
        double[] precisions = strata.stream()
                .mapToDouble(
                        s -> 1 / (shrunkVarianceOfMean(s.baseline, pooled) + shrunkVarianceOfMean(s.current, pooled)))
                .toArray();
        ExactSum total = new ExactSum();
        for (double precision : precisions) {
            total.add(precision);
        }
        double sum = total.value();
        return Arrays.stream(precisions).map(precision -> precision / sum).toArray();
    }

    private static double shrunkVarianceOfMean(Moments sample, double pooled) {
        long degrees = sample.count() - 1;
        double variance = sample.variance().orElseThrow();
        return (degrees * variance + PRIOR_DEGREES * pooled) / (degrees + PRIOR_DEGREES) / sample.count();
    }

    /** Strata that disagree in sign settle nothing; where they agree, their lucky deals multiply. */
    private static Optional<Estimate> compareConstants(List<Stratum> strata, double confidence) {
        double[] weights = weights(strata, 1);
        ExactSum weighted = new ExactSum();
        double luckyDifferences = 1;
        double luckyTies = 1;
        boolean anyGreater = false;
        boolean anyLess = false;
        for (int i = 0; i < weights.length; i++) {
            Stratum stratum = strata.get(i);
            double difference = MeanTest.difference(stratum.baseline, stratum.current);
            double luckyDeal = ConstantSamples.luckyDeal(stratum.baseline.count(), stratum.current.count());
            weighted.add(weights[i] * difference);
            anyGreater |= difference > 0;
            anyLess |= difference < 0;
            luckyDifferences *= difference != 0 ? luckyDeal : 1;
            luckyTies *= difference == 0 ? luckyDeal : 1;
        }
        boolean agree = !(anyGreater && anyLess);
        double luckyDeal = anyGreater || anyLess ? luckyDifferences : luckyTies;
        return Optional.of(ConstantSamples.compare(weighted.value(), agree ? luckyDeal : 1, confidence));
    }
}
