package dev.arceval.eval;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A way of working that recurs: all runs whose spans have the same structure.
 *
 * <p>Structure means kinds, operations, tools and agents, as steps nest and follow one another; never status or model. A
 * failing run and a succeeding one of the same shape belong to one pattern, so that its failure rate means something. A
 * loop counts once however often it ran, and siblings that overlap in time have no order.
 *
 * @param id stable across runs, machines and orders of input: 16 hex digits computed from the structure
 * @param kinds what the pattern shows, by the evidence counted here; at least one
 * @param frequency how many runs show it
 * @param operations the first 100 steps, parents before children; a repeated step or loop appears once
 * @param tools the tools called, in order of first use
 * @param errorTypes in how many runs each error type occurred in any step, by name, and of runs that an evaluation failed
 *     {@code evaluation} and its name; at most 50, those first in the alphabet
 * @param successes runs that ended well
 * @param failures runs that failed or were cut short
 * @param durationMs how long the runs took, in milliseconds, right to 1 %; runs that were cut short are left out
 * @param tokens tokens per run, input and output, right to 1 %
 * @param firstSeen start of the earliest run
 * @param lastSeen start of the latest run
 * @param exampleTraceIds up to five of the latest runs, latest first
 * @since 0.1
 */
public record TracePattern(
        String id,
        Set<Kind> kinds,
        long frequency,
        List<String> operations,
        List<String> tools,
        Map<String, Long> errorTypes,
        long successes,
        long failures,
        Quantiles durationMs,
        Quantiles tokens,
        Instant firstSeen,
        Instant lastSeen,
        List<String> exampleTraceIds) {

    public TracePattern {
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("pattern " + id + " has no kind");
        }
        if (frequency < 1) {
            throw new IllegalArgumentException("frequency must be positive: " + frequency);
        }
        kinds = Collections.unmodifiableSet(EnumSet.copyOf(kinds));
        operations = List.copyOf(operations);
        tools = List.copyOf(tools);
        errorTypes = Collections.unmodifiableMap(new TreeMap<>(errorTypes));
        exampleTraceIds = List.copyOf(exampleTraceIds);
    }

    /** Returns the kind to show when there is room for one: the first of this pattern's in the order of {@link Kind}. */
    public Kind kind() {
        return kinds.iterator().next();
    }

    /** What a pattern or a run shows. The order is the one in which the most telling comes first. */
    public enum Kind {
        /** Fails or is cut short: for a pattern, in more than half of the runs whose end is known. */
        FAILURE,
        /**
         * Ends well after a step failed and a later one did not; a tool that succeeds on the second try in a run that fails is
         * no recovery. For a pattern: at least one run in ten does.
         */
        RECOVERY,
        /**
         * Slow against the other runs of its own structure, of which at most one in ten is expected to be called slow wrongly.
         * For a pattern: at least one run in ten is, and ten or more were timed.
         */
        PERFORMANCE,
        /** Ends well: for a pattern, in at least half of the runs whose end is known. */
        SUCCESS,
        /** Not one run has a known end. */
        UNDECIDED
    }

    /**
     * A distribution in short.
     *
     * @param count how many values were seen
     * @param p50 the median; absent without values
     * @param p95 the value that one in twenty exceeds; absent without values
     */
    public record Quantiles(
            long count, @Nullable Double p50, @Nullable Double p95) {

        private static final Quantiles NONE = new Quantiles(0, null, null);

        /** Returns the quantiles of no values. */
        public static Quantiles none() {
            return NONE;
        }
    }
}
