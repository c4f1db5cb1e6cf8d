/**
 * Finds recurring behaviour: traces in, {@link dev.arceval.eval.TracePattern patterns} and the class of each run out.
 *
 * <p>{@link dev.arceval.core.mine.PatternMiner} counts traces one by one and keeps none of them;
 * {@link dev.arceval.core.mine.MinedPatterns} is what it knows at one moment.
 */
@NullMarked
package dev.arceval.core.mine;

import org.jspecify.annotations.NullMarked;
