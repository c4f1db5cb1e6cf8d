package dev.arceval.embeddings;

/**
 * A model that turns texts into vectors, such that texts of like meaning point in like directions. Thread-safe.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Embedding {

    /** Returns the vector of a text; all of one model's are of the same length. */
    float[] of(String text);
}
