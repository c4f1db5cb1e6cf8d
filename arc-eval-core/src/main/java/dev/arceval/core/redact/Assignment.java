package dev.arceval.core.redact;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the value of a name stands, in any of the ways text gives names values: {@code "name": "value"} at any depth of
 * escaping, {@code name = value}, {@code name: type = 'value'}, {@code <name>value</name>}, {@code --name value},
 * {@code name="DB_PASS" value="x"}, {@code define('NAME', 'value')}, {@code the name is value}.
 *
 * @param start first char of the value, without its quote
 * @param end end of the value, exclusive
 * @param form how it is written, which says how much to trust that it is a value
 */
record Assignment(int start, int end, Form form) {

    enum Form {
        /** In quotes. */
        QUOTED,
        /** Up to the next space or delimiter. */
        BARE,
        /** Between tags. */
        ELEMENT,
        /** Without quotes after a name in quotes: a variable, a number, a class. */
        CODE,
        /** The next argument of a call or command. */
        ARGUMENT,
        /** After "is" in a sentence. */
        PROSE,
        /** Right behind its name, with nothing that says that it is the value. */
        APPOSED
    }

    /** Longer values are cut here when looking for their end; a key of 4096 bits in base64 has 3,300 chars. */
    private static final int MAX_VALUE = 4096;

    /** Where a value without quotes is cut for judging; what is found is followed to its end by {@link #wholeEnd}. */
    private static final int MAX_BARE = 512;

    /** A type between name and value, as in {@code password: Optional[str] = "x"}. */
    private static final int MAX_TYPE = 24;

    /** {@code =}, {@code :=}, {@code ||=}, {@code ::=} and the like. */
    private static final int MAX_OPERATOR = 4;

    /** Attributes of an element between its name and its end. */
    private static final int MAX_TAG = 128;

    private static final String[] READING = {"get", "read", "find", "ask", "prompt", "lookup", "forgot", "reset"};

    /** What may stand right before a quote: {@code N'x'} in SQL, {@code b"x"}, {@code @"x"}. */
    private static final String PREFIXES = "NbrufL@";

    /** Elements with a name that are shown to people. */
    private static final Set<String> SHOWN =
            Set.of("a", "button", "input", "label", "select", "option", "textarea", "div", "span", "form", "meta");

    /** What a char is to a value without quotes; from {@code STOP} on it ends the value, mostly. */
    private static final int SIGN = 0;

    private static final int NAME = 1;
    private static final int DELIMITER = 2;
    private static final int JOINT = 3;
    private static final int STOP = 4;
    private static final int BACKSLASH = 5;
    private static final int MARK = 6;
    private static final byte[] KINDS = kinds();

    private static byte[] kinds() {
        byte[] kinds = new byte[128];
        for (char c = 0; c < kinds.length; c++) {
            if (Chars.word(c) || c == '-' || c == '.') {
                kinds[c] = NAME;
            } else if (c == '&' || c == ';' || c == ',') {
                kinds[c] = DELIMITER;
            } else if (c == '=' || c == ':') {
                kinds[c] = JOINT;
            } else if (Chars.space(c) || "\"'`<>|".indexOf(c) >= 0) {
                kinds[c] = STOP;
            } else if (c == '\\') {
                kinds[c] = BACKSLASH;
            }
        }
        return kinds;
    }

    /** The value of the name that ends at {@code nameEnd}, or null where none follows. */
    static @Nullable Assignment after(String text, int nameStart, int nameEnd) {
        int i = nameEnd;
        int closing = quoteAt(text, i);
        if (closing >= 0) {
            i = closing + 1;
        }
        while (Chars.at(text, i) == ']' || Chars.at(text, i) == ')' && closing >= 0) {
            i++;
        }
        i = closing < 0 ? skipArray(text, i) : i;
        int spaced = skipBlanks(text, i);
        int operator = operatorEnd(text, closing < 0 ? skipNumberOrType(text, spaced) : spaced);
        if (operator > 0) {
            if (closing < 0 && endsItsQuote(text, nameStart, skipBlanks(text, operator))) {
                return null;
            }
            Assignment value = value(text, skipType(text, skipBlanks(text, operator)));
            return closing >= 0 && value != null && value.form == Form.BARE ? value.as(Form.CODE) : value;
        }
        if (closing < 0 && Chars.at(text, nameEnd) == '(' && quoteAt(text, nameEnd + 1) >= 0) {
            return callArgument(text, nameStart, nameEnd);
        }
        if (closing < 0 && opensTag(text, nameStart)) {
            return afterTag(text, i);
        }
        if (text.startsWith("</", i)) {
            return nextElement(text, i);
        }
        if (closing >= 0) {
            return pairOrArgument(text, nameStart, i, spaced);
        }
        return OpenForms.after(text, nameStart, nameEnd, spaced);
    }

