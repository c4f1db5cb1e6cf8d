package dev.arceval.core.redact;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds all of many ASCII keywords in one pass, ignoring case: an Aho-Corasick automaton flattened into one transition
 * table, so that a char costs one look-up however many keywords there are.
 *
 * <p>Chars outside the keywords' alphabet share one class, which keeps the table of some thousand states below a
 * megabyte. Immutable.
 *
 * <p>Source: A. Aho, M. Corasick, Efficient string matching, CACM 18(6), 1975.
 */
final class Keywords {

    private static final int ASCII = 128;

    private final byte[] classOf = new byte[ASCII];
    private final int classes;
    private final int[] next;
    private final int[][] hits;

    Keywords(List<String> keywords) {
        int alphabet = 1;
        int states = 1;
        for (String keyword : keywords) {
            states += keyword.length();
            for (int i = 0; i < keyword.length(); i++) {
                char c = lower(keyword.charAt(i));
                if (c >= ASCII) {
                    throw new IllegalArgumentException("keyword must be ASCII: " + keyword);
                }
                if (classOf[c] == 0) {
                    classOf[c] = (byte) alphabet++;
                }
            }
        }
        for (char c = 'A'; c <= 'Z'; c++) {
            classOf[c] = classOf[Character.toLowerCase(c)];
        }
        classes = alphabet;
        next = new int[states * classes];
        hits = new int[states][];
        int used = insertAll(keywords);
        link(used);
    }

    private int insertAll(List<String> keywords) {
        int used = 1;
        for (int id = 0; id < keywords.size(); id++) {
            String keyword = keywords.get(id).toLowerCase(Locale.ROOT);
            int state = 0;
            for (int i = 0; i < keyword.length(); i++) {
                int slot = state * classes + classOf[keyword.charAt(i)];
                if (next[slot] == 0) {
                    next[slot] = used++;
                }
                state = next[slot];
            }
            hits[state] = append(hits[state], id);
        }
        return used;
    }

    /** Breadth first: a missing transition is that of the longest proper suffix, whose row is already complete. */
    private void link(int used) {
        int[] suffix = new int[used];
        ArrayDeque<Integer> queue = new ArrayDeque<>();
        for (int c = 1; c < classes; c++) {
            if (next[c] != 0) {
                queue.add(next[c]);
            }
        }
        while (!queue.isEmpty()) {
            int state = queue.remove();
            int fallback = suffix[state];
            if (hits[fallback] != null) {
                hits[state] = append(hits[state], hits[fallback]);
            }
            for (int c = 1; c < classes; c++) {
                int slot = state * classes + c;
                int target = next[slot];
                if (target == 0) {
                    next[slot] = next[fallback * classes + c];
                } else {
                    suffix[target] = next[fallback * classes + c];
                    queue.add(target);
                }
            }
        }
    }

    private static int[] append(int @Nullable [] ids, int... more) {
        if (ids == null) {
            return more.clone();
        }
        int[] joined = Arrays.copyOf(ids, ids.length + more.length);
        System.arraycopy(more, 0, joined, ids.length, more.length);
        return joined;
    }

    /** Calls {@code hit} with the keyword's index and the end of its occurrence, in order of the end. */
    void scan(CharSequence text, Hit hit) {
        int state = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            state = c < ASCII ? next[state * classes + classOf[c]] : 0;
            int[] found = hits[state];
            if (found != null) {
                for (int keyword : found) {
                    hit.at(keyword, i + 1);
                }
            }
        }
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }

    /** What to do with an occurrence. */
    interface Hit {
        void at(int keyword, int end);
    }
}
