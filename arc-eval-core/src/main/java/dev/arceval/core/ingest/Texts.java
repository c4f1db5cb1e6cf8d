package dev.arceval.core.ingest;

/** Care for whole Unicode characters. */
final class Texts {

    private static final char REPLACEMENT = '\uFFFD';

    private Texts() {}

    /** Returns {@code text} with each lone surrogate replaced by U+FFFD; the same instance if there is none. */
    static String wellFormed(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (isLone(text, i)) {
                    return replaced(text);
                }
                i++;
            }
        }
        return text;
    }

    /** Returns the first {@code length} characters, one less where a surrogate pair would be torn. */
    static String cut(String text, int length) {
        int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return text.substring(0, end);
    }

    private static boolean isLone(String text, int i) {
        return !Character.isHighSurrogate(text.charAt(i))
                || i + 1 == text.length()
                || !Character.isLowSurrogate(text.charAt(i + 1));
    }

    private static String replaced(String text) {
        StringBuilder whole = new StringBuilder(text);
        for (int i = 0; i < whole.length(); i++) {
            if (Character.isSurrogate(whole.charAt(i))) {
                if (isLone(text, i)) {
                    whole.setCharAt(i, REPLACEMENT);
                } else {
                    i++;
                }
            }
        }
        return whole.toString();
    }
}
