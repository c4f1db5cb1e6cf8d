package dev.arceval.core.score;

import dev.arceval.eval.Score;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A score that does not know yet whose it is. */
record Judgement(Score.Status status, @Nullable Double value, String why) {

    private static final Judgement PASS = new Judgement(Score.Status.PASS, 1.0, "");

    static Judgement pass() {
        return PASS;
    }

    static Judgement fail(String why) {
        return new Judgement(Score.Status.FAIL, 0.0, why);
    }

    static Judgement abstain(String why) {
        return new Judgement(Score.Status.ABSTAIN, null, why);
    }

    /** Passes from {@code atLeast} on; below, {@code why} follows the figures. */
    static Judgement of(double value, double atLeast, String why) {
        return value >= atLeast
                ? new Judgement(Score.Status.PASS, value, "")
                : new Judgement(Score.Status.FAIL, value, figure(value) + ", wanted " + figure(atLeast) + ": " + why);
    }

    Score by(String scorer) {
        return new Score(scorer, status, value, why);
    }

    /** Rounded down, so that what fell short does not look as if it had not. */
    private static String figure(double value) {
        return String.format(Locale.ROOT, "%.3f", Math.floor(value * 1_000) / 1_000);
    }
}
