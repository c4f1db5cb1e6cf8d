package dev.arceval.eval;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What recurs in a set of runs, and what goes with failing. Mined without a model; the same runs give the same report, in
 * whatever order and however split they came.
 *
 * @param runs how many runs were counted
 * @param successes how many ended well
 * @param failures how many failed or were cut short
 * @param structures how many different structures they have
 * @param forgotten runs whose structure was given up because there were too many
 * @param patterns structures that are frequent enough, the most frequent first
 * @param families structures that are nearly the same, taken together, where they are frequent enough together
 * @param separators steps and sequences that failed runs show more often than others, the clearest first
 * @param suspects tools, steps and models ranked by how well they match the failed runs
 * @param errors error messages with their volatile parts masked, the most frequent first
 * @param graph which step follows which
 * @param toolPairs tools used in the same run, the most frequent pair first
 * @param notes what the reader must know to trust it
 * @since 0.1
 */
public record PatternReport(
        long runs,
        long successes,
        long failures,
        long structures,
        long forgotten,
        List<TracePattern> patterns,
        List<Family> families,
        List<Separator> separators,
        List<Suspect> suspects,
        List<ErrorTemplate> errors,
        StepGraph graph,
        List<ToolPair> toolPairs,
        List<String> notes) {

    public PatternReport {
        patterns = List.copyOf(patterns);
        families = List.copyOf(families);
        separators = List.copyOf(separators);
        suspects = List.copyOf(suspects);
        errors = List.copyOf(errors);
        toolPairs = List.copyOf(toolPairs);
        notes = List.copyOf(notes);
    }

    /**
     * Structures that are nearly the same: at least six in ten of their short sequences of steps are common, directly or
     * through others between them.
     *
     * @param pattern all their runs together; its steps are those of the most frequent structure
     * @param structures how many there are
     * @param members ids of the most frequent ones, at most twenty
     */
    public record Family(TracePattern pattern, long structures, List<String> members) {

        public Family {
            members = List.copyOf(members);
        }
    }

    /**
     * A sequence of steps, one skipped between neighbours at most, that goes with failing.
     *
     * <p>The adjusted p-value holds for all sequences that were looked at, and repeats of a task are not taken as
     * independent. Going with failing is no cause: what only hard tasks need fails often without being wrong, which is what
     * {@link #withinTask} tells apart.
     *
     * @param steps one to three steps; a step that {@code failed} and the {@code model} used count as steps too
     * @param runs how many runs show it
     * @param failed how many of those failed
     * @param otherRuns how many do not show it
     * @param otherFailed how many of those failed
     * @param difference share that failed with it minus share that failed without
     * @param low lower end of its 95 % interval
     * @param high upper end
     * @param lift share that failed with it over the share that failed in all
     * @param ochiai likeness to the set of failed runs, 0 to 1
     * @param pAdjusted the chance that any sequence looks this telling when none is
     * @param withinTask whether it holds among the runs of one task
     * @param tasks how many tasks have runs with and without it, so that they can tell
     * @param pWithinTask one-sided p-value of the comparison within tasks; absent if no task can tell
     * @param exampleTraceIds up to three failed runs that show it
     * @param patternIds up to five patterns whose runs show it, those with most failures first
     */
    public record Separator(
            List<String> steps,
            long runs,
            long failed,
            long otherRuns,
            long otherFailed,
            double difference,
            double low,
            double high,
            double lift,
            double ochiai,
            double pAdjusted,
            WithinTask withinTask,
            long tasks,
            @Nullable Double pWithinTask,
            List<String> exampleTraceIds,
            List<String> patternIds) {

        public Separator {
            steps = List.copyOf(steps);
            exampleTraceIds = List.copyOf(exampleTraceIds);
            patternIds = List.copyOf(patternIds);
        }
    }

    /** Whether something that goes with failing does so among repeated runs of the same task. */
    public enum WithinTask {
        /** It does: runs of one task fail more often with it than without. */
        HOLDS,
        /** Nothing of it is seen although enough runs could show it: the tasks are hard, not the step wrong. */
        DOES_NOT_HOLD,
        /** Too few tasks have runs with and without it. */
        NOT_ENOUGH_DATA
    }

    /**
     * A part of the agent, ranked by Ochiai as in spectrum-based fault localisation.
     *
     * @param failed how many of the runs that have it failed
     * @param ochiai likeness of these runs to the failed ones, 0 to 1; high by chance too, so see {@code pAdjusted}
     * @param pAdjusted the chance that anything looks this telling when nothing is; absent where too few runs have it
     */
    public record Suspect(
            Part part,
            String name,
            long runs,
            long failed,
            double ochiai,
            @Nullable Double pAdjusted) {}

    /** What a suspect is. */
    public enum Part {
        TOOL,
        STEP,
        /** A step that failed itself. */
        FAILED_STEP,
        MODEL
    }

    /**
     * Error messages that differ in volatile parts only.
     *
     * @param id the same across runs and machines as long as the template is
     * @param template the message with {@code *} for what varies
     * @param errorType the kind of error
     * @param step where it occurred
     * @param runs in how many runs
     * @param failures how many of them failed
     * @param patterns up to five patterns with the number of their runs, the most frequent first
     * @param exampleTraceIds up to three runs, latest first
     */
    public record ErrorTemplate(
            String id,
            String template,
            String errorType,
            String step,
            long runs,
            long failures,
            Map<String, Long> patterns,
            List<String> exampleTraceIds) {

        public ErrorTemplate {
            patterns = Collections.unmodifiableMap(new LinkedHashMap<>(patterns));
            exampleTraceIds = List.copyOf(exampleTraceIds);
        }
    }

    /**
     * Two tools used in the same run.
     *
     * @param runs how many runs use both
     * @param failures how many of those failed
     * @param lift how much more often than if one had nothing to do with the other
     */
    public record ToolPair(String one, String two, long runs, long failures, double lift) {}
}
