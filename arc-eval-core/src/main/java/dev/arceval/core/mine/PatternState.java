package dev.arceval.core.mine;

import dev.arceval.core.stats.LogHistogram;
import dev.arceval.eval.TracePattern.Kind;
import dev.arceval.eval.TracePattern.Quantiles;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is counted of one pattern. Adding and merging commute: the state depends on the set of runs, not on their order.
 *
 * <p>About 900 bytes when a pattern has few runs, 12 KB for one with many.
 */
final class PatternState {

    /** How many latest runs are named. */
    private static final int LATEST = 5;
    /** How many runs are named for a kind. */
    private static final int EXAMPLES = 3;
    /** How many different error types are counted; of more, those first in the alphabet, whatever came first in time. */
    private static final int ERROR_TYPES = 50;
    /** How many different messages, failing steps and loops are counted of a pattern; of more, an even sample. */
    private static final int DETAILS = 20;

    private static final int LOOP_PLACES = 128;
    private static final Kind[] COUNTED = {Kind.FAILURE, Kind.RECOVERY, Kind.LOOP, Kind.ABANDONED, Kind.SUCCESS};
    private static final int KINDS = Kind.values().length;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final int[] steps;
    private final long[] runsOfKind = new long[KINDS];
    private final Example[][] examplesOfKind = new Example[KINDS][];
    private Example[] latest = Example.NONE;
    private Example[] slowest = Example.NONE;
    private long runs;
    private long weight;
    private long firstSeen;
    private long lastSeen;
    private @Nullable TreeMap<String, Long> errorTypes;
    private @Nullable HashCounts messages;
    private @Nullable HashCounts failingInFailures;
    private @Nullable HashCounts failingInSuccesses;
    private @Nullable HashCounts loopRuns;
    private @Nullable HashCounts loopRepeats;
    private final LogHistogram durationMs = new LogHistogram();
    private final LogHistogram tokens = new LogHistogram();

    /** @param steps numbers of the miner's vocabulary */
    PatternState(int[] steps) {
        this.steps = steps;
    }

    /** Returns a copy that later changes of this one do not reach. */
    PatternState copy() {
        PatternState copy = new PatternState(steps);
        copy.merge(this);
        return copy;
    }

    /** Returns a copy whose steps are numbered otherwise. */
    PatternState withSteps(int[] others) {
        PatternState copy = new PatternState(others);
        copy.merge(this);
        return copy;
    }

    void add(RunFacts run, Signature signature) {
        runs++;
        weight += run.weight();
        count(Kind.FAILURE, run.failed(), run.example());
        count(Kind.SUCCESS, run.succeeded(), run.example());
        count(Kind.RECOVERY, run.recovered(), run.example());
        count(Kind.LOOP, run.looped(), run.example());
        count(Kind.ABANDONED, run.abandoned(), run.example());
        latest = Example.with(latest, run.example(), Example.LATEST_FIRST, LATEST);
        if (run.durationMs().isPresent()) {
            durationMs.add(run.durationMs().getAsDouble());
            slowest = Example.with(slowest, run.example(), Example.SLOWEST_FIRST, EXAMPLES);
        }
        run.tokens().ifPresent(tokens::add);
        run.errorTypes().forEach(type -> countError(type, 1));
        for (RunFacts.Said said : run.errors()) {
            messages = added(messages, said.key(), 1);
        }
        for (Token step : run.failedSteps()) {
            if (run.failed()) {
                failingInFailures = added(failingInFailures, step.hash(), 1);
            } else if (run.succeeded()) {
                failingInSuccesses = added(failingInSuccesses, step.hash(), 1);
            }
        }
        for (Signature.Loop loop : signature.loops()) {
            long place = (long) loop.first() * LOOP_PLACES + loop.end();
            loopRuns = added(loopRuns, place, 1);
            loopRepeats = added(loopRepeats, place, loop.times());
        }
        seen(run.example().startEpochNanos(), run.example().startEpochNanos());
    }

    /** Adds what another state of the same structure counted. */
    void merge(PatternState other) {
        absorb(other);
        loopRuns = merged(loopRuns, other.loopRuns);
        loopRepeats = merged(loopRepeats, other.loopRepeats);
    }

    /** Adds what a state of another structure counted, apart from loops, which are places in the structure. */
    void absorb(PatternState other) {
        runs += other.runs;
        weight += other.weight;
        for (Kind kind : COUNTED) {
            int i = kind.ordinal();
            runsOfKind[i] += other.runsOfKind[i];
            if (other.examplesOfKind[i] != null) {
                examplesOfKind[i] = Example.with(examples(i), other.examplesOfKind[i], Example.LATEST_FIRST, EXAMPLES);
            }
        }
        latest = Example.with(latest, other.latest, Example.LATEST_FIRST, LATEST);
        slowest = Example.with(slowest, other.slowest, Example.SLOWEST_FIRST, EXAMPLES);
        durationMs.merge(other.durationMs);
        tokens.merge(other.tokens);
        if (other.errorTypes != null) {
            other.errorTypes.forEach(this::countError);
        }
        messages = merged(messages, other.messages);
        failingInFailures = merged(failingInFailures, other.failingInFailures);
        failingInSuccesses = merged(failingInSuccesses, other.failingInSuccesses);
        seen(other.firstSeen, other.lastSeen);
    }

