package dev.arceval.eval;

import java.util.List;

/**
 * How the patterns of two sets of runs differ: of two agents, two versions, two weeks.
 *
 * <p>Patterns are families of nearly equal structures. Repeats of a task are not taken as independent, and the p-values are
 * adjusted for everything that was compared: the chance of any false change is at most 5 %.
 *
 * @param baselineRuns runs before
 * @param currentRuns runs now
 * @param compared how many patterns were frequent enough to be compared
 * @param changes what differs, the clearest first
 * @param notes what the reader must know to trust it
 * @since 0.1
 */
public record PatternComparison(
        long baselineRuns, long currentRuns, int compared, List<Change> changes, List<String> notes) {

    public PatternComparison {
        changes = List.copyOf(changes);
        notes = List.copyOf(notes);
    }

    /**
     * A pattern that differs.
     *
     * @param patternId the family
     * @param operations its most frequent structure
     * @param baseline share of the runs before: those that show it; for FAILS_MORE and FAILS_LESS those of them that failed
     * @param current the same now
     * @param low lower end of the 95 % interval of current minus baseline
     * @param high upper end
     * @param pAdjusted the chance that anything looks this different when nothing is
     * @param baselineRuns how many runs showed it before
     * @param currentRuns how many show it now
     */
    public record Change(
            Type type,
            String patternId,
            List<String> operations,
            double baseline,
            double current,
            double low,
            double high,
            double pAdjusted,
            long baselineRuns,
            long currentRuns) {

        public Change {
            operations = List.copyOf(operations);
        }
    }

    /** What became of a pattern. */
    public enum Type {
        /** No run showed it before. */
        NEW,
        /** No run shows it now. */
        VANISHED,
        /** A larger share of the runs shows it. */
        MORE,
        /** A smaller share of the runs shows it. */
        LESS,
        /** Its runs fail more often. */
        FAILS_MORE,
        /** Its runs fail less often. */
        FAILS_LESS
    }
}
