package dev.arceval.core.redact;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of persons, businesses, documents, accounts and vehicles, by the rules of {@link IdentityRules}.
 *
 * <p>A few shapes say by themselves what they are. The others are shared by order numbers, parts and prices, so a word that
 * names the number must stand nearby, or the text (or line) must be nothing but the number and its check digits right.
 */
final class IdentityDetector implements Detector {

    private static final int MAX_GROUPS = 8;
    private static final int WORDS_BEFORE = 64;
    private static final int WORDS_AFTER = 40;

    /** Words shorter than this must stand by themselves: "sin" is in "single". */
    private static final int SHORT_WORD = 5;

    /** From Thai on, scripts join their words without spaces. */
    private static final char FIRST_UNSPACED = '\u0e00';

    private final IdentityShapes shapes;

    IdentityDetector(List<IdentityRule> rules) {
        this.shapes = new IdentityShapes(rules);
    }

    @Override
    public void detect(String text, Leaks leaks) {
        detect("", text, leaks);
    }

    @Override
    public void detect(String name, String text, Leaks leaks) {
        int i = 0;
        while (i < text.length()) {
            if (!Chars.alphanumeric(text.charAt(i))) {
                i++;
                continue;
            }
            int end = groupEnd(text, i);
            if (mayStart(text, i, end)) {
                end = Math.max(end, number(name, text, i, leaks));
            }
            i = end;
        }
    }

    private static int groupEnd(String text, int start) {
        int end = start;
        while (Chars.alphanumeric(Chars.at(text, end))) {
            end++;
        }
        return end;
    }

    /** A number starts with a group that has digits, or with a few letters right before one that has. */
    private static boolean mayStart(String text, int start, int end) {
        if (end - start > IdentityShapes.MAX_GROUP || !startsNumber(text, start)) {
            return false;
        }
        if (hasDigit(text, start, end)) {
            return true;
        }
        if (end - start > 3) {
            return false;
        }
        int second = groupEnd(text, end + 1);
        return hasDigit(text, end + 1, second)
                || second - end <= 3 && second > end + 1 && Chars.digit(Chars.at(text, second + 1));
    }

