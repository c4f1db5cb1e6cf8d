package dev.arceval.core.history;

import dev.arceval.core.stats.ChangePoints;
import dev.arceval.core.stats.MeanTest;
import dev.arceval.core.stats.Moments;
import dev.arceval.core.stats.OnlineTests;
import dev.arceval.core.stats.Proportion;
import dev.arceval.core.stats.StratifiedProportionTest;
import dev.arceval.eval.Finding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Compares each point with those before it, as a job would that runs every day: one stream of tests over all metrics with one
 * budget for false alarms, however long it runs.
 *
 * <p>A point alarms if it is worse than points usually differ (t with the points before as sample) and than its runs differ
 * from all runs before (Welch's t; for shares Fisher's exact test with mid-p): the larger p-value counts. Takes the points in
 * the order of time. Not thread-safe.
 */
final class NewestPoints {

    private static final double ALPHA = 0.05;
    private static final double CONFIDENCE = 0.95;

    private final OnlineTests tests = new OnlineTests(ALPHA);
    private final Map<String, Before> known = new HashMap<>();

    private static final class Before {
        private final Moments points = new Moments();
        private final Moments runs = new Moments();
    }

    /**
     * Takes the next point of a metric.
     *
     * @param runs the values it stands for
     * @return its p-value if it is an alarm
     */
    OptionalDouble add(String metric, Finding.Better better, boolean isShare, Moments runs) {
        Before before = known.computeIfAbsent(metric, any -> new Before());
        double value = runs.mean().orElseThrow();
        OptionalDouble alarm = OptionalDouble.empty();
        if (better != Finding.Better.NEITHER && before.points.count() >= ChangePoints.SHORTEST_LEVEL) {
            boolean higher = better == Finding.Better.HIGHER;
            double p = Math.max(
                    amongPoints(before.points, value, higher, isShare), amongRuns(before.runs, runs, higher, isShare));
            alarm = tests.test(p) ? OptionalDouble.of(p) : alarm;
        }
        before.points.add(value);
        before.runs.merge(runs);
        return alarm;
    }

    /** Returns the mean of the points before the next one. */
    double usual(String metric) {
        Before before = known.get(metric);
        return before == null ? Double.NaN : before.points.mean().orElse(Double.NaN);
    }

    private static double amongPoints(Moments points, double value, boolean higherIsBetter, boolean isShare) {
        long count = points.count();
        double harm = (value - points.mean().orElseThrow()) * (higherIsBetter ? -1 : 1);
        double spread = Math.sqrt(points.variance().orElse(0) * (1 + 1.0 / count));
        if (spread == 0) {
            // Errors that never happened say nothing about how days differ; then runs must tell.
            return harm <= 0 ? 1 : isShare ? 0 : 1.0 / (count + 1);
        }
        return TDistribution.of(count - 1.0).survivalProbability(harm / spread);
    }

    private static double amongRuns(Moments before, Moments now, boolean higherIsBetter, boolean isShare) {
        if (now.count() == 1) {
            return 0;
        }
        if (isShare) {
            return StratifiedProportionTest.compare(
                            List.of(new StratifiedProportionTest.Stratum(share(before), share(now))), CONFIDENCE)
                    .map(estimate ->
                            higherIsBetter ? estimate.p().less() : estimate.p().greater())
                    .orElse(1.0);
        }
        return MeanTest.compare(before, now, CONFIDENCE)
                .map(estimate ->
                        higherIsBetter ? estimate.p().less() : estimate.p().greater())
                .orElse(1.0);
    }

    private static Proportion share(Moments values) {
        return new Proportion(Math.round(values.sum()), values.count());
    }
}
