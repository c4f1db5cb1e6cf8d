package dev.arceval.core.score;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The words of a text: lower-cased runs of letters, digits and marks; in scripts that put no blanks between words each
 * character is one.
 */
final class Words {

    private Words() {}

    static List<String> of(String text) {
        String lower = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        lower.codePoints().forEach(c -> {
            if (!isPart(c) || isWord(c)) {
                end(word, words);
            }
            if (isPart(c)) {
                word.appendCodePoint(c);
            }
            if (isWord(c)) {
                end(word, words);
            }
        });
        end(word, words);
        return words;
    }

    /** The text with one blank for all that is no word. Minus, decimal point and comma stay where they are part of a number. */
    static String normalised(String text) {
        String lower = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        StringBuilder normalised = new StringBuilder(lower.length());
        int c;
        for (int i = 0; i < lower.length(); i += Character.charCount(c)) {
            c = lower.codePointAt(i);
            if (isPart(c) || isInNumber(lower, i)) {
                normalised.appendCodePoint(c);
            } else if (!normalised.isEmpty() && normalised.charAt(normalised.length() - 1) != ' ') {
                normalised.append(' ');
            }
        }
        return normalised.toString().strip();
    }

    private static boolean isInNumber(String text, int at) {
        if (at + 1 == text.length() || !Character.isDigit(text.charAt(at + 1))) {
            return false;
        }
        char before = at == 0 ? ' ' : text.charAt(at - 1);
        return switch (text.charAt(at)) {
            case '-' -> !Character.isLetterOrDigit(before);
            case '.', ',' -> Character.isDigit(before);
            default -> false;
        };
    }

    private static void end(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    private static boolean isPart(int c) {
        return Character.isLetterOrDigit(c)
                || Character.getType(c) == Character.NON_SPACING_MARK
                || Character.getType(c) == Character.COMBINING_SPACING_MARK;
    }

    private static boolean isWord(int c) {
        if (Character.isIdeographic(c)) {
            return true;
        }
        Character.UnicodeScript script = Character.UnicodeScript.of(c);
        return script == Character.UnicodeScript.HIRAGANA || script == Character.UnicodeScript.KATAKANA;
    }
}
