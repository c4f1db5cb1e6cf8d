package dev.arceval.core.redact;

/** Char classes and boundaries, ASCII unless said otherwise. */
final class Chars {

    private Chars() {}

    static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean letter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    static boolean upper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    static boolean hex(char c) {
        return digit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }

    static boolean alphanumeric(char c) {
        return letter(c) || digit(c);
    }

    static boolean word(char c) {
        return alphanumeric(c) || c == '_';
    }

    static boolean space(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    /** The char, or 0 outside the text. */
    static char at(CharSequence text, int index) {
        return index >= 0 && index < text.length() ? text.charAt(index) : 0;
    }

    /**
     * Whether a token can start here: nothing before it belongs to a word. An escape is no word: the {@code n} of a JSON
     * {@code \n}, the digits of {@code %3D} or of {@code \}{@code u003d}.
     */
    static boolean startsToken(CharSequence text, int index) {
        return !word(at(text, index - 1)) || followsEscape(text, index);
    }

    private static boolean followsEscape(CharSequence text, int index) {
        return at(text, index - 2) == '\\' && "nrtbf".indexOf(at(text, index - 1)) >= 0
                || at(text, index - 3) == '%' && hex(at(text, index - 2)) && hex(at(text, index - 1))
                || at(text, index - 6) == '\\' && at(text, index - 5) == 'u' && hex(at(text, index - 1));
    }

    /** Whether a token can end before this index. */
    static boolean endsToken(CharSequence text, int index) {
        return !word(at(text, index));
    }
}
