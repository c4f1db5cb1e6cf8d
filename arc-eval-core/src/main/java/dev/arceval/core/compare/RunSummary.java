package dev.arceval.core.compare;

import dev.arceval.core.stats.LogHistogram;
import dev.arceval.trace.Trace;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * One side of a comparison, condensed in a single pass.
 *
 * <p>Adding and merging commute: the same runs give the same summary in any order and any split over threads or machines,
 * because sums are exact, counts are whole, and what is bounded is bounded by hash. A run added twice counts twice.
 *
 * <p>Memory does not grow with the number of runs: about 2 KB for each pattern, at most 8,192 of them, and
 * for each distinct input, at most 16,384. Not thread-safe; use one a thread and merge.
 */
public final class RunSummary {

    /** Of more agents, those whose names sort first are kept. */
    private static final int MAX_AGENTS = 64;

    private final Tally total = new Tally();
    private final Map<Amount, LogHistogram> spreads = new EnumMap<>(Amount.class);
    private final StratumTable strata = new StratumTable();
    private final Parts parts = new Parts();
    private final TraitTable traits = new TraitTable();
    private final CellTable cells = new CellTable(traits);
    private final TreeSet<String> agents = new TreeSet<>();
    private final Times times = new Times();
    private final RunKeys keys;
    private long paired;
    private long clustered;

    /** An empty summary for a comparison with default options. */
    public RunSummary() {
        this(RunKeys.USUAL);
    }

    /** An empty summary for a comparison with these options, which say what pairs and what repeats. */
    public RunSummary(ComparisonOptions options) {
        this(RunKeys.of(options));
    }

    private RunSummary(RunKeys keys) {
        this.keys = keys;
        for (Amount amount : Amount.values()) {
            spreads.put(amount, new LogHistogram());
        }
    }

    /**
     * Adds a run.
     *
     * @param stratum the runs it is like: the id of its pattern, computed without its status
     */
    public void add(Trace trace, String stratum) {
        RunFacts run = RunFacts.of(trace, keys);
        parts.add(trace, run);
        times.add(trace);
        paired += run.keys().pair() == RunKeys.NO_PAIR ? 0 : 1;
        clustered += run.keys().namesCluster() ? 1 : 0;
        addAgent(trace.agent());
        StratumTable.Key key = StratumTable.Key.of(stratum);
        total.add(run);
        strata.add(key, run);
        cells.add(new CellTable.Key(run.keys().cluster(), run.keys().pair(), key.hash()), run);
        if (run.ending() == RunFacts.Ending.COMPLETED) {
            spreads.forEach((amount, spread) -> {
                double value = run.amounts()[amount.ordinal()];
                if (value > 0) {
                    spread.add(value);
                }
            });
        }
    }

    /** Adds all runs of {@code other}, which stays as it is. */
    public void merge(RunSummary other) {
        if (!keys.equals(other.keys)) {
            throw new IllegalArgumentException("summaries must pair and cluster alike: " + keys + ", " + other.keys);
        }
        paired += other.paired;
        clustered += other.clustered;
        parts.merge(other.parts);
        times.merge(other.times);
        other.agents.forEach(this::addAgent);
        total.merge(other.total);
        spreads.forEach((amount, spread) -> spread.merge(other.spread(amount)));
        strata.merge(other.strata);
        traits.merge(other.traits);
        cells.merge(other.cells);
    }

    /** Returns how many runs were added. */
    public long runs() {
        return total.runs();
    }

    /** Runs of which it is known what input they saw. */
    long paired() {
        return paired;
    }

    /** Runs that carry the attribute by which runs are to be clustered. */
    long clustered() {
        return clustered;
    }

    /** When the runs took place, and which they were. */
    Times times() {
        return times;
    }

    /** The names of the agents that ran. */
    Set<String> agents() {
        return agents;
    }

    private void addAgent(String name) {
        agents.add(name);
        if (agents.size() > MAX_AGENTS) {
            agents.pollLast();
        }
    }

    Tally total() {
        return total;
    }

    /** How an amount of completed runs is spread; latency in milliseconds. */
    LogHistogram spread(Amount amount) {
        return Objects.requireNonNull(spreads.get(amount));
    }

    StratumTable strata() {
        return strata;
    }

    /** What runs consist of. */
    Parts parts() {
        return parts;
    }

    /** What runs did, by the numbers that cells use. */
    TraitTable traits() {
        return traits;
    }

    CellTable cells() {
        return cells;
    }
}
