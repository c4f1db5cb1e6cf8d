package dev.arceval;

import dev.arceval.eval.Finding;
import dev.arceval.eval.HistoryReport;
import dev.arceval.trace.Trace;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Asks when an agent's level changed: latency, errors, tokens, cost and each evaluation by day, week, hour or version.
 * Immutable: each option returns a new history.
 *
 * <p>A change must be clear by ranks, so that a few outliers make none; its significance is that of the largest of all
 * splits, lowered by the correlation of neighbouring points: an unchanged series shows a change in about 1 % of cases, also a
 * skewed or a slowly wandering one.
 *
 * <p>A level needs several points. That the newest one alone is worse than those before it is told by an alarm, so that a job can
 * ask every day: all points of all metrics are one stream of tests, whose levels (LORD++) keep the chance of any false alarm
 * below 5 % for as long as it runs.
 *
 * {@snippet class="dev.arceval.examples.Snippets" region="history"}
 *
 * @since 0.1
 */
public interface History {

    /** Begins a history of these runs, by day. */
    static History of(Collection<Trace> runs) {
        List<Trace> all = List.copyOf(runs);
        return of(all::stream);
    }

    /** Begins a history of runs that are too many to hold; they are read once, and closed. */
    static History of(Supplier<Stream<Trace>> runs) {
        return Implementation.get().history(runs);
    }

    /**
     * Returns the changes of a series of numbers, oldest first, however it came about.
     *
     * @throws IllegalArgumentException if a value is not finite
     */
    static HistoryReport ofValues(String metric, Finding.Better better, double... values) {
        return Implementation.get().historyOfValues(metric, better, values);
    }

    /** Sets what makes a point; default {@link Step#DAY}. */
    History by(Step step);

    /** Leaves out points of fewer runs, which say little; default 5. */
    History minRuns(int runs);

    /** Says that lower scores of these evaluations are better; without it, labels tell, else higher is better. */
    History lowerIsBetter(String... evaluations);

    /** Looks for changes. The same runs give the same report, in any order; time is linear in the number of runs. */
    HistoryReport report();

    /** What makes a point. */
    enum Step {
        /** An hour in UTC; from two weeks on, what is usual for the hour of the week is taken out first. */
        HOUR,
        /** A day in UTC. */
        DAY,
        /** A week from Monday, in UTC. */
        WEEK,
        /** A version of the agent, in order of first appearance. */
        VERSION
    }
}
