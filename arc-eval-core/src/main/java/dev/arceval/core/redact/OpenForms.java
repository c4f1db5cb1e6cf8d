package dev.arceval.core.redact;

import dev.arceval.core.redact.Assignment.Form;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the value of a name stands when no sign joins the two: {@code --password x}, {@code password "x"}, {@code the
 * password is x}, {@code requirepass x} in a settings file, {@code "x" as the password}.
 */
final class OpenForms {

    private static final String[] SETTERS = {"ENV", "ARG", "set", "SET", "setx", "setenv", "SetEnv", "define"};

    /** What joins a name and its value in a sentence, several in a row: {@code was changed to}. */
    private static final Set<String> JOINTS =
            Set.of("is", "was", "are", "be", "been", "has", "now", "set", "changed", "reset", "updated", "to", "will");

    private static final Set<String> LAST_JOINTS = Set.of("is", "was", "are", "be", "to", "now");

    private static final String[] FIRST_JOINTS = {" is ", " was ", " has "};

    private static final String[] PURPOSES = {"for ", "of ", "on ", "at ", "in ", "to "};

    private static final String[] ARTICLES = {"the", "a", "an", "your", "my", "our", "its", "new"};

    /** How far "is" stands from the name in {@code the password for the box is x}. */
    private static final int MAX_PURPOSE = 40;

    private static final int MAX_JOINTS = 5;

    /** A shorter word right behind "token" may be any word with a digit. */
    private static final int MIN_APPOSED = 20;

    private static final int MAX_APPOSED = 512;

    /** How far back to look for the quote that is open where a name stands. */
    private static final int MAX_BACK = 160;

    private OpenForms() {}

    /** The value of the name, or null; {@code spaced} is where what follows the name and blanks begins. */
    static @Nullable Assignment after(String text, int nameStart, int nameEnd, int spaced) {
        int valueName = Assignment.pairedValue(text, nameEnd);
        if (valueName > 0) {
            return Assignment.value(text, valueName);
        }
        int ofAtom = valueOfAtom(text, nameStart, nameEnd, spaced);
        if (ofAtom > 0) {
            return Assignment.value(text, ofAtom);
        }
        return spaced == nameEnd ? before(text, nameStart) : afterBlanks(text, nameStart, nameEnd, spaced);
    }

    private static @Nullable Assignment afterBlanks(String text, int nameStart, int nameEnd, int spaced) {
        if (text.startsWith("-Value ", spaced)) {
            return Assignment.value(text, Assignment.skipBlanks(text, spaced + 7));
        }
        if (followsSetter(text, nameStart)) {
            return as(Form.ARGUMENT, Assignment.value(text, spaced));
        }
        if (Chars.at(text, nameStart - 1) == '-') {
            return Chars.at(text, spaced) == '-' ? null : Assignment.value(text, spaced);
        }
        if (Assignment.quoteAt(text, spaced) >= 0) {
            return quoted(text, nameStart, spaced);
        }
        int typed = Assignment.skipType(text, spaced);
        return typed > spaced ? Assignment.value(text, typed) : inWords(text, nameStart, nameEnd, spaced);
    }

    private static @Nullable Assignment inWords(String text, int nameStart, int nameEnd, int spaced) {
        Assignment said = prose(text, spaced);
        if (said == null) {
            said = before(text, nameStart);
        }
        if (said == null && text.regionMatches(true, nameEnd - 5, "token", 0, 5)) {
            said = longWord(text, spaced);
        }
        return said == null ? directive(text, nameStart, spaced) : said;
    }

    /** {@code :password "x"} in Clojure, {@code {password, <<"x">>}} in Erlang. */
    private static int valueOfAtom(String text, int nameStart, int nameEnd, int spaced) {
        if (Chars.at(text, nameStart - 1) == ':' && spaced > nameEnd && Chars.at(text, spaced) == '"') {
            return spaced;
        }
        int binary = Chars.at(text, nameEnd) == ',' ? Assignment.skipBlanks(text, nameEnd + 1) : -1;
        return binary > 0 && text.startsWith("<<\"", binary) ? binary + 2 : -1;
    }

    /** {@code ENV NAME value}, {@code configure set NAME value}, {@code setx NAME value}. */
    private static boolean followsSetter(String text, int nameStart) {
        int end = skipBlanksBack(text, nameStart);
        for (String setter : SETTERS) {
            int start = end - setter.length();
            if (end < nameStart && text.startsWith(setter, start) && Chars.startsToken(text, start)) {
                return true;
            }
        }
        return false;
    }

    /** {@code password "x"}: at the start of a line anything, elsewhere what looks like a password. */
    private static @Nullable Assignment quoted(String text, int nameStart, int spaced) {
        if (startsLine(text, nameStart)) {
            return Assignment.value(text, spaced);
        }
        return isInsideQuote(text, nameStart, spaced) ? null : as(Form.ARGUMENT, Assignment.value(text, spaced));
    }

    /** Whether the quote that follows the name closes what was opened before it: {@code "enter password " + x}. */
    private static boolean isInsideQuote(String text, int nameStart, int spaced) {
        char quote = text.charAt(Assignment.quoteAt(text, spaced));
        boolean open = false;
        for (int i = nameStart - 1; i >= 0 && nameStart - i < MAX_BACK && text.charAt(i) != '\n'; i--) {
            open ^= text.charAt(i) == quote;
        }
        return open;
    }

