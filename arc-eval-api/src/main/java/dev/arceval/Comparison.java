package dev.arceval;

import dev.arceval.eval.RegressionReport;
import dev.arceval.trace.Trace;
import java.util.Collection;

/**
 * Asks whether an agent got worse between two sets of runs. Immutable: each option returns a new comparison.
 *
 * <p>Compared are {@code latency} (completed runs only) and {@code errors}, overall and per pattern. Structure, never
 * status, says which runs belong together. A regression must be significant after correction for the number of tests and
 * larger than the smallest change that matters: 5 % for latency, one point for errors.
 *
 * {@snippet class="dev.arceval.examples.Snippets" region="compare"}
 *
 * @since 0.1
 */
public interface Comparison {

    /**
     * Compares two sets of runs.
     *
     * @param baseline the runs before
     * @param current the runs now
     */
    static Comparison of(Collection<Trace> baseline, Collection<Trace> current) {
        return Implementation.get().comparison(baseline, current);
    }

    /**
     * Sets the probability of any false alarm in a report where nothing changed; default 0.05. Three fifths of it go to
     * the overall findings, two fifths to the patterns.
     */
    Comparison alpha(double alpha);

    /** Sets the smallest latency ratio that matters; default 1.05. */
    Comparison minLatencyRatio(double ratio);

    /** Sets the smallest rise of the share of failing runs that matters; default 0.01. */
    Comparison minErrorIncrease(double increase);

    /**
     * Compares. The same runs give the same report, in any order. Costs time linear in the number of spans; an exact test
     * that would take long hands over to an approximation and says so.
     */
    RegressionReport report();
}
