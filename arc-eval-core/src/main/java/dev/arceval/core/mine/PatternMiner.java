package dev.arceval.core.mine;

import dev.arceval.core.stats.Moments;
import dev.arceval.eval.PatternComparison;
import dev.arceval.eval.PatternReport;
import dev.arceval.eval.TracePattern;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/**
 * Counts traces into patterns, one by one, and keeps none of them.
 *
 * <p>The state is a sum: any order of {@link #add} and any split over miners that are {@link #merge merged} give the same
 * patterns. That holds as long as at most twice {@code capacity} structures are seen. Beyond, the least frequent half is
 * forgotten (of equals, the one with the larger id), frequencies become lower bounds, and {@link MinedPatterns#forgotten()}
 * says how many runs they miss. The default capacity takes about 250 MB when every trace has a structure of its own.
 *
 * <p>Beside the patterns it keeps {@value #SAMPLED} failed runs and as many others, chosen by a hash of their trace id, as a few
 * numbers each: what goes with failing is tested on them. Of error messages, masked, it counts {@value #MESSAGES}.
 *
 * <p>Linear in the number of spans. Not thread-safe.
 */
public final class PatternMiner {

    /** How many patterns are kept for certain. */
    public static final int DEFAULT_CAPACITY = 100_000;

    private static final ToLongFunction<Trace> EACH_BY_ITSELF = trace -> Hash.of(trace.traceId());

    private static final int SAMPLED = 10_000;
    private static final int MESSAGES = 4_096;
    private static final int PARTS = 2_048;
    private static final int PARTS_OF_RUN = 16;

    private static final Comparator<Map.Entry<Long, PatternState>> MOST_FREQUENT_FIRST = Comparator.comparingLong(
                    (Map.Entry<Long, PatternState> entry) -> entry.getValue().runs())
            .reversed()
            .thenComparing(Map.Entry::getKey, Long::compareUnsigned);

    private final int capacity;
    private final ToLongFunction<Trace> cluster;
    private final Vocabulary vocabulary = new Vocabulary();
    private final Map<Long, PatternState> patterns = new HashMap<>();
    private final Smallest<SampledRun> failedRuns = new Smallest<>(SAMPLED, PatternMiner::first);
    private final Smallest<SampledRun> otherRuns = new Smallest<>(SAMPLED, PatternMiner::first);
    private final Smallest<ErrorEntry> errors = new Smallest<>(MESSAGES, ErrorEntry::plus);
    private final Smallest<Part> parts = new Smallest<>(PARTS, (one, same) -> one);
    /** What the rounds that repeat another one took, one value for each run that went round in circles. */
    private final Moments wastedTokens = new Moments();

    private long forgotten;

    /** A model, or a step that failed. */
    record Part(PatternReport.Part kind, String name) {}

    public PatternMiner() {
        this(DEFAULT_CAPACITY);
    }

    /** A miner that keeps at least this many patterns, and at most twice as many. */
    public PatternMiner(int capacity) {
        this(capacity, EACH_BY_ITSELF);
    }

