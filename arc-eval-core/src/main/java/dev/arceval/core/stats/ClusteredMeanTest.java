package dev.arceval.core.stats;

import java.util.List;
import java.util.Optional;

/**
 * Difference of means when values come in clusters, such as repeated runs of one task.
 *
 * <p>The unit of evidence is the cluster: the mean over all values is a ratio of cluster totals, and its variance is
 * taken from the totals' residuals, so that any dependence inside a cluster is allowed. Treating such runs as independent
 * alarms falsely in 20 to 40 % of comparisons. Hypothesis of {@code p.greater}: the current mean is not greater than
 * the baseline mean. For rates of repeated tasks add 0 and 1 as values.
 *
 * <p>Clusters of the two sides count as different ones; when the same tasks ran on both sides, {@link PairedMeanTest}
 * on per-task differences finds much smaller effects. Needs about ten clusters a side to keep its level.
 *
 * <p>Sources: W. G. Cochran, Sampling Techniques, 3rd ed. (1977), 6.4; E. Miller, "Adding error bars to evals",
 * arXiv 2411.00640 (2024).
 */
public final class ClusteredMeanTest {

    private ClusteredMeanTest() {}

    /**
     * Returns current mean minus baseline mean; empty when a side has fewer than two clusters that hold values.
     *
     * @param baseline one summary per cluster, in any order
     * @param current one summary per cluster, in any order
     */
    public static Optional<Estimate> compare(List<Moments> baseline, List<Moments> current, double confidence) {
        Side before = Side.of(baseline);
        Side after = Side.of(current);
        if (before.clusters < 2 || after.clusters < 2) {
            return Optional.empty();
        }
        StudentT t = new StudentT();
        t.addPart(before.varianceOfMean, before.clusters - 1);
        t.addPart(after.varianceOfMean, after.clusters - 1);
        double difference = after.mean - before.mean;
        return Optional.of(
                t.isDegenerate()
                        ? ConstantSamples.compare(
                                difference, ConstantSamples.luckyDeal(before.clusters, after.clusters), confidence)
                        : t.test(difference, confidence));
    }

    private record Side(long clusters, double mean, double varianceOfMean) {

        static Side of(List<Moments> clusters) {
            Moments all = new Moments();
            clusters.forEach(all::merge);
            long used = clusters.stream().filter(cluster -> cluster.count() > 0).count();
            if (used < 2) {
                return new Side(used, 0, 0);
            }
            double mean = all.mean().orElseThrow();
            ExactSum squares = new ExactSum();
            for (Moments cluster : clusters) {
                double residual = cluster.sum() - cluster.count() * mean;
                squares.add(residual * residual);
            }
            double perValue = squares.value() / all.count() / all.count();
            return new Side(used, mean, perValue * used / (used - 1));
        }
    }
}
