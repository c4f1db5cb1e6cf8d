package dev.arceval.core.curate;

import dev.arceval.eval.TracePattern.Kind;
import dev.arceval.trace.Trace;
import java.util.Set;

/**
 * A stored run, and where mining put it.
 *
 * @param patternId the pattern of its structure
 * @param kinds what it shows; at least one
 * @param outlier whether it was slow among the runs of its pattern
 */
public record Run(Trace trace, String patternId, Set<Kind> kinds, boolean outlier) {}
