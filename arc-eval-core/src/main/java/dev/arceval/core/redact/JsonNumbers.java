package dev.arceval.core.redact;

/** A bare number in JSON needs quotes once it is a marker: {@code {"card": 4111…}} must stay JSON. */
final class JsonNumbers {

    private JsonNumbers() {}

    /** The quote to put around the marker, escaped as deep as the key's own quote; empty where none is needed. */
    static String quoteFor(String text, Leak leak) {
        char first = text.charAt(leak.start());
        if (!Chars.digit(first) && first != '-' || !endsValue(text, leak.end())) {
            return "";
        }
        int i = skipBack(text, leak.start() - 1);
        if (Chars.at(text, i) != ':') {
            return "";
        }
        i = skipBack(text, i - 1);
        if (Chars.at(text, i) != '"') {
            return "";
        }
        int backslashes = 0;
        while (Chars.at(text, i - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return "\\".repeat(backslashes) + '"';
    }

    private static boolean endsValue(String text, int end) {
        int i = end;
        while (Chars.space(Chars.at(text, i))) {
            i++;
        }
        char c = Chars.at(text, i);
        return c == ',' || c == '}' || c == ']' || c == 0 || c == '\\';
    }

    private static int skipBack(String text, int from) {
        int i = from;
        while (Chars.space(Chars.at(text, i))) {
            i--;
        }
        return i;
    }
}
