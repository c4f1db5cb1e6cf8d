package dev.arceval.eval;

/**
 * What a run takes.
 *
 * @since 0.1
 */
public enum Quantity {
    /** Calls of tools and models. */
    STEPS,
    TOOL_CALLS,
    MODEL_CALLS,
    /** Input and output tokens of all model calls. */
    TOKENS,
    /** US dollars, as model calls state them. */
    COST,
    /** Wall time in milliseconds. */
    DURATION
}
