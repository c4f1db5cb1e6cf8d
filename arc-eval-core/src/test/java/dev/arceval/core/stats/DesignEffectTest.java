package dev.arceval.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DesignEffectTest {

    @Test
    void equalValuesInEachCluster_countOncePerCluster() {
        List<DesignEffect.Cluster> clusters = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            double residual = i % 2 == 0 ? 1 : -1;
            clusters.add(new DesignEffect.Cluster(4, 4 * residual, 4));
        }

        DesignEffect effect = DesignEffect.of(clusters, clusters).orElseThrow();

        // Ten clusters of four equal values: 4, times 10/9 for the cluster means' own degrees of freedom.
        assertThat(effect.factor()).isCloseTo(40 / 9.0, within(1e-12));
        assertThat(effect.degreesOfFreedom()).isCloseTo(18, within(1e-12));
    }

    @Test
    void singleValues_changeNothing() {
        List<DesignEffect.Cluster> clusters = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            clusters.add(new DesignEffect.Cluster(1, i % 2 == 0 ? 1 : -1, 1));
        }
        Estimate independent = new Estimate(.3, new Interval(.1, .5), new PValues(.002, .998));

        DesignEffect effect = DesignEffect.of(clusters, clusters).orElseThrow();
        Estimate widened = effect.widen(independent, .95);

        assertThat(effect.factor()).isBetween(1.0, 1.001);
        assertThat(widened.interval().lower()).isCloseTo(.1, within(.001));
        assertThat(widened.p().greater()).isCloseTo(.002, within(.0001));
    }

    @Test
    void widenedMeanTest_agreesWithTheClusteredOne() {
        List<Moments> before = clusters(1, 20, 0);
        List<Moments> after = clusters(2, 30, .8);
        Moments allBefore = merged(before);
        Moments allAfter = merged(after);

        Estimate widened = DesignEffect.of(residuals(before, allBefore), residuals(after, allAfter))
                .orElseThrow()
                .widen(MeanTest.compare(allBefore, allAfter, .95).orElseThrow(), .95);

        Estimate clustered = ClusteredMeanTest.compare(before, after, .95).orElseThrow();
        assertThat(widened.value()).isCloseTo(clustered.value(), within(1e-12));
        assertThat(widened.interval().lower()).isCloseTo(clustered.interval().lower(), within(.1));
        assertThat(widened.interval().upper()).isCloseTo(clustered.interval().upper(), within(.1));
        assertThat(widened.p().greater()).isCloseTo(clustered.p().greater(), within(.01));
    }

    @Test
    void sideWithoutVariation_takesTheOtherSidesWord() {
        List<DesignEffect.Cluster> still =
                List.of(new DesignEffect.Cluster(3, 0, 0), new DesignEffect.Cluster(3, 0, 0));
        List<DesignEffect.Cluster> varied =
                List.of(new DesignEffect.Cluster(3, 3, 3), new DesignEffect.Cluster(3, -3, 3));

        assertThat(DesignEffect.of(still, varied).orElseThrow().factor()).isCloseTo(6, within(1e-12));
        assertThat(DesignEffect.of(still, still).orElseThrow().factor()).isEqualTo(1);
    }

    @Test
    void oneClusterOnASide_saysNothing() {
        List<DesignEffect.Cluster> one = List.of(new DesignEffect.Cluster(3, 1, 3));
        List<DesignEffect.Cluster> two = List.of(new DesignEffect.Cluster(3, 1, 3), new DesignEffect.Cluster(3, -1, 3));

        assertThat(DesignEffect.of(one, two)).isEmpty();
        assertThat(DesignEffect.of(two, List.of())).isEmpty();
        assertThatThrownBy(() -> new DesignEffect(.5, 3)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Moments> clusters(long seed, int count, double shift) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Moments> clusters = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double level = shift + random.nextGaussian();
            Moments cluster = new Moments();
            for (int j = 0; j < 5; j++) {
                cluster.add(level + .5 * random.nextGaussian());
            }
            clusters.add(cluster);
        }
        return clusters;
    }

    private static Moments merged(List<Moments> clusters) {
        Moments all = new Moments();
        clusters.forEach(all::merge);
        return all;
    }

    private static List<DesignEffect.Cluster> residuals(List<Moments> clusters, Moments all) {
        double centre = all.mean().orElseThrow();
        return clusters.stream()
                .map(cluster -> {
                    double distance = cluster.mean().orElseThrow() - centre;
                    double squares = cluster.variance().orElseThrow() * (cluster.count() - 1)
                            + cluster.count() * distance * distance;
                    return new DesignEffect.Cluster(cluster.count(), cluster.count() * distance, squares);
                })
                .toList();
    }
}
