/** Decides from pairs of passed and failed runs, one by one, whether a candidate may pass. Knows cases by number only. */
@NullMarked
package dev.arceval.core.gate;

import org.jspecify.annotations.NullMarked;
