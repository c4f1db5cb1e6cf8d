package dev.arceval.core.curate;

import dev.arceval.eval.QualityWeights;
import java.util.LinkedHashMap;
import java.util.Map;

/** Scores candidates by {@link QualityWeights}; made when the newest run is known. */
final class Quality {

    /** Makes .1 + .2 equal to .3, so that a threshold means what it says. */
    private static final double GRAIN = 1e9;

    private final QualityWeights weights;
    private final long recentAfterNanos;

    Quality(QualityWeights weights, long newestEpochNanos) {
        this.weights = weights;
        this.recentAfterNanos = newestEpochNanos - weights.recentWithin().toNanos();
    }

    /** The properties of a run that do not depend on other runs. */
    record Properties(boolean tools, boolean error, int inputChars, boolean outlier) {}

    /** Returns the quality, 0 to 1. */
    double of(Candidate candidate) {
        double sum = 0;
        for (double term : terms(candidate).values()) {
            sum += term;
        }
        return Math.min(1, Math.rint(sum * GRAIN) / GRAIN);
    }

    /** Returns what each property that applies adds. */
    Map<String, Double> terms(Candidate candidate) {
        Properties has = candidate.properties();
        Map<String, Double> terms = new LinkedHashMap<>();
        add(terms, "toolsUsed", has.tools(), weights.toolsUsed());
        add(terms, "errorOccurred", has.error(), weights.errorOccurred());
        add(terms, "longInput", has.inputChars() > weights.longInputChars(), weights.longInput());
        add(terms, "performanceOutlier", has.outlier(), weights.performanceOutlier());
        add(terms, "recent", isRecent(candidate.startEpochNanos()), weights.recent());
        return terms;
    }

    private boolean isRecent(long startEpochNanos) {
        return startEpochNanos != 0 && startEpochNanos > recentAfterNanos;
    }

    private static void add(Map<String, Double> terms, String name, boolean applies, double weight) {
        if (applies && weight > 0) {
            terms.put(name, weight);
        }
    }
}
