package dev.arceval.core.redact;

import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the words that speak of a number in the text around it, all words of all rules in one pass.
 *
 * <p>The text is read in lower case with the words of a name apart, as in {@code nationalId} and {@code tax_id}; no part of
 * it more than once, however many numbers stand in it.
 */
final class ContextWords {

    /** Shorter words must stand by themselves: "sin" is in "single". Longer ones start a word, as in "Steuernummern". */
    private static final int SHORT_WORD = 5;

    private static final int BEFORE = 64;
    private static final int AFTER = 40;

    /** Latin, Greek, Cyrillic, Hebrew and Arabic come before; what comes after may have no blanks between words. */
    private static final char FIRST_WITHOUT_BLANKS = '\u0700';

    /** Read at once; the surroundings of a number of any length touch four at most. */
    private static final int BLOCK = 256;

    private static final int KEPT = 4;

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

    /** The set of a rule's words, to be looked for by {@link Around#holds}. */
    BitSet setOf(IdentityRule rule) {
        BitSet set = new BitSet();
        for (String word : rule.words()) {
            set.set(isAscii(word) ? words.indexOf(word) : words.size() + foreign.indexOf(word));
        }
        return set;
    }

    /** The words around the numbers of one text; {@code name} is empty where the text has none. */
    Around around(String name, String text) {
        return new Around(name, text);
    }

    /** Reads a text block by block, each once and only where numbers are. Not thread-safe. */
    final class Around {

        private final String name;
        private final String text;
        private @Nullable BitSet ofName;
        private final @Nullable Block[] blocks = new @Nullable Block[KEPT];

        private Around(String name, String text) {
            this.name = name;
            this.text = text;
        }

        /** Whether one of a rule's words stands in the name or on either side of a stretch of the text. */
        boolean holds(BitSet words, int start, int end) {
            if (!name.isEmpty() && ofName().intersects(words)) {
                return true;
            }
            int from = Math.max(0, start - BEFORE);
            int to = Math.min(text.length(), end + AFTER);
            for (int index = from / BLOCK; index * BLOCK < to; index++) {
                if (block(index).holds(words, from, start) || block(index).holds(words, end, to)) {
                    return true;
                }
            }
            return false;
        }

        private BitSet ofName() {
            BitSet found = ofName;
            if (found == null) {
                found = new Block(-1, name, 0, name.length()).words();
                ofName = found;
            }
            return found;
        }

        private Block block(int index) {
            Block block = blocks[index % KEPT];
            if (block == null || block.index != index) {
                int from = Math.max(0, index * BLOCK - BEFORE);
                int to = Math.min(text.length(), (index + 1) * BLOCK + BEFORE);
                block = new Block(index, text, from, to);
                blocks[index % KEPT] = block;
            }
            return block;
        }
    }

    /** A stretch of text in lower case with its words apart, and where words of rules stand in it. */
    private final class Block {

        private final int index;
        private final char[] chars;
        private final int[] origin;
        private final int length;
        private int[] hits = {};
        private int hitCount;

        Block(int index, String text, int from, int to) {
            this.index = index;
            chars = new char[2 * (to - from)];
            origin = new int[2 * (to - from) + 1];
            boolean ascii = true;
            int count = 0;
            for (int i = from; i < to; i++) {
                char c = text.charAt(i);
                boolean space = c == '_' || c == '-' || c == '.' || c == ' ';
                boolean hump = Chars.upper(c) && i > from + 1 && lower(text.charAt(i - 1)) && lower(text.charAt(i - 2));
                if ((space || hump) && count > 0 && chars[count - 1] != ' ') {
                    origin[count] = i;
                    chars[count++] = ' ';
                }
                if (!space) {
                    origin[count] = i;
                    chars[count++] = Chars.upper(c) ? (char) (c + ' ') : c < 128 ? c : Character.toLowerCase(c);
                    ascii &= c < 128;
                }
            }
            origin[count] = to;
            length = count;
            find(ascii);
        }

        private void find(boolean ascii) {
            CharSequence near = CharBuffer.wrap(chars, 0, length);
            keywords.scan(near, (word, end) -> {
                int start = end - words.get(word).length();
                if (isWord(near, start, end)) {
                    add(word, start, end);
                }
            });
            if (!ascii) {
                String all = near.toString();
                for (int i = 0; i < foreign.size(); i++) {
                    String word = foreign.get(i);
                    for (int at = all.indexOf(word); at >= 0; at = all.indexOf(word, at + 1)) {
                        if (word.charAt(0) >= FIRST_WITHOUT_BLANKS || isWord(all, at, at + word.length())) {
                            add(words.size() + i, at, at + word.length());
                        }
                    }
                }
            }
        }

        private void add(int word, int start, int end) {
            if (hitCount == hits.length) {
                hits = Arrays.copyOf(hits, Math.max(12, 2 * hits.length));
            }
            hits[hitCount++] = word;
            hits[hitCount++] = origin[start];
            hits[hitCount++] = origin[end - 1] + 1;
        }

        BitSet words() {
            BitSet found = new BitSet();
            for (int i = 0; i < hitCount; i += 3) {
                found.set(hits[i]);
            }
            return found;
        }

        boolean holds(BitSet wanted, int from, int to) {
            for (int i = 0; i < hitCount; i += 3) {
                if (hits[i + 1] >= from && hits[i + 2] <= to && wanted.get(hits[i])) {
                    return true;
                }
            }
            return false;
        }
    }

    private static boolean isWord(CharSequence text, int start, int end) {
        boolean starts = start == 0 || !Character.isLetter(text.charAt(start - 1));
        return starts && (end - start >= SHORT_WORD || end == text.length() || !Character.isLetter(text.charAt(end)));
    }

    private static boolean lower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isAscii(String word) {
        return word.chars().allMatch(c -> c < 128);
    }
}
