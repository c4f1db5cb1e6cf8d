package dev.arceval.core.redact;

import java.util.Locale;

/** The words around a number, which say what an ambiguous one is. */
final class Context {

    private static final String[] ADDRESS_NAMES = {
        "ip: ",
        "ip=",
        "ip is ",
        "src=",
        "dst=",
        "address ",
        "address: ",
        "localhost ",
        "loopback ",
        "unspecified ",
        "broadcast "
    };

    /** The longest of the names. */
    private static final int NAME = 12;

    /** Whether the address that starts here is said to be that of somebody or something. */
    static boolean namesAddress(String text, int start) {
        String before = before(text, start, NAME);
        for (String name : ADDRESS_NAMES) {
            if (before.endsWith(name)) {
                return true;
            }
        }
        return false;
    }

    private Context() {}

    /** Up to {@code chars} chars before {@code start}, in lower case. */
    static String before(String text, int start, int chars) {
        return text.substring(Math.max(0, start - chars), start).toLowerCase(Locale.ROOT);
    }

    static boolean namesAny(String text, int start, int chars, String... words) {
        String before = before(text, start, chars);
        for (String word : words) {
            int at = before.lastIndexOf(word);
            if (at >= 0 && !Chars.letter(Chars.at(before, at - 1))) {
                return true;
            }
        }
        return false;
    }
}
