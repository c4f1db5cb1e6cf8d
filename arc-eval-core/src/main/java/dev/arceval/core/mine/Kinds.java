package dev.arceval.core.mine;

import dev.arceval.core.stats.LogHistogram;
import dev.arceval.core.stats.RobustOutliers;
import dev.arceval.eval.TracePattern.Kind;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Trace;
import java.time.Duration;
import java.util.EnumSet;
import java.util.OptionalDouble;
import java.util.Set;

/** What runs and patterns show, by the rules that {@link Kind} states. */
final class Kinds {

    private static final double NANOS_PER_MS = 1e6;
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
        if (outlier) {
            kinds.add(Kind.PERFORMANCE);
        }
        return kinds;
    }

    /** Returns the kinds of a pattern; at least one. */
    static Set<Kind> of(PatternState state, RobustOutliers slow, int group) {
        long decided = state.successes() + state.failures();
        Set<Kind> kinds = EnumSet.of(
                decided == 0 ? Kind.UNDECIDED : 2 * state.failures() > decided ? Kind.FAILURE : Kind.SUCCESS);
        if (state.recoveries() > 0 && ONE_IN * state.recoveries() >= state.runs()) {
            kinds.add(Kind.RECOVERY);
        }
        if (oftenSlow(state.durationMs(), slow, group)) {
            kinds.add(Kind.PERFORMANCE);
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

    /** Whether at least one value in ten is an outlier: whether the lowest of the upper tenth is. */
    private static boolean oftenSlow(LogHistogram durationMs, RobustOutliers slow, int group) {
        long count = durationMs.count();
        if (count < ONE_IN) {
            return false;
        }
        long rank = count - (count + ONE_IN - 1) / ONE_IN;
        // Half a rank more, so that rounding cannot fall below the rank that is meant.
        double share = Math.min(1, (rank + 0.5) / (count - 1));
        return slow.isOutlier(group, durationMs.quantile(share).getAsDouble());
    }
}
