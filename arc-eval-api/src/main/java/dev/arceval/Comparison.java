package dev.arceval;

import dev.arceval.eval.Calibration;
import dev.arceval.eval.RegressionReport;
import dev.arceval.trace.Trace;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Asks whether an agent got worse between two sets of runs. Immutable: each option returns a new comparison.
 *
 * <p>Compared are, as far as the runs tell them: {@code latency}, {@code cost} and {@code tokens} of completed runs, the
 * shares of runs that end in {@code errors} or are cut short ({@code aborts}), {@code quality:NAME} for each evaluation,
 * {@code passk:NAME} where tasks ran several times, and whether behaviour moved: {@code tools}, {@code paths},
 * {@code length}. Structure, never status, says which runs belong together. A regression must be significant after
 * correction for the number of tests and larger than the smallest change that matters.
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
        List<Trace> before = List.copyOf(baseline);
        List<Trace> now = List.copyOf(current);
        return of(before::stream, now::stream);
    }

    /**
     * Compares two sets of runs that are too many to hold, such as {@code () -> recycler.find(query)}. Each is read once, run
     * by run, when the report is asked for, and closed.
     */
    static Comparison of(Supplier<Stream<Trace>> baseline, Supplier<Stream<Trace>> current) {
        return Implementation.get().comparison(baseline, current);
    }

    /**
     * Sets the probability of any false alarm in a report where nothing changed; default 0.05. Three fifths of it go to
     * the overall findings, two fifths to patterns and quantiles. Drift, which is no regression, has a budget of its own as
     * large as the latter.
     */
    Comparison alpha(double alpha);

    /**
     * Sets the probability of a false alarm for the overall findings and for all others; default 0.03 and 0.02. The sum
     * must be below 1.
     */
    Comparison alpha(double overall, double details);

    /**
     * Sets the smallest change of a metric that matters: a ratio such as 1.05 for {@code latency}, {@code cost},
     * {@code tokens}; a difference such as 0.01 for {@code errors}, {@code aborts}, {@code quality}, {@code passk} and the
     * drift metrics. {@code quality:NAME} sets that of one evaluation, {@code quality} that of all.
     */
    Comparison minimum(String metric, double change);

    /** Sets the change for the worse below which a metric counts as unchanged, in the same unit; default 1.10 or 0.02. */
    Comparison margin(String metric, double change);

    /**
     * Names the attribute that says which runs of the two sides saw the same input. Default: {@code eval.case.id}, where a
     * run has none its input.
     */
    Comparison pairBy(String attribute);

    /**
     * Names the attribute whose runs are one piece of evidence because they resemble each other. Default:
     * {@code eval.task.id}, where a run has none its input, else its conversation.
     */
    Comparison clusterBy(String attribute);

    /**
     * Says that lower scores of these evaluations are better. Without it, passing and failing labels tell the direction;
     * without labels, higher is better.
     */
    Comparison lowerIsBetter(String... evaluations);

    /**
     * Compares these metrics only, which leaves each a larger share of the error budget. {@code quality} and
     * {@code passk} stand for all evaluations.
     */
    Comparison metrics(String... metrics);

    /**
     * Compares. The same runs give the same report, in any order. Costs time linear in the number of spans; an exact test
     * that would take long hands over to an approximation and says so. What is kept of the runs is bounded.
     */
    RegressionReport report();

    /**
     * Measures this comparison on the baseline itself: 200 random splits in two, whole tasks together, compared with the same
     * settings. Says how often it alarms where nothing differs, and what it can find. Takes as long as 200 comparisons of at
     * most 2,000 runs.
     */
    Calibration calibration();
}
