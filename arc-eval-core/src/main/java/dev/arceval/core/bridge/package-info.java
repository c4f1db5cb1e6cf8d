/** Writes datasets in the formats of other evaluation tools, and reads theirs. One class a format. */
@NullMarked
package dev.arceval.core.bridge;

import org.jspecify.annotations.NullMarked;
