package dev.arceval.core.mine;

import org.jspecify.annotations.Nullable;

/**
 * What a step is, as far as its pattern is concerned. Equal steps share one instance within a miner.
 *
 * @param label what reports show
 * @param tool the tool called
 * @param hash of kind, label and tool; the same on every machine
 */
record Token(String label, @Nullable String tool, long hash) {}
