package dev.arceval.core.redact;

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
        PROSE
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
    private static final String[] SETTERS = {"ENV", "set", "SET", "setx", "setenv", "SetEnv", "define"};

    /** What may stand right before a quote: {@code N'x'} in SQL, {@code b"x"}, {@code @"x"}. */
    private static final String PREFIXES = "NbrufL@";

    /** How far "is" stands from the name in {@code the password for the box is x}. */
    private static final int MAX_PURPOSE = 40;

    /** A shorter word right behind "token" may be any word with a digit. */
    private static final int MIN_APPOSED = 20;

    private static final String BARE_STOPS = "\"'`<>|«»";

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
        int operator = operatorEnd(text, spaced);
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
        if (Chars.at(text, i) == '>' && Chars.at(text, nameStart - 1) == '<') {
            return element(text, i + 1);
        }
        if (text.startsWith("</", i)) {
            return nextElement(text, i);
        }
        if (closing >= 0) {
            return pairOrArgument(text, nameStart, i, spaced);
        }
        return openForms(text, nameStart, nameEnd, spaced);
    }

    /** {@code :password "x"} in Clojure, {@code {password, <<"x">>}} in Erlang. */
    private static int valueOfAtom(String text, int nameStart, int nameEnd, int spaced) {
        if (Chars.at(text, nameStart - 1) == ':' && spaced > nameEnd && Chars.at(text, spaced) == '"') {
            return spaced;
        }
        int binary = Chars.at(text, nameEnd) == ',' ? skipBlanks(text, nameEnd + 1) : -1;
        return binary > 0 && text.startsWith("<<\"", binary) ? binary + 2 : -1;
    }

    /** Forms without a sign between: {@code --password x}, {@code password "x"}, {@code the password is x}. */
    private static @Nullable Assignment openForms(String text, int nameStart, int nameEnd, int spaced) {
        int valueName = pairedValue(text, nameEnd);
        if (valueName > 0) {
            return value(text, valueName);
        }
        int ofAtom = valueOfAtom(text, nameStart, nameEnd, spaced);
        if (ofAtom > 0) {
            return value(text, ofAtom);
        }
        if (spaced == nameEnd) {
            return null;
        }
        if (text.startsWith("-Value ", spaced)) {
            return value(text, skipBlanks(text, spaced + 7));
        }
        if (followsSetter(text, nameStart)) {
            Assignment value = value(text, spaced);
            return value == null ? null : value.as(Form.ARGUMENT);
        }
        if (Chars.at(text, nameStart - 1) == '<') {
            return afterTag(text, spaced);
        }
        if (Chars.at(text, nameStart - 1) == '-') {
            return Chars.at(text, spaced) == '-' ? null : value(text, spaced);
        }
        if (quoteAt(text, spaced) >= 0 && startsLine(text, nameStart)) {
            return value(text, spaced);
        }
        int typed = skipType(text, spaced);
        if (typed > spaced) {
            return value(text, typed);
        }
        Assignment prose = prose(text, spaced);
        boolean token = text.regionMatches(true, nameEnd - 5, "token", 0, 5);
        return prose == null && token ? apposed(text, spaced) : prose;
    }

    /** {@code <key>name</key><string>x</string>}, {@code <name>name</name> <value>x</value>}. */
    private static @Nullable Assignment nextElement(String text, int start) {
        int close = text.indexOf('>', start);
        int next = close < 0 || close - start > MAX_TYPE ? -1 : skipSpace(text, close + 1);
        for (String tag : new String[] {"<string>", "<value>"}) {
            if (next > 0 && text.startsWith(tag, next)) {
                return element(text, next + tag.length());
            }
        }
        return null;
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

    private Assignment as(Form other) {
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

    /** {@code ENV NAME value}, {@code configure set NAME value}, {@code setx NAME value}. */
    private static boolean followsSetter(String text, int nameStart) {
        int end = nameStart;
        while (Chars.at(text, end - 1) == ' ') {
            end--;
        }
        for (String setter : SETTERS) {
            int start = end - setter.length();
            if (end < nameStart && text.startsWith(setter, start) && Chars.startsToken(text, start)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Assignment prose(String text, int start) {
        for (String verb : new String[] {"is ", "was ", "to "}) {
            if (text.startsWith(verb, start)) {
                Assignment value = value(text, skipBlanks(text, start + verb.length()));
                return value == null || value.form != Form.BARE ? value : value.as(Form.PROSE);
            }
        }
        if (text.startsWith("for ", start)) {
            int is = text.substring(start, Math.min(text.length(), start + MAX_PURPOSE))
                    .indexOf(" is ");
            return is < 0 || isCut(text, start, start + is) ? null : prose(text, start + is + 1);
        }
        return null;
    }

    private static boolean isCut(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!Chars.word(text.charAt(i)) && text.charAt(i) != ' ' && text.charAt(i) != '-') {
                return true;
            }
        }
        return false;
    }

    /** {@code use token 8d1fa2b47c09… for it}: a long word of letters and digits. */
    private static @Nullable Assignment apposed(String text, int start) {
        int end = start;
        boolean digit = false;
        while (Chars.word(Chars.at(text, end))) {
            digit |= Chars.digit(text.charAt(end));
            end++;
        }
        return digit && end - start >= MIN_APPOSED && end - start <= MAX_BARE
                ? new Assignment(start, end, Form.ARGUMENT)
                : null;
    }

    /** After a quoted name: {@code "name": "X", "value": "y"}, {@code key="X" value="y"}, {@code set("X", "y")}. */
    private static @Nullable Assignment pairOrArgument(String text, int nameStart, int i, int spaced) {
        int comma = Chars.at(text, spaced) == ',' ? skipSpace(text, spaced + 1) : skipSpace(text, i);
        int valueName = pairedValue(text, comma);
        if (valueName > 0) {
            return value(text, valueName);
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
    private static int pairedValue(String text, int start) {
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

    private static @Nullable Assignment element(String text, int start) {
        int end = text.indexOf('<', start);
        return end > start && end - start < MAX_VALUE ? new Assignment(start, end, Form.ELEMENT) : null;
    }

    private static @Nullable Assignment value(String text, int written) {
        boolean prefixed = PREFIXES.indexOf(Chars.at(text, written)) >= 0 && quoteAt(text, written + 1) >= 0;
        int start = prefixed ? written + 1 : written;
        int quote = quoteAt(text, start);
        if (quote < 0) {
            return bare(text, start);
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
        int end = bareEnd(text, start);
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

    private static int bareEnd(String text, int start) {
        int limit = Math.min(text.length(), start + MAX_BARE);
        int end = start;
        while (end < limit && !stopsBare(text, end)) {
            end = Math.max(end + 1, Marker.endOf(text, end));
        }
        end = cutAtNextPair(text, start, end);
        while (end > start && ",;)}].:&".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return end;
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
        char c = text.charAt(i);
        return Chars.space(c)
                || BARE_STOPS.indexOf(c) >= 0 && Marker.endOf(text, i) < 0
                || c == '\\' && "nrt\"'\\".indexOf(Chars.at(text, i + 1)) >= 0;
    }

    /** {@code a=1&b=2}, {@code Password=x;Encrypt=true}: a delimiter that is followed by another name and its value. */
    private static int cutAtNextPair(String text, int start, int end) {
        int delimiter = -1;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == '&' || c == ';' || c == ',') {
                delimiter = i;
            } else if (delimiter >= 0 && (c == '=' || c == ':') && i > delimiter + 1) {
                return delimiter;
            } else if (!Chars.word(c) && c != '-' && c != '.') {
                delimiter = -1;
            }
        }
        return end;
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
    private static int skipType(String text, int start) {
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
    private static int quoteAt(String text, int start) {
        int i = start;
        while (Chars.at(text, i) == '\\') {
            i++;
        }
        char c = Chars.at(text, i);
        return c == '"' || c == '\'' || c == '`' ? i : -1;
    }

    private static int skipBlanks(String text, int start) {
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

    private static boolean startsLine(String text, int index) {
        int i = index;
        while (Chars.at(text, i - 1) == ' ' || Chars.at(text, i - 1) == '\t') {
            i--;
        }
        return i == 0 || text.charAt(i - 1) == '\n';
    }
}
