package dev.arceval.core.redact;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All shapes of all rules in one tree whose branches are groups of letters and digits, each named by its kind, its length
 * and the separator before it. Reading a number once, group by group, says which rules it could belong to.
 */
final class IdentityShapes {

    static final int MAX_GROUP = 20;

    private static final int DIGITS = 1;
    private static final int LETTERS = 2;
    private static final int MIXED = 3;

    /** What may stand between groups; the first is the place before the first group. */
    private static final String SEPARATORS = "\0 -./:";

    private static final int LABELS = SEPARATORS.length() * MIXED * MAX_GROUP;

    private final Node root = new Node();

    IdentityShapes(List<IdentityRule> rules) {
        for (IdentityRule rule : rules) {
            for (String shape : rule.shapes()) {
                boolean sure = rule.sure().contains(shape);
                if (shape.indexOf('?') < 0) {
                    insert(shape, Candidate.of(rule, sure, shape));
                } else {
                    insert(shape.replace("?", ""), Candidate.of(rule, sure, shape));
                    insert(shape.replace('?', ' '), Candidate.of(rule, sure, shape));
                    insert(shape.replace('?', '-'), Candidate.of(rule, sure, shape));
                }
            }
        }
    }

    /** Where reading starts. */
    Node root() {
        return root;
    }

    private void insert(String shape, Candidate candidate) {
        List<Node> nodes = List.of(root);
        int start = 0;
        for (int i = 1; i <= shape.length(); i++) {
            if (i == shape.length() || SEPARATORS.indexOf(shape.charAt(i)) > 0) {
                char separator = start == 0 ? 0 : shape.charAt(start - 1);
                List<Node> next = new ArrayList<>();
                for (int kind : kinds(shape.substring(start, i))) {
                    for (Node node : nodes) {
                        next.add(node.orNew(label(separator, kind, i - start)));
                    }
                }
                nodes = next;
                start = i + 1;
            }
        }
        nodes.forEach(node -> node.candidates.add(candidate));
    }

    /** A group with places that take either can turn out to be of any kind. */
    private static int[] kinds(String group) {
        boolean digit = group.indexOf('9') >= 0;
        boolean letter = group.indexOf('A') >= 0;
        if (group.indexOf('X') < 0) {
            return new int[] {digit && letter ? MIXED : digit ? DIGITS : LETTERS};
        }
        if (digit && letter) {
            return new int[] {MIXED};
        }
        return digit
                ? new int[] {MIXED, DIGITS}
                : letter ? new int[] {MIXED, LETTERS} : new int[] {MIXED, DIGITS, LETTERS};
    }

    private static int label(char separator, int kind, int length) {
        return (SEPARATORS.indexOf(separator) * MIXED + kind - 1) * MAX_GROUP + length - 1;
    }

    /**
     * A rule whose shape was met, as far as the groups tell.
     *
     * @param places what stands where in the number without separators: {@code 9}, {@code A} or {@code X}
     */
    record Candidate(IdentityRule rule, boolean sure, String places) {

        static Candidate of(IdentityRule rule, boolean sure, String shape) {
            StringBuilder places = new StringBuilder(shape.length());
            for (int i = 0; i < shape.length(); i++) {
                if (Chars.alphanumeric(shape.charAt(i))) {
                    places.append(shape.charAt(i));
                }
            }
            return new Candidate(rule, sure, places.toString());
        }

        /** Whether digits and letters of the number stand where the shape has them; cheap, unlike all that follows. */
        boolean fits(String text, int start, int end) {
            int next = 0;
            for (int i = start; i < end; i++) {
                char c = text.charAt(i);
                if (Chars.alphanumeric(c)) {
                    char place = next < places.length() ? places.charAt(next++) : 0;
                    if (place == 0 || place == '9' && c > '9' || place == 'A' && c <= '9') {
                        return false;
                    }
                }
            }
            return next == places.length();
        }
    }

    /** Where one is after some groups. */
    static final class Node {

        private final List<Candidate> candidates = new ArrayList<>();
        private final @Nullable Node[] next = new @Nullable Node[LABELS];

        /** The rules that have a shape which ends here. */
        List<Candidate> candidates() {
            return candidates;
        }

        /** Where the group between two places of a text leads to, or null. */
        @Nullable
        Node after(char separator, String text, int start, int end) {
            int at = SEPARATORS.indexOf(separator);
            if (at < 0 || end - start > MAX_GROUP) {
                return null;
            }
            int kind = 0;
            for (int i = start; i < end; i++) {
                kind |= Chars.digit(text.charAt(i)) ? DIGITS : LETTERS;
            }
            return next[(at * MIXED + kind - 1) * MAX_GROUP + end - start - 1];
        }

        private Node orNew(int label) {
            Node node = next[label];
            if (node == null) {
                node = new Node();
                next[label] = node;
            }
            return node;
        }
    }
}
