package dev.arceval.eval;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * @param familyId shared by structures that are nearly the same: the id of the one seen first among them
 * @param kinds what the pattern shows, by the evidence counted here; at least one
 * @param frequency how many runs show it
 * @param traffic how many runs of production these stand for, where a sampler said what share it kept; else the same
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
 * @param evidence how many runs show each kind, in the order of {@link Kind}; kinds that no run shows are left out
 * @param failingStep the step whose own failure goes most clearly with the run's; absent if no step failed in a failed run
 * @param loops which of the steps were repeated, in the order in which they start
 * @since 0.1
 */
public record TracePattern(
        String id,
        String familyId,
        Set<Kind> kinds,
        long frequency,
        double traffic,
        List<String> operations,
        List<String> tools,
        Map<String, Long> errorTypes,
        long successes,
        long failures,
        Quantiles durationMs,
        Quantiles tokens,
        Instant firstSeen,
        Instant lastSeen,
        List<String> exampleTraceIds,
        List<Evidence> evidence,
        @Nullable FailingStep failingStep,
        List<Loop> loops) {

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
        evidence = List.copyOf(evidence);
        loops = List.copyOf(loops);
    }

    /** Returns what speaks for a kind, if any run shows it. */
    public Optional<Evidence> evidence(Kind kind) {
        return evidence.stream().filter(each -> each.kind() == kind).findFirst();
    }

    /** Returns the kind to show when there is room for one: the first of this pattern's in the order of {@link Kind}. */
    public Kind kind() {
        return kinds.iterator().next();
    }

    /**
     * What a pattern or a run shows. The order is the one in which the most telling comes first. A pattern has the kinds
     * RECOVERY, LOOP, ABANDONED and PERFORMANCE from one run in ten on.
     */
    public enum Kind {
        /** Fails or is cut short: for a pattern, in more than half of the runs whose end is known. */
        FAILURE,
        /**
         * Ends well after a step failed and another way worked: another tool, other arguments, another model. Doing the same
         * again is a retry and no recovery, and so is a tool that succeeds on the second try in a run that fails.
         */
        RECOVERY,
        /** Makes the same call with the same result, or gives the same answer of a model, three times or more. */
        LOOP,
        /** Breaks off: cut short, its end never seen, or its last step a tool call that nobody answered. */
        ABANDONED,
        /**
         * Slow against the other runs of its own family, of which at most one in ten is expected to be called slow wrongly.
         * For a pattern: ten or more were timed.
         */
        PERFORMANCE,
        /** Ends well: for a pattern, in at least half of the runs whose end is known. */
        SUCCESS,
        /** Not one run has a known end. */
        UNDECIDED
    }

    /**
     * How much speaks for a kind.
     *
     * @param runs how many runs show it
     * @param of among how many: all, those with a known end, or those that were timed
     * @param low lower end of the 95 % Wilson interval of the share, which takes runs as independent
     * @param high upper end
     * @param exampleTraceIds up to three of them, latest first; for PERFORMANCE the slowest first
     */
    public record Evidence(Kind kind, long runs, long of, double low, double high, List<String> exampleTraceIds) {

        public Evidence {
            exampleTraceIds = List.copyOf(exampleTraceIds);
        }

        /** Returns the share of the runs that show it. */
        public double share() {
            return (double) runs / of;
        }
    }

    /**
     * A step that fails where the run does.
     *
     * @param step as in {@link #operations()}
     * @param inFailures in how many failed runs it failed
     * @param inSuccesses in how many runs that ended well it failed
     */
    public record FailingStep(String step, long inFailures, long inSuccesses) {}

    /**
     * Steps that followed themselves.
     *
     * @param steps what was repeated, as in {@link #operations()}
     * @param runs in how many runs
     * @param repeats how often in all of them, the first time not counted
     */
    public record Loop(List<String> steps, long runs, long repeats) {

        public Loop {
            steps = List.copyOf(steps);
        }
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
