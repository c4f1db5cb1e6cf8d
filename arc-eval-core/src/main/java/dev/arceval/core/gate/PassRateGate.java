package dev.arceval.core.gate;

import dev.arceval.core.stats.Interval;
import dev.arceval.core.stats.RateEvidence;
import dev.arceval.eval.PassRate;
import dev.arceval.eval.Verdict;

/**
 * Compares a share of passed runs with a wanted one, valid however often it is looked at. Cases may differ in how often they
 * pass as long as each was run equally often: the e-value is a product of terms linear in each run, so by the inequality of
 * means its expectation is at most that of runs that are all alike.
 */
public final class PassRateGate {

    private PassRateGate() {}

    /** Returns what the runs so far tell; ask at the end of a round. */
    public static PassRate of(long passed, long runs, double wanted, double confidence) {
        if (!(wanted > 0 && wanted < 1)) {
            throw new IllegalArgumentException("the wanted pass rate must be between 0 and 1: " + wanted);
        }
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("confidence must be between 0 and 1: " + confidence);
        }
        RateEvidence evidence = new RateEvidence(passed, runs);
        double certain = -StrictMath.log(1 - confidence);
        Verdict verdict = evidence.logAbove(wanted) >= certain
                ? Verdict.NO_REGRESSION
                : evidence.logBelow(wanted) >= certain ? Verdict.REGRESSION : Verdict.INCONCLUSIVE;
        // Each side of the interval misses as rarely as a verdict.
        Interval interval = evidence.interval(confidence > 0.5 ? 2 * confidence - 1 : confidence);
        return new PassRate(passed, runs, wanted, confidence, interval.lower(), interval.upper(), verdict);
    }
}