    private void count(Kind kind, boolean shown, Example example) {
        if (shown) {
            int i = kind.ordinal();
            runsOfKind[i]++;
            examplesOfKind[i] = Example.with(examples(i), example, Example.LATEST_FIRST, EXAMPLES);
        }
    }

    private Example[] examples(int kind) {
        return examplesOfKind[kind] == null ? Example.NONE : examplesOfKind[kind];
    }

    private void countError(String type, long times) {
        if (errorTypes == null) {
            errorTypes = new TreeMap<>();
        }
        // A type that falls out is last in the alphabet then and so ever after; what stays was counted from its first
        // time.
        errorTypes.merge(type, times, Long::sum);
        if (errorTypes.size() > ERROR_TYPES) {
            errorTypes.pollLastEntry();
        }
    }

    private static HashCounts added(@Nullable HashCounts counts, long key, long times) {
        HashCounts known = counts == null ? new HashCounts(DETAILS) : counts;
        known.add(key, times);
        return known;
    }

    private static @Nullable HashCounts merged(@Nullable HashCounts mine, @Nullable HashCounts theirs) {
        if (theirs == null) {
            return mine;
        }
        HashCounts both = mine == null ? new HashCounts(DETAILS) : mine;
        both.merge(theirs);
        return both;
    }

    private void seen(long first, long last) {
        firstSeen = firstSeen == 0 ? first : first == 0 ? firstSeen : Math.min(firstSeen, first);
        lastSeen = Math.max(lastSeen, last);
    }

    /** Numbers of the miner's vocabulary; not to be changed. */
    int[] steps() {
        return steps;
    }

    long runs() {
        return runs;
    }

    double traffic() {
        return (double) weight / SamplingWeight.ONE;
    }

    /** How many runs show a kind other than PERFORMANCE and UNDECIDED. */
    long runs(Kind kind) {
        return runsOfKind[kind.ordinal()];
    }

    long successes() {
        return runs(Kind.SUCCESS);
    }

    long failures() {
        return runs(Kind.FAILURE);
    }

    Example[] examples(Kind kind) {
        return examples(kind.ordinal());
    }

    Example[] latest() {
        return latest;
    }

    Example[] slowest() {
        return slowest;
    }

    LogHistogram durationMs() {
        return durationMs;
    }

    Quantiles durations() {
        return quantiles(durationMs);
    }

    Quantiles tokens() {
        return quantiles(tokens);
    }

    Map<String, Long> errorTypes() {
        return errorTypes == null ? Map.of() : errorTypes;
    }

    /** In how many runs which message occurred, by its key. */
    HashCounts messages() {
        return present(messages);
    }

    /** In how many failed runs which step failed, by the token's hash. */
    HashCounts failingInFailures() {
        return present(failingInFailures);
    }

    /** In how many runs that ended well which step failed, by the token's hash. */
    HashCounts failingInSuccesses() {
        return present(failingInSuccesses);
    }

    /** In how many runs which steps were repeated, by {@link #loopFirst} and {@link #loopEnd}. */
    HashCounts loopRuns() {
        return present(loopRuns);
    }

    /** How often they were repeated. */
    HashCounts loopRepeats() {
        return present(loopRepeats);
    }

    /** The index of the first repeated step. */
    static int loopFirst(long place) {
        return (int) (place / LOOP_PLACES);
    }

    /** The index after the last repeated step. */
    static int loopEnd(long place) {
        return (int) (place % LOOP_PLACES);
    }

    long firstSeenEpochNanos() {
        return firstSeen;
    }

    Instant firstSeen() {
        return instant(firstSeen);
    }

    Instant lastSeen() {
        return instant(lastSeen);
    }

    private static HashCounts present(@Nullable HashCounts counts) {
        return counts == null ? new HashCounts(DETAILS) : counts;
    }

    private static Instant instant(long epochNanos) {
        return Instant.ofEpochSecond(epochNanos / NANOS_PER_SECOND, epochNanos % NANOS_PER_SECOND);
    }

    private static Quantiles quantiles(LogHistogram values) {
        if (values.count() == 0) {
            return Quantiles.none();
        }
        return new Quantiles(
                values.count(),
                values.quantile(0.5).getAsDouble(),
                values.quantile(0.95).getAsDouble());
    }
}
