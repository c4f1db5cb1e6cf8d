package dev.arceval.core.compare;

import dev.arceval.core.stats.Estimate;
import java.util.Optional;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a test says about one metric in one place. Effects are on the metric's additive scale: logarithms of ratios, or
 * differences.
 *
 * @param baseline the metric before, in its own unit; absent without runs
 * @param current the metric now
 * @param estimate the change with its 95 % interval; absent if the runs do not allow any
 * @param upperBound the change is smaller than this with 95 % confidence; infinite if nothing is known
 * @param baselineRuns runs the test has used
 * @param currentRuns runs the test has used
 * @param test the method and its unit
 * @param leastP no p-value below this was possible, given how many events there were in all
 */
record Evidence(
        @Nullable Double baseline,
        @Nullable Double current,
        @Nullable Estimate estimate,
        double upperBound,
        long baselineRuns,
        long currentRuns,
        String test,
        double leastP) {

    static final double CONFIDENCE = 0.95;

    /** Leaves out 5 % on each side, so that its upper end is a one-sided bound of 95 %. */
    static final double BOUND_CONFIDENCE = 0.90;

    /** Returns the estimate of a test that was possible. */
    Estimate estimateOrThrow() {
        if (estimate == null) {
            throw new IllegalStateException("no estimate: " + test);
        }
        return estimate;
    }

    /** Returns this evidence of a test that cannot reach p-values below {@code bound}. */
    Evidence leastP(double bound) {
        return new Evidence(baseline, current, estimate, upperBound, baselineRuns, currentRuns, test, bound);
    }

    /** The metric's value and the number of runs on both sides. */
    record Level(@Nullable Double baseline, @Nullable Double current, long baselineRuns, long currentRuns) {

        /** Returns the evidence of {@code test}, a function of the interval's confidence. */
        Evidence with(String name, DoubleFunction<Optional<Estimate>> test) {
            return with(name, test, 0);
        }

        /** The same for a test that cannot reach p-values below {@code leastP}. */
        Evidence with(String name, DoubleFunction<Optional<Estimate>> test, double leastP) {
            Optional<Estimate> estimate = test.apply(CONFIDENCE);
            double upper = test.apply(BOUND_CONFIDENCE)
                    .map(narrow -> narrow.interval().upper())
                    .orElse(Double.POSITIVE_INFINITY);
            return new Evidence(
                    baseline, current, estimate.orElse(null), upper, baselineRuns, currentRuns, name, leastP);
        }

        Evidence without(String reason) {
            return new Evidence(
                    baseline, current, null, Double.POSITIVE_INFINITY, baselineRuns, currentRuns, reason, 1);
        }
    }
}
