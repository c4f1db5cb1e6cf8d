package dev.arceval.core.stats;

import org.apache.commons.statistics.distribution.NormalDistribution;

/** Turns a two-sided confidence level into critical values. */
final class Confidence {

    static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private Confidence() {}

    /** Returns the probability left out on each side, for example 0.05 for confidence 0.90. */
    static double tail(double confidence) {
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("confidence must lie between 0 and 1: " + confidence);
        }
        return (1 - confidence) / 2;
    }

    static double normalQuantile(double confidence) {
        return NORMAL.inverseSurvivalProbability(tail(confidence));
    }
}
