package dev.arceval.core.stats;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Evidence that a mean rose, valid however often it is looked at.
 *
 * <p>The e-value is the Bayes factor of "the mean rose by some normally distributed share of a standard deviation" against "it did
 * not", with the variance unknown. Of normal values it is a test martingale: whoever stops when it exceeds 1/α stops
 * falsely with probability at most α, whenever and for whatever reason he looks. Of other values with finite variance this
 * holds approximately from about thirty values on. The share is tuned so that effects are found earliest near
 * {@value #TUNED_FOR} values.
 *
 * <p>Values are compared with a baseline that is itself an estimate: the variance of the difference is that of both, and since the
 * baseline's part never changes, the difference moves like a Brownian motion whose clock is the inverse of the
 * variance. The same formula therefore serves.
 *
 * <p>Sources: T. L. Lai, "On confidence sequences", Annals of Statistics 4 (1976); M. F. Pérez-Ortiz et al., "E-statistics,
 * group invariance and anytime-valid testing", Annals of Statistics 52 (2024); H. Wang, A. Ramdas, "Anytime-valid t-tests
 * and confidence sequences for Gaussian means with unknown variance", arXiv 2310.03722.
 *
 * @param difference current mean minus baseline mean
 * @param variance of that difference
 * @param degreesOfFreedom of the variance
 * @param valueVariance variance of a single value, which sets the scale of the effects looked for
 */
public record MeanEvidence(double difference, double variance, double degreesOfFreedom, double valueVariance) {

    private static final int TUNED_FOR = 500;
    private static final double TUNED_ALPHA = 0.05;

    /** Variance of the effect in standard deviations, for the narrowest interval at {@link #TUNED_FOR} values. */
    private static final double EFFECT_VARIANCE = tuned();

    private static final double LOG_2 = Math.log(2);

    /** No evidence against is stronger than this: what is smaller is 0 to a double. */
    private static final double LEAST_LOG = -700;

    public MeanEvidence {
        if (!(variance > 0 && degreesOfFreedom > 0 && valueVariance > 0 && Double.isFinite(difference))) {
            throw new IllegalArgumentException("variances and degrees of freedom must be positive: " + variance + ", "
                    + degreesOfFreedom + ", " + valueVariance);
        }
    }

    /** Returns the logarithm of the e-value against "the true difference is at most {@code bound}". */
    public double logAbove(double bound) {
        return logEvidence((difference - bound) / Math.sqrt(variance));
    }

    /** Returns the logarithm of the e-value against "the true difference is at least {@code bound}". */
    public double logBelow(double bound) {
        return logEvidence((bound - difference) / Math.sqrt(variance));
    }

    /**
     * Returns a number that {@link #logAbove} of 0 does not exceed, or that of {@link #logBelow} with the sign turned; cheaper by
     * far.
     *
     * @param direction 1 or -1
     */
    public double logAtMost(int direction) {
        double t = direction * difference / Math.sqrt(variance);
        // With the sign against it the posterior probability is below one half.
        return t <= 0 ? 0 : twoSided(t) + LOG_2;
    }

    /** Returns an interval that covers the true difference at all times together with this confidence. */
    public Interval interval(double confidence) {
        double wanted = -StrictMath.log(Confidence.tail(confidence));
        double inside = 0;
        double outside = 1;
        while (logEvidence(outside) < wanted && outside < 1e6) {
            inside = outside;
            outside *= 2;
        }
        // Halving 50 times is exact to a double for anything that is printed.
        for (int i = 0; i < 50; i++) {
            double middle = (inside + outside) / 2;
            if (logEvidence(middle) < wanted) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        double halfWidth = outside * Math.sqrt(variance);
        return new Interval(difference - halfWidth, difference + halfWidth);
    }

    /** One-sided: the two-sided Bayes factor times twice the posterior probability of the sign. */
    private double logEvidence(double t) {
        double nu = degreesOfFreedom;
        double r = EFFECT_VARIANCE * valueVariance / variance;
        double t2 = t * t;
        double sign = t * Math.sqrt(r / (1 + r) * (nu + 1) / (nu + t2 / (1 + r)));
        double probability = TDistribution.of(nu + 1).cumulativeProbability(sign);
        return probability <= 0 ? LEAST_LOG : Math.max(LEAST_LOG, twoSided(t) + Math.log(2 * probability));
    }

    private double twoSided(double t) {
        double nu = degreesOfFreedom;
        double r = EFFECT_VARIANCE * valueVariance / variance;
        double t2 = t * t;
        return -Math.log1p(r) / 2 + (nu + 1) / 2 * (Math.log1p(t2 / nu) - Math.log1p(t2 / (nu * (1 + r))));
    }

    /** H. Robbins' choice; see I. Waudby-Smith et al., "Time-uniform central limit theory", Annals of Statistics 52 (2024). */
    private static double tuned() {
        double reach = -2 * StrictMath.log(TUNED_ALPHA);
        return (reach + StrictMath.log(reach) + 1) / TUNED_FOR;
    }
}
