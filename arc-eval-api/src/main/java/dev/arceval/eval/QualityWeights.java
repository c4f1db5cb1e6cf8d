package dev.arceval.eval;

import java.time.Duration;

/**
 * How much each property adds to a candidate's quality. The sum is capped at 1.
 *
 * <p>{@link #defaults()}: tools used 0.2, an error occurred 0.3, input longer than 50 characters 0.1, slow
 * against its own pattern 0.2, younger than 7 days 0.2. Age counts back from the newest trace looked at, not from
 * today, so that the same traces always score the same.
 *
 * @param toolsUsed added if any tool was called
 * @param errorOccurred added if any step failed
 * @param longInput added if the input has more than {@code longInputChars} characters
 * @param performanceOutlier added if the run is slow among the runs of its pattern
 * @param recent added if the run is younger than {@code recentWithin}
 * @param longInputChars what counts as long
 * @param recentWithin what counts as recent
 * @since 0.1
 */
public record QualityWeights(
        double toolsUsed,
        double errorOccurred,
        double longInput,
        double performanceOutlier,
        double recent,
        int longInputChars,
        Duration recentWithin) {

    private static final QualityWeights DEFAULTS = new QualityWeights(.2, .3, .1, .2, .2, 50, Duration.ofDays(7));

    public QualityWeights {
        requireWeight("toolsUsed", toolsUsed);
        requireWeight("errorOccurred", errorOccurred);
        requireWeight("longInput", longInput);
        requireWeight("performanceOutlier", performanceOutlier);
        requireWeight("recent", recent);
        if (longInputChars < 0) {
            throw new IllegalArgumentException("longInputChars must not be negative: " + longInputChars);
        }
        if (recentWithin.isNegative()) {
            throw new IllegalArgumentException("recentWithin must not be negative: " + recentWithin);
        }
    }

    /** Returns the documented weights. */
    public static QualityWeights defaults() {
        return DEFAULTS;
    }

    public QualityWeights toolsUsed(double weight) {
        return new QualityWeights(
                weight, errorOccurred, longInput, performanceOutlier, recent, longInputChars, recentWithin);
    }

    public QualityWeights errorOccurred(double weight) {
        return new QualityWeights(
                toolsUsed, weight, longInput, performanceOutlier, recent, longInputChars, recentWithin);
    }

    /** Changes the weight of a long input and what counts as long. */
    public QualityWeights longInput(double weight, int moreThanChars) {
        return new QualityWeights(
                toolsUsed, errorOccurred, weight, performanceOutlier, recent, moreThanChars, recentWithin);
    }

    public QualityWeights performanceOutlier(double weight) {
        return new QualityWeights(toolsUsed, errorOccurred, longInput, weight, recent, longInputChars, recentWithin);
    }

    /** Changes the weight of a recent run and what counts as recent. */
    public QualityWeights recent(double weight, Duration within) {
        return new QualityWeights(
                toolsUsed, errorOccurred, longInput, performanceOutlier, weight, longInputChars, within);
    }

    private static void requireWeight(String name, double weight) {
        if (!(weight >= 0 && weight <= 1)) {
            throw new IllegalArgumentException(name + " must be between 0 and 1: " + weight);
        }
    }
}
