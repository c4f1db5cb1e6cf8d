package dev.arceval.core.score;

import dev.arceval.core.json.Excerpt;

/** Short pieces of texts for explanations. */
final class Quote {

    private static final int MAX_CHARS = 120;

    private Quote() {}

    static String of(String text) {
        return '"' + Excerpt.start(text, MAX_CHARS) + '"';
    }

    static String both(String expected, String answer) {
        return "expected " + of(expected) + ", was " + of(answer);
    }
}
