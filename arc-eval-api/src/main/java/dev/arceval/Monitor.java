package dev.arceval;

import dev.arceval.eval.MonitorReport;
import dev.arceval.trace.Trace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Watches a running agent against a baseline and says at once when it got worse.
 *
 * <p>Evidence is kept as e-values, which may be looked at after every run, for months, without making a false alarm likelier: the
 * chance of any, over all metrics and all looks since the start or the last resolution, is at most {@code alpha}. Watched
 * are latency (means within patterns, and runs slower than their pattern's baseline p95), errors, aborts, tokens, cost and
 * each evaluation, overall and for the most frequent patterns. An alert is provisional until a second stretch of runs shows
 * it again, and resolves by itself. Time is that of the traces, never of a clock.
 *
 * <p>Thread-safe. Memory does not grow with the number of runs; a run costs some microseconds for each metric. The state can be
 * saved and resumed, also by another process.
 *
 * {@snippet class="dev.arceval.examples.Snippets" region="monitor"}
 *
 * @since 0.1
 */
public interface Monitor {

    /**
     * Begins a monitor that compares with these runs; at least 30 are needed for each metric.
     *
     * @throws IllegalArgumentException if no metric has enough runs
     */
    static Builder against(Collection<Trace> baseline) {
        List<Trace> runs = List.copyOf(baseline);
        return against(runs::stream);
    }

    /** Begins a monitor that compares with runs that are too many to hold; they are read once, and closed. */
    static Builder against(Supplier<Stream<Trace>> baseline) {
        return Implementation.get().monitor(baseline);
    }

    /**
     * Continues a monitor where {@link #save} left it.
     *
     * @throws ArcEvalException if the file is no monitor's state
     */
    static Monitor resume(Path file, RegressionListener listener) {
        return Implementation.get().resumeMonitor(file, listener);
    }

    /**
     * Takes a run. A run it has seen before is counted as a repetition and otherwise ignored, so that batches may overlap by
     * 20,000 runs.
     */
    void add(Trace run);

    /** Returns where the monitor stands. */
    MonitorReport report();

    /** Writes the state to a file, replacing it in one step. It holds numbers and hashes, no recorded text. */
    void save(Path file);

    /**
     * Collects a monitor's options. Mutable, for one thread.
     *
     * <p>Defaults: any false alarm 0.05; alerts from 5 % of latency, tokens and cost, one point of errors and aborts, two
     * points of quality; quiet period one hour; no listener.
     */
    interface Builder {

        /** Sets the chance of any false alarm over all metrics and looks. */
        Builder alpha(double alpha);

        /**
         * Sets the smallest change of a metric that raises an alert: a ratio such as 1.05 for {@code latency},
         * {@code tokens}, {@code cost}; a difference such as 0.01 for {@code errors}, {@code aborts}, {@code quality}.
         */
        Builder minimum(String metric, double change);

        /** Sets how long, by the time of the traces, a metric that raised an alert raises no other. */
        Builder quietPeriod(Duration period);

        /** Says that lower scores of these evaluations are better; without it, labels tell, else higher is better. */
        Builder lowerIsBetter(String... evaluations);

        /** Sets who hears of alerts. */
        Builder listener(RegressionListener listener);

        /** Reads the baseline and starts. */
        Monitor start();
    }
}
