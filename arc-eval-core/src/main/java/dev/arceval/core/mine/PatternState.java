package dev.arceval.core.mine;

import dev.arceval.core.stats.LogHistogram;
import dev.arceval.eval.TracePattern;
import dev.arceval.eval.TracePattern.Kind;
import dev.arceval.eval.TracePattern.Quantiles;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is counted of one pattern. Adding and merging commute: the state depends on the set of runs, not on their order.
 *
 * <p>About 600 bytes when a pattern has few runs, 10 KB for one with many.
 */
final class PatternState {

    /** How many latest runs are named. */
    static final int EXAMPLES = 5;
    /** How many different error types are counted; of more, those first in the alphabet, whatever came first in time. */
    static final int ERROR_TYPES = 50;
    /** How many steps are shown; loops are folded already, so a person reads no further. */
    static final int STEPS = 100;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private static final Comparator<Example> LATEST_FIRST =
            Comparator.comparingLong(Example::startEpochNanos).reversed().thenComparing(Example::traceId);

    record Example(String traceId, long startEpochNanos) {}

    private final Token[] steps;
    private final String[] tools;
    private long runs;
    private long successes;
    private long failures;
    private long recoveries;
    private long firstSeen;
    private long lastSeen;
    private @Nullable TreeMap<String, Long> errorTypes;
    private final List<Example> examples = new ArrayList<>(1);
    private final LogHistogram durationMs = new LogHistogram();
    private final LogHistogram tokens = new LogHistogram();

    PatternState(List<Token> structure) {
        this.steps = structure.stream().limit(STEPS).toArray(Token[]::new);
        Set<String> distinct = new LinkedHashSet<>();
        for (Token step : structure) {
            if (step.tool() != null && distinct.size() < STEPS) {
                distinct.add(step.tool());
            }
        }
        this.tools = distinct.toArray(String[]::new);
    }

    private PatternState(Token[] steps, String[] tools) {
        this.steps = steps;
        this.tools = tools;
    }

    /** Returns a copy that later changes of this one do not reach. */
    PatternState copy() {
        PatternState copy = new PatternState(steps, tools);
        copy.merge(this);
        return copy;
    }

    void add(Trace trace) {
        Outcome outcome = trace.outcome();
        runs++;
        switch (outcome.label()) {
            case SUCCESS -> successes++;
            case FAILURE, ABORTED -> failures++;
            case UNKNOWN -> {}
        }
        if (Recovery.shownBy(trace, outcome)) {
            recoveries++;
        }
        Kinds.durationMs(trace, outcome).ifPresent(durationMs::add);
        trace.usage().totalTokens().ifPresent(tokens::add);
        errorTypesOf(trace, outcome).forEach(type -> countError(type, 1));
        long start = trace.startEpochNanos();
        seen(start, start);
        remember(new Example(trace.traceId(), start));
    }

    void merge(PatternState other) {
        runs += other.runs;
        successes += other.successes;
        failures += other.failures;
        recoveries += other.recoveries;
        durationMs.merge(other.durationMs);
        tokens.merge(other.tokens);
        if (other.errorTypes != null) {
            other.errorTypes.forEach(this::countError);
        }
        seen(other.firstSeen, other.lastSeen);
        other.examples.forEach(this::remember);
    }

    /** The error types of failed steps, each once; of a run that an evaluation failed, {@code evaluation} and its name too. */
    private static Set<String> errorTypesOf(Trace trace, Outcome outcome) {
        Set<String> types = new HashSet<>();
        for (Span span : trace.spans()) {
            if (span.failed()) {
                types.add(span.errorType().orElse("error"));
            }
        }
        if (outcome instanceof Outcome.Failure failure && failure.cause() == Outcome.Failure.Cause.EVALUATION) {
            types.add("evaluation " + failure.errorType());
        }
        return types;
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

    private void seen(long first, long last) {
        firstSeen = firstSeen == 0 ? first : first == 0 ? firstSeen : Math.min(firstSeen, first);
        lastSeen = Math.max(lastSeen, last);
    }

    private void remember(Example example) {
        int place = 0;
        while (place < examples.size() && LATEST_FIRST.compare(examples.get(place), example) <= 0) {
            place++;
        }
        if (place < EXAMPLES) {
            examples.add(place, example);
        }
        if (examples.size() > EXAMPLES) {
            examples.remove(EXAMPLES);
        }
    }

    long runs() {
        return runs;
    }

    long successes() {
        return successes;
    }

    long failures() {
        return failures;
    }

    long recoveries() {
        return recoveries;
    }

    LogHistogram durationMs() {
        return durationMs;
    }

    /** Returns the pattern as of now. */
    TracePattern toPattern(String id, Set<Kind> kinds) {
        return new TracePattern(
                id,
                kinds,
                runs,
                Arrays.stream(steps).map(Token::label).toList(),
                List.of(tools),
                errorTypes == null ? Map.of() : errorTypes,
                successes,
                failures,
                quantiles(durationMs),
                quantiles(tokens),
                instant(firstSeen),
                instant(lastSeen),
                examples.stream().map(Example::traceId).toList());
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
