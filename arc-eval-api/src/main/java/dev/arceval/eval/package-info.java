/**
 * Words for what we conclude from traces: {@link dev.arceval.eval.TracePattern patterns}, {@link
 * dev.arceval.eval.EvaluationCandidate candidates}, {@link dev.arceval.eval.Dataset datasets} of {@link
 * dev.arceval.eval.EvalCase cases}, {@link dev.arceval.eval.Score scores} and {@link
 * dev.arceval.eval.RegressionReport regression reports}.
 *
 * <p>Every type here is an immutable value and safe to share between threads.
 */
@NullMarked
package dev.arceval.eval;

import org.jspecify.annotations.NullMarked;
