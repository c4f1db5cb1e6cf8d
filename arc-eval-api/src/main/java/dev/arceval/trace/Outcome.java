package dev.arceval.trace;

import org.jspecify.annotations.Nullable;

/**
 * How a run ended. {@link Trace#outcome()} says how it is derived.
 *
 * <p>Four answers, because they are four different things: a run that was cut short is neither a success nor a wrong
 * answer (and it is fast, which would look like a speed-up), and a run whose end nobody saw is not known.
 *
 * @since 0.1
 */
public sealed interface Outcome {

    /** The run ended and nothing says that it failed. */
    record Success() implements Outcome {}

    /**
     * The run failed.
     *
     * @param cause who says so
     * @param errorType the kind of failure: an exception class, an {@code error.type}, or the evaluation's name
     * @param message the recorded message
     * @param spanId the span that carries the evidence
     */
    record Failure(Cause cause, String errorType, @Nullable String message, String spanId) implements Outcome {

        /** Who says that a run failed. */
        public enum Cause {
            /** The agent ended in an error. */
            ERROR,
            /** An evaluation was attached whose label is a failing one. */
            EVALUATION
        }
    }

    /**
     * The run was cut short by a time-out or a cancellation.
     *
     * @param errorType what cut it short
     * @param spanId the span that carries the evidence
     */
    record Aborted(String errorType, String spanId) implements Outcome {}

    /**
     * It cannot be told how the run ended.
     *
     * @param reason what is missing
     */
    record Unknown(String reason) implements Outcome {}

    /** Returns the label of this outcome in files and queries. */
    default Label label() {
        if (this instanceof Success) {
            return Label.SUCCESS;
        }
        if (this instanceof Failure) {
            return Label.FAILURE;
        }
        return this instanceof Aborted ? Label.ABORTED : Label.UNKNOWN;
    }

    /** The four answers, for queries and counts. */
    enum Label {
        SUCCESS,
        FAILURE,
        ABORTED,
        UNKNOWN
    }
}
