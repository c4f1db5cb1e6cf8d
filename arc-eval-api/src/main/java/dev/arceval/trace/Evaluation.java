package dev.arceval.trace;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A verdict somebody attached to a trace or span, as in the event {@code gen_ai.evaluation.result}.
 *
 * @param name what was judged, such as {@code task_success}
 * @param score the score on the evaluator's own scale
 * @param label the verdict in words, such as {@code pass} or {@code fail}
 * @param explanation why
 * @since 0.1
 */
public record Evaluation(
        String name,
        @Nullable Double score,
        @Nullable String label,
        @Nullable String explanation) {

    private static final Set<String> PASSED = Set.of("pass", "passed", "correct", "success", "true", "yes");
    private static final Set<String> FAILED = Set.of("fail", "failed", "incorrect", "failure", "false", "no");

    /**
     * Returns whether the label says the run was good or bad. Empty if there is no label or it is neither: a score alone
     * does not tell which direction is good.
     */
    public Optional<Boolean> passed() {
        if (label == null) {
            return Optional.empty();
        }
        String word = label.trim().toLowerCase(Locale.ROOT);
        if (PASSED.contains(word)) {
            return Optional.of(true);
        }
        return FAILED.contains(word) ? Optional.of(false) : Optional.empty();
    }
}
