package dev.arceval.core.stats;

/**
 * Interval for a difference of two rates, built from the Wilson intervals of the rates.
 *
 * <p>Stays inside [-1, 1] and does not collapse where no event was seen. Sources: R. G. Newcombe, "Interval estimation for
 * the difference between independent proportions", method 10, and "Improved confidence intervals for the difference
 * between binomial proportions based on paired data", method 10, Statistics in Medicine 17 (1998).
 */
final class Newcombe {

    private Newcombe() {}

    /**
     * Returns the interval of the current rate minus the baseline rate.
     *
     * @param correlation of the two rates: 0 for independent samples
     */
    static Interval of(
            double baseline, Interval baselineWilson, double current, Interval currentWilson, double correlation) {
        double difference = current - baseline;
        double below = distance(current - currentWilson.lower(), baselineWilson.upper() - baseline, correlation);
        double above = distance(currentWilson.upper() - current, baseline - baselineWilson.lower(), correlation);
        return new Interval(difference - below, difference + above).clampTo(-1, 1);
    }

    private static double distance(double a, double b, double correlation) {
        return Math.sqrt(Math.max(0, a * a - 2 * correlation * a * b + b * b));
    }
}
