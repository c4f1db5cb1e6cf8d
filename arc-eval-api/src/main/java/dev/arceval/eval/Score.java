package dev.arceval.eval;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What a scorer says about one observation.
 *
 * @param scorer the scorer's name
 * @param status the verdict
 * @param value the score on the scorer's own scale, higher is better; absent if it gives none
 * @param explanation why, for a person; names the first difference where there is one
 * @since 0.1
 */
public record Score(String scorer, Status status, @Nullable Double value, String explanation) {

    public Score {
        if (value != null && !Double.isFinite(value)) {
            throw new IllegalArgumentException("value must be finite: " + value);
        }
    }

    public static Score pass(String scorer) {
        return new Score(scorer, Status.PASS, 1.0, "");
    }

    public static Score fail(String scorer, String explanation) {
        return new Score(scorer, Status.FAIL, 0.0, explanation);
    }

    /** Returns the score of a scorer that has nothing to say about this case. */
    public static Score abstain(String scorer, String explanation) {
        return new Score(scorer, Status.ABSTAIN, null, explanation);
    }

    /** Returns the score of a scorer that broke: never a pass, never a failure of the agent. */
    public static Score error(String scorer, String explanation) {
        return new Score(scorer, Status.ERROR, null, explanation);
    }

    /** Returns the numeric score, if there is one. */
    public OptionalDouble number() {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** The four answers of a scorer. */
    public enum Status {
        PASS,
        FAIL,
        /** The scorer does not apply to this case. */
        ABSTAIN,
        /** The scorer itself failed. */
        ERROR
    }
}
