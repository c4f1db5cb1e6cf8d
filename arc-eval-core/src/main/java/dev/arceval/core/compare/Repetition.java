package dev.arceval.core.compare;

import dev.arceval.core.stats.DesignEffect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;

/**
 * Measures how much the runs of one cluster resemble each other.
 *
 * <p>Each value is taken relative to the mean of its group on its side, where a group is what a test compares like with
 * like. A group seen through a single cluster has no mean of its own that would show how clusters differ: there the mean of
 * both sides is used.
 *
 * <p>Cells come in the order of their keys, so those of a cluster follow one another.
 */
final class Repetition {

    private final Function<Tally, Tally.Spread> values;
    private final LongUnaryOperator groupOf;

    /**
     * Looks at one metric.
     *
     * @param values the metric's values among some runs
     * @param groupOf the group of a stratum's hash
     */
    Repetition(Function<Tally, Tally.Spread> values, LongUnaryOperator groupOf) {
        this.values = values;
        this.groupOf = groupOf;
    }

    /** Returns the design effect; empty when a side has fewer than two clusters. */
    Optional<DesignEffect> measure(List<Cells.Cell> baseline, List<Cells.Cell> current) {
        Map<Long, Mean> before = means(baseline);
        Map<Long, Mean> after = means(current);
        return DesignEffect.of(clusters(baseline, centres(before, after)), clusters(current, centres(after, before)));
    }

    private static final class Mean {
        private long clusters;
        private long cluster;
        private long count;
        private double sum;

        void add(long next, Tally.Spread values) {
            if (values.count() > 0) {
                clusters += clusters == 0 || next != cluster ? 1 : 0;
                cluster = next;
                count += values.count();
                sum += values.count() * values.mean();
            }
        }
    }

    private static final class Residuals {
        private long count;
        private double sum;
        private double squares;

        void add(Tally.Spread values, double centre) {
            double distance = values.mean() - centre;
            count += values.count();
            sum += values.count() * distance;
            squares += values.squares() + values.count() * distance * distance;
        }

        DesignEffect.Cluster cluster() {
            return new DesignEffect.Cluster(count, sum, squares);
        }
    }

    private Map<Long, Mean> means(List<Cells.Cell> cells) {
        Map<Long, Mean> means = new HashMap<>();
        for (Cells.Cell cell : cells) {
            means.computeIfAbsent(group(cell), group -> new Mean())
                    .add(cell.key().cluster(), values.apply(cell.tally()));
        }
        return means;
    }

    private static Map<Long, Double> centres(Map<Long, Mean> own, Map<Long, Mean> other) {
        Map<Long, Double> centres = new HashMap<>();
        own.forEach((group, mean) -> {
            Mean opposite = mean.clusters < 2 ? other.get(group) : null;
            double sum = opposite == null ? mean.sum : mean.sum + opposite.sum;
            long count = opposite == null ? mean.count : mean.count + opposite.count;
            centres.put(group, count == 0 ? 0 : sum / count);
        });
        return centres;
    }

    private List<DesignEffect.Cluster> clusters(List<Cells.Cell> cells, Map<Long, Double> centres) {
        List<DesignEffect.Cluster> clusters = new ArrayList<>();
        Residuals residuals = new Residuals();
        for (int i = 0; i < cells.size(); i++) {
            Cells.Cell cell = cells.get(i);
            residuals.add(values.apply(cell.tally()), centres.getOrDefault(group(cell), 0.0));
            if (i + 1 == cells.size()
                    || cells.get(i + 1).key().cluster() != cell.key().cluster()) {
                clusters.add(residuals.cluster());
                residuals = new Residuals();
            }
        }
        return clusters;
    }

    private long group(Cells.Cell cell) {
        return groupOf.applyAsLong(cell.key().stratum());
    }
}
