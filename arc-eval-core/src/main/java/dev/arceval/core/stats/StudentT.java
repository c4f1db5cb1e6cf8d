package dev.arceval.core.stats;

import org.apache.commons.statistics.distribution.TDistribution;

/** The t test of a difference whose variance is a sum of independently estimated parts (Satterthwaite 1946). */
final class StudentT {

    private final ExactSum variance = new ExactSum();
    private final ExactSum squaredOverDegrees = new ExactSum();

    /** Adds a part of the variance, estimated with the given degrees of freedom. */
    void addPart(double partVariance, double degreesOfFreedom) {
        variance.add(partVariance);
        squaredOverDegrees.add(partVariance * partVariance / degreesOfFreedom);
    }

    /** Returns whether nothing varied, so that no t statistic exists. */
    boolean isDegenerate() {
        // Squares of subnormal variances vanish; the degrees of freedom are then out of reach.
        return squaredOverDegrees.value() == 0;
    }

    double degreesOfFreedom() {
        return variance.value() * variance.value() / squaredOverDegrees.value();
    }

    Estimate test(double difference, double confidence) {
        TDistribution t = TDistribution.of(degreesOfFreedom());
        double standardError = Math.sqrt(variance.value());
        double statistic = difference / standardError;
        double halfWidth = standardError * t.inverseSurvivalProbability(Confidence.tail(confidence));
        return new Estimate(
                difference,
                new Interval(difference - halfWidth, difference + halfWidth),
                new PValues(t.survivalProbability(statistic), t.cumulativeProbability(statistic)));
    }
}
