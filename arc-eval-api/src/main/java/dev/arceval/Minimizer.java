package dev.arceval;

import dev.arceval.eval.EvalCase;
import java.util.function.Predicate;

/**
 * Shrinks a failing case to what it takes to fail: fewer recorded steps, less input, less in what tools return.
 *
 * @since 0.1
 */
public final class Minimizer {

    private static final int MOST_TRIES = 1_000;

    private Minimizer() {}

    /** Shrinks a case with at most 1,000 tries; see {@link #minimize(EvalCase, Predicate, int)}. */
    public static EvalCase minimize(EvalCase failing, Predicate<? super EvalCase> fails) {
        return minimize(failing, fails, MOST_TRIES);
    }

    /**
     * Takes parts of a case away as long as it still fails. No single part of what is left can be spared, unless the tries ran
     * out. The method is delta debugging (ddmin): some n log n tries where parts are independent, n² at worst.
     *
     * {@snippet class="dev.arceval.examples.Snippets" region="minimize"}
     *
     * @param failing a case that fails
     * @param fails replays a case and says whether it fails in the way that is looked for; a replay must do the same every time
     * @param mostTries how often it may be asked
     * @return a case of the same id, expectations and provenance
     * @throws IllegalArgumentException if the case does not fail, or {@code mostTries} is not positive
     */
    public static EvalCase minimize(EvalCase failing, Predicate<? super EvalCase> fails, int mostTries) {
        return Implementation.get().minimize(failing, fails, mostTries);
    }
}
