package dev.arceval.core.mine;

import dev.arceval.core.stats.RobustOutliers;
import dev.arceval.eval.TracePattern;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts traces into patterns, one by one, and keeps none of them.
 *
 * <p>The state is a sum: any order of {@link #add} and any split over miners that are {@link #merge merged} give the same
 * patterns. That holds as long as at most twice {@code capacity} structures are seen. Beyond, the least frequent half is
 * forgotten (of equals, the one with the larger id), frequencies become lower bounds, and {@link MinedPatterns#forgotten()}
 * says how many runs they miss. The default capacity takes about 150 MB when every trace has a structure of its own.
 *
 * <p>Linear in the number of spans. Not thread-safe.
 */
public final class PatternMiner {

    /** How many patterns are kept for certain. */
    public static final int DEFAULT_CAPACITY = 100_000;

    private static final Comparator<Map.Entry<Long, PatternState>> MOST_FREQUENT_FIRST = Comparator.comparingLong(
                    (Map.Entry<Long, PatternState> entry) -> entry.getValue().runs())
            .reversed()
            .thenComparing(Map.Entry::getKey, Long::compareUnsigned);

    private static final Comparator<TracePattern> MOST_FREQUENT_PATTERN_FIRST =
            Comparator.comparingLong(TracePattern::frequency).reversed().thenComparing(TracePattern::id);

    private final int capacity;
    private final Vocabulary vocabulary = new Vocabulary();
    private final Map<Long, PatternState> patterns = new HashMap<>();
    private long forgotten;

    public PatternMiner() {
        this(DEFAULT_CAPACITY);
    }

    /** A miner that keeps at least this many patterns, and at most twice as many. */
    public PatternMiner(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be positive: " + capacity);
        }
        this.capacity = capacity;
    }

    /** Counts a trace. The same trace counted twice is two runs. */
    public void add(Trace trace) {
        Signature signature = Signature.of(trace, vocabulary);
        patterns.computeIfAbsent(signature.hash(), hash -> new PatternState(signature.tokens()))
                .add(trace);
        forgetIfFull();
    }

    /** Adds everything {@code other} counted; it stays as it is. */
    public void merge(PatternMiner other) {
        other.patterns.forEach((hash, state) -> {
            PatternState known = patterns.get(hash);
            if (known == null) {
                patterns.put(hash, state.copy());
            } else {
                known.merge(state);
            }
        });
        forgotten += other.forgotten;
        forgetIfFull();
    }

    /**
     * Returns what is known now; traces added later do not change it. Costs time linear in the number of structures.
     *
     * @param minFrequency how often a structure must have been seen to be listed as a pattern
     */
    public MinedPatterns patterns(long minFrequency) {
        long[] ids =
                patterns.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
        List<PatternState> states = Arrays.stream(ids).mapToObj(patterns::get).toList();
        RobustOutliers slow =
                RobustOutliers.fit(states.stream().map(PatternState::durationMs).toList());
        List<TracePattern> frequent = new ArrayList<>();
        for (int group = 0; group < ids.length; group++) {
            PatternState state = states.get(group);
            if (state.runs() >= minFrequency) {
                frequent.add(state.toPattern(Signature.id(ids[group]), Kinds.of(state, slow, group)));
            }
        }
        frequent.sort(MOST_FREQUENT_PATTERN_FIRST);
        return new MinedPatterns(List.copyOf(frequent), ids, slow, forgotten);
    }

    private void forgetIfFull() {
        if (patterns.size() <= 2L * capacity) {
            return;
        }
        List<Map.Entry<Long, PatternState>> rare = patterns.entrySet().stream()
                .sorted(MOST_FREQUENT_FIRST)
                .skip(capacity)
                .toList();
        for (Map.Entry<Long, PatternState> entry : rare) {
            forgotten += entry.getValue().runs();
            patterns.remove(entry.getKey());
        }
    }
}
