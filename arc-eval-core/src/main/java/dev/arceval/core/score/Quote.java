package dev.arceval.core.score;

/** Short pieces of texts for explanations. */
final class Quote {

    private static final int MAX_CHARS = 120;

    private Quote() {}

    static String of(String text) {
        if (text.length() <= MAX_CHARS) {
            return '"' + text + '"';
        }
        int end = Character.isLowSurrogate(text.charAt(MAX_CHARS)) ? MAX_CHARS - 1 : MAX_CHARS;
        return '"' + text.substring(0, end) + "…\"";
    }

    static String both(String expected, String answer) {
        return "expected " + of(expected) + ", was " + of(answer);
    }
}
