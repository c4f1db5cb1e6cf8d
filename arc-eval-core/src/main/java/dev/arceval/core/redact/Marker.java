package dev.arceval.core.redact;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What stands in for a redacted value: {@code «email:0f3a9c21d4b57e68»}.
 *
 * <p>A marker that already stands in a text is left alone, whoever wrote it. Forging one gains nothing: it must consist
 * of a short word and 16 hex digits or "masked", little can hide in it, and nothing is decided by its presence.
 */
final class Marker {

    /** Stands for a text that could not be redacted. */
    static final String FAILED = "«redaction-failed»";

    /** 64 bits: with a million values of one type the chance of any two sharing a pseudonym is below 3 in 10^8. */
    static final int HEX_DIGITS = 16;

    private static final int MAX_LABEL = 24;

    private static final String MASKED = "masked";

    /** How the digits of a pseudonym begin that is a count. */
    static final String COUNTED = "000000000000";

    private static final Set<String> LABELS =
            Arrays.stream(Leak.Type.values()).map(Leak.Type::label).collect(Collectors.toUnmodifiableSet());

    private static final int MAX_LENGTH = MAX_LABEL + HEX_DIGITS + 3;

    static final char OPEN = '«';
    static final char CLOSE = '»';

    private Marker() {}

    static String of(String label, String hex) {
        return OPEN + label + ':' + hex + CLOSE;
    }

    /**
     * The digits of a pseudonym. Under a word of the user's own they hold a letter or are a count: digits alone could be
     * somebody's number in a marker that was forged.
     */
    static String hex(String label, long tag) {
        String hex = HexFormat.of().toHexDigits(tag);
        return LABELS.contains(label) || isNoNumber(hex) ? hex : 'a' + hex.substring(1);
    }

    private static boolean isNoNumber(String hex) {
        return hex.startsWith(COUNTED) || !hex.chars().allMatch(c -> Chars.digit((char) c));
    }

    /** What stands for a value of which not even equality is kept. */
    static String masked(String label) {
        return of(label, MASKED);
    }

    /** Whether this can be the word in a marker. */
    static boolean isLabel(String word) {
        return word.length() > 1 && word.length() <= MAX_LABEL && labelEnd(word, 0) == word.length();
    }

    /** The end of the marker that starts at {@code start}, or -1. */
    static int endOf(CharSequence text, int start) {
        if (start >= text.length() || text.charAt(start) != OPEN) {
            return -1;
        }
        if (matches(text, start, FAILED)) {
            return start + FAILED.length();
        }
        int colon = labelEnd(text, start + 1);
        if (colon - start - 1 < 2 || charAt(text, colon) != ':') {
            return -1;
        }
        if (matches(text, colon + 1, MASKED)) {
            int close = colon + 1 + MASKED.length();
            return charAt(text, close) == CLOSE ? close + 1 : -1;
        }
        int end = endOfHex(text, colon + 1);
        boolean known = end > 0
                && (LABELS.contains(text.subSequence(start + 1, colon).toString())
                        || isNoNumber(text.subSequence(colon + 1, end - 1).toString()));
        return known ? end : -1;
    }

    private static int labelEnd(CharSequence text, int start) {
        int end = start;
        while (end - start <= MAX_LABEL && isLabelChar(charAt(text, end), end == start)) {
            end++;
        }
        return end;
    }

    private static boolean isLabelChar(char c, boolean first) {
        return c >= 'a' && c <= 'z' || !first && (c == '-' || Chars.digit(c));
    }

    /** Whether this stretch is nothing but markers. */
    static boolean isMarkers(CharSequence text, int start, int end) {
        int i = start;
        while (i < end) {
            int markerEnd = endOf(text, i);
            if (markerEnd < 0 || markerEnd > end) {
                return false;
            }
            i = markerEnd;
        }
        return true;
    }

    /** The text without the markers in it. */
    static String without(String text) {
        int open = text.indexOf(OPEN);
        if (open < 0) {
            return text;
        }
        StringBuilder rest = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            int end = endOf(text, i);
            if (end > 0) {
                i = end;
            } else {
                rest.append(text.charAt(i++));
            }
        }
        return rest.toString();
    }

    /** Whether this stretch is part of one marker, as hex digits that happen to look like something are. */
    static boolean encloses(CharSequence text, int start, int end) {
        for (int i = start; i >= 0 && start - i < MAX_LENGTH; i--) {
            if (text.charAt(i) == OPEN) {
                return endOf(text, i) >= end;
            }
        }
        return false;
    }

    private static int endOfHex(CharSequence text, int start) {
        int end = start + HEX_DIGITS;
        for (int i = start; i < end; i++) {
            char c = charAt(text, i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return -1;
            }
        }
        return charAt(text, end) == CLOSE ? end + 1 : -1;
    }

    private static boolean matches(CharSequence text, int start, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (charAt(text, start + i) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static char charAt(CharSequence text, int index) {
        return index < text.length() ? text.charAt(index) : 0;
    }
}
