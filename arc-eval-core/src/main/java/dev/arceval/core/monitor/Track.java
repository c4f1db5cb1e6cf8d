package dev.arceval.core.monitor;

import dev.arceval.core.stats.Interval;
import dev.arceval.eval.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One metric watched in one place: what a unit adds to its sums, and what sums say. Immutable. */
interface Track {

    /** Returns what is measured, such as {@code latency}. */
    String metric();

    /** Returns {@code overall} or a pattern's id. */
    String scope();

    /** Returns how many sums it needs; the first counts units. */
    int width();

    /** Returns what a unit adds; null if it says nothing about the metric. */
    double @Nullable [] unit(List<RunValues> runs);

    /** Returns the logarithm of the e-value against "not worse than the baseline". */
    double logWorse(double[] sums);

    /** Returns a number that {@link #logWorse} does not exceed, and that costs less. */
    double logWorseAtMost(double[] sums);

    /** Returns the logarithm of the e-value against "worse by at least {@code harm}". */
    double logBelow(double[] sums, double harm);

    /** Returns what the sums say about the effect, on the scale of {@link Tolerance}; null without units. */
    @Nullable
    Effect effect(double[] sums);

    Finding.Scale scale();

    Finding.Better better();

    Tolerance tolerance();

    /** Returns the units of the baseline. */
    long baselineUnits();

    /** Returns the method in words. */
    String test();

    /**
     * How much a metric may move, on the log scale for a ratio.
     *
     * @param minimum the smallest change that raises an alert
     * @param margin a change below this counts as none
     */
    record Tolerance(double minimum, double margin) {}

    /**
     * A change, worse being positive.
     *
     * @param harm on the scale of {@link Tolerance}
     * @param bounds of the harm, valid at all times together; null as long as nothing can be said
     * @param baseline the metric before, in its own unit
     * @param current the metric now
     */
    record Effect(double harm, @Nullable Interval bounds, double baseline, double current) {}
}