    /** Whether the name is that of an element, perhaps of a namespace. */
    private static boolean opensTag(String text, int nameStart) {
        int i = nameStart - 1;
        if (Chars.at(text, i) == ':') {
            i--;
            while (Chars.word(Chars.at(text, i)) && nameStart - i < MAX_TYPE) {
                i--;
            }
        }
        return Chars.at(text, i) == '<';
    }

    /** {@code <key>name</key><string>x</string>}, {@code <name>name</name> <p name="value">x</p>}. */
    private static @Nullable Assignment nextElement(String text, int start) {
        int close = indexOf(text, '>', start, MAX_TYPE);
        int next = close < 0 ? -1 : skipSpace(text, close + 1);
        int end = Chars.at(text, next) == '<' ? indexOf(text, '>', next, MAX_TAG) : -1;
        String tag = end < 0 ? "" : text.substring(next + 1, end).toLowerCase(Locale.ROOT);
        return tag.equals("string") || tag.contains("value") ? element(text, end + 1) : null;
    }

    private static int indexOf(String text, char c, int start, int within) {
        int limit = Math.min(text.length(), start + within);
        for (int i = start; i < limit; i++) {
            if (text.charAt(i) == c) {
                return i;
            }
        }
        return -1;
    }

    /** {@code Key 1: x}, {@code PASSWORD As String = "x"}: where the sign between name and value would stand. */
    private static int skipNumberOrType(String text, int start) {
        int i = start;
        while (Chars.digit(Chars.at(text, i)) && i - start < 2) {
            i++;
        }
        if (i == start && text.regionMatches(true, start, "as ", 0, 3)) {
            i = skipBlanks(text, start + 3);
            while (Chars.letter(Chars.at(text, i)) && i - start < MAX_TYPE) {
                i++;
            }
        }
        int spaced = skipBlanks(text, i);
        return i > start && ":=".indexOf(Chars.at(text, spaced)) >= 0 ? spaced : start;
    }

    /** {@code char secret[] = }, {@code secret[32] = }. */
    private static int skipArray(String text, int start) {
        int i = start;
        if (Chars.at(text, i) != '[') {
            return start;
        }
        i++;
        while (Chars.digit(Chars.at(text, i))) {
            i++;
        }
        return Chars.at(text, i) == ']' ? i + 1 : start;
    }

    /** {@code ask("Password: ")}: the quote after the colon closes the text that starts with the name. */
    private static boolean endsItsQuote(String text, int nameStart, int quote) {
        char open = Chars.at(text, nameStart - 1);
        return (open == '"' || open == '\'' || open == '`')
                && Chars.at(text, quote) == open
                && Chars.at(text, nameStart - 2) != '\\';
    }

    Assignment as(Form other) {
        return new Assignment(start, end, other);
    }

    /** {@code setPassword("x")}, {@code .apiKey("x")}; what reads or asks is given a name or a question instead. */
    private static @Nullable Assignment callArgument(String text, int nameStart, int nameEnd) {
        for (String verb : READING) {
            if (text.startsWith(verb, nameStart)) {
                return null;
            }
        }
        Assignment value = value(text, nameEnd + 1);
        return value == null ? null : value.as(Form.ARGUMENT);
    }

    /** After a quoted name: {@code "name": "X", "value": "y"}, {@code key="X" value="y"}, {@code set("X", "y")}. */
    private static @Nullable Assignment pairOrArgument(String text, int nameStart, int i, int spaced) {
        int comma = Chars.at(text, spaced) == ',' ? skipSpace(text, spaced + 1) : skipSpace(text, i);
        int valueName = pairedValue(text, comma);
        if (valueName > 0) {
            return value(text, valueName);
        }
        if (isNameOfElement(text, nameStart)) {
            return afterTag(text, i);
        }
        if (Chars.at(text, spaced) == '{' && text.startsWith("variable ", nameStart - 10)) {
            return defaultOf(text, spaced + 1);
        }
        if (Chars.at(text, spaced) == ',' && quoteAt(text, comma) >= 0) {
            Assignment value = value(text, comma);
            boolean constant =
                    text.substring(Math.max(0, nameStart - 12), nameStart).contains("define(");
            return value == null || constant ? value : value.as(Form.ARGUMENT);
        }
        return null;
    }

    /** {@code <property name="x.password">}, but not {@code <button name="password">}. */
    private static boolean isNameOfElement(String text, int nameStart) {
        int attribute = nameStart - 1;
        if (!text.startsWith("name=", attribute - 5) && !text.startsWith("key=", attribute - 4)) {
            return false;
        }
        int i = attribute;
        while (i > 0 && attribute - i < MAX_TAG && "<>\n".indexOf(text.charAt(i)) < 0) {
            i--;
        }
        int end = i + 1;
        while (Chars.word(Chars.at(text, end))) {
            end++;
        }
        return text.charAt(i) == '<'
                && !SHOWN.contains(text.substring(i + 1, end).toLowerCase(Locale.ROOT));
    }

