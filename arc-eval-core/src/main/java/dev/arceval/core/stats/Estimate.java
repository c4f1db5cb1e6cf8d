package dev.arceval.core.stats;

/**
 * How far current lies from baseline: the estimate, its confidence interval and the evidence.
 *
 * <p>To bound the effect on one side at 95 %, ask the test for confidence 0.90 and read one end.
 *
 * @param value point estimate, on the scale the test names (a difference, a log ratio, a probability)
 * @param interval two-sided confidence interval of the value
 * @param p one-sided p-values
 */
public record Estimate(double value, Interval interval, PValues p) {

    public Estimate {
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException("value must be a number: " + value);
        }
    }

    /** Returns this difference of logarithms as a ratio: value and interval ends exponentiated, p-values kept. */
    public Estimate exp() {
        return new Estimate(
                StrictMath.exp(value),
                new Interval(StrictMath.exp(interval.lower()), StrictMath.exp(interval.upper())),
                p);
    }
}