    private static boolean hasDigit(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (Chars.digit(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** Not inside a word, a path, a decimal, an address, or after a sign of money or of a running number. */
    private static boolean startsNumber(String text, int start) {
        if (!Chars.startsToken(text, start)) {
            return false;
        }
        char before = Chars.at(text, start - 1);
        if ("@#$\u20ac\u00a3".indexOf(before) >= 0 && before != 0) {
            return false;
        }
        return "-./:,+".indexOf(before) < 0
                || before == 0
                || !Chars.alphanumeric(Chars.at(text, start - 2))
                || before == ':' && !Chars.digit(Chars.at(text, start - 2));
    }

    /** Reads groups as far as any shape goes on; returns the end of the longest number found, or -1. */
    private int number(String name, String text, int start, Leaks leaks) {
        IdentityShapes.@Nullable Node node = shapes.root();
        int found = -1;
        IdentityRule rule = null;
        char separator = 0;
        int groupStart = start;
        for (int group = 0; group < MAX_GROUPS; group++) {
            int end = groupEnd(text, groupStart);
            node = end == groupStart ? null : node.after(separator, text, groupStart, end);
            if (node == null) {
                break;
            }
            if (!node.candidates().isEmpty() && endsNumber(text, end, separator)) {
                IdentityRule accepted = accepted(node.candidates(), name, text, start, end);
                if (accepted != null) {
                    found = end;
                    rule = accepted;
                }
            }
            separator = Chars.at(text, end);
            groupStart = end + 1;
        }
        if (rule != null) {
            leaks.add(start, found, rule.id(), rule.type());
        }
        return found;
    }

    /** Not followed by more of the same. */
    private static boolean endsNumber(String text, int end, char separator) {
        char next = Chars.at(text, end);
        char after = Chars.at(text, end + 1);
        if (next == '_' || "-./:,@".indexOf(next) >= 0 && next != 0 && Chars.alphanumeric(after)) {
            return next == ':' && !Chars.digit(after);
        }
        return next != ' ' || separator != ' ' || !Chars.digit(after);
    }

    private static @Nullable IdentityRule accepted(
            List<IdentityShapes.Candidate> candidates, String name, String text, int start, int end) {
        String number = "";
        Surroundings around = null;
        for (IdentityShapes.Candidate candidate : candidates) {
            IdentityRule rule = candidate.rule();
            if (!candidate.sure()) {
                around = around == null ? new Surroundings(name, text, start, end) : around;
                if (!around.speakOf(rule)) {
                    continue;
                }
            }
            number = number.isEmpty() ? compact(text, start, end) : number;
            if (rule.accepts(number)) {
                return rule;
            }
        }
        return null;
    }

    private static String compact(String text, int start, int end) {
        StringBuilder number = new StringBuilder(end - start);
        for (int i = start; i < end; i++) {
            if (Chars.alphanumeric(text.charAt(i))) {
                number.append(text.charAt(i));
            }
        }
        return number.toString().toUpperCase(Locale.ROOT);
    }

    /** What stands around a number, looked at only where a rule asks. */
    private static final class Surroundings {

        private final boolean alone;
        private final String words;

        Surroundings(String name, String text, int start, int end) {
            this.alone = name.isEmpty() && isAlone(text, start, end);
            this.words = alone
                    ? ""
                    : spaced(name)
                            + '\n'
                            + spaced(text.substring(Math.max(0, start - WORDS_BEFORE), start))
                            + '\n'
                            + spaced(text.substring(end, Math.min(text.length(), end + WORDS_AFTER)));
        }

        boolean speakOf(IdentityRule rule) {
            return alone ? rule.alone() : rule.words().stream().anyMatch(this::has);
        }

        private boolean has(String word) {
            for (int at = words.indexOf(word); at >= 0; at = words.indexOf(word, at + 1)) {
                boolean starts = at == 0 || !Character.isLetter(words.charAt(at - 1));
                int end = at + word.length();
                boolean ends = end == words.length() || !Character.isLetter(words.charAt(end));
                if (word.charAt(0) >= FIRST_UNSPACED || starts && (ends || word.length() >= SHORT_WORD)) {
                    return true;
                }
            }
            return false;
        }

        /** In lower case, twice: as it is, and with the words of a name apart, as in {@code nationalId}, {@code tax_id}. */
        private static String spaced(String text) {
            StringBuilder apart =
                    new StringBuilder(2 * text.length() + 8).append(text).append('\n');
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                boolean space = c == '_' || c == '-' || c == '.' || c == ' ';
                if (space || i > 0 && Chars.upper(c) && Character.isLowerCase(text.charAt(i - 1))) {
                    if (apart.charAt(apart.length() - 1) != ' ') {
                        apart.append(' ');
                    }
                }
                if (!space) {
                    apart.append(c);
                }
            }
            return apart.toString().toLowerCase(Locale.ROOT);
        }

        /** Whether the line holds nothing else, or another such number beside it. */
        private static boolean isAlone(String text, int start, int end) {
            int from = start;
            while (from > 0 && start - from < WORDS_AFTER && text.charAt(from - 1) != '\n') {
                from--;
            }
            int to = end;
            while (to < text.length() && to - end < WORDS_AFTER && text.charAt(to) != '\n') {
                to++;
            }
            String before = text.substring(from, start).strip();
            String after = text.substring(end, to).strip();
            return isQuote(before) && isQuote(after)
                    || before.isEmpty() && isTwin(after, end - start)
                    || after.isEmpty() && isTwin(before, end - start);
        }

        private static boolean isQuote(String text) {
            return text.isEmpty() || text.length() == 1 && "\"'`".indexOf(text.charAt(0)) >= 0;
        }

        private static boolean isTwin(String text, int length) {
            return text.length() == length && text.indexOf(' ') < 0 && SecretValue.hasDigit(text);
        }
    }
}
