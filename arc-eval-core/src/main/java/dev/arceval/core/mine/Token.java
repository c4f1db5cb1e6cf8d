package dev.arceval.core.mine;

import dev.arceval.trace.Span;
import org.jspecify.annotations.Nullable;

/**
 * What a step is, as far as its pattern is concerned.
 *
 * @param label what reports show
 * @param tool the tool called
 * @param hash of kind, label and tool; the same on every machine
 */
record Token(Span.Kind kind, String label, @Nullable String tool, long hash) {}
