package dev.arceval.core.stats;

/**
 * What a one-sided test can find, and how much more data it needs, told from an interval that data at hand gave.
 *
 * <p>Normal approximation; good to a few percent of the count from about 20 values a side. What repeated tasks cost is in the
 * interval already.
 *
 * @param alpha level of the one-sided test
 * @param power probability with which the effect should be found
 */
public record PowerPlan(double alpha, double power) {

    public PowerPlan {
        if (!(alpha > 0 && alpha < power && power < 1)) {
            throw new IllegalArgumentException("0 < alpha < power < 1 must hold: " + alpha + ", " + power);
        }
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

    private double reach() {
        return Confidence.NORMAL.inverseSurvivalProbability(alpha)
                + Confidence.NORMAL.inverseCumulativeProbability(power);
    }

    private static double square(double x) {
        return x * x;
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(name + " must be positive: " + value);
        }
    }
}
