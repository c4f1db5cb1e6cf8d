package dev.arceval.core.redact;

import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of persons, businesses, documents, accounts and vehicles, by the rules of {@link IdentityRules}.
 *
 * <p>A few shapes say by themselves what they are. The others are shared by order numbers, parts and prices, so a word that
 * names the number must stand nearby, or the text (or line) must be nothing but the number and its check digits right.
 */
final class IdentityDetector implements Detector {

    private static final int MAX_GROUPS = 8;

    /** No more letters stand before the digits of a shape. */
    private static final int MAX_HEAD = 3;

    /** A line whose number stands further from its ends holds more than the number. */
    private static final int LINE = 40;

    /** How much longer than the number another spelling of it can be, "and" included. */
    private static final int BESIDE = 20;

    private final IdentityShapes shapes;
    private final ContextWords words;
    private final Map<IdentityRule, BitSet> wordsOf = new IdentityHashMap<>();

    IdentityDetector(List<IdentityRule> rules) {
        this.shapes = new IdentityShapes(rules);
        this.words = new ContextWords(rules);
        rules.forEach(rule -> wordsOf.put(rule, words.setOf(rule)));
    }

    @Override
    public void detect(String text, Leaks leaks) {
        detect("", text, leaks);
    }

    @Override
    public void detect(String name, String text, Leaks leaks) {
        int length = text.length();
        ContextWords.Around around = words.around(name, text);
        boolean named = !name.isEmpty();
        int i = 0;
        while (i < length) {
            int end = i;
            boolean digit = false;
            char c = text.charAt(end);
            while (Chars.alphanumeric(c)) {
                digit |= c <= '9';
                end++;
                c = Chars.at(text, end);
            }
            int size = end - i;
            if (size > IdentityShapes.MAX_GROUP) {
                if (digit && CryptoAddress.is(text, i, end)) {
                    leaks.add(i, end, "crypto-address", Leak.Type.CRYPTO);
                }
            } else if (size > 0 && (digit || size <= MAX_HEAD && headsDigits(text, end)) && startsNumber(text, i)) {
                end = Math.max(end, number(around, named, text, i, leaks));
            }
            i = Math.max(end, i + 1);
        }
    }

    private static int groupEnd(String text, int start) {
        int end = start;
        while (Chars.alphanumeric(Chars.at(text, end))) {
            end++;
        }
        return end;
    }

    /** Whether digits follow a few letters, a few more letters maybe in between: {@code AB 12}, {@code B-AB 123}. */
    private static boolean headsDigits(String text, int end) {
        char separator = Chars.at(text, end);
        if (separator != ' ' && separator != '-' && separator != '.') {
            return false;
        }
        int i = end + 1;
        while (i <= end + MAX_HEAD && Chars.letter(Chars.at(text, i))) {
            i++;
        }
        char next = Chars.at(text, i);
        return Chars.digit(next) || i > end + 1 && (next == ' ' || next == '-') && Chars.digit(Chars.at(text, i + 1));
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
    private int number(ContextWords.Around around, boolean named, String text, int start, Leaks leaks) {
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
                IdentityRule accepted = accepted(node.candidates(), around, named, text, start, end);
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

    private @Nullable IdentityRule accepted(
            List<IdentityShapes.Candidate> candidates,
            ContextWords.Around around,
            boolean named,
            String text,
            int start,
            int end) {
        String number = "";
        boolean looked = false;
        boolean alone = false;
        for (IdentityShapes.Candidate candidate : candidates) {
            IdentityRule rule = candidate.rule();
            if (!candidate.fits(text, start, end)) {
                continue;
            }
            if (!candidate.sure()) {
                if (!looked) {
                    looked = true;
                    alone = !named && isAlone(text, start, end);
                }
                if (alone ? !rule.alone() : !around.holds(Objects.requireNonNull(wordsOf.get(rule)), start, end)) {
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

    /** Whether the line holds nothing else, or another such number beside it. */
    private static boolean isAlone(String text, int start, int end) {
        int beside = Math.min(LINE, end - start + BESIDE);
        if (!isBlank(text, start - 1, -1, beside) && !isBlank(text, end, 1, beside)) {
            return false;
        }
        int from = start;
        while (from > 0 && start - from <= beside && text.charAt(from - 1) != '\n') {
            from--;
        }
        int to = end;
        while (to < text.length() && to - end <= beside && text.charAt(to) != '\n') {
            to++;
        }
        if (start - from > beside || to - end > beside) {
            return false;
        }
        String before = text.substring(from, start).strip();
        String after = text.substring(end, to).strip();
        return isQuote(before) && isQuote(after)
                || before.isEmpty() && isTwin(after, text.substring(start, end))
                || after.isEmpty() && isTwin(before, text.substring(start, end));
    }

    /** Whether nothing but blanks and quotes stands on one side, up to the end of the line. */
    private static boolean isBlank(String text, int start, int step, int within) {
        int i = start;
        while (Math.abs(i - start) <= within && " \t\r\"'`".indexOf(Chars.at(text, i)) >= 0) {
            i += step;
        }
        char c = Chars.at(text, i);
        return c == '\n' || c == 0;
    }

    private static boolean isQuote(String text) {
        return text.isEmpty() || text.length() == 1 && "\"'`".indexOf(text.charAt(0)) >= 0;
    }

    /** Another of the same length, or the same in another spelling. */
    private static boolean isTwin(String text, String number) {
        String other = text.startsWith("and ") ? text.substring(4) : text;
        other = other.endsWith(" and") ? other.substring(0, other.length() - 4) : other;
        return other.length() == number.length() && other.indexOf(' ') < 0 && SecretValue.hasDigit(other)
                || other.length() < number.length() + MAX_GROUPS
                        && other.replace(" ", "").equalsIgnoreCase(number.replace(" ", ""));
    }
}
