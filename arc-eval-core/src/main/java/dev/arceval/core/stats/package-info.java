/**
 * Mergeable summaries of samples, and tests that compare two of them: numbers in, numbers out.
 *
 * <p>Everywhere the first sample is the <em>baseline</em> and the second the <em>current</em> one. Tests read only
 * summaries, never raw values, and give the same bytes whatever the order in which values were added. A comparison
 * the data cannot support is an empty {@code Optional}; no result ever holds NaN.
 */
@NullMarked
package dev.arceval.core.stats;

import org.jspecify.annotations.NullMarked;
