package dev.arceval.core.mine;

import dev.arceval.core.stats.RobustOutliers;
import dev.arceval.eval.TracePattern;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Trace;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * What a miner knew at one moment: the patterns, and what is usual in each family of them. Not thread-safe.
 */
public final class MinedPatterns {

    private final List<TracePattern> patterns;
    private final long[] sortedIds;
    private final int[] families;
    private final RobustOutliers slow;
    private final long forgotten;
    private final Vocabulary vocabulary = new Vocabulary();

    /** @param patterns the frequent ones, in order */
    MinedPatterns(List<TracePattern> patterns, Structures structures, long forgotten) {
        this.patterns = patterns;
        this.sortedIds = structures.ids();
        this.families = IntStream.range(0, sortedIds.length)
                .map(structures.families()::of)
                .toArray();
        this.slow = structures.slow();
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
        int structure = Arrays.binarySearch(sortedIds, id);
        boolean outlier = structure >= 0
                && durationMs.isPresent()
                && slow.isOutlier(families[structure], durationMs.getAsDouble());
        return new RunClass(Signature.id(id), Kinds.of(trace, outcome, outlier), outlier);
    }
}
