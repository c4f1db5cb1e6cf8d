package dev.arceval.eval;

import org.jspecify.annotations.Nullable;

/**
 * Where a change comes from: a part of the runs, or of each run, that changed with the metric. An observation, no proof.
 *
 * @param kind what changed
 * @param name its name: a pattern's id, a tool, a model, a version, the type of an error
 * @param share the share of the change that it explains, 1 for all of it; shares of one kind add up to about 1 and may be
 *     negative where a part went the other way. Absent where it only changed at the same time
 * @param baseline its value before, in the unit that {@code unit} names
 * @param current its value now
 * @param unit what the two values are, such as {@code ms per run} or {@code share of runs}
 * @param nBaseline runs before that show it
 * @param nCurrent runs now that show it
 * @since 0.1
 */
public record Cause(
        Kind kind,
        String name,
        @Nullable Double share,
        double baseline,
        double current,
        String unit,
        long nBaseline,
        long nCurrent) {

    /** What carries a change. */
    public enum Kind {
        /** Runs of one structure. */
        PATTERN,
        /** Calls of one tool. */
        TOOL,
        /** Calls of one model. */
        MODEL,
        /** Runs of one version of the agent. */
        VERSION,
        /** Failures of one type. */
        ERROR,
        /** One tool called after another. */
        STEP,
        /** What answers look like. */
        ANSWER
    }
}