    /** {@code variable "token" { default = "x" }} in Terraform. */
    private static @Nullable Assignment defaultOf(String text, int start) {
        int limit = Math.min(text.length(), start + MAX_TAG);
        for (int i = start; i < limit && text.charAt(i) != '}'; i++) {
            if (text.startsWith("default", i) && Chars.startsToken(text, i)) {
                int operator = operatorEnd(text, skipBlanks(text, i + 7));
                return operator > 0 ? value(text, skipBlanks(text, operator)) : null;
            }
        }
        return null;
    }

    /** Where the value starts if {@code value:} or {@code "value"=} stands here (after line breaks), else -1. */
    static int pairedValue(String text, int start) {
        int i = skipSpace(text, start);
        int quote = quoteAt(text, i);
        i = quote >= 0 ? quote + 1 : i;
        if (!text.regionMatches(true, i, "value", 0, 5)) {
            return -1;
        }
        i += 5;
        quote = quoteAt(text, i);
        i = skipBlanks(text, quote >= 0 ? quote + 1 : i);
        int operator = operatorEnd(text, i);
        return operator > 0 ? skipWrapper(text, skipBlanks(text, operator)) : -1;
    }

    /** {@code <Pass encoding="base64">x</Pass>}. */
    private static @Nullable Assignment afterTag(String text, int start) {
        int i = start;
        while (i - start < MAX_TAG && i < text.length() && "<>\n".indexOf(text.charAt(i)) < 0) {
            i++;
        }
        return Chars.at(text, i) == '>' && text.charAt(i - 1) != '/' ? element(text, i + 1) : null;
    }

    /** OTLP wraps a value: {@code {"stringValue": "x"}}. */
    private static int skipWrapper(String text, int start) {
        int quote = Chars.at(text, start) == '{' ? quoteAt(text, skipSpace(text, start + 1)) : -1;
        if (quote < 0 || !text.startsWith("stringValue", quote + 1)) {
            return start;
        }
        int closing = quoteAt(text, quote + 12);
        int operator = closing < 0 ? -1 : operatorEnd(text, skipBlanks(text, closing + 1));
        return operator > 0 ? skipBlanks(text, operator) : start;
    }

    /** What stands between the tags; {@code <password><value>x</value>} is one deeper. */
    private static @Nullable Assignment element(String text, int tagEnd) {
        int inner = skipSpace(text, tagEnd);
        int start = text.regionMatches(true, inner, "<value>", 0, 7) ? inner + 7 : tagEnd;
        int end = indexOf(text, '<', start, MAX_VALUE);
        return end > start ? new Assignment(start, end, Form.ELEMENT) : null;
    }

    static @Nullable Assignment value(String text, int written) {
        return value(text, written, MAX_BARE);
    }

    /** @param longest chars after which a value without quotes is cut */
    static @Nullable Assignment value(String text, int written, int longest) {
        boolean prefixed = PREFIXES.indexOf(Chars.at(text, written)) >= 0 && quoteAt(text, written + 1) >= 0;
        int start = prefixed ? written + 1 : written;
        int quote = quoteAt(text, start);
        if (quote < 0) {
            return bare(text, start, longest);
        }
        int end = closingQuote(text, quote, quote - start);
        boolean closes = Chars.space(Chars.at(text, quote + 1));
        return end > quote + 1 && !closes ? new Assignment(quote + 1, end, Form.QUOTED) : null;
    }

    /** The item in quotes that stands here in a list, or null. */
    static @Nullable Assignment item(String text, int start) {
        int i = skipSpace(text, start);
        return quoteAt(text, i) < 0 ? null : value(text, i);
    }

    /** The item behind the one that ends here, or null. */
    static @Nullable Assignment itemAfter(String text, int end) {
        int closing = quoteAt(text, end);
        int comma = closing < 0 ? end : skipSpace(text, closing + 1);
        return closing >= 0 && Chars.at(text, comma) == ',' ? item(text, comma + 1) : null;
    }

    /** What stands here up to the next space, quote or delimiter, or null. */
    static @Nullable Assignment bare(String text, int start) {
        return bare(text, start, MAX_BARE);
    }

    private static @Nullable Assignment bare(String text, int start, int longest) {
        int end = bareEnd(text, start, longest);
        return end > start ? new Assignment(start, end, Form.BARE) : null;
    }

