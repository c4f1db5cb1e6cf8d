package dev.arceval.core.curate;

import dev.arceval.trace.Feedback;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What people said about a run; of several, the last word counts.
 *
 * @param correct whether the answer was right; absent if nobody said
 * @param correction what it should have been; absent if nobody said
 */
public record Said(@Nullable Boolean correct, @Nullable String correction) {

    static final Said NOTHING = new Said(null, null);

    public static Said of(Collection<Feedback> feedback) {
        List<Feedback> inOrder =
                feedback.stream().sorted(Comparator.comparing(Feedback::time)).toList();
        Boolean correct = null;
        String correction = null;
        for (Feedback each : inOrder) {
            correct = each.verdict().orElse(correct);
            correction = each.correction().filter(text -> !text.isBlank()).orElse(correction);
        }
        return new Said(correct, correction);
    }

    /** Whether the answer was called wrong, or another one was given in its place. */
    boolean isWrong() {
        return correct == null ? correction != null : !correct;
    }

    boolean isRight() {
        return Boolean.TRUE.equals(correct);
    }

    Optional<String> rightAnswer() {
        return Optional.ofNullable(correction);
    }
}
