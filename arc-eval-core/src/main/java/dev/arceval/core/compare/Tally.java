package dev.arceval.core.compare;

import dev.arceval.core.stats.Moments;
import dev.arceval.core.stats.Proportion;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts and sums over some runs of one side; adding and merging give the same in any order. Not thread-safe. */
final class Tally {

    /** What a clock that ticks in milliseconds calls 0 ms has no logarithm. */
    private static final double SHORTEST_MS = 0.001;

    private final Moments logMs;
    private long runs;
    private long completed;
    private long errors;
    private long untimed;

    /** Exact sums are slow to read, and measuring repetition reads those of each cell several times. */
    private @Nullable Spread logMsSpread;

    Tally() {
        this.logMs = new Moments();
    }

    /**
     * Some values in short.
     *
     * @param count how many
     * @param mean their mean; 0 without values
     * @param squares sum of squared distances from the mean
     */
    record Spread(long count, double mean, double squares) {}

    void add(RunFacts run) {
        logMsSpread = null;
        runs++;
        switch (run.ending()) {
            case COMPLETED -> addCompleted(run);
            case ERROR -> errors++;
            case UNKNOWN -> {}
        }
    }

    void merge(Tally other) {
        logMsSpread = null;
        runs += other.runs;
        completed += other.completed;
        errors += other.errors;
        untimed += other.untimed;
        logMs.merge(other.logMs);
    }

    static Tally sum(List<Tally> parts) {
        Tally sum = new Tally();
        parts.forEach(sum::merge);
        return sum;
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

    /** Returns {@link #logMs()} in short. */
    Spread logMsSpread() {
        Spread known = logMsSpread;
        if (known == null) {
            double squares = logMs.variance().orElse(0) * (logMs.count() - 1);
            known = new Spread(logMs.count(), logMs.mean().orElse(0), Math.max(0, squares));
            logMsSpread = known;
        }
        return known;
    }

    /** Returns the errors as values 0 and 1 in short. */
    Spread errorSpread() {
        Proportion share = errors();
        double rate = share.rate();
        return new Spread(share.trials(), rate, share.trials() * rate * (1 - rate));
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
