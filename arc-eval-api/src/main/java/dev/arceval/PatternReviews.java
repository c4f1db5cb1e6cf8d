package dev.arceval;

import dev.arceval.eval.PatternReview;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What people said about patterns: names, whether they were looked at, whether they are of interest. Kept in the file {@code
 * patterns.jsonl} of a directory, one line for each pattern in the order of their ids, so that it can live in git.
 *
 * <p>A pattern's id comes from its structure, so what was said stays with it however often traces are mined again. A family
 * takes the name of its most frequent member that has one. Each call reads or writes the file; not for several writers at once.
 *
 * @since 0.1
 */
public interface PatternReviews {

    /** Returns those kept in this directory, which need not be there yet. */
    static PatternReviews in(Path directory) {
        return Implementation.get().patternReviews(directory);
    }

    /** Keeps a review in place of an earlier one of the same pattern. */
    void put(PatternReview review);

    /** Returns the review of this pattern. */
    Optional<PatternReview> find(String patternId);

    /**
     * Returns all, by pattern id.
     *
     * @throws ArcEvalException if the file is not one of reviews; the message says where
     */
    List<PatternReview> list();
}
