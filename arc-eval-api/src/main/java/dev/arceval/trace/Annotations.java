package dev.arceval.trace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was said about a stored trace after it was recorded. Immutable; each method returns new annotations.
 *
 * @param feedback what people said, in the order it came; at most {@value #MOST}
 * @param evaluations scores, one of each name; at most {@value #MOST}
 * @param tags in alphabetical order; at most {@value #MOST}
 * @since 0.1
 */
public record Annotations(List<Feedback> feedback, List<Evaluation> evaluations, Set<String> tags) {

    /** How many of each kind one trace takes: enough for people, and for any set of scorers. */
    public static final int MOST = 1_000;

    /** The tag of a trace that retention leaves alone. */
    public static final String PINNED = "pinned";

    /** The tag of a trace that neither retention nor {@code delete} may remove while it has the tag. */
    public static final String LEGAL_HOLD = "legal-hold";

    private static final int LONGEST_TAG = 100;
    private static final Annotations NONE = new Annotations(List.of(), List.of(), Set.of());

    public Annotations {
        requireAtMost("feedback", feedback.size());
        requireAtMost("evaluations", evaluations.size());
        requireAtMost("tags", tags.size());
        tags.forEach(Annotations::requireTag);
        feedback = List.copyOf(feedback);
        evaluations = List.copyOf(evaluations);
        tags = Collections.unmodifiableSet(new TreeSet<>(tags));
    }

    /** Returns the annotations of a trace that nobody said anything about. */
    public static Annotations none() {
        return NONE;
    }

    /** Adds what a person says. The same said twice counts once. */
    public Annotations with(Feedback added) {
        if (feedback.contains(added)) {
            return this;
        }
        List<Feedback> all = new ArrayList<>(feedback);
        all.add(added);
        return new Annotations(all, evaluations, tags);
    }

    /** Adds a score; one of the same name is replaced. */
    public Annotations with(Evaluation added) {
        List<Evaluation> all = new ArrayList<>(evaluations);
        all.removeIf(known -> known.name().equals(added.name()));
        all.add(added);
        return new Annotations(feedback, all, tags);
    }

    /**
     * Adds a tag.
     *
     * @throws IllegalArgumentException if it is blank, longer than 100 characters, or holds control characters
     */
    public Annotations withTag(String tag) {
        Set<String> all = new TreeSet<>(tags);
        all.add(tag);
        return new Annotations(feedback, evaluations, all);
    }

    /** Takes a tag away. */
    public Annotations withoutTag(String tag) {
        Set<String> all = new TreeSet<>(tags);
        all.remove(tag);
        return new Annotations(feedback, evaluations, all);
    }

    /** Whether retention leaves the trace alone: it is pinned or on legal hold. */
    public boolean isKept() {
        return tags.contains(PINNED) || isHeld();
    }

    /** Whether the trace is on legal hold. */
    public boolean isHeld() {
        return tags.contains(LEGAL_HOLD);
    }

    public boolean isEmpty() {
        return equals(NONE);
    }

    private static void requireAtMost(String what, int size) {
        if (size > MOST) {
            throw new IllegalArgumentException("a trace takes at most " + MOST + " " + what + ": " + size);
        }
    }

    private static void requireTag(String tag) {
        if (tag.isBlank() || tag.length() > LONGEST_TAG || tag.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "tag must be 1 to " + LONGEST_TAG + " characters and no control character: " + tag.length());
        }
    }
}
