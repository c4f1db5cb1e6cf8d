package dev.arceval.core.stats;

/**
 * What a one-sided test can find, and how much data it needs.
 *
 * <p>Normal approximation; good to a few percent of the count from about 20 values a side. When tasks repeat, multiply
 * the counts needed, or divide the counts at hand, by the {@link #designEffect}.
 *
 * @param alpha level of the one-sided test
 * @param power probability with which the effect should be found
 */
public record PowerPlan(double alpha, double power) {

    /** Level 0.05 and power 0.80. */
    public static final PowerPlan STANDARD = new PowerPlan(0.05, 0.8);

    public PowerPlan {
        if (!(alpha > 0 && alpha < power && power < 1)) {
            throw new IllegalArgumentException("0 < alpha < power < 1 must hold: " + alpha + ", " + power);
        }
    }

    /**
     * Returns the smallest ratio of geometric means that is found, for example 1.12.
     *
     * @param logSd standard deviation of the logarithms
     */
    public double detectableRatio(double logSd, long baselineCount, long currentCount) {
        requirePositive("counts", Math.min(baselineCount, currentCount));
        double standardError = logSd * Math.sqrt(1.0 / baselineCount + 1.0 / currentCount);
        return StrictMath.exp(reach() * standardError);
    }

    /** Returns how many values a side are needed to find a ratio of geometric means. */
    public long countForRatio(double logSd, double ratio) {
        requirePositive("logSd", logSd);
        requirePositive("ratio", ratio);
        double target = StrictMath.log(ratio);
        requirePositive("distance of ratio from 1", Math.abs(target));
        return ceil(2 * square(reach() * logSd / target));
    }

    /**
     * Returns how many trials a side are needed to tell two rates apart.
     *
     * <p>Source: J. L. Fleiss, Statistical Methods for Rates and Proportions, without continuity correction.
     */
    public long countForRates(double baselineRate, double currentRate) {
        PValues.requireProbability("baseline rate", baselineRate);
        PValues.requireProbability("current rate", currentRate);
        requirePositive("difference of the rates", Math.abs(currentRate - baselineRate));
        double mean = (baselineRate + currentRate) / 2;
        double underEqual = zAlpha() * Math.sqrt(2 * mean * (1 - mean));
        double underTrue = zPower() * Math.sqrt(bernoulli(baselineRate) + bernoulli(currentRate));
        return ceil(square((underEqual + underTrue) / (currentRate - baselineRate)));
    }

    /** Returns the smallest rate above the baseline rate that is found; 1 when even that would be missed. */
    public double detectableRate(double baselineRate, long countPerSide) {
        requirePositive("count", countPerSide);
        double missed = baselineRate;
        double found = 1;
        // Halving 60 times leaves less than 1e-18.
        for (int i = 0; i < 60; i++) {
            double middle = (missed + found) / 2;
            if (middle > baselineRate && countForRates(baselineRate, middle) <= countPerSide) {
                found = middle;
            } else {
                missed = middle;
            }
        }
        return found;
    }

    /**
     * Returns by what factor the data must grow, design and spread staying as they are, until an effect of this size would
     * be found; at most 1 when they suffice already, infinite when the interval is open.
     *
     * @param interval of a difference (for ratios: of the log ratio), at the given confidence
     */
    public double growthFor(double effect, Interval interval, double confidence) {
        requirePositive("effect", Math.abs(effect));
        double standardError = (interval.upper() - interval.lower()) / (2 * Confidence.normalQuantile(confidence));
        return square(reach() * standardError / effect);
    }

    /**
     * Returns the smallest effect that data which gave this interval would find; infinite when the interval is open.
     *
     * @param interval of a difference (for ratios: of the log ratio), at the given confidence
     */
    public double detectable(Interval interval, double confidence) {
        return reach() * (interval.upper() - interval.lower()) / (2 * Confidence.normalQuantile(confidence));
    }

    /**
     * Returns by what factor repeated runs of the same task lower the worth of a value.
     *
     * @param perCluster mean number of values in a cluster
     * @param intraclassCorrelation correlation of two values of one cluster
     */
    public static double designEffect(double perCluster, double intraclassCorrelation) {
        return 1 + (perCluster - 1) * intraclassCorrelation;
    }

    private double reach() {
        return zAlpha() + zPower();
    }

    private double zAlpha() {
        return Confidence.NORMAL.inverseSurvivalProbability(alpha);
    }

    private double zPower() {
        return Confidence.NORMAL.inverseCumulativeProbability(power);
    }

    private static double bernoulli(double rate) {
        return rate * (1 - rate);
    }

    private static double square(double x) {
        return x * x;
    }

    private static long ceil(double x) {
        return (long) Math.ceil(x);
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(name + " must be positive: " + value);
        }
    }
}
