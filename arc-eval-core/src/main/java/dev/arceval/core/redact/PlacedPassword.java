package dev.arceval.core.redact;

import java.util.Locale;

/**
 * Words that look as a generator of passwords makes them, in the places where programs expect one: {@code -p x}, {@code -u
 * clerk:x}, {@code clerk:x} alone in a line, {@code https://host/path clerk x}, {@code login("clerk", "x")}.
 *
 * <p>Neither the place nor the look would be enough. A word is judged only if it has letters of both cases and a digit, and
 * the look around it is bounded.
 */
final class PlacedPassword implements Detector {

    static final String RULE = "password-by-place";

    /** A longer word is encoded data. */
    private static final int MAX_WORD = 160;

    private static final int MIN_WORD = 8;

    /** A longer one is a fingerprint, an id or the token of a service, which has a format. */
    private static final int MAX_PASSWORD = 32;

    /** How far back a call may begin. */
    private static final int MAX_CALL = 128;

    private static final int MAX_LINE = 240;
    private static final String OPTIONS = "pPwWak";
    private static final String USER_OPTIONS = "uU";
    private static final String[] COMMANDS = {"AUTH", "IDENTIFY", "LOGIN", "PASS"};
    private static final String[] CALLS = {"login", "logon", "auth", "connect", "credential", "sign", "bind", "passw"};

    private static final int UPPER = 1;
    private static final int LOWER = 2;
    private static final int DIGIT = 4;
    private static final int BREAK = 8;
    private static final byte[] KINDS = kinds();

    private static byte[] kinds() {
        byte[] kinds = new byte[128];
        for (char c = 0; c < kinds.length; c++) {
            if (Chars.digit(c)) {
                kinds[c] = DIGIT;
            } else if (Chars.letter(c)) {
                kinds[c] = (byte) (Chars.upper(c) ? UPPER : LOWER);
            } else if (c <= ' ' || "\"'`<>(),;|\\{}".indexOf(c) >= 0) {
                kinds[c] = BREAK;
            }
        }
        return kinds;
    }

    @Override
    public void detect(String text, Leaks leaks) {
        new Pass(text, leaks).run();
    }

    /** One text being read; where its line and the last call began is known without looking back. */
    private static final class Pass {

        private final String text;
        private final Leaks leaks;
        private int lineStart;

        /** The last parenthesis that opened, -1 behind the end of its line or statement. */
        private int open = -1;

        private int judgedOpen = -1;
        private boolean opensLogin;

        Pass(String text, Leaks leaks) {
            this.text = text;
            this.leaks = leaks;
        }

        void run() {
            int start = 0;
            int kinds = 0;
            for (int i = 0; i <= text.length(); i++) {
                char c = i < text.length() ? text.charAt(i) : ' ';
                int kind = c < KINDS.length ? KINDS[c] : BREAK;
                if (kind != BREAK) {
                    kinds |= kind;
                    continue;
                }
                if (kinds == (UPPER | LOWER | DIGIT) && i - start >= MIN_WORD && i - start <= MAX_WORD) {
                    word(start, i);
                }
                if (c == '(') {
                    open = i;
                } else if (c == ';' || c == '\n') {
                    open = -1;
                }
                if (c == '\n') {
                    lineStart = i + 1;
                }
                start = i + 1;
                kinds = 0;
            }
        }

        private void word(int start, int end) {
            int from = passwordStart(start, end);
            int to = ".:?".indexOf(text.charAt(end - 1)) >= 0 ? end - 1 : end;
            if (from >= 0 && from < to && isGenerated(text, from, to)) {
                leaks.add(from, to, RULE, Leak.Type.SECRET);
            }
        }

        /** Where the password begins in the word, or -1 if none is expected here. */
        private int passwordStart(int start, int end) {
            int colon = separator(text, start, end);
            if (colon > 0 && (isUserOption(text, start) || text.charAt(colon) == ':' && isLine(start, end))) {
                return colon + 1;
            }
            if (text.charAt(start) == '-') {
                boolean option = OPTIONS.indexOf(text.charAt(start + 1)) >= 0 && Chars.space(Chars.at(text, start - 1));
                return option ? start + 2 : -1;
            }
            boolean expected = isOption(text, start, OPTIONS)
                    || followsCommand(text, start)
                    || isArgument(start, end)
                    || isThirdOfLine(start, end)
                    || isBetweenStars(text, start, end);
            return expected ? start : -1;
        }

