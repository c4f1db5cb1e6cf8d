package dev.arceval.core.stats;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Seeded synthetic samples. */
final class Samples {

    private static final long SEED = 20_261_122;

    private final SplittableRandom random;

    Samples(String experiment, int run) {
        this.random = Seeds.random(SEED, experiment, run);
    }

    double normal() {
        return random.nextGaussian();
    }

    double[] normal(double mean, double sd, int n) {
        double[] values = new double[n];
        Arrays.setAll(values, i -> mean + sd * normal());
        return values;
    }

    double[] logNormal(double logMean, double logSd, int n) {
        return Arrays.stream(normal(logMean, logSd, n)).map(StrictMath::exp).toArray();
    }

    Proportion events(double rate, int trials) {
        int events = 0;
        for (int i = 0; i < trials; i++) {
            events += random.nextDouble() < rate ? 1 : 0;
        }
        return new Proportion(events, trials);
    }

    int index(double[] cumulativeShares) {
        double u = random.nextDouble() * cumulativeShares[cumulativeShares.length - 1];
        int i = 0;
        while (cumulativeShares[i] < u) {
            i++;
        }
        return i;
    }
}
