package dev.arceval.core.redact;

import com.google.re2j.Matcher;
import java.util.List;
import java.util.Locale;

/** Dates that a word right before them calls a date of birth. Other dates stay. */
final class BirthDate implements Detector {

    /** What calls a date one of birth, in lower case. */
    static final List<String> WORDS = List.of(
            "birth",
            "dob",
            "d.o.b",
            "born",
            "geburt",
            "geboren",
            "naissance",
            "nacimiento",
            "nascita",
            "nascimento",
            "bday",
            "nascid",
            "nacid",
            "geboort",
            "urodzen",
            "fodelsedat",
            "fodselsdat",
            "dogum tarihi",
            "syntym");

    /** The same in letters beyond ASCII; {@link ForeignWords} meets them. */
    static final List<String> FOREIGN_WORDS = List.of(
            "f\u00f6delsedat",
            "f\u00f8dselsdat",
            "f\u00f8dt ",
            "do\u011fum tarihi",
            "n\u00e9 le",
            "n\u00e9e le",
            "\u0434\u0430\u0442\u0430 \u0440\u043e\u0436\u0434\u0435\u043d\u0438\u044f",
            "\u0434\u0430\u0442\u0430 \u043d\u0430\u0440\u043e\u0434\u0436\u0435\u043d\u043d\u044f",
            "\u03b7\u03bc\u03b5\u03c1\u03bf\u03bc\u03b7\u03bd\u03af\u03b1"
                    + " \u03b3\u03ad\u03bd\u03bd\u03b7\u03c3\u03b7\u03c2",
            "\u51fa\u751f\u65e5\u671f",
            "\u751f\u65e5",
            "\u751f\u5e74\u6708\u65e5",
            "\uc0dd\ub144\uc6d4\uc77c");

    private static final int WINDOW = 64;

    /** Words between, and a month before the first digit. */
    private static final int REACH = 46;

    private static final String MONTH =
            "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|m[a\u00e4]r|mai|okt|dez)[a-z\u00e4]{0,7}\\.?";

    private static final String DATE = "(?:[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?:T00:00[:0.Z+]*)?"
            + "|[0-9]{1,2}[-/. ][0-9]{1,2}[-/. ](?:19|20)?[0-9]{2}"
            + "|" + MONTH + " [0-9]{1,2}(?:st|nd|rd|th)?,? (?:19|20)[0-9]{2}"
            + "|[0-9]{1,2}(?:st|nd|rd|th|\\.)?[- ](?:of )?" + MONTH + "[- ,]{1,2}(?:19|20)?[0-9]{2}"
            + "|[0-9]{1,2}(?:\\.|\u00ba|\u00b0)? (?:de )?\\p{L}{3,10}(?: del?)? (?:19|20)[0-9]{2}"
            + "|(?:19|20)[0-9]{2}[\u5e74\ub144] ?[0-9]{1,2}[\u6708\uc6d4] ?[0-9]{1,2}[\u65e5\uc77c]"
            + "|(?:19|20)[0-9]{6})";

    /** A few words, signs and quotes may stand between, no digits and no end of a line or sentence. */
    private static final RulePattern AFTER =
            new RulePattern("(?i)\\A(?:[^0-9\\n.;{}]|\\.(?:[a-z:]|\\z)){0,32}?\\b(" + DATE + ")(?:[^0-9A-Za-z]|\\z)");

    private static final RulePattern WHOLE = new RulePattern("(?i)\\s*(" + DATE + ")(?:[T ][0-9:.Z+-]*)?\\s*");

    private static final String RULE = "birth-date";

    /** Only the name is looked at here; {@link SecretDetector} meets the words in the text and calls {@link #at}. */
    @Override
    public void detect(String text, Leaks leaks) {}

    @Override
    public void detect(String name, String text, Leaks leaks) {
        if (name.isEmpty() || text.length() > WINDOW) {
            return;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (WORDS.stream().anyMatch(lower::contains)) {
            Matcher whole = WHOLE.matcher(text);
            if (whole.matches()) {
                leaks.add(whole.start(1), whole.end(1), RULE, Leak.Type.BIRTH_DATE);
            }
        }
    }

    /**
     * Reports the date after one of the words.
     *
     * @return the end of the date, or of the word where there is none
     */
    static int at(String text, int start, int end, Leaks leaks) {
        return isWord(text, start) && hasDigit(text, end) ? after(text, end, leaks) : end;
    }

    private static boolean hasDigit(String text, int end) {
        for (int i = end; i < text.length() && i < end + REACH && text.charAt(i) != '\n'; i++) {
            if (Chars.digit(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static int after(String text, int end, Leaks leaks) {
        int limit = Math.min(text.length(), end + WINDOW);
        Matcher matcher = AFTER.matcher(new Window(text, end, limit));
        if (!matcher.find()) {
            return end;
        }
        leaks.add(end + matcher.start(1), end + matcher.end(1), RULE, Leak.Type.BIRTH_DATE);
        return end + matcher.end(1);
    }

    /** Not the end of another word, as in "stubborn"; a name may go before: {@code customer_dob}, {@code dateOfBirth}. */
    private static boolean isWord(String text, int start) {
        char before = Chars.at(text, start - 1);
        return !Chars.letter(before)
                || Chars.upper(text.charAt(start)) && !Chars.upper(before)
                || Chars.at(text, start - 2) == '\\';
    }
}
