package dev.arceval.core.redact;

import java.util.Set;
import java.util.TreeSet;

/**
 * What stands in for a redacted value: {@code «email:0f3a9c21d4b57e68»}.
 *
 * <p>A marker that already stands in a text is left alone, whoever wrote it. Forging one gains nothing: it must consist
 * of a known word and 16 hex digits, nothing can hide in it, and nothing is decided by its presence.
 */
final class Marker {

    /** Stands for a text that could not be redacted. */
    static final String FAILED = "«redaction-failed»";

    /** 64 bits: with a million values of one type the chance of any two sharing a pseudonym is below 3 in 10^8. */
    static final int HEX_DIGITS = 16;

    private static final int MAX_LENGTH = 40;

    static final char OPEN = '«';
    static final char CLOSE = '»';

    private static final Set<String> LABELS = labels();

    private Marker() {}

    static String of(Leak.Type type, String hex) {
        return OPEN + type.label() + ':' + hex + CLOSE;
    }

    /** The end of the marker that starts at {@code start}, or -1. */
    static int endOf(CharSequence text, int start) {
        if (start >= text.length() || text.charAt(start) != OPEN) {
            return -1;
        }
        if (matches(text, start, FAILED)) {
            return start + FAILED.length();
        }
        for (String label : LABELS) {
            int hex = start + 1 + label.length() + 1;
            if (matches(text, start + 1, label) && charAt(text, hex - 1) == ':') {
                return endOfHex(text, hex);
            }
        }
        return -1;
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

    private static Set<String> labels() {
        Set<String> labels = new TreeSet<>();
        for (Leak.Type type : Leak.Type.values()) {
            labels.add(type.label());
        }
        return labels;
    }
}
