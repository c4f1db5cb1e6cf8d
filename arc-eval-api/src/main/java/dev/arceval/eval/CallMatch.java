package dev.arceval.eval;

/**
 * When the tool calls of a run count as those of the recorded one.
 *
 * @since 0.1
 */
public enum CallMatch {
    /** The same calls in the same order, nothing else. */
    EXACT,
    /** The same calls in each turn of the model, in whatever order within a turn, nothing else. Needs recorded model calls. */
    BY_TURN,
    /** The recorded calls in the recorded order; further calls may lie in between. */
    IN_ORDER,
    /** The same calls as often, in whatever order, nothing else. */
    ANY_ORDER,
    /** No call but recorded ones, each at most as often, in whatever order. */
    SUBSET,
    /** All recorded calls at least as often, in whatever order; further calls are allowed. */
    SUPERSET
}
