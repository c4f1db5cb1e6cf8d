/**
 * Turns runs into evaluation cases: scores them, chooses a varied few, and freezes those with what is expected.
 *
 * <p>{@link dev.arceval.core.curate.Curator} is given every run once and keeps about 1 KB of each.
 * {@link dev.arceval.core.curate.DatasetCodec} turns datasets into JSON Lines and back.
 */
@NullMarked
package dev.arceval.core.curate;

import org.jspecify.annotations.NullMarked;
