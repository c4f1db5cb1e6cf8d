package dev.arceval.core.mine;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Locale;

/**
 * Replaces what varies in an error message by {@code *}: quoted parts, addresses, paths, words with a digit, redaction markers.
 * What is left of {@code User 'mia_li_3668' not found} is {@code User * not found}. The number of an HTTP status stays, since it
 * is what the message says.
 */
final class ErrorMask {

    private static final int LONGEST = 300;

    private static final Pattern VARYING = Pattern.compile("«[^»]*»"
            + "|[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"
            + "|[A-Za-z][A-Za-z0-9+.-]*://[^\\s'\")]+"
            + "|[^\\s'\"(<]+@[^\\s'\")>]+"
            + "|(?:[A-Za-z]:)?(?:[/\\\\][\\w.@-]+){2,}"
            + "|[A-Za-z_]*[0-9][0-9A-Za-z_]*(?:[.:,-][0-9][0-9A-Za-z_]*)*");
    private static final Pattern QUOTED = Pattern.compile("(^|[\\s(=:,\\[{])(\"[^\"]*\"|'[^']*'|`[^`]*`)");
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern STATUS = Pattern.compile("[1-5][0-9][0-9]");
    /** What stands before a number that says what went wrong. */
    private static final Pattern BEFORE_STATUS = Pattern.compile("(?:http|status|code)[^0-9A-Za-z]{0,3}$");

    private static final int CONTEXT = 12;

    private ErrorMask() {}

    /** Returns the first line of the message without its varying parts. */
    static String mask(String message) {
        String line = firstLine(message);
        String quoted = QUOTED.matcher(line).replaceAll("$1*");
        Matcher varying = VARYING.matcher(quoted);
        StringBuilder masked = new StringBuilder(quoted.length());
        int copied = 0;
        while (varying.find()) {
            if (!isStatus(quoted, varying.start(), varying.group())) {
                masked.append(quoted, copied, varying.start()).append('*');
                copied = varying.end();
            }
        }
        return masked.append(quoted, copied, quoted.length()).toString();
    }

    private static String firstLine(String message) {
        String text = message.strip();
        int end = text.indexOf('\n');
        String line = end < 0 ? text : text.substring(0, end);
        return SPACE.matcher(line.length() <= LONGEST ? line : line.substring(0, LONGEST))
                .replaceAll(" ")
                .strip();
    }

    private static boolean isStatus(String text, int start, String word) {
        return STATUS.matches(word)
                && BEFORE_STATUS
                        .matcher(text.substring(Math.max(0, start - CONTEXT), start)
                                .toLowerCase(Locale.ROOT))
                        .find();
    }
}