    private static @Nullable Assignment prose(String text, int start) {
        int joined = skipJoints(text, start);
        if (joined > start) {
            int colon = Chars.at(text, joined) == ':' ? joined + 1 : joined;
            Assignment value = Assignment.value(text, Assignment.skipBlanks(text, colon));
            return value == null || value.form() != Form.BARE ? value : value.as(Form.PROSE);
        }
        for (String purpose : PURPOSES) {
            if (text.startsWith(purpose, start)) {
                return ofPurpose(text, start);
            }
        }
        return null;
    }

    /** {@code for the box is x}, {@code of clerk: x}. */
    private static @Nullable Assignment ofPurpose(String text, int start) {
        String ahead = text.substring(start, Math.min(text.length(), start + MAX_PURPOSE));
        for (String joint : FIRST_JOINTS) {
            int is = ahead.indexOf(joint);
            if (is >= 0 && !isCut(text, start, start + is)) {
                return prose(text, start + is + 1);
            }
        }
        int colon = ahead.indexOf(": ");
        if (colon < 0 || isCut(text, start, start + colon)) {
            return null;
        }
        Assignment value = Assignment.value(text, Assignment.skipBlanks(text, start + colon + 1));
        return value == null ? null : value.as(Form.PROSE);
    }

    private static int skipJoints(String text, int start) {
        int i = start;
        boolean last = false;
        for (int joints = 0; joints < MAX_JOINTS; joints++) {
            int end = wordEnd(text, i);
            String word = text.substring(i, end).toLowerCase(Locale.ROOT);
            char next = Chars.at(text, end);
            if (!JOINTS.contains(word) || next != ' ' && next != ':') {
                break;
            }
            last = LAST_JOINTS.contains(word);
            i = Assignment.skipBlanks(text, end);
            if (next == ':') {
                break;
            }
        }
        return last ? i : start;
    }

    /** A joint has few letters, so that a long word costs no more than a short one. */
    private static int wordEnd(String text, int start) {
        int end = start;
        while (end - start < 10 && Chars.letter(Chars.at(text, end))) {
            end++;
        }
        return end;
    }

    private static boolean isCut(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!Chars.word(text.charAt(i)) && text.charAt(i) != ' ' && text.charAt(i) != '-') {
                return true;
            }
        }
        return false;
    }

    /** {@code use "x" as the password}. */
    private static @Nullable Assignment before(String text, int nameStart) {
        int end = skipBlanksBack(text, nameStart);
        int as = endsWithWord(text, end, "as") ? end : -1;
        for (String article : ARTICLES) {
            int start = endsWithWord(text, end, article) ? skipBlanksBack(text, end - article.length()) : -1;
            as = start > 0 && endsWithWord(text, start, "as") ? start : as;
        }
        if (as < 0) {
            return null;
        }
        int to = skipBlanksBack(text, as - 2);
        boolean quoted = Assignment.quoteAt(text, to - 1) >= 0;
        to -= quoted ? 1 : 0;
        int from = to;
        while (from > 0 && to - from < MAX_BACK && !Chars.space(text.charAt(from - 1)) && isPlain(text, from - 1)) {
            from--;
        }
        return from < to ? new Assignment(from, to, quoted ? Form.PROSE : Form.APPOSED) : null;
    }

    private static boolean isPlain(String text, int index) {
        return "\"'`<>«»\\".indexOf(text.charAt(index)) < 0;
    }

    private static boolean endsWithWord(String text, int end, String word) {
        int start = end - word.length();
        return text.startsWith(word, start) && start >= 0 && Chars.at(text, start - 1) == ' ';
    }

    /** {@code use token 8d1fa2b47c09… for it}: a long word of letters and digits. */
    private static @Nullable Assignment longWord(String text, int start) {
        int end = start;
        boolean digit = false;
        while (Chars.word(Chars.at(text, end))) {
            digit |= Chars.digit(text.charAt(end));
            end++;
        }
        return digit && end - start >= MIN_APPOSED && end - start <= MAX_APPOSED
                ? new Assignment(start, end, Form.ARGUMENT)
                : null;
    }

    /** {@code requirepass x}: all of a line, so that it is a setting; {@code user clerk password x}: among other words. */
    private static @Nullable Assignment directive(String text, int nameStart, int spaced) {
        int start = skipKind(text, spaced);
        Assignment value = Assignment.bare(text, start);
        if (value == null) {
            return null;
        }
        if (!hasDigitOrSign(text, value)) {
            return null;
        }
        boolean line = startsLine(text, nameStart) && endsLine(text, value.end());
        return value.as(line ? Form.PROSE : Form.APPOSED);
    }

    /** Words are none, and most of what follows a name is words. */
    private static boolean hasDigitOrSign(String text, Assignment value) {
        for (int i = value.start(); i < value.end(); i++) {
            if (!Chars.letter(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** {@code password 0 x}, {@code secret 5 x}: how the password of a router is kept. */
    private static int skipKind(String text, int start) {
        return Chars.digit(Chars.at(text, start)) && Chars.at(text, start + 1) == ' ' ? start + 2 : start;
    }

    private static @Nullable Assignment as(Form form, @Nullable Assignment value) {
        return value == null ? null : value.as(form);
    }

    private static boolean startsLine(String text, int index) {
        int i = skipBlanksBack(text, index);
        return i == 0 || text.charAt(i - 1) == '\n';
    }

    private static boolean endsLine(String text, int index) {
        int i = Assignment.skipBlanks(text, index);
        return i == text.length() || text.charAt(i) == '\n' || text.charAt(i) == '\r';
    }

    private static int skipBlanksBack(String text, int index) {
        int i = index;
        while (Chars.at(text, i - 1) == ' ' || Chars.at(text, i - 1) == '\t') {
            i--;
        }
        return i;
    }
}
