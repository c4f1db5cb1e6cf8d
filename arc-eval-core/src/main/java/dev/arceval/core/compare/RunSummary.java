package dev.arceval.core.compare;

import dev.arceval.core.stats.LogHistogram;
import dev.arceval.trace.Trace;

/**
 * One side of a comparison, condensed in a single pass.
 *
 * <p>Adding and merging commute: the same runs give the same summary in any order and any split over threads or machines,
 * because sums are exact, counts are whole, and what is bounded is bounded by hash. A run added twice counts twice.
 *
 * <p>Memory does not grow with the number of runs: about 500 bytes for each pattern, at most 20,000 of them, and 300
 * bytes for each distinct input, at most 32,768. Not thread-safe; use one a thread and merge.
 */
public final class RunSummary {

    private final Tally total = new Tally();
    private final LogHistogram latencyMs = new LogHistogram();
    private final StratumTable strata = new StratumTable();
    private final CellTable cells = new CellTable();

    /**
     * Adds a run.
     *
     * @param stratum the runs it is like: the id of its pattern, computed without its status
     */
    public void add(Trace trace, String stratum) {
        RunFacts run = RunFacts.of(trace);
        StratumTable.Key key = StratumTable.Key.of(stratum);
        total.add(run);
        strata.add(key, run);
        cells.add(new CellTable.Key(run.cluster(), run.pair(), key.hash()), run);
        if (run.ending() == RunFacts.Ending.COMPLETED && run.duration() != null) {
            latencyMs.add(Tally.milliseconds(run.duration()));
        }
    }

    /** Adds all runs of {@code other}, which stays as it is. */
    public void merge(RunSummary other) {
        total.merge(other.total);
        latencyMs.merge(other.latencyMs);
        strata.merge(other.strata);
        cells.merge(other.cells);
    }

    /** Returns how many runs were added. */
    public long runs() {
        return total.runs();
    }

    Tally total() {
        return total;
    }

    /** Milliseconds of completed runs. */
    LogHistogram latencyMs() {
        return latencyMs;
    }

    StratumTable strata() {
        return strata;
    }

    CellTable cells() {
        return cells;
    }
}
