package dev.arceval.trace;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a person says about a run. At least one of the first four is given.
 *
 * @param correct whether the answer was right
 * @param score 1, bad, to 5, good
 * @param notes in the person's own words
 * @param correctedOutput what the agent should have answered
 * @param author who says so
 * @param time when
 * @since 0.1
 */
public record Feedback(
        @Nullable Boolean correct,
        @Nullable Integer score,
        @Nullable String notes,
        @Nullable String correctedOutput,
        String author,
        Instant time) {

    /** The name that scores of people have in {@link TraceQuery#score}. */
    public static final String SCORE = "feedback";

    private static final int WORST = 1;
    private static final int BEST = 5;

    public Feedback {
        if (correct == null && score == null && notes == null && correctedOutput == null) {
            throw new IllegalArgumentException("feedback says nothing");
        }
        if (score != null && (score < WORST || score > BEST)) {
            throw new IllegalArgumentException("score must be between 1 and 5: " + score);
        }
        if (author.isBlank()) {
            throw new IllegalArgumentException("author must not be blank");
        }
    }

    /** Returns feedback that only says whether the answer was right. */
    public static Feedback of(boolean correct, String author, Instant time) {
        return new Feedback(correct, null, null, null, author, time);
    }

    /** Returns this feedback with a score. */
    public Feedback withScore(int score) {
        return new Feedback(correct, score, notes, correctedOutput, author, time);
    }

    /** Returns this feedback with notes. */
    public Feedback withNotes(String notes) {
        return new Feedback(correct, score, notes, correctedOutput, author, time);
    }

    /** Returns this feedback with the answer that would have been right. */
    public Feedback withCorrectedOutput(String correctedOutput) {
        return new Feedback(correct, score, notes, correctedOutput, author, time);
    }

    /** Returns whether the answer was right, if it was said. */
    public Optional<Boolean> verdict() {
        return Optional.ofNullable(correct);
    }

    /** Returns the score, 1 to 5, if one was given. */
    public OptionalInt rating() {
        return score == null ? OptionalInt.empty() : OptionalInt.of(score);
    }

    /** Returns the answer that would have been right, if one was given. */
    public Optional<String> correction() {
        return Optional.ofNullable(correctedOutput);
    }

    /** What queries ask of feedback. */
    public enum Kind {
        /** Somebody said anything. */
        ANY,
        /** Somebody called the answer right. */
        CORRECT,
        /** Somebody called the answer wrong. */
        INCORRECT,
        /** Somebody gave the answer that would have been right. */
        CORRECTED
    }

    /** Whether this is feedback of that kind. */
    public boolean is(Kind kind) {
        return switch (kind) {
            case ANY -> true;
            case CORRECT -> Boolean.TRUE.equals(correct);
            case INCORRECT -> Boolean.FALSE.equals(correct);
            case CORRECTED -> correctedOutput != null;
        };
    }
}
