package dev.arceval.judge;

import dev.arceval.trace.Usage;
import org.jspecify.annotations.Nullable;

/**
 * A model that judges: any function from text to text. Thread-safe. An exception becomes a score with status {@code ERROR}.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface JudgeModel {

    /** Returns what the model answers to a conversation of this one message. */
    String answer(String prompt);

    /** Returns the answer and what it took. A model that knows what it takes overrides this: limits of tokens and money need it. */
    default Reply reply(String prompt) {
        return new Reply(answer(prompt), null, Usage.none());
    }

    /**
     * An answer.
     *
     * @param text what the model said
     * @param model the model's name, which has a price; absent if it is not known
     * @param usage what the call took, as far as the model says
     */
    record Reply(String text, @Nullable String model, Usage usage) {}
}
