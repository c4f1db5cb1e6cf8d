package dev.arceval.core.curate;

import dev.arceval.eval.QualityWeights;
import dev.arceval.eval.TracePattern.Kind;
import java.util.Set;

/**
 * What is asked of a curation.
 *
 * @param limit at most this many cases
 * @param minQuality the quality asked for, 0 to 1
 * @param minimum how strictly
 * @param including only runs that show one of these kinds; all if empty
 * @param excluding no runs that show one of these kinds
 * @param weights what quality is made of
 * @param seed decides between equally good candidates
 * @param wishes what is settled before
 */
public record CurationRequest(
        int limit,
        double minQuality,
        Minimum minimum,
        Set<Kind> including,
        Set<Kind> excluding,
        QualityWeights weights,
        long seed,
        Wishes wishes) {

    public CurationRequest {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be positive: " + limit);
        }
        if (!(minQuality >= 0 && minQuality <= 1)) {
            throw new IllegalArgumentException("minQuality must be between 0 and 1: " + minQuality);
        }
        including = Set.copyOf(including);
        excluding = Set.copyOf(excluding);
    }

    /** Asks without any wishes. */
    public CurationRequest(
            int limit,
            double minQuality,
            Minimum minimum,
            Set<Kind> including,
            Set<Kind> excluding,
            QualityWeights weights,
            long seed) {
        this(limit, minQuality, minimum, including, excluding, weights, seed, Wishes.none());
    }

    public CurationRequest limit(int cases) {
        return new CurationRequest(cases, minQuality, minimum, including, excluding, weights, seed, wishes);
    }

    /** Asks for a quality that no case may miss. */
    public CurationRequest minQuality(double quality) {
        return new CurationRequest(limit, quality, Minimum.REQUIRED, including, excluding, weights, seed, wishes);
    }

    public CurationRequest including(Set<Kind> kinds) {
        return new CurationRequest(limit, minQuality, minimum, kinds, excluding, weights, seed, wishes);
    }

    public CurationRequest excluding(Set<Kind> kinds) {
        return new CurationRequest(limit, minQuality, minimum, including, kinds, weights, seed, wishes);
    }

    public CurationRequest weights(QualityWeights other) {
        return new CurationRequest(limit, minQuality, minimum, including, excluding, other, seed, wishes);
    }

    public CurationRequest seed(long other) {
        return new CurationRequest(limit, minQuality, minimum, including, excluding, weights, other, wishes);
    }

    public CurationRequest wishes(Wishes other) {
        return new CurationRequest(limit, minQuality, minimum, including, excluding, weights, seed, other);
    }

    /** What becomes of a run below the minimum quality. */
    public enum Minimum {
        /** It may be chosen, but counts for less than one that reaches the minimum. */
        PREFERRED,
        /** It is left out. */
        REQUIRED
    }

    boolean admits(Set<Kind> kinds) {
        return (including.isEmpty() || kinds.stream().anyMatch(including::contains))
                && kinds.stream().noneMatch(excluding::contains);
    }
}
