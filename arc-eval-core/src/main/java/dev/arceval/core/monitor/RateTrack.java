package dev.arceval.core.monitor;

import dev.arceval.core.stats.Interval;
import dev.arceval.core.stats.RateEvidence;
import dev.arceval.eval.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A share of runs, such as those that end in an error.
 *
 * <p>The baseline's share is an estimate too: evidence counts against its upper bound, which is seldom wrong, and is lowered so
 * that both errors together stay within the budget.
 *
 * @param question what is counted
 * @param baseline events and units before
 * @param bound what the true share of the baseline hardly exceeds
 * @param discount factor on the evidence that pays for the bound being wrong
 */
record RateTrack(
        String metric,
        String scope,
        Question question,
        RateEvidence baseline,
        RateEvidence.Bound bound,
        double discount,
        Tolerance tolerance)
        implements Track {

    private static final double CONFIDENCE = 0.95;

    /** What the sums hold. */
    private static final int UNITS = 0;

    private static final int EVENTS = 1;

    @Override
    public int width() {
        return 2;
    }

    @Override
    public double @Nullable [] unit(List<RunValues> runs) {
        double events = 0;
        int asked = 0;
        for (RunValues run : runs) {
            Double event = run.pattern().equals(scope) || scope.equals(Finding.OVERALL) ? question.event(run) : null;
            if (event != null) {
                events += event;
                asked++;
            }
        }
        return asked == 0 ? null : new double[] {1, events / asked};
    }

    @Override
    public double logWorse(double[] sums) {
        return bound.logEvidence(evidence(sums)) + Math.log(discount);
    }

    @Override
    public double logWorseAtMost(double[] sums) {
        return logWorse(sums);
    }

    @Override
    public double logBelow(double[] sums, double harm) {
        return evidence(sums).logBelow(Math.min(1, baseline.rate() + harm));
    }

    @Override
    public @Nullable Effect effect(double[] sums) {
        if (sums[UNITS] == 0) {
            return null;
        }
        RateEvidence seen = evidence(sums);
        double harm = seen.rate() - baseline.rate();
        Interval now = seen.interval(CONFIDENCE);
        double missed = (1 - CONFIDENCE) / 2;
        double above = baseline.upperBound(missed) - baseline.rate();
        double below = baseline.rate()
                - (1 - new RateEvidence(baseline.units() - baseline.events(), baseline.units()).upperBound(missed));
        Interval bounds = new Interval(
                harm - Math.hypot(seen.rate() - now.lower(), above),
                harm + Math.hypot(now.upper() - seen.rate(), below));
        // Of an evaluation people want to see the share that passed.
        return better() == Finding.Better.HIGHER
                ? new Effect(harm, bounds, 1 - baseline.rate(), 1 - seen.rate())
                : new Effect(harm, bounds, baseline.rate(), seen.rate());
    }

    @Override
    public Finding.Scale scale() {
        return Finding.Scale.DIFFERENCE;
    }

    @Override
    public Finding.Better better() {
        return question instanceof Question.Failed ? Finding.Better.HIGHER : Finding.Better.LOWER;
    }

    @Override
    public long baselineUnits() {
        return Math.round(baseline.units());
    }

    @Override
    public String test() {
        return "e-process of a likelihood ratio";
    }

    private static RateEvidence evidence(double[] sums) {
        // Sums of shares are rounded; a hair above the units is none.
        return new RateEvidence(Math.min(Math.max(0, sums[EVENTS]), sums[UNITS]), sums[UNITS]);
    }
}
