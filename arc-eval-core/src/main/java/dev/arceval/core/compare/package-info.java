/**
 * Decides whether an agent got worse: two sets of runs in, a {@link dev.arceval.eval.RegressionReport} out.
 *
 * <p>{@link dev.arceval.core.compare.RunSummary} condenses one side in a single pass and merges in any order; {@link
 * dev.arceval.core.compare.Comparer} reads two of them.
 */
@NullMarked
package dev.arceval.core.compare;

import org.jspecify.annotations.NullMarked;
