package dev.arceval.core.replay;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

/**
 * Values that differ between runs that do the same: ids made anew, dates and times. Each is replaced by a mark of its form,
 * so that an id still differs from a date.
 */
final class VolatileValues {

    private static final Pattern UUID =
            Pattern.compile("\\b[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}\\b");
    private static final Pattern DATE_TIME = Pattern.compile("\\b[0-9]{4}-[0-9]{2}-[0-9]{2}"
            + "(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?");
    private static final Pattern TIME = Pattern.compile("\\b[0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]+)?\\b");
    /** Seconds since 1970 have ten digits, milliseconds thirteen; amounts and quantities have fewer. */
    private static final Pattern LONG_NUMBER = Pattern.compile("\\b[0-9]{10,}(?:\\.[0-9]+)?\\b");
    /** Words with a digit in them that are this long are no words: hashes, ids of calls, cursors. */
    private static final Pattern LONG_WORD = Pattern.compile("\\b[0-9A-Za-z_]{16,}\\b");

    private VolatileValues() {}

    static String mask(String text) {
        String masked = UUID.matcher(text).replaceAll("<uuid>");
        masked = DATE_TIME.matcher(masked).replaceAll("<time>");
        masked = TIME.matcher(masked).replaceAll("<time>");
        masked = LONG_NUMBER.matcher(masked).replaceAll("<number>");
        return maskedWords(masked);
    }

    private static String maskedWords(String text) {
        Matcher words = LONG_WORD.matcher(text);
        StringBuilder masked = new StringBuilder(text.length());
        int copied = 0;
        while (words.find()) {
            if (words.group().chars().anyMatch(c -> c >= '0' && c <= '9')) {
                masked.append(text, copied, words.start()).append("<id>");
                copied = words.end();
            }
        }
        return masked.append(text, copied, text.length()).toString();
    }
}
