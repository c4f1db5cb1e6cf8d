package dev.arceval.core.redact;

import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the words that speak of a number in the text around it, all words of all rules in one pass.
 *
 * <p>The text is read in lower case with the words of a name apart, as in {@code nationalId} and {@code tax_id}.
 */
final class ContextWords {

    /** Shorter words must stand by themselves: "sin" is in "single". Longer ones start a word, as in "Steuernummern". */
    private static final int SHORT_WORD = 5;

    private static final int BEFORE = 64;
    private static final int AFTER = 40;

    private final List<String> words;
    private final List<String> foreign;
    private final Keywords keywords;

    ContextWords(List<IdentityRule> rules) {
        Set<String> ascii = new LinkedHashSet<>();
        Set<String> others = new LinkedHashSet<>();
        for (IdentityRule rule : rules) {
            rule.words().forEach(word -> (isAscii(word) ? ascii : others).add(word));
        }
        words = List.copyOf(ascii);
        foreign = List.copyOf(others);
        keywords = new Keywords(words);
    }

    /** The set of a rule's words, to be compared with what {@link #around} returns. */
    BitSet setOf(IdentityRule rule) {
        BitSet set = new BitSet();
        for (String word : rule.words()) {
            set.set(isAscii(word) ? words.indexOf(word) : words.size() + foreign.indexOf(word));
        }
        return set;
    }

    /** The words in the name of a text and on both sides of a stretch of it. */
    BitSet around(String name, String text, int start, int end) {
        int from = Math.max(0, start - BEFORE);
        int to = Math.min(text.length(), end + AFTER);
        BitSet found = new BitSet();
        if (name.isEmpty() && !hasLetter(text, from, start) && !hasLetter(text, end, to)) {
            return found;
        }
        StringBuilder near = new StringBuilder(name.length() + BEFORE + AFTER + 16);
        boolean ascii = append(near, name, 0, name.length());
        near.append('\n');
        ascii &= append(near, text, from, start);
        near.append('\n');
        ascii &= append(near, text, end, to);
        keywords.scan(near, (word, wordEnd) -> {
            int length = words.get(word).length();
            if (isWord(near, wordEnd - length, wordEnd)) {
                found.set(word);
            }
        });
        if (!ascii) {
            String all = near.toString();
            for (int i = 0; i < foreign.size(); i++) {
                if (all.contains(foreign.get(i))) {
                    found.set(words.size() + i);
                }
            }
        }
        return found;
    }

    /** A table of numbers is gone through without looking for words in it. */
    private static boolean hasLetter(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c > '9' && (c > 127 || Chars.letter(c))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWord(CharSequence text, int start, int end) {
        boolean starts = start == 0 || !Character.isLetter(text.charAt(start - 1));
        return starts && (end - start >= SHORT_WORD || end == text.length() || !Character.isLetter(text.charAt(end)));
    }

    private static boolean append(StringBuilder near, String text, int start, int end) {
        boolean ascii = true;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            boolean space = c == '_' || c == '-' || c == '.' || c == ' ';
            if (space || Chars.upper(c) && i > start + 1 && lower(text.charAt(i - 1)) && lower(text.charAt(i - 2))) {
                if (near.length() > 0 && near.charAt(near.length() - 1) != ' ') {
                    near.append(' ');
                }
            }
            if (!space) {
                near.append(Character.toLowerCase(c));
                ascii &= c < 128;
            }
        }
        return ascii;
    }

    private static boolean lower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isAscii(String word) {
        return word.chars().allMatch(c -> c < 128);
    }
}
