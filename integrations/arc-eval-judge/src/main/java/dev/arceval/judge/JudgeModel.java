package dev.arceval.judge;

/**
 * A model that judges: any function from text to text. Thread-safe. An exception becomes a score with status {@code ERROR}.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface JudgeModel {

    /** Returns what the model answers to a conversation of this one message. */
    String answer(String prompt);
}
