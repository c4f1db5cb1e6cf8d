package dev.arceval.eval;

import org.jspecify.annotations.Nullable;

/**
 * One metric compared in one place, with its evidence. A figure that could not be computed is absent.
 *
 * @param metric what was measured, such as {@code latency} or {@code errors}
 * @param scope {@code overall} or a pattern's id
 * @param verdict what follows
 * @param baseline the metric before: geometric mean in milliseconds for latency, share of runs for errors
 * @param current the metric now, in the same unit
 * @param effect how much it changed: a factor for a {@link Scale#RATIO}, a difference for a {@link Scale#DIFFERENCE}.
 *     Measured at equal traffic, within patterns or inputs, so it need not be what {@code baseline} and {@code current}
 *     of all runs suggest; a note of the report says so where it matters
 * @param interval where the true effect lies with 95 % confidence
 * @param scale how to read effect and interval
 * @param pAdjusted one-sided probability of an effect at least this bad if nothing changed, adjusted for the number of
 *     tests of the report
 * @param nBaseline runs before
 * @param nCurrent runs now
 * @param test the method, with the unit it treats as independent
 * @param nNeeded runs a side that would probably settle an inconclusive finding; absent if it is settled or cannot be
 *     told
 * @since 0.1
 */
public record Finding(
        String metric,
        String scope,
        Verdict verdict,
        @Nullable Double baseline,
        @Nullable Double current,
        @Nullable Double effect,
        @Nullable Interval interval,
        Scale scale,
        @Nullable Double pAdjusted,
        long nBaseline,
        long nCurrent,
        String test,
        @Nullable Long nNeeded) {

    /** The scope of a finding about all runs together. */
    public static final String OVERALL = "overall";

    /**
     * An interval of effects.
     *
     * @param low lower end
     * @param high upper end
     */
    public record Interval(double low, double high) {

        public Interval {
            if (!(low <= high)) {
                throw new IllegalArgumentException("low must not exceed high: " + low + ", " + high);
            }
        }
    }

    /** How an effect is measured. */
    public enum Scale {
        /** Current divided by baseline; 1 means unchanged. */
        RATIO,
        /** Current minus baseline; 0 means unchanged. */
        DIFFERENCE
    }
}
