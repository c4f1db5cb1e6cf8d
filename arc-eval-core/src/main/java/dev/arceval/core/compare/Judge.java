package dev.arceval.core.compare;

import dev.arceval.core.stats.Estimate;
import dev.arceval.core.stats.Interval;
import dev.arceval.core.stats.PowerPlan;
import dev.arceval.eval.Finding;
import dev.arceval.eval.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns evidence into a verdict.
 *
 * <p>The error budget is spent on regressions only: the mirror test that finds improvements is adjusted in the same way but
 * comes on top.
 */
final class Judge {

    private static final double POWER = 0.8;

    /** Beyond this a number of runs is no advice any more. */
    private static final double MOST_RUNS = 1e9;

    private final double alpha;
    private final double levelOfOneTest;

    /**
     * Judges a family of tests.
     *
     * @param alpha threshold of the adjusted p-values
     * @param levelOfOneTest level at which a single test of the family is sure to alarm
     */
    Judge(double alpha, double levelOfOneTest) {
        this.alpha = alpha;
        this.levelOfOneTest = levelOfOneTest;
    }

    /**
     * Returns the finding.
     *
     * @param pWorse adjusted probability of a rise at least this large if nothing changed
     * @param pBetter the same for a fall
     */
    Finding judge(
            Metric metric,
            String scope,
            Evidence evidence,
            ComparisonOptions.Tolerance tolerance,
            double pWorse,
            double pBetter) {
        Estimate estimate = evidence.estimate();
        if (estimate == null) {
            return finding(metric, scope, evidence, Verdict.INCONCLUSIVE, null, null);
        }
        Verdict verdict = verdict(estimate.value(), evidence.upperBound(), tolerance, pWorse, pBetter);
        Long needed = verdict == Verdict.INCONCLUSIVE ? runsNeeded(evidence, estimate, tolerance) : null;
        return finding(metric, scope, evidence, verdict, pWorse, needed);
    }

    private Verdict verdict(
            double change, double upperBound, ComparisonOptions.Tolerance tolerance, double pWorse, double pBetter) {
        if (pWorse <= alpha && change >= tolerance.minimum()) {
            return Verdict.REGRESSION;
        }
        if (pBetter <= alpha && -change >= tolerance.minimum()) {
            return Verdict.IMPROVEMENT;
        }
        return upperBound < tolerance.margin() ? Verdict.NO_REGRESSION : Verdict.INCONCLUSIVE;
    }

    /** Runs a side after which the estimate, if it is the truth, would lead to one of the two answers. */
    private @Nullable Long runsNeeded(Evidence evidence, Estimate estimate, ComparisonOptions.Tolerance tolerance) {
        double growth = Double.POSITIVE_INFINITY;
        double change = estimate.value();
        if (change >= tolerance.minimum() && change > 0) {
            growth = growth(levelOfOneTest, change, estimate.interval());
        }
        if (change < tolerance.margin()) {
            growth =
                    Math.min(growth, growth(1 - Evidence.CONFIDENCE, tolerance.margin() - change, estimate.interval()));
        }
        double perSide = 2 / (1.0 / evidence.baselineRuns() + 1.0 / evidence.currentRuns());
        double runs = Math.ceil(Math.max(1, growth) * perSide);
        return runs <= MOST_RUNS ? (long) runs + (growth <= 1 ? 1 : 0) : null;
    }

    private static double growth(double level, double distance, Interval interval) {
        return new PowerPlan(level, POWER).growthFor(distance, interval, Evidence.CONFIDENCE);
    }

    private Finding finding(
            Metric metric,
            String scope,
            Evidence evidence,
            Verdict verdict,
            @Nullable Double pWorse,
            @Nullable Long needed) {
        Estimate estimate = evidence.estimate();
        Shown shown = new Shown(metric.scale(), metric.better());
        return new Finding(
                metric.name(),
                scope,
                verdict,
                metric.better(),
                evidence.baseline(),
                evidence.current(),
                estimate == null ? null : shown.value(estimate.value()),
                estimate == null ? null : shown.interval(estimate.interval()),
                metric.scale(),
                pWorse,
                evidence.baselineRuns(),
                evidence.currentRuns(),
                evidence.test(),
                needed,
                estimate == null ? null : shown.value(detectable(estimate.interval())),
                List.of());
    }

    /** The change for the worse that is found with {@value #POWER} probability; infinite if the interval is open. */
    private double detectable(Interval interval) {
        return new PowerPlan(levelOfOneTest, POWER).detectable(interval, Evidence.CONFIDENCE);
    }

    /** Turns harm on the additive scale into what people read. */
    private record Shown(Finding.Scale scale, Finding.Better better) {

        @Nullable
        Double value(double harm) {
            double change = better == Finding.Better.HIGHER ? 0 - harm : harm;
            double value = scale == Finding.Scale.RATIO ? StrictMath.exp(change) : change;
            return Double.isFinite(value) ? value : null;
        }

        Finding.@Nullable Interval interval(Interval harm) {
            Double one = value(harm.lower());
            Double two = value(harm.upper());
            return one == null || two == null ? null : new Finding.Interval(Math.min(one, two), Math.max(one, two));
        }
    }
}
