/**
 * The formats of plain JSON that others write: trace back ends, evaluation logs, chat transcripts, what frameworks return.
 *
 * <p>Each is one class that says by which names it is recognised and what a record of it means; {@link
 * dev.arceval.core.ingest.format.Formats} lists them. {@code docs/formats.md} says what is read of each.
 */
@NullMarked
package dev.arceval.core.ingest.format;

import org.jspecify.annotations.NullMarked;