    /**
     * The end of a quoted value whose opening quote has {@code escapes} backslashes before it: the next such quote with no
     * more of them. Text cut off inside the value ends with the line.
     */
    private static int closingQuote(String text, int open, int escapes) {
        char quote = text.charAt(open);
        int limit = Math.min(text.length(), open + MAX_VALUE);
        int backslashes = 0;
        for (int i = open + 1; i < limit; i++) {
            char c = text.charAt(i);
            if (c == quote && (escapes == 0 ? backslashes % 2 == 0 : backslashes <= escapes)) {
                return escapes == 0 ? i : i - backslashes;
            }
            if (c == '\n') {
                return i;
            }
            backslashes = c == '\\' ? backslashes + 1 : 0;
        }
        return limit;
    }

    /**
     * Up to the next space or quote, or to a delimiter that another name and its value follow: {@code a=1&b=2}, {@code
     * Password=x;Encrypt=true}.
     */
    private static int bareEnd(String text, int start, int longest) {
        int limit = Math.min(text.length(), start + longest);
        int end = start;
        int delimiter = -1;
        while (end < limit) {
            int kind = kind(text.charAt(end));
            if (kind != NAME) {
                if (kind >= STOP && stopsBare(text, end)) {
                    break;
                }
                if (kind == JOINT && delimiter >= 0 && end > delimiter + 1) {
                    end = delimiter;
                    break;
                }
                delimiter = kind == DELIMITER ? end : -1;
            }
            end = kind == MARK ? Marker.endOf(text, end) : end + 1;
        }
        while (end > start && ",;)}].:&".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return end;
    }

    private static int kind(char c) {
        return c < KINDS.length ? KINDS[c] : c == Marker.OPEN || c == Marker.CLOSE ? MARK : SIGN;
    }

    /** Whether the value goes up to the next space or delimiter. */
    boolean isBare() {
        return form == Form.BARE || form == Form.CODE;
    }

    /** The end of a bare value that was cut at the limit. */
    int wholeEnd(String text) {
        int whole = end;
        while (isBare() && whole - start >= MAX_BARE && whole < text.length() && !stopsBare(text, whole)) {
            whole = Math.max(whole + 1, Marker.endOf(text, whole));
        }
        return whole;
    }

    private static boolean stopsBare(String text, int i) {
        return switch (kind(text.charAt(i))) {
            case STOP -> true;
            case MARK -> Marker.endOf(text, i) < 0;
            case BACKSLASH -> "nrt\"'\\".indexOf(Chars.at(text, i + 1)) >= 0;
            default -> false;
        };
    }

    private static int operatorEnd(String text, int start) {
        if (Chars.at(text, start) == '<' && Chars.at(text, start + 1) == '-') {
            return start + 2;
        }
        int i = start;
        while (":=?|+.".indexOf(Chars.at(text, i)) >= 0 && i - start < MAX_OPERATOR && i < text.length()) {
            i++;
        }
        if (i == start || text.charAt(i - 1) != '=' && text.charAt(i - 1) != ':') {
            return -1;
        }
        return Chars.at(text, i) == '>' ? i + 1 : i;
    }

    /** Skips {@code string =} in {@code token string = "x"} or {@code password: str = "x"}. */
    static int skipType(String text, int start) {
        int i = text.startsWith("&'static ", start) ? start + 9 : start;
        while (i < text.length()
                && i - start < MAX_TYPE
                && (Chars.word(text.charAt(i)) || "[]<>?.*&".indexOf(text.charAt(i)) >= 0)) {
            i++;
        }
        int spaced = skipBlanks(text, i);
        boolean typed = i > start && spaced > i && Chars.at(text, spaced) == '=' && Chars.at(text, spaced + 1) != '=';
        if (!typed) {
            return start;
        }
        int value = skipBlanks(text, spaced + 1);
        return quoteAt(text, value) >= 0 ? value : start;
    }

    /** The index of the quote that stands here, after any backslashes that escape it, or -1. */
    static int quoteAt(String text, int start) {
        int i = start;
        while (Chars.at(text, i) == '\\') {
            i++;
        }
        char c = Chars.at(text, i);
        return c == '"' || c == '\'' || c == '`' ? i : -1;
    }

    static int skipBlanks(String text, int start) {
        int i = start;
        while (Chars.at(text, i) == ' ' || Chars.at(text, i) == '\t') {
            i++;
        }
        return i;
    }

    /** Also skips line breaks, written out or as the JSON escape. */
    private static int skipSpace(String text, int start) {
        int i = start;
        while (Chars.space(Chars.at(text, i)) || Chars.at(text, i) == '\\' && Chars.at(text, i + 1) == 'n') {
            i += Chars.at(text, i) == '\\' ? 2 : 1;
        }
        return i;
    }
}
