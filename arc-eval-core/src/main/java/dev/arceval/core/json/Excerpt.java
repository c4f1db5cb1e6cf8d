package dev.arceval.core.json;

import org.jspecify.annotations.Nullable;

/** Short pieces of long texts, cut so that what matters is in sight. */
public final class Excerpt {

    /** Longest quote in a message; the place of a difference is shown in any case. */
    public static final int MAX_QUOTE = 160;

    private static final int BEFORE = 24;
    private static final int AFTER = 56;

    private Excerpt() {}

    /** Returns the start of {@code text}. */
    public static String start(String text, int maxChars) {
        return text.length() <= maxChars ? text : text.substring(0, end(text, maxChars)) + "…";
    }

    /** Returns the surroundings of the character at {@code at}. */
    public static String around(String text, int at) {
        int from = at <= BEFORE ? 0 : end(text, at - BEFORE);
        int to = Math.min(text.length(), at + AFTER);
        return (from > 0 ? "…" : "") + text.substring(from, end(text, to)) + (to < text.length() ? "…" : "");
    }

    /** Returns where two texts part. */
    public static int firstDifference(String one, String other) {
        int shared = Math.min(one.length(), other.length());
        for (int i = 0; i < shared; i++) {
            if (one.charAt(i) != other.charAt(i)) {
                return i;
            }
        }
        return shared;
    }

    /** Returns path and both values of a difference, each around the character where they part. */
    public static String of(CanonicalJson.Difference difference, String hereLabel, String thereLabel) {
        String here = difference.here();
        String there = difference.there();
        int at = here == null || there == null ? 0 : firstDifference(here, there);
        return difference.path() + ": " + hereLabel + " " + value(here, at) + ", " + thereLabel + " "
                + value(there, at);
    }

    private static String value(@Nullable String value, int at) {
        return value == null ? "nothing" : around(value, at);
    }

    /** Keeps surrogate pairs whole. */
    private static int end(String text, int at) {
        return at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
    }
}
