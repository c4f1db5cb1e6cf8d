package dev.arceval.core.gate;

import dev.arceval.core.stats.BettingEvidence;
import dev.arceval.core.stats.EBenjaminiHochberg;
import dev.arceval.core.stats.Interval;
import dev.arceval.eval.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * A paired test that may be looked at after every round and stopped when it is certain.
 *
 * <p>A round runs every case once on both sides. The suite's evidence is an e-process over the pairs, so stopping early costs
 * nothing; it speaks of these cases, whose runs vary, not of others. Three fifths of the error budget go to the suite, two
 * fifths to the cases, among which e-BH chooses. A case that looks bad may be repeated between rounds; those pairs count for
 * the case alone, since the suite must use every case equally often.
 *
 * <p>Not thread-safe.
 */
public final class SequentialGate {

    private static final double SUITE_SHARE = 0.6;

    /** Evidence from which on a case is worth repeating. */
    private static final double SUSPICIOUS = Math.log(2);

    private static final double CONFIDENCE = 0.95;

    private final double alpha;
    private final double margin;
    private final Tally suite = new Tally();
    private final List<Tally> cases = new ArrayList<>();

    /**
     * Starts a gate.
     *
     * @param cases how many cases there are
     * @param alpha chance of calling an unchanged candidate worse, and of clearing one that fell by the margin
     * @param margin the fall of the share of passed runs that counts as one
     */
    public SequentialGate(int cases, double alpha, double margin) {
        if (cases < 1) {
            throw new IllegalArgumentException("a gate needs at least one case");
        }
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must be between 0 and 1: " + alpha);
        }
        if (!(margin > 0 && margin < 1)) {
            throw new IllegalArgumentException("margin must be between 0 and 1: " + margin);
        }
        this.alpha = alpha;
        this.margin = margin;
        for (int i = 0; i < cases; i++) {
            this.cases.add(new Tally());
        }
    }

    /** Passed runs of pairs. */
    private static final class Tally {
        private long won;
        private long lost;
        private long bothPassed;
        private long bothFailed;

        void add(boolean baseline, boolean current) {
            won += !baseline && current ? 1 : 0;
            lost += baseline && !current ? 1 : 0;
            bothPassed += baseline && current ? 1 : 0;
            bothFailed += !baseline && !current ? 1 : 0;
        }

        BettingEvidence evidence() {
            return new BettingEvidence(won, lost, bothPassed + bothFailed);
        }

        Counts counts() {
            return new Counts(bothPassed + lost, bothPassed + won, won + lost + bothPassed + bothFailed);
        }
    }

    /** How many runs of either side passed, in how many pairs. */
    public record Counts(long baseline, long current, long pairs) {}

    /** Takes a pair of a round: the same case, once on either side. */
    public void add(int caseNumber, boolean baselinePassed, boolean currentPassed) {
        suite.add(baselinePassed, currentPassed);
        repeat(caseNumber, baselinePassed, currentPassed);
    }

    /** Takes a pair beyond the round: it counts for the case alone. */
    public void repeat(int caseNumber, boolean baselinePassed, boolean currentPassed) {
        cases.get(caseNumber).add(baselinePassed, currentPassed);
    }

    /** Returns the cases that may have become worse and are not certain yet. */
    public List<Integer> suspicious() {
        double threshold = caseThreshold(true);
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            double evidence = cases.get(i).evidence().logBelow(0);
            if (evidence >= SUSPICIOUS && evidence < threshold) {
                numbers.add(i);
            }
        }
        return numbers;
    }

    /** Returns the answer so far; ask at the end of a round. Other than {@link Verdict#INCONCLUSIVE} it is final. */
    public Verdict verdict() {
        BettingEvidence evidence = suite.evidence();
        boolean fell = evidence.logBelow(0) >= -Math.log(alpha * SUITE_SHARE);
        if (fell || worstCase() >= caseThreshold(true)) {
            return Verdict.REGRESSION;
        }
        return evidence.logAbove(-margin) >= -Math.log(alpha) ? Verdict.NO_REGRESSION : Verdict.INCONCLUSIVE;
    }

    /** Returns what is known of a case: worse, better, or nothing for certain. */
    public Verdict verdict(int caseNumber) {
        BettingEvidence evidence = cases.get(caseNumber).evidence();
        if (evidence.logBelow(0) >= caseThreshold(true)) {
            return Verdict.REGRESSION;
        }
        return evidence.logAbove(0) >= caseThreshold(false) ? Verdict.IMPROVEMENT : Verdict.INCONCLUSIVE;
    }

    public Counts counts() {
        return suite.counts();
    }

    public Counts counts(int caseNumber) {
        return cases.get(caseNumber).counts();
    }

    /** Returns the logarithm of the e-value for "the suite got worse". */
    public double logEvidence() {
        return suite.evidence().logBelow(0);
    }

    /** Returns the logarithm of the e-value for "this case got worse". */
    public double logEvidence(int caseNumber) {
        return cases.get(caseNumber).evidence().logBelow(0);
    }

    /** Returns where the true difference of the shares lies, at all times together. */
    public Interval interval() {
        return suite.evidence().interval(CONFIDENCE);
    }

    private double worstCase() {
        return cases.stream()
                .mapToDouble(one -> one.evidence().logBelow(0))
                .max()
                .orElse(0);
    }

    private double caseThreshold(boolean worse) {
        double[] evidence = cases.stream()
                .map(Tally::evidence)
                .mapToDouble(one -> worse ? one.logBelow(0) : one.logAbove(0))
                .toArray();
        return EBenjaminiHochberg.threshold(evidence, alpha * (1 - SUITE_SHARE));
    }
}
