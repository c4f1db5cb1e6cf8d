package dev.arceval.eval;

import dev.arceval.eval.Finding.Interval;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a candidate may pass: the same cases, run again and again on both sides until the answer is certain or the budget
 * is spent.
 *
 * @param name what the gate is called
 * @param verdict {@link Verdict#REGRESSION} if the share of passed runs fell for the suite or for a case; {@link
 *     Verdict#NO_REGRESSION} if it did not fall by the margin or more; else {@link Verdict#INCONCLUSIVE}
 * @param failsOn the verdicts that fail the gate
 * @param baseline passed runs of the baseline, in the pairs that count for the suite
 * @param current passed runs of the candidate, in the same pairs
 * @param pairs how often a case was run on both sides for the suite's verdict
 * @param interval where the true difference of the shares lies with 95 % confidence, at all times together
 * @param margin the fall that counts as one
 * @param evidence the e-value for "it fell": how many times likelier a fall makes what was seen
 * @param stopped why no more was run
 * @param spent what was used up
 * @param cases each case, those that got worse first, then in the order of the dataset
 * @param notes what the reader must know
 * @since 0.1
 */
public record GateReport(
        String name,
        Verdict verdict,
        Set<Verdict> failsOn,
        long baseline,
        long current,
        long pairs,
        @Nullable Interval interval,
        double margin,
        double evidence,
        Stop stopped,
        Spent spent,
        List<Case> cases,
        List<String> notes)
        implements Report {

    public GateReport {
        failsOn = failsOn.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(failsOn));
        cases = List.copyOf(cases);
        notes = List.copyOf(notes);
    }

    /** Returns whether the gate is open. A gate that saw no pair is closed: nothing speaks for the candidate. */
    public boolean passed() {
        return pairs > 0 && !failsOn.contains(verdict);
    }

    /** Why a gate stopped. */
    public enum Stop {
        /** More runs would not change the answer. */
        CERTAIN,
        /** The budget of runs was spent, or no more recorded runs were there. */
        RUNS,
        /** The budget of tokens was spent. */
        TOKENS,
        /** The budget of money was spent. */
        COST,
        /** The time was over. */
        TIME
    }

    /**
     * What a gate used up.
     *
     * @param runs runs of either side
     * @param tokens tokens they consumed; 0 if nobody counts them
     * @param costUsd US dollars they cost; 0 if nobody counts them
     * @param took time they took together
     */
    public record Spent(long runs, long tokens, double costUsd, Duration took) {}

    /**
     * One case.
     *
     * @param id the case
     * @param verdict {@link Verdict#REGRESSION} if it got worse, all cases considered; {@link Verdict#IMPROVEMENT} if it got
     *     better; else {@link Verdict#INCONCLUSIVE}: few runs cannot show that one case did not change
     * @param baselinePassed passed runs of the baseline
     * @param currentPassed passed runs of the candidate
     * @param pairs how often it was run on both sides
     * @param evidence the e-value for "it got worse"
     * @param why what a scorer said about the candidate's last failing run; absent if none failed
     */
    public record Case(
            String id,
            Verdict verdict,
            long baselinePassed,
            long currentPassed,
            long pairs,
            double evidence,
            @Nullable String why) {

        /** Returns whether some of the baseline's runs passed and some did not. */
        public boolean flaky() {
            return baselinePassed > 0 && baselinePassed < pairs;
        }
    }
}
