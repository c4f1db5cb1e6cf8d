/**
 * The doors of Arc-Eval. Most users need two: {@link dev.arceval.Tracer}, which records an agent, and {@link
 * dev.arceval.TraceRecycler}, which turns recorded traces into patterns and datasets.
 *
 * <p>{@link dev.arceval.Comparison} says whether an agent got worse, {@link dev.arceval.Replay} runs an agent on a
 * dataset, {@link dev.arceval.DatasetFiles} and {@link dev.arceval.TraceFiles} read and write files, {@link
 * dev.arceval.Reports} renders results.
 *
 * <p>The doors are interfaces whose implementation is found on the class path: add {@code dev.arceval:arc-eval-core}.
 * Without it {@link dev.arceval.Tracer#noop()} works and everything else says what to add.
 */
@NullMarked
package dev.arceval;

import org.jspecify.annotations.NullMarked;
