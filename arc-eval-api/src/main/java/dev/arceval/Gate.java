package dev.arceval;

import dev.arceval.eval.Dataset;
import dev.arceval.eval.GateReport;
import dev.arceval.eval.Observation;
import dev.arceval.eval.PassRate;
import dev.arceval.eval.Verdict;
import dev.arceval.spi.Scorer;
import dev.arceval.trace.Trace;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Decides whether a candidate may replace the agent that runs now. Immutable: each option returns a new gate.
 *
 * <p>Both run the same cases, round after round, until the answer is certain or the budget is spent. Flaky cases are no
 * problem: a single flipped case is not a regression, a case that fails again and again where it used to pass is one. An
 * unchanged candidate is called worse with probability at most {@code alpha}, however many rounds it takes.
 *
 * <p>The baseline is run anew, never taken from the traces the cases were made of: cases chosen because they passed pass
 * less often the next time, whoever runs them.
 *
 * {@snippet class="dev.arceval.examples.Snippets" region="gate"}
 *
 * @since 0.1
 */
public interface Gate {

    /**
     * Begins a gate between two live agents.
     *
     * @param baseline given the case's tools and model, returns the agent that runs now
     * @param candidate given the case's tools and model, returns the one that wants in
     * @throws IllegalArgumentException if the dataset is empty
     */
    static Gate of(
            Dataset dataset,
            Function<? super ReplayContext, ? extends Function<? super String, ?>> baseline,
            Function<? super ReplayContext, ? extends Function<? super String, ?>> candidate) {
        return Implementation.get().gate(dataset, baseline, candidate);
    }

    /**
     * Begins a gate between recorded runs. Runs of the same {@code eval.case.id}, else task, else input, are one case; the
     * first run of one side is paired with the first of the other, by start time. A run passed if it ended well and no
     * evaluation says it failed.
     */
    static Gate of(Collection<Trace> baseline, Collection<Trace> candidate) {
        return Implementation.get().gate(List.copyOf(baseline), List.copyOf(candidate));
    }

    /**
     * Says what runs of one agent tell about the share that passes, against a wanted share instead of another agent. May be
     * asked after every round, in which each case was run once, and stopped when it is certain.
     *
     * @param passed runs that passed
     * @param runs all runs; every case equally often
     * @param wanted the least share that is good enough, between 0 and 1
     * @param confidence how sure the verdict must be, between 0 and 1
     */
    static PassRate passRate(long passed, long runs, double wanted, double confidence) {
        return Implementation.get().passRate(passed, runs, wanted, confidence);
    }

    /** Sets what reports call it. */
    Gate named(String name);

    /** Sets the verdicts that close it; default {@link Verdict#REGRESSION} alone. */
    Gate failOn(Verdict... verdicts);

    /** Sets the chance of calling an unchanged candidate worse; default 0.05. */
    Gate alpha(double alpha);

    /** Sets the fall of the share of passed runs that counts as one; default 0.05. */
    Gate margin(double fall);

    /** Judges recorded runs by one evaluation's labels instead of their outcome. */
    Gate judgedBy(String evaluation);

    /** Adds a scorer to the check of the case's own expectations. */
    Gate scoredBy(Scorer scorer);

    /** Sets how many runs there may be, both sides together; default 40 for each case. A round once begun is finished. */
    Gate maxRuns(long runs);

    /** Sets how many tokens may be used, and who counts those of a run. */
    Gate maxTokens(long tokens, ToDoubleFunction<Observation> tokensOf);

    /** Sets how much may be spent, and who prices a run. */
    Gate maxCostUsd(double usd, ToDoubleFunction<Observation> costOf);

    /** Sets how long it may take by this clock. */
    Gate maxTime(Duration time, Clock clock);

    /** Runs both sides until the answer is certain or the budget is spent. */
    GateReport run();
}
