package dev.arceval.core.stats;

import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * By how much repeated runs of the same task widen what a test of independent runs says.
 *
 * <p>The variance of a mean is measured twice from the same residuals: once with whole clusters as units, once with
 * single values. The ratio, never below 1, is the design effect. {@link #widen} stretches the interval of an estimate
 * by its root and shrinks the evidence by the same root; tails are those of Student's t with the degrees of freedom that
 * the number of clusters leaves. So any test, exact and stratified ones included, can be made to respect clusters.
 *
 * <p>Needs about ten clusters a side to keep its level. Sources: L. Kish, Survey Sampling (1965), 5.4; J. N. K. Rao,
 * A. J. Scott, "A simple method for the analysis of clustered binary data", Biometrics 48 (1992).
 *
 * @param factor variance relative to independent values, at least 1
 * @param degreesOfFreedom Satterthwaite's, from the number of clusters of both sides
 */
public record DesignEffect(double factor, double degreesOfFreedom) {

    /** A z beyond this leaves no probability a double can hold; tails of t are read no further out. */
    private static final double FARTHEST_Z = 37;

    public DesignEffect {
        if (!(factor >= 1 && factor < Double.POSITIVE_INFINITY && degreesOfFreedom > 0)) {
            throw new IllegalArgumentException(
                    "factor must be at least 1, degrees of freedom positive: " + factor + ", " + degreesOfFreedom);
        }
    }

    /**
     * The residuals of one cluster on one side.
     *
     * @param count how many values it has
     * @param sum sum of the values' residuals
     * @param squares sum of the squared residuals
     */
    public record Cluster(long count, double sum, double squares) {}

    /** Returns the design effect of a difference of two means; empty when a side has fewer than two clusters. */
    public static Optional<DesignEffect> of(List<Cluster> baseline, List<Cluster> current) {
        Side before = Side.of(baseline);
        Side after = Side.of(current);
        if (before.clusters < 2 || after.clusters < 2) {
            return Optional.empty();
        }
        // A side where nothing varies says nothing about dependence: the other one answers for both.
        double varianceBefore = (before.varies() ? before : after).factor() / before.count;
        double varianceAfter = (after.varies() ? after : before).factor() / after.count;
        double variance = varianceBefore + varianceAfter;
        double degrees = variance
                * variance
                / (varianceBefore * varianceBefore / (before.clusters - 1)
                        + varianceAfter * varianceAfter / (after.clusters - 1));
        return Optional.of(new DesignEffect(variance / (1.0 / before.count + 1.0 / after.count), degrees));
    }

    /** Returns what {@code independent} says once clusters are respected; its interval must have this confidence. */
    public Estimate widen(Estimate independent, double confidence) {
        TDistribution t = TDistribution.of(degreesOfFreedom);
        double tail = Confidence.tail(confidence);
        double stretch = Math.sqrt(factor) * t.inverseSurvivalProbability(tail) / Confidence.normalQuantile(confidence);
        double value = independent.value();
        Interval interval = new Interval(
                value - (value - independent.interval().lower()) * stretch,
                value + (independent.interval().upper() - value) * stretch);
        PValues p = independent.p();
        return new Estimate(value, interval, new PValues(weaken(p.greater(), t), weaken(p.less(), t)));
    }

    private double weaken(double p, TDistribution t) {
        double z = Confidence.NORMAL.inverseSurvivalProbability(p);
        double bounded = Math.max(-FARTHEST_Z, Math.min(FARTHEST_Z, z));
        return t.survivalProbability(bounded / Math.sqrt(factor));
    }

    private record Side(long clusters, long count, double betweenClusters, double betweenValues) {

        static Side of(List<Cluster> clusters) {
            long used = 0;
            long count = 0;
            ExactSum between = new ExactSum();
            ExactSum within = new ExactSum();
            for (Cluster cluster : clusters) {
                used += cluster.count > 0 ? 1 : 0;
                count += cluster.count;
                between.add(cluster.sum * cluster.sum);
                within.add(cluster.squares);
            }
            return new Side(used, count, between.value(), within.value());
        }

        boolean varies() {
            return betweenValues > 0;
        }

        double factor() {
            return varies() ? Math.max(1, betweenClusters * clusters / (clusters - 1) / betweenValues) : 1;
        }
    }
}
