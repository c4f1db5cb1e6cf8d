package dev.arceval.trace;

import org.jspecify.annotations.Nullable;

/**
 * A document a retrieval step found, as in the GenAI conventions' {@code gen_ai.retrieval.documents}.
 *
 * @param id the document's id, where the source gives one
 * @param content its text
 * @param score how well it fits, on the source's own scale; finite
 * @param metadata more about it, as JSON text where it is JSON
 * @since 0.1
 */
public record Document(
        @Nullable String id,
        @Nullable String content,
        @Nullable Double score,
        @Nullable String metadata) {

    public Document {
        if (score != null && !Double.isFinite(score)) {
            throw new IllegalArgumentException("score must be finite: " + score);
        }
    }
}
