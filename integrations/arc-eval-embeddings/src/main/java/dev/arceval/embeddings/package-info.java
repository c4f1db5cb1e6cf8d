/** A {@linkplain dev.arceval.embeddings.SemanticSimilarity scorer} that compares what answers mean. */
@NullMarked
package dev.arceval.embeddings;

import org.jspecify.annotations.NullMarked;