    /**
     * A miner that knows which runs repeat each other.
     *
     * @param cluster returns the same number for runs that repeat the same task
     */
    public PatternMiner(int capacity, ToLongFunction<Trace> cluster) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be positive: " + capacity);
        }
        this.capacity = capacity;
        this.cluster = cluster;
    }

    /** Counts a trace. The same trace counted twice is two runs. */
    public void add(Trace trace) {
        Signature signature = Signature.of(trace, vocabulary);
        RunFacts run = RunFacts.of(trace, vocabulary);
        patterns.computeIfAbsent(signature.hash(), hash -> new PatternState(signature.steps()))
                .add(run, signature);
        for (RunFacts.Said said : run.errors()) {
            errors.put(
                    said.key(),
                    new ErrorEntry(
                            said.key(),
                            said.type(),
                            said.step(),
                            said.message(),
                            1,
                            run.failed() ? 1 : 0,
                            new Example[] {run.example()}));
        }
        if (run.looped()) {
            Repetition.wastedTokens(trace).ifPresent(wastedTokens::add);
        }
        sample(trace, run, signature.hash());
        forgetIfFull();
    }

    /** Adds everything {@code other} counted; it stays as it is. */
    public void merge(PatternMiner other) {
        int[] numbers = new int[other.vocabulary.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = vocabulary.numberOf(other.vocabulary.token(i));
        }
        other.patterns.forEach((hash, state) -> {
            PatternState known = patterns.get(hash);
            if (known == null) {
                patterns.put(
                        hash,
                        state.withSteps(Arrays.stream(state.steps())
                                .map(step -> Steps.withToken(step, numbers[Steps.token(step)]))
                                .toArray()));
            } else {
                known.merge(state);
            }
        });
        failedRuns.merge(other.failedRuns);
        otherRuns.merge(other.otherRuns);
        errors.merge(other.errors);
        parts.merge(other.parts);
        wastedTokens.merge(other.wastedTokens);
        forgotten += other.forgotten;
        forgetIfFull();
    }

    /**
     * Returns what is known now; traces added later do not change it. Costs time linear in the number of structures.
     *
     * @param minFrequency how often a structure must have been seen to be listed as a pattern
     */
    public MinedPatterns patterns(long minFrequency) {
        Structures structures = Structures.of(patterns, vocabulary);
        return new MinedPatterns(frequent(structures, minFrequency), structures, forgotten);
    }

    /**
     * Returns all that is known now. Costs about a second where there are thousands of failed runs.
     *
     * @param minFrequency how often a structure must have been seen to be listed as a pattern
     * @param seed of the permutations by which chance is judged
     */
    public PatternReport report(long minFrequency, long seed) {
        Structures structures = Structures.of(patterns, vocabulary);
        return findings(structures).report(frequent(structures, minFrequency), minFrequency, seed);
    }

    /**
     * Returns every sequence of steps that goes with failing, those too that say nothing beyond another one.
     *
     * @param seed of the permutations by which chance is judged
     */
    public List<PatternReport.Separator> significant(long seed) {
        return findings(Structures.of(patterns, vocabulary)).separators(seed).significant();
    }

    /**
     * Returns how the patterns of {@code current} differ from those counted here.
     *
     * @param seed of the permutations by which chance is judged
     */
    public PatternComparison compare(PatternMiner current, long seed) {
        PatternMiner both = new PatternMiner(capacity, cluster);
        both.merge(this);
        both.merge(current);
        return PatternDifferences.between(Structures.of(both.patterns, both.vocabulary), side(), current.side(), seed);
    }

    private Findings findings(Structures structures) {
        return new Findings(structures, failedRuns, otherRuns, parts, errors, wastedTokens, forgotten);
    }

    private PatternDifferences.Side side() {
        return new PatternDifferences.Side(patterns, failedRuns, otherRuns);
    }

    private static List<TracePattern> frequent(Structures structures, long minFrequency) {
        List<TracePattern> frequent = new ArrayList<>();
        for (int i = 0; i < structures.count(); i++) {
            if (structures.state(i).runs() >= minFrequency) {
                frequent.add(structures.pattern(i));
            }
        }
        frequent.sort(Structures.MOST_FREQUENT_FIRST);
        return List.copyOf(frequent);
    }

    private void sample(Trace trace, RunFacts run, long structure) {
        TreeSet<Long> own = new TreeSet<>();
        for (String model : run.models()) {
            own.add(part(PatternReport.Part.MODEL, model, Hash.of("model " + model)));
        }
        for (Token step : run.failedSteps()) {
            own.add(part(PatternReport.Part.FAILED_STEP, step.label(), Hash.join(step.hash(), 1)));
        }
        Smallest<SampledRun> sample = run.failed() ? failedRuns : otherRuns;
        long hash = Hash.spread(trace.traceId());
        if (sample.takes(hash)) {
            sample.put(
                    hash,
                    new SampledRun(
                            trace.traceId(),
                            structure,
                            cluster == EACH_BY_ITSELF ? hash : cluster.applyAsLong(trace),
                            run.outcome().label(),
                            own.stream()
                                    .limit(PARTS_OF_RUN)
                                    .mapToLong(Long::longValue)
                                    .toArray()));
        } else {
            sample.passed();
        }
    }

    private long part(PatternReport.Part kind, String name, long hash) {
        parts.put(hash, new Part(kind, name));
        return hash;
    }

    /** Two runs with one id: either may stay, so long as it is the same one always. */
    private static SampledRun first(SampledRun one, SampledRun other) {
        return Comparator.comparingLong(SampledRun::structure)
                                .thenComparingLong(SampledRun::cluster)
                                .thenComparing(SampledRun::ending)
                                .thenComparing(SampledRun::parts, Arrays::compare)
                                .compare(one, other)
                        <= 0
                ? one
                : other;
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
