package dev.arceval.core.compare;

import dev.arceval.core.stats.Moments;
import dev.arceval.core.stats.Proportion;
import java.time.Duration;

/** Counts and sums over some runs of one side; adding and merging give the same in any order. Not thread-safe. */
final class Tally {

    /** What a clock that ticks in milliseconds calls 0 ms has no logarithm. */
    private static final double SHORTEST_MS = 0.001;

    private final Moments logMs;
    private long runs;
    private long completed;
    private long errors;
    private long untimed;

    Tally() {
        this.logMs = new Moments();
    }

    void add(RunFacts run) {
        runs++;
        switch (run.ending()) {
            case COMPLETED -> addCompleted(run);
            case ERROR -> errors++;
            case UNKNOWN -> {}
        }
    }

    void merge(Tally other) {
        runs += other.runs;
        completed += other.completed;
        errors += other.errors;
        untimed += other.untimed;
        logMs.merge(other.logMs);
    }

    /** Returns the duration of a completed run in milliseconds, as it enters the logarithm. */
    static double milliseconds(Duration duration) {
        return Math.max(SHORTEST_MS, duration.getSeconds() * 1e3 + duration.getNano() / 1e6);
    }

    long runs() {
        return runs;
    }

    /** Runs whose end nobody saw. */
    long unknown() {
        return runs - completed - errors;
    }

    /** Completed runs without a duration. */
    long untimed() {
        return untimed;
    }

    /** Natural logarithms of the milliseconds of completed runs. */
    Moments logMs() {
        return logMs;
    }

    /** Errors among the runs with a known end. */
    Proportion errors() {
        return new Proportion(errors, completed + errors);
    }

    private void addCompleted(RunFacts run) {
        completed++;
        if (run.duration() == null) {
            untimed++;
        } else {
            logMs.add(StrictMath.log(milliseconds(run.duration())));
        }
    }
}
