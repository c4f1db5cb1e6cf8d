/**
 * Words for what happened: a {@link dev.arceval.trace.Trace} of {@link dev.arceval.trace.Span spans}, its
 * {@link dev.arceval.trace.Outcome}, the {@link dev.arceval.trace.Agent} that produced it, and what
 * became of traces when they were {@link dev.arceval.trace.IngestReport read} or {@link dev.arceval.trace.CaptureReport
 * recorded}.
 *
 * <p>The model follows OpenTelemetry (ids, nanosecond times, parents, events, links, resource and scope) with the GenAI
 * semantic conventions as a typed view on top. Content that a known vocabulary carries in attributes lives in the typed
 * fields only; attributes nobody recognised stay in {@link dev.arceval.trace.Attributes} and survive a round trip.
 *
 * <p>Every type here is immutable and safe to share between threads.
 */
@NullMarked
package dev.arceval.trace;

import org.jspecify.annotations.NullMarked;
