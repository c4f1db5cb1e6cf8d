package dev.arceval.core.stats;

import java.util.Optional;

/**
 * Mean of paired differences: the one-sample t test.
 *
 * <p>One difference per pair, current minus baseline, for example the difference of the mean log cost of one task on
 * both sides. Hypothesis of {@code p.greater}: the mean difference is not greater than 0. Where all differences are
 * equal, the p-value is that of the sign test, 2<sup>-n</sup>.
 */
public final class PairedMeanTest {

    private PairedMeanTest() {}

    /** Returns the mean difference; empty below two pairs. */
    public static Optional<Estimate> compare(Moments differences, double confidence) {
        if (differences.count() < 2) {
            return Optional.empty();
        }
        StudentT t = new StudentT();
        MeanTest.addMeanOf(differences, 1, t);
        double mean = differences.mean().orElseThrow();
        return Optional.of(
                t.isDegenerate()
                        ? ConstantSamples.compare(mean, StrictMath.pow(2, -differences.count()), confidence)
                        : t.test(mean, confidence));
    }
}
