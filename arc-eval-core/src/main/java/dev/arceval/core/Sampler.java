package dev.arceval.core;

import dev.arceval.core.stats.LogHistogram;
import dev.arceval.core.stats.Seeds;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Sampling;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the runs that are kept, as {@link Sampling} says. Whether a run is kept, and with what probability, follows from
 * the run, the seed and the runs before, never from those after: so the inverse of the probability is the number of runs it
 * stands for, once and for all, and sums of it are right on average. For one thread at a time.
 */
final class Sampler {

    /** Patterns whose runs are counted; those met later are kept whole, as rare ones are. */
    private static final int MOST_PATTERNS = 10_000;

    private static final double SLOW = .95;

    /** Thresholds have so many hexadecimal digits, and the decision uses what is written. */
    private static final int DIGITS = 7;

    private static final double STEPS = Math.pow(16, DIGITS);

    private final Sampling sampling;
    private final long seed;
    private final Function<Trace, String> patterns;
    private final Map<String, Seen> seen = new HashMap<>();

    Sampler(Sampling sampling, long seed, Function<Trace, String> patterns) {
        this.sampling = sampling;
        this.seed = seed;
        this.patterns = patterns;
    }

    /** Returns the run with its threshold if it is kept. */
    Optional<Trace> keep(Trace trace) {
        if (sampling.isNone()) {
            return Optional.of(trace);
        }
        double share = share(trace);
        long threshold = Math.round((1 - share) * STEPS);
        if (threshold <= 0) {
            return Optional.of(trace);
        }
        long chance = Seeds.random(seed, "sampling " + trace.traceId(), 0).nextLong((long) STEPS);
        return chance < threshold ? Optional.empty() : Optional.of(with(trace, threshold));
    }

    /** The probability with which the run is to be kept. */
    private double share(Trace trace) {
        String pattern = patterns.apply(trace);
        Seen before = seen.get(pattern);
        if (before == null) {
            if (seen.size() >= MOST_PATTERNS) {
                return 1;
            }
            before = new Seen();
            seen.put(pattern, before);
        }
        Duration duration = trace.duration().orElse(null);
        boolean slow = before.isSlow(duration);
        before.add(duration);
        Outcome.Label outcome = trace.outcome().label();
        if (outcome == Outcome.Label.FAILURE
                || outcome == Outcome.Label.ABORTED
                || slow
                || before.runs <= Sampling.RARE) {
            return 1;
        }
        return Math.min(sampling.rate(), (double) sampling.perPattern() / before.runs);
    }

    /** Multiplies with what a sampler before has left: the chances are independent. */
    private static Trace with(Trace trace, long threshold) {
        Span first = trace.topLevel().get(0);
        String state = first.traceState().orElse("");
        double share = (1 - threshold / STEPS) * (1 - thresholdOf(state) / STEPS);
        long together = Math.min((long) STEPS - 1, Math.round((1 - share) * STEPS));
        String digits = String.format(Locale.ROOT, "%0" + DIGITS + "x", together);
        List<Span> spans = new ArrayList<>(trace.spans());
        spans.replaceAll(span -> span.equals(first)
                ? span.toBuilder().traceState(withThreshold(state, digits)).build()
                : span);
        return Trace.of(trace.traceId(), spans);
    }

    private static String withThreshold(String state, String digits) {
        String kept = fields(state).filter(field -> !field.startsWith("th:")).collect(Collectors.joining(";"));
        String ours = "ot=th:" + digits.replaceAll("0+$", "") + (kept.isEmpty() ? "" : ";" + kept);
        return Stream.concat(Stream.of(ours), members(state).filter(member -> !member.startsWith("ot=")))
                .collect(Collectors.joining(","));
    }

    private static double thresholdOf(String state) {
        return fields(state)
                .filter(field -> field.matches("th:[0-9a-f]{1,14}"))
                .map(field -> (field.substring(3) + "0".repeat(DIGITS)).substring(0, DIGITS))
                .mapToLong(digits -> Long.parseLong(digits, 16))
                .findFirst()
                .orElse(0);
    }

    private static Stream<String> fields(String state) {
        return members(state)
                .filter(member -> member.startsWith("ot="))
                .flatMap(member -> Arrays.stream(member.substring(3).split(";")))
                .filter(field -> !field.isEmpty());
    }

    private static Stream<String> members(String state) {
        return Arrays.stream(state.split(",")).map(String::strip).filter(member -> !member.isEmpty());
    }

    /** What was seen of a pattern, kept or not. */
    private static final class Seen {

        private long runs;
        private final LogHistogram durationMs = new LogHistogram();

        boolean isSlow(@Nullable Duration duration) {
            return duration != null
                    && durationMs.count() >= Sampling.RARE
                    && milliseconds(duration) > durationMs.quantile(SLOW).getAsDouble();
        }

        void add(@Nullable Duration duration) {
            runs++;
            if (duration != null) {
                durationMs.add(milliseconds(duration));
            }
        }

        private static double milliseconds(Duration duration) {
            return duration.toNanos() / 1e6;
        }
    }
}
