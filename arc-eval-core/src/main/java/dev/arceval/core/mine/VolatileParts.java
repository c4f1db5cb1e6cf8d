package dev.arceval.core.mine;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

/**
 * Replaces what changes from run to run in a name: numbers and ids. {@code page 17} becomes {@code page #}, while
 * {@code s3.get} and {@code step2} stay, since digits inside a word are usually part of it.
 */
final class VolatileParts {

    private static final Pattern WORD =
            Pattern.compile("[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}|[0-9A-Za-z]+");
    /** Shorter hexadecimal words are often real ones, such as {@code add1}. */
    private static final int HEX_ID = 8;
    /** No word of a natural name is this long and holds a digit. */
    private static final int LONG_ID = 16;

    private VolatileParts() {}

    static String mask(String name) {
        Matcher words = WORD.matcher(name);
        StringBuilder masked = new StringBuilder(name.length());
        int copied = 0;
        while (words.find()) {
            if (isVolatile(words.group())) {
                masked.append(name, copied, words.start()).append('#');
                copied = words.end();
            }
        }
        return copied == 0 ? name : masked.append(name, copied, name.length()).toString();
    }

    private static boolean isVolatile(String word) {
        int digits = 0;
        int hex = 0;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
            } else if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')) {
                hex++;
            }
        }
        if (word.indexOf('-') > 0 || digits == word.length()) {
            return true;
        }
        return digits > 0 && (word.length() >= LONG_ID || (word.length() >= HEX_ID && digits + hex == word.length()));
    }
}
