package dev.arceval.core.compare;

import dev.arceval.core.stats.Moments;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The difference of a metric on the inputs that both sides saw, one figure for each cluster.
 *
 * @param before means of the clusters on the baseline
 * @param after means of the clusters now
 * @param differences current minus baseline, in the order of clusters
 * @param inputs how many inputs had values on both sides
 * @param baselineRuns their values before
 * @param currentRuns their values now
 */
record SharedInputs(
        Moments before, Moments after, double[] differences, long inputs, long baselineRuns, long currentRuns) {

    /** The values of one input on one side. */
    interface Values {
        Tally.Spread of(Tally tally);
    }

    static SharedInputs of(Design design, Values values) {
        List<Cluster> clusters = clusters(design, values);
        Moments before = new Moments();
        Moments after = new Moments();
        double[] differences = new double[clusters.size()];
        long inputs = 0;
        long baselineRuns = 0;
        long currentRuns = 0;
        int next = 0;
        for (Cluster cluster : clusters) {
            before.add(cluster.before.value());
            after.add(cluster.after.value());
            differences[next++] = cluster.differences.value();
            inputs += cluster.inputs;
            baselineRuns += cluster.baselineRuns;
            currentRuns += cluster.currentRuns;
        }
        return new SharedInputs(before, after, differences, inputs, baselineRuns, currentRuns);
    }

    /** Inputs come in the order of their clusters, so those of a cluster follow one another. */
    private static List<Cluster> clusters(Design design, Values values) {
        List<Cluster> clusters = new ArrayList<>();
        design.shared().forEach((input, pair) -> {
            Tally.Spread one = values.of(pair.baseline());
            Tally.Spread two = values.of(pair.current());
            if (one.count() > 0 && two.count() > 0) {
                Cluster last = clusters.isEmpty() ? null : clusters.get(clusters.size() - 1);
                if (last == null || last.key != input.cluster()) {
                    last = new Cluster(input.cluster());
                    clusters.add(last);
                }
                last.add(one, two);
            }
        });
        return clusters;
    }

    /** What one difference stands for, with how many there are. */
    String unit() {
        return (differences.length == inputs ? "input (" : "task (") + differences.length + ")";
    }

    private static final class Cluster {
        private final long key;
        private final Mean before = new Mean();
        private final Mean after = new Mean();
        private final Mean differences = new Mean();
        private long inputs;
        private long baselineRuns;
        private long currentRuns;

        Cluster(long key) {
            this.key = key;
        }

        void add(Tally.Spread one, Tally.Spread two) {
            before.add(one.mean());
            after.add(two.mean());
            differences.add(two.mean() - one.mean());
            inputs++;
            baselineRuns += one.count();
            currentRuns += two.count();
        }
    }

    /** A mean that does not depend on the order. Most are of a single value, which is its own mean. */
    private static final class Mean {
        private double first;
        private @Nullable Moments several;
        private boolean isEmpty = true;

        void add(double value) {
            if (isEmpty) {
                first = value;
                isEmpty = false;
                return;
            }
            Moments known = several == null ? Moments.of(first) : several;
            known.add(value);
            several = known;
        }

        double value() {
            return several == null ? first : several.mean().orElseThrow();
        }
    }
}
