package dev.arceval.core.mine;

import dev.arceval.core.stats.Interval;
import dev.arceval.core.stats.Proportion;
import dev.arceval.core.stats.RobustOutliers;
import dev.arceval.eval.TracePattern.Evidence;
import dev.arceval.eval.TracePattern.Kind;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/** What runs and patterns show, by the rules that {@link Kind} states. */
final class Kinds {

    private static final double NANOS_PER_MS = 1e6;
    private static final double CONFIDENCE = 0.95;
    /** A pattern is slow or recovering when one run in this many is; with fewer timed runs nobody can say. */
    private static final int ONE_IN = 10;

    private Kinds() {}

    /** Returns the kinds of a run; at least one. */
    static Set<Kind> of(Trace trace, Outcome outcome, boolean outlier) {
        Set<Kind> kinds = EnumSet.of(
                switch (outcome.label()) {
                    case SUCCESS -> Kind.SUCCESS;
                    case FAILURE, ABORTED -> Kind.FAILURE;
                    case UNKNOWN -> Kind.UNDECIDED;
                });
        if (Recovery.shownBy(trace, outcome)) {
            kinds.add(Kind.RECOVERY);
        }
        if (Repetition.shownBy(trace)) {
            kinds.add(Kind.LOOP);
        }
        if (Abandonment.shownBy(trace, outcome)) {
            kinds.add(Kind.ABANDONED);
        }
        if (outlier) {
            kinds.add(Kind.PERFORMANCE);
        }
        return kinds;
    }

    /** Returns what speaks for each kind that a run of the pattern shows, in the order of kinds. */
    static List<Evidence> evidence(PatternState state, RobustOutliers slow, int group) {
        long decided = state.successes() + state.failures();
        List<Evidence> evidence = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            switch (kind) {
                case FAILURE, SUCCESS -> add(evidence, state, kind, decided);
                case RECOVERY, LOOP, ABANDONED -> add(evidence, state, kind, state.runs());
                case PERFORMANCE -> addSlow(evidence, state, slow, group);
                case UNDECIDED -> {}
            }
        }
        return evidence;
    }

    /** Returns the kinds of a pattern with this evidence; at least one. */
    static Set<Kind> of(PatternState state, List<Evidence> evidence) {
        long decided = state.successes() + state.failures();
        Set<Kind> kinds = EnumSet.of(
                decided == 0 ? Kind.UNDECIDED : 2 * state.failures() > decided ? Kind.FAILURE : Kind.SUCCESS);
        for (Evidence each : evidence) {
            boolean often = ONE_IN * each.runs() >= each.of();
            boolean enough = each.kind() != Kind.PERFORMANCE || each.of() >= ONE_IN;
            if (each.kind() != Kind.FAILURE && each.kind() != Kind.SUCCESS && often && enough) {
                kinds.add(each.kind());
            }
        }
        return kinds;
    }

    /**
     * Returns milliseconds from start to end; absent if a time is missing or the run was cut short, since how long that took
     * says nothing about the agent's speed.
     */
    static OptionalDouble durationMs(Trace trace, Outcome outcome) {
        Duration duration = trace.duration().orElse(null);
        return duration == null || outcome instanceof Outcome.Aborted
                ? OptionalDouble.empty()
                : OptionalDouble.of(duration.toNanos() / NANOS_PER_MS);
    }

    private static void add(List<Evidence> evidence, PatternState state, Kind kind, long of) {
        if (state.runs(kind) > 0) {
            evidence.add(evidence(kind, state.runs(kind), of, Example.ids(state.examples(kind))));
        }
    }

    private static void addSlow(List<Evidence> evidence, PatternState state, RobustOutliers slow, int group) {
        long outliers = slow.outliers(group, state.durationMs());
        if (outliers > 0) {
            Example[] examples = Arrays.stream(state.slowest())
                    .filter(example -> slow.isOutlier(group, example.durationMs()))
                    .toArray(Example[]::new);
            evidence.add(evidence(Kind.PERFORMANCE, outliers, state.durationMs().count(), Example.ids(examples)));
        }
    }

    private static Evidence evidence(Kind kind, long runs, long of, List<String> examples) {
        Interval interval = new Proportion(runs, of).wilson(CONFIDENCE);
        return new Evidence(kind, runs, of, interval.lower(), interval.upper(), examples);
    }
}
