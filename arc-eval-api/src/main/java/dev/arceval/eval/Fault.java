package dev.arceval.eval;

/**
 * What can go wrong with a tool. The first four that can pass are over when the agent calls again: a second call with the
 * same arguments gets the recorded answer.
 *
 * @since 0.1
 */
public enum Fault {
    /** The call times out; a second try succeeds. */
    TIMEOUT,
    /** The call fails with an internal error; a second try succeeds. */
    ERROR,
    /** The result is empty: no text, or an object or list with nothing in it; a second try gives the whole. */
    EMPTY,
    /** The result breaks off in the middle; a second try gives the whole. */
    TRUNCATED,
    /** The result is no JSON any more, whenever the call is made. */
    MALFORMED,
    /** A list holds everything twice, a text is there twice; a result that is neither is not changed. */
    DUPLICATED,
    /** The result holds an instruction to the model, as an attacker would leave in a web page or a ticket. */
    HOSTILE,
    /** This call and every later one of the tool fail. */
    DOWN
}
