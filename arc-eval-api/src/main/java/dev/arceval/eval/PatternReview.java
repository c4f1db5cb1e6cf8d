package dev.arceval.eval;

import org.jspecify.annotations.Nullable;

/**
 * What people said about a pattern. Ids come from the structure, so a review stays with its pattern when traces are mined again.
 *
 * @param patternId a pattern's or family's id
 * @param name what people call it
 * @param state where it stands
 * @param note why
 * @since 0.1
 */
public record PatternReview(
        String patternId,
        @Nullable String name,
        State state,
        @Nullable String note) {

    public PatternReview {
        if (!patternId.matches("[0-9a-f]{16}")) {
            throw new IllegalArgumentException("patternId must be 16 hex digits: " + patternId);
        }
    }

    /** Where a pattern stands with the people who look after the agent. */
    public enum State {
        /** Nobody has decided. */
        OPEN,
        /** Looked at and understood. */
        REVIEWED,
        /** Not of interest: left out of texts, still counted. */
        ARCHIVED
    }
}
