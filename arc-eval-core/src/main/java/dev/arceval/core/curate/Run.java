package dev.arceval.core.curate;

import dev.arceval.eval.TracePattern.Kind;
import dev.arceval.trace.Trace;
import java.util.List;
import java.util.Set;

/**
 * A stored run, and where mining put it.
 *
 * @param patternId the pattern of its structure
 * @param kinds what it shows; at least one
 * @param outlier whether it was slow among the runs of its pattern
 * @param errors its errors by type and message, without what varies from run to run
 * @param task the same for runs that repeat one task; 0 if it is not known which do
 */
public record Run(Trace trace, String patternId, Set<Kind> kinds, boolean outlier, List<String> errors, long task) {}
