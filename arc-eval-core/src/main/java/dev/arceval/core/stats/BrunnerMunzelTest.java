package dev.arceval.core.stats;

import java.util.Optional;

/**
 * Whether current values tend to be larger than baseline values, whatever their distributions: Brunner–Munzel.
 *
 * <p>The value is the relative effect P(current &gt; baseline) + P(equal)/2, 0.5 when neither tends to be larger, also
 * known as the Vargha–Delaney A. Hypothesis of {@code p.greater}: it is not above 0.5. Unlike Mann–Whitney the test
 * stays valid when spreads differ. Values in the same bucket count as ties. Asymptotic with a t correction: good from about
 * ten values a side. Completely separated or completely tied samples get the exact permutation answer.
 *
 * <p>Cost: the number of buckets, whatever the counts.
 *
 * <p>Source: E. Brunner, U. Munzel, "The nonparametric Behrens-Fisher problem", Biometrical Journal 42 (2000).
 */
public final class BrunnerMunzelTest {

    private static final double NO_EFFECT = 0.5;

    private BrunnerMunzelTest() {}

    /** Returns the relative effect; empty when a side has fewer than two values. */
    public static Optional<Estimate> compare(LogHistogram baseline, LogHistogram current, double confidence) {
        if (baseline.count() < 2 || current.count() < 2) {
            return Optional.empty();
        }
        Placements before = Placements.of(baseline, current);
        Placements after = Placements.of(current, baseline);
        StudentT t = new StudentT();
        t.addPart(before.varianceOfMean, baseline.count() - 1);
        t.addPart(after.varianceOfMean, current.count() - 1);
        double shift = after.mean - NO_EFFECT;
        Estimate aroundZero = t.isDegenerate()
                ? ConstantSamples.compare(
                        shift, ConstantSamples.luckyDeal(baseline.count(), current.count()), confidence)
                : t.test(shift, confidence);
        Interval interval = new Interval(
                aroundZero.interval().lower() + NO_EFFECT, aroundZero.interval().upper() + NO_EFFECT);
        return Optional.of(new Estimate(after.mean, interval.clampTo(0, 1), aroundZero.p()));
    }

    /** Mean, and variance of the mean, of the share of the other sample that each value of a sample exceeds. */
    private record Placements(double mean, double varianceOfMean) {

        static Placements of(LogHistogram sample, LogHistogram other) {
            double mean = 0;
            for (Walk walk = new Walk(sample, other); walk.next(); ) {
                mean += walk.here * walk.placement();
            }
            mean /= sample.count();
            double squares = 0;
            for (Walk walk = new Walk(sample, other); walk.next(); ) {
                double deviation = walk.placement() - mean;
                squares += walk.here * deviation * deviation;
            }
            return new Placements(mean, squares / (sample.count() - 1) / sample.count());
        }
    }

    /** Steps through the buckets of both histograms in order of value. */
    private static final class Walk {
        private final LogHistogram sample;
        private final LogHistogram other;
        private final int end;
        private int bucket = LogHistogram.ZERO_BUCKET - 1;
        private double here;
        private double otherHere;
        private double otherBelow;

        Walk(LogHistogram sample, LogHistogram other) {
            this.sample = sample;
            this.other = other;
            this.end = Math.max(sample.endUsed(), other.endUsed());
        }

        boolean next() {
            bucket++;
            otherBelow += otherHere;
            here = sample.countIn(bucket);
            otherHere = other.countIn(bucket);
            return bucket < Math.max(end, LogHistogram.FIRST_BUCKET);
        }

        double placement() {
            return (otherBelow + otherHere / 2) / other.count();
        }
    }
}