        /** Whether user and password are all there is in the line, but for a host before them. */
        private boolean isLine(int start, int end) {
            return endsLine(end) && words(start, 1) <= 1;
        }

        /** {@code https://host/path clerk x}. */
        private boolean isThirdOfLine(int start, int end) {
            return endsLine(end) && text.startsWith("http", lineStart) && words(start, 2) == 2;
        }

        private boolean endsLine(int end) {
            return end == text.length() || "\r\n".indexOf(text.charAt(end)) >= 0;
        }

        /** How many words stand before in the line, or more than {@code enough}; a dash that opens the item of a list is none. */
        private int words(int to, int enough) {
            if (to - lineStart > MAX_LINE) {
                return enough + 1;
            }
            int words = 0;
            for (int i = lineStart; i < to && words <= enough; i++) {
                boolean starts = !Chars.space(text.charAt(i)) && (i == lineStart || Chars.space(text.charAt(i - 1)));
                words += starts && (text.charAt(i) != '-' || !Chars.space(Chars.at(text, i + 1))) ? 1 : 0;
            }
            return words;
        }

        /** {@code login("clerk", "x")}: the last argument in quotes of a call whose name speaks of logging in. */
        private boolean isArgument(int start, int end) {
            char quote = Chars.at(text, start - 1);
            if (open < 0 || start - open > MAX_CALL || quote != '"' && quote != '\'' || Chars.at(text, end) != quote) {
                return false;
            }
            if (judgedOpen != open) {
                judgedOpen = open;
                opensLogin = isLogin(text, open);
            }
            return opensLogin;
        }
    }

    /** Whether the name of the call whose parenthesis opens here speaks of logging in. */
    private static boolean isLogin(String text, int open) {
        int name = open;
        while (name > 0 && open - name < MAX_CALL && isCallee(text.charAt(name - 1))) {
            name--;
        }
        String callee = text.substring(name, open).toLowerCase(Locale.ROOT);
        for (String call : CALLS) {
            if (callee.contains(call)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isGenerated(String text, int from, int to) {
        String word = text.substring(from, to);
        return word.length() <= MAX_PASSWORD
                && word.indexOf('/') < 0
                && SecretValue.isGenerated(word)
                && !SecretValue.isPlaceholder(word);
    }

    /** The colon or percent sign behind what can be the name of a user. */
    private static int separator(String text, int start, int end) {
        int i = start;
        while (i < end && (Chars.word(text.charAt(i)) || ".@-".indexOf(text.charAt(i)) >= 0)) {
            i++;
        }
        boolean separated = i > start && i < end && (text.charAt(i) == ':' || text.charAt(i) == '%');
        return separated && !isHash(text, start) ? i : -1;
    }

    /** {@code SHA256:} before a fingerprint. */
    private static boolean isHash(String text, int start) {
        return text.regionMatches(true, start, "sha", 0, 3) || text.regionMatches(true, start, "md5", 0, 3);
    }

    private static boolean isUserOption(String text, int start) {
        return isOption(text, start, USER_OPTIONS) || text.startsWith("--user", start - 7);
    }

    private static boolean isOption(String text, int start, String letters) {
        int quote = Chars.at(text, start - 1) == '"' || Chars.at(text, start - 1) == '\'' ? 1 : 0;
        int i = start - quote - 1;
        char sign = Chars.at(text, i);
        if (sign != ' ' && sign != '=') {
            return false;
        }
        return letters.indexOf(Chars.at(text, i - 1)) >= 0
                && Chars.at(text, i - 2) == '-'
                && Chars.space(Chars.at(text, i - 3));
    }

    private static boolean followsCommand(String text, int start) {
        for (String command : COMMANDS) {
            int at = start - command.length() - 1;
            if (at >= 0
                    && text.startsWith(command, at)
                    && text.charAt(start - 1) == ' '
                    && Chars.startsToken(text, at)) {
                return true;
            }
        }
        return false;
    }

    /** {@code clerk * x *}: a name, any server, the secret, any address. */
    private static boolean isBetweenStars(String text, int start, int end) {
        return text.startsWith("* ", start - 2) && text.startsWith(" *", end) && Chars.at(text, end + 2) <= ' ';
    }

    private static boolean isCallee(char c) {
        return Chars.word(c) || c == '.' || c == ':' || c == '=' || c == ' ';
    }
}
