package dev.arceval.eval;

/**
 * When the arguments of a tool call count as the recorded ones. They are compared by what they mean as JSON, value by value.
 *
 * @since 0.1
 */
public enum ArgumentMatch {
    /** They do not count. */
    IGNORED,
    /** The same values. */
    EQUAL,
    /** Every value is a recorded one; recorded ones may be missing. */
    SUBSET,
    /** Every recorded value is there; there may be others. */
    SUPERSET
}
