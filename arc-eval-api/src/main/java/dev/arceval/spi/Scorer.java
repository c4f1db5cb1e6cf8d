package dev.arceval.spi;

import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Observation;
import dev.arceval.eval.Score;

/**
 * Judges what an agent did on a case.
 *
 * <p>Implementations are thread-safe. A scorer on the class path is found through {@link java.util.ServiceLoader} and can
 * then be chosen by name. An exception becomes a score with status {@link Score.Status#ERROR}.
 *
 * @since 0.1
 */
public interface Scorer {

    /** Returns the name reports show and users choose by: lower-case words joined by hyphens. */
    String name();

    /** Returns the score; {@link Score#abstain} if the scorer does not apply to this case. */
    Score score(EvalCase expected, Observation observed);
}
