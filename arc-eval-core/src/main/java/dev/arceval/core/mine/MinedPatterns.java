package dev.arceval.core.mine;

import dev.arceval.core.stats.RobustOutliers;
import dev.arceval.eval.TracePattern;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Trace;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a miner knew at one moment: the patterns, and what is usual in each of them. Not thread-safe.
 */
public final class MinedPatterns {

    private final List<TracePattern> patterns;
    private final long[] sortedIds;
    private final RobustOutliers slow;
    private final long forgotten;
    private final Vocabulary vocabulary = new Vocabulary();

    /**
     * @param patterns the frequent ones, in order
     * @param sortedIds of all structures seen; the index is the group's in {@code slow}
     */
    MinedPatterns(List<TracePattern> patterns, long[] sortedIds, RobustOutliers slow, long forgotten) {
        this.patterns = patterns;
        this.sortedIds = sortedIds;
        this.slow = slow;
        this.forgotten = forgotten;
    }

    /** Returns the patterns that were frequent enough, the most frequent first, then by id. */
    public List<TracePattern> list() {
        return patterns;
    }

    /** Returns how many different structures are known, frequent or not. */
    public int structures() {
        return sortedIds.length;
    }

    /** Returns how many runs are missing in the frequencies because there were too many structures. */
    public long forgotten() {
        return forgotten;
    }

    /** Returns the pattern of a run's structure, as {@link #classify} does, and nothing else about it. */
    public String patternId(Trace trace) {
        return Signature.id(Signature.of(trace, vocabulary).hash());
    }

    /** Returns where a run belongs. A run of a structure that was never counted is no outlier. */
    public RunClass classify(Trace trace) {
        long id = Signature.of(trace, vocabulary).hash();
        Outcome outcome = trace.outcome();
        OptionalDouble durationMs = Kinds.durationMs(trace, outcome);
        int group = Arrays.binarySearch(sortedIds, id);
        boolean outlier = group >= 0 && durationMs.isPresent() && slow.isOutlier(group, durationMs.getAsDouble());
        return new RunClass(Signature.id(id), Kinds.of(trace, outcome, outlier), outlier);
    }
}
