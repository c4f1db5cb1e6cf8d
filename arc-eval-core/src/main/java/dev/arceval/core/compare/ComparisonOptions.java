package dev.arceval.core.compare;

import dev.arceval.core.stats.TwoFamilyGate;

/**
 * What counts as an alarm, what counts as a change that matters, and what counts as unchanged.
 *
 * @param gate error budget: probability of a false alarm among the overall findings and among those of patterns
 * @param latency what matters about ratios of latency, on the log scale
 * @param errors what matters about differences of the share of failing runs
 */
public record ComparisonOptions(TwoFamilyGate gate, Tolerance latency, Tolerance errors) {

    private static final double HEADLINE_SHARE = 0.6;

    /**
     * How much a metric may move.
     *
     * @param minimum the smallest change for the worse that is a regression even if significant
     * @param margin a change for the worse below this counts as none
     */
    public record Tolerance(double minimum, double margin) {

        public Tolerance {
            if (!(minimum >= 0 && margin > 0 && Double.isFinite(minimum) && Double.isFinite(margin))) {
                throw new IllegalArgumentException(
                        "minimum must not be negative and margin must be positive: " + minimum + ", " + margin);
            }
        }

        static Tolerance ofRatio(double minimum, double margin) {
            return new Tolerance(StrictMath.log(minimum), StrictMath.log(margin));
        }
    }

    /**
     * Returns the defaults: any false alarm 0.05, of which 0.03 overall and 0.02 for patterns; regressions from 5 % latency
     * and 1 point of errors; unchanged below 10 % and 2 points.
     */
    public static ComparisonOptions defaults() {
        return new ComparisonOptions(TwoFamilyGate.STANDARD, Tolerance.ofRatio(1.05, 1.10), new Tolerance(0.01, 0.02));
    }

    /** Sets the probability of any false alarm; three fifths of it go to the overall findings. */
    public ComparisonOptions alpha(double alpha) {
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must be between 0 and 1: " + alpha);
        }
        double headline = alpha * HEADLINE_SHARE;
        return new ComparisonOptions(new TwoFamilyGate(headline, alpha - headline), latency, errors);
    }

    /** Sets the smallest latency ratio that matters, such as 1.05. */
    public ComparisonOptions minLatencyRatio(double ratio) {
        if (!(ratio >= 1 && Double.isFinite(ratio))) {
            throw new IllegalArgumentException("minLatencyRatio must be at least 1: " + ratio);
        }
        return new ComparisonOptions(gate, new Tolerance(StrictMath.log(ratio), latency.margin), errors);
    }

    /** Sets the latency ratio below which runs count as equally fast, such as 1.10. */
    public ComparisonOptions latencyMargin(double ratio) {
        if (!(ratio > 1 && Double.isFinite(ratio))) {
            throw new IllegalArgumentException("latencyMargin must be greater than 1: " + ratio);
        }
        return new ComparisonOptions(gate, new Tolerance(latency.minimum, StrictMath.log(ratio)), errors);
    }

    /** Sets the smallest rise of the share of failing runs that matters, such as 0.01. */
    public ComparisonOptions minErrorIncrease(double increase) {
        if (!(increase >= 0 && increase < 1)) {
            throw new IllegalArgumentException("minErrorIncrease must be at least 0 and below 1: " + increase);
        }
        return new ComparisonOptions(gate, latency, new Tolerance(increase, errors.margin));
    }

    /** Sets the rise below which the share of failing runs counts as unchanged, such as 0.02. */
    public ComparisonOptions errorMargin(double increase) {
        if (!(increase > 0 && increase < 1)) {
            throw new IllegalArgumentException("errorMargin must be between 0 and 1: " + increase);
        }
        return new ComparisonOptions(gate, latency, new Tolerance(errors.minimum, increase));
    }
}
