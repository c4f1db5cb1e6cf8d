package dev.arceval.core.stats;

import java.util.List;
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
 * <p>Over strata the weights are those of the van Elteren test. Sources: E. Brunner, U. Munzel, "The nonparametric Behrens-Fisher problem", Biometrical Journal 42 (2000); P. van Elteren,
 * Bull. Int. Stat. Inst. 37 (1960).
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

    /** The two samples of one stratum. */
    public record Stratum(LogHistogram baseline, LogHistogram current) {

        private double weight() {
            return 1 / (1.0 / baseline.count() + 1.0 / current.count());
        }
    }

    /**
     * Returns the mean relative effect within strata, those with more values weighing more; empty when no stratum has two
     * values on each side, or nothing varies.
     */
    public static Optional<Estimate> compare(List<Stratum> strata, double confidence) {
        List<Stratum> usable = strata.stream()
                .filter(stratum -> Math.min(stratum.baseline.count(), stratum.current.count()) >= 2)
                .toList();
        if (usable.size() == 1) {
            return compare(usable.get(0).baseline, usable.get(0).current, confidence);
        }
        ExactSum weights = new ExactSum();
        usable.forEach(stratum -> weights.add(stratum.weight()));
        ExactSum shift = new ExactSum();
        StudentT t = new StudentT();
        for (Stratum stratum : usable) {
            double weight = stratum.weight() / weights.value();
            Placements before = Placements.of(stratum.baseline, stratum.current);
            Placements after = Placements.of(stratum.current, stratum.baseline);
            t.addPart(weight * weight * before.varianceOfMean, stratum.baseline.count() - 1);
            t.addPart(weight * weight * after.varianceOfMean, stratum.current.count() - 1);
            shift.add(weight * (after.mean - NO_EFFECT));
        }
        if (t.isDegenerate()) {
            return Optional.empty();
        }
        Estimate aroundZero = t.test(shift.value(), confidence);
        Interval interval = new Interval(
                aroundZero.interval().lower() + NO_EFFECT, aroundZero.interval().upper() + NO_EFFECT);
        return Optional.of(new Estimate(aroundZero.value() + NO_EFFECT, interval.clampTo(0, 1), aroundZero.p()));
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
