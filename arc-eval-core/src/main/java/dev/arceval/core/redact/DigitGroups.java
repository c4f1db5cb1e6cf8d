package dev.arceval.core.redact;

import java.util.Locale;

/** Groups of digits with at most a few signs between them, as cards and phone numbers are written. */
final class DigitGroups {

    private static final int MAX_GROUPS = 8;
    private static final int MAX_GAP = 3;

    private final String text;
    private final int start;
    private final int[] from = new int[MAX_GROUPS];
    private final int[] to = new int[MAX_GROUPS];
    private int count;

    private DigitGroups(String text, int start) {
        this.text = text;
        this.start = start;
    }

    /** The groups from {@code start}, where a digit, a plus or a parenthesis stands. */
    static DigitGroups at(String text, int start) {
        DigitGroups groups = new DigitGroups(text, start);
        int i = start;
        while (!Chars.digit(Chars.at(text, i)) && i - start < MAX_GAP) {
            i++;
        }
        while (groups.count < MAX_GROUPS && Chars.digit(Chars.at(text, i))) {
            int end = i;
            while (Chars.digit(Chars.at(text, end))) {
                end++;
            }
            groups.from[groups.count] = i;
            groups.to[groups.count++] = end;
            i = end;
            while (i - end < MAX_GAP && isGap(Chars.at(text, i))) {
                i++;
            }
        }
        return groups;
    }

    private static boolean isGap(char c) {
        return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' || c == '/' || c == '\u00a0' || c == '\u2011';
    }

    /** Exactly three digits, as stand behind a comma within a number. */
    static boolean isThousands(String text, int start) {
        return Chars.digit(Chars.at(text, start))
                && Chars.digit(Chars.at(text, start + 1))
                && Chars.digit(Chars.at(text, start + 2))
                && !Chars.digit(Chars.at(text, start + 3));
    }

    int count() {
        return count;
    }

    int start() {
        return start;
    }

    int end(int group) {
        return group < count ? to[group] : start + 1;
    }

    int size(int group) {
        return group < count ? to[group] - from[group] : 0;
    }

    /** What stands between a group and the next. */
    String gap(int group) {
        return text.substring(to[group], from[group + 1]);
    }

    /** What stands before the first digit. */
    String lead() {
        return text.substring(start, count > 0 ? from[0] : start);
    }

    int digits(int groups) {
        int digits = 0;
        for (int i = 0; i < groups; i++) {
            digits += size(i);
        }
        return digits;
    }

    /** The digits of the first groups. */
    String text(int groups) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < groups; i++) {
            digits.append(text, from[i], to[i]);
        }
        return digits.toString();
    }

    /** Whether the first groups stand alone or have the same single space or dash (or dot) between them. */
    boolean isSpacedAlike(int groups) {
        for (int i = 0; i + 1 < groups; i++) {
            if (gap(i).length() != 1 || !gap(i).equals(gap(0)) || gap(i).equals("/")) {
                return false;
            }
        }
        return true;
    }

    /** Whether no further digits follow; a word after a dash, as in {@code -Fax}, or an extension may. */
    boolean endsPhone(int groups) {
        int end = to[groups - 1];
        char next = Chars.at(text, end);
        if (Chars.word(next)) {
            return next == 'x' || text.startsWith("ext", end);
        }
        if (next == ',') {
            return size(groups - 1) > 3 || !isThousands(text, end + 1);
        }
        return !(next == '-' || next == '.') || !Chars.digit(Chars.at(text, end + 1));
    }

    /** The word right after the first groups, in lower case. */
    String wordAfter(int groups) {
        int start = to[groups - 1];
        if (Chars.at(text, start) == ' ' || Chars.at(text, start) == '-') {
            start++;
        }
        int end = start;
        while (Chars.letter(Chars.at(text, end)) && end - start < 10) {
            end++;
        }
        return text.substring(start, end).toLowerCase(Locale.ROOT);
    }

    /** Whether nothing after the first groups belongs to them: no letter, no further digits. */
    boolean isFree(int groups) {
        int end = to[groups - 1];
        char next = Chars.at(text, end);
        if (Chars.word(next)) {
            return false;
        }
        if (next == ',') {
            return size(groups - 1) > 3 || !isThousands(text, end + 1);
        }
        return !(next == '-' || next == '.') || !Chars.alphanumeric(Chars.at(text, end + 1));
    }
}
