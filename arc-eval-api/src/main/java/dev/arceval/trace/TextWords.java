package dev.arceval.trace;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The words of a text, as searching for text compares them: runs of letters and digits in lower case. Where a script puts no
 * space between words, such as Chinese or Thai, each character is one.
 *
 * @since 0.1
 */
public final class TextWords {

    /** How many different words of a text count, the first ones: an input that long is a document. */
    public static final int MOST = 2_000;

    private static final int LONGEST = 40;

    private TextWords() {}

    /** Returns the words, each once, in order; longer ones are cut after 40 characters. */
    public static Set<String> of(String text) {
        Set<String> words = new LinkedHashSet<>();
        String lower = text.toLowerCase(Locale.ROOT);
        int start = -1;
        for (int at = 0; at < lower.length() && words.size() < MOST; ) {
            int codePoint = lower.codePointAt(at);
            int next = at + Character.charCount(codePoint);
            boolean alone = standsAlone(codePoint);
            if (start >= 0 && (alone || !Character.isLetterOrDigit(codePoint))) {
                add(words, lower, start, at);
                start = -1;
            }
            if (alone) {
                add(words, lower, at, next);
            } else if (start < 0 && Character.isLetterOrDigit(codePoint)) {
                start = at;
            }
            at = next;
        }
        if (start >= 0 && words.size() < MOST) {
            add(words, lower, start, lower.length());
        }
        return words;
    }

    private static void add(Set<String> words, String text, int from, int to) {
        int end = Math.min(to, from + LONGEST);
        if (end < to && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        words.add(text.substring(from, end));
    }

    private static boolean standsAlone(int codePoint) {
        if (codePoint < 0x0E00) {
            return false;
        }
        return switch (Character.UnicodeScript.of(codePoint)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> Character.isLetterOrDigit(codePoint);
            default -> false;
        };
    }
}
