package dev.arceval.core.stats;

/**
 * The two one-sided p-values of one comparison.
 *
 * @param greater against "the current value is not greater than the baseline's": small when current is greater
 * @param less against "the current value is not less than the baseline's": small when current is less
 */
public record PValues(double greater, double less) {

    public PValues {
        requireProbability("greater", greater);
        requireProbability("less", less);
    }

    /** Returns twice the smaller one-sided p-value, at most 1. */
    public double twoSided() {
        return Math.min(1, 2 * Math.min(greater, less));
    }

    static void requireProbability(String name, double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException(name + " must be a probability: " + p);
        }
    }
}
