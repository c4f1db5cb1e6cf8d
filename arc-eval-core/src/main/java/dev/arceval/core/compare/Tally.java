package dev.arceval.core.compare;

import dev.arceval.core.stats.LogHistogram;
import dev.arceval.core.stats.Moments;
import dev.arceval.core.stats.Proportion;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts and sums over some runs of one side; adding and merging give the same in any order. Not thread-safe. */
final class Tally {

    /** Of more evaluations, those whose names sort first are kept. */
    static final int MAX_EVALUATIONS = 64;

    private static final Moments NO_VALUES = new Moments();
    private static final LogHistogram NO_LATENCY = new LogHistogram();
    private static final TraitSums NO_TRAITS = new TraitSums();
    private static final Judged NOT_JUDGED = new Judged();
    private static final RunFacts.Ending[] ENDINGS = RunFacts.Ending.values();
    private static final Amount[] AMOUNTS = Amount.values();

    private final long[] endings = new long[ENDINGS.length];
    private final @Nullable Moments[] logs = new Moments[AMOUNTS.length];
    private @Nullable LogHistogram latencyMs;
    private @Nullable TraitSums traits;
    private SortedMap<String, Judged> judged = Collections.emptySortedMap();

    /** Exact sums are slow to read, and measuring repetition reads those of each cell several times. */
    private final @Nullable Spread[] spreads = new Spread[AMOUNTS.length];

    /**
     * Some values in short.
     *
     * @param count how many
     * @param mean their mean; 0 without values
     * @param squares sum of squared distances from the mean
     */
    record Spread(long count, double mean, double squares) {

        static Spread of(Moments values) {
            if (values.count() == 1) {
                // Most cells hold one run, and an exact variance is slow to work out.
                return new Spread(1, values.sum(), 0);
            }
            double squares = values.variance().orElse(0) * (values.count() - 1);
            return new Spread(values.count(), values.mean().orElse(0), Math.max(0, squares));
        }

        /** Returns the events as values 0 and 1. */
        static Spread of(Proportion share) {
            double rate = share.rate();
            return new Spread(share.trials(), rate, share.trials() * rate * (1 - rate));
        }
    }

    void add(RunFacts run) {
        endings[run.ending().ordinal()]++;
        if (run.ending() == RunFacts.Ending.COMPLETED) {
            for (int i = 0; i < AMOUNTS.length; i++) {
                if (run.amounts()[i] > 0) {
                    logs(i).add(run.logs()[i]);
                }
            }
        }
        run.judgements().forEach((name, judgement) -> {
            Judged slot = slot(name);
            if (slot != null) {
                slot.add(judgement);
            }
        });
    }

    /** Keeps the distribution of latency, which only strata do. */
    void addLatency(RunFacts run) {
        double ms = run.amounts()[Amount.LATENCY.ordinal()];
        if (run.ending() == RunFacts.Ending.COMPLETED && ms > 0) {
            LogHistogram known = latencyMs == null ? new LogHistogram() : latencyMs;
            known.add(ms);
            latencyMs = known;
        }
    }

    /** Adds how a completed run behaved, which only cells keep. */
    void addTraits(Traits behaviour, TraitTable table) {
        TraitSums known = traits == null ? new TraitSums() : traits;
        known.add(behaviour, table);
        traits = known;
    }

    void merge(Tally other) {
        if (other.latencyMs != null) {
            LogHistogram known = latencyMs == null ? new LogHistogram() : latencyMs;
            known.merge(other.latencyMs);
            latencyMs = known;
        }
        if (other.traits != null) {
            TraitSums known = traits == null ? new TraitSums() : traits;
            known.merge(other.traits);
            traits = known;
        }
        for (int i = 0; i < endings.length; i++) {
            endings[i] += other.endings[i];
        }
        for (int i = 0; i < AMOUNTS.length; i++) {
            Moments more = other.logs[i];
            if (more != null) {
                logs(i).merge(more);
            }
        }
        other.judged.forEach((name, more) -> {
            Judged slot = slot(name);
            if (slot != null) {
                slot.merge(more);
            }
        });
    }

    static Tally sum(List<Tally> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        Tally sum = new Tally();
        parts.forEach(sum::merge);
        return sum;
    }

    long runs() {
        long runs = 0;
        for (long count : endings) {
            runs += count;
        }
        return runs;
    }

    long count(RunFacts.Ending ending) {
        return endings[ending.ordinal()];
    }

    /** Runs that ended in an error, among those whose end is known. */
    Proportion errors() {
        return new Proportion(count(RunFacts.Ending.ERROR), knownEnds());
    }

    /** Runs that were cut short, among those whose end is known. */
    Proportion aborts() {
        return new Proportion(count(RunFacts.Ending.ABORTED), knownEnds());
    }

    /** Natural logarithms of an amount of completed runs; not to be changed. */
    Moments logs(Amount amount) {
        Moments known = logs[amount.ordinal()];
        return known == null ? NO_VALUES : known;
    }

    /** Returns {@link #logs} in short. */
    Spread logSpread(Amount amount) {
        Spread known = spreads[amount.ordinal()];
        if (known == null) {
            known = Spread.of(logs(amount));
            spreads[amount.ordinal()] = known;
        }
        return known;
    }

    /** Returns the milliseconds of completed runs; not to be changed. */
    LogHistogram latencyMs() {
        return latencyMs == null ? NO_LATENCY : latencyMs;
    }

    /** Returns how these runs behaved; not to be changed. */
    TraitSums traits() {
        return traits == null ? NO_TRAITS : traits;
    }

    /** Returns what an evaluation says about these runs; not to be changed. */
    Judged judged(String evaluation) {
        return judged.getOrDefault(evaluation, NOT_JUDGED);
    }

    /** Returns the names of the evaluations in order. */
    List<String> evaluations() {
        return List.copyOf(judged.keySet());
    }

    private long knownEnds() {
        return runs() - count(RunFacts.Ending.UNKNOWN);
    }

    private Moments logs(int amount) {
        spreads[amount] = null;
        Moments known = logs[amount];
        if (known == null) {
            known = new Moments();
            logs[amount] = known;
        }
        return known;
    }

    /** A name once dropped can never come back, because the last one kept only falls: the order does not matter. */
    private @Nullable Judged slot(String name) {
        Judged known = judged.get(name);
        if (known != null) {
            return known;
        }
        if (judged.isEmpty()) {
            judged = new TreeMap<>();
        } else if (judged.size() >= MAX_EVALUATIONS) {
            if (name.compareTo(judged.lastKey()) > 0) {
                return null;
            }
            judged.remove(judged.lastKey());
        }
        Judged fresh = new Judged();
        judged.put(name, fresh);
        return fresh;
    }
}
