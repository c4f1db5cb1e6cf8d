package dev.arceval.eval;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One metric compared in one place, with its evidence. A figure that could not be computed is absent.
 *
 * @param metric what was measured: {@code latency}, {@code errors}, {@code aborts}, {@code cost}, {@code tokens},
 *     {@code quality:NAME}, {@code passk:NAME}, or one of the drift metrics {@code tools}, {@code paths}, {@code length}
 * @param scope {@code overall}, a pattern's id, a quantile such as {@code p95}, or {@code ranks}: the
 *     probability, less one half, that a run now is slower than one before
 * @param verdict what follows; for a drift metric {@link Verdict#REGRESSION} means that the agent behaves differently than
 *     before by more than the smallest change that matters, whether for good or bad
 * @param better which way is better
 * @param baseline the metric before: geometric mean in milliseconds for latency, in US dollars for cost, in tokens; share
 *     of runs for errors and aborts; mean for quality; for drift what the most changed part was, which the first cause
 *     names
 * @param current the metric now, in the same unit
 * @param effect how much it changed: a factor for a {@link Scale#RATIO}, a difference for a {@link Scale#DIFFERENCE}.
 *     Measured at equal traffic, within patterns or inputs, so it need not be what {@code baseline} and {@code current}
 *     of all runs suggest; a note of the report says so where it matters
 * @param interval where the true effect lies with 95 % confidence
 * @param scale how to read effect, interval and {@code detectable}
 * @param pAdjusted one-sided probability of an effect at least this bad if nothing changed, adjusted for the number of
 *     tests of the report; for drift the probability of a shift at least this large in either direction
 * @param nBaseline runs before
 * @param nCurrent runs now
 * @param test the method, with the unit it treats as independent
 * @param nNeeded runs a side that would probably settle an inconclusive finding; absent if it is settled or cannot be
 *     told
 * @param detectable the smallest change for the worse that this many runs find with 80 % probability: a smaller one could
 *     have been missed
 * @param causes what carries the change, the largest share first; empty where nothing changed
 * @since 0.1
 */
public record Finding(
        String metric,
        String scope,
        Verdict verdict,
        Better better,
        @Nullable Double baseline,
        @Nullable Double current,
        @Nullable Double effect,
        @Nullable Interval interval,
        Scale scale,
        @Nullable Double pAdjusted,
        long nBaseline,
        long nCurrent,
        String test,
        @Nullable Long nNeeded,
        @Nullable Double detectable,
        List<Cause> causes) {

    /** The scope of a finding about all runs together. */
    public static final String OVERALL = "overall";

    public Finding {
        causes = List.copyOf(causes);
    }

    /** Returns this finding with what carries the change. */
    public Finding because(List<Cause> carriers) {
        return new Finding(
                metric,
                scope,
                verdict,
                better,
                baseline,
                current,
                effect,
                interval,
                scale,
                pAdjusted,
                nBaseline,
                nCurrent,
                test,
                nNeeded,
                detectable,
                carriers);
    }

    /**
     * Returns whether this is about behaviour that moved rather than got worse. Such a finding never makes a report a
     * {@link Verdict#REGRESSION}.
     */
    public boolean isDrift() {
        return better == Better.NEITHER;
    }

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

    /** Which way a metric gets better. */
    public enum Better {
        /** Less is better, as for latency. */
        LOWER,
        /** More is better, as for most scores. */
        HIGHER,
        /** A shift is no harm by itself: drift. */
        NEITHER
    }
}
