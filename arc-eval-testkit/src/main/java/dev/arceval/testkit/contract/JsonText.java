package dev.arceval.testkit.contract;

/** Tells whether a text is one JSON value as RFC 8259 has it, nested up to 64 deep. */
final class JsonText {

    private static final int MAX_DEPTH = 64;

    private final String text;
    private int at;

    private JsonText(String text) {
        this.text = text;
    }

    static boolean isValid(String text) {
        JsonText json = new JsonText(text);
        return json.value(0) && json.peek() == 0 && json.at == text.length();
    }

    private boolean value(int depth) {
        return switch (peek()) {
            case '{' -> depth < MAX_DEPTH && list('}', () -> string() && take(':') && value(depth + 1));
            case '[' -> depth < MAX_DEPTH && list(']', () -> value(depth + 1));
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        };
    }

    private boolean list(char end, Part item) {
        at++;
        if (take(end)) {
            return true;
        }
        do {
            if (!item.read()) {
                return false;
            }
        } while (take(','));
        return take(end);
    }

    private boolean string() {
        if (!take('"')) {
            return false;
        }
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return true;
            }
            if (c < ' ' || (c == '\\' && !escape())) {
                return false;
            }
        }
        return false;
    }

    private boolean escape() {
        char c = at < text.length() ? text.charAt(at++) : 0;
        if (c != 'u') {
            return "\"\\/bfnrt".indexOf(c) >= 0;
        }
        for (int end = at + 4; at < end; at++) {
            if (at >= text.length() || Character.digit(text.charAt(at), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private boolean number() {
        take('-');
        boolean leadingZero = at < text.length() && text.charAt(at) == '0';
        int whole = digits();
        if (whole == 0 || (leadingZero && whole > 1)) {
            return false;
        }
        if (is(".")) {
            at++;
            if (digits() == 0) {
                return false;
            }
        }
        if (is("eE")) {
            at++;
            if (is("+-")) {
                at++;
            }
            return digits() > 0;
        }
        return true;
    }

    private int digits() {
        int from = at;
        while (is("0123456789")) {
            at++;
        }
        return at - from;
    }

    private boolean is(String characters) {
        return at < text.length() && characters.indexOf(text.charAt(at)) >= 0;
    }

    private boolean word(String word) {
        boolean there = text.startsWith(word, at);
        at += word.length();
        return there;
    }

    private boolean take(char c) {
        if (peek() == c) {
            at++;
            return true;
        }
        return false;
    }

    /** Skips white space and returns the character after it; 0 at the end. */
    private char peek() {
        while (is(" \t\r\n")) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private interface Part {
        boolean read();
    }
}
