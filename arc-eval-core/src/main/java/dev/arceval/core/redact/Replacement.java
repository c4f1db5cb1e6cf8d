package dev.arceval.core.redact;

/** What takes the place of a value. */
public enum Replacement {
    /** {@code «email:0f3a9c21d4b57e68»}: equal values stay equal. */
    PSEUDONYM,
    /** A value of the same form that nobody has, as {@link Lookalike} makes them; a pseudonym where there is none. */
    LOOKALIKE,
    /** {@code «email:masked»}: nothing is left but what it was. */
    MASK,
    /** Nothing. */
    DROP,
    /** The value itself. */
    KEEP
}
