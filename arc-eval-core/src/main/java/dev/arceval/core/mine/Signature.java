package dev.arceval.core.mine;

import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The structure of a run: its steps as they nest and follow one another, without status.
 *
 * <p>Built from the leaves up, so that the same rules hold at every level, in time linear in the number of spans (and
 * n log n among concurrent siblings):
 *
 * <ol>
 *   <li>Siblings under one parent that overlap in time have no order of their own; they are put into that of their labels.
 *       Top-level spans keep theirs: without a parent, an overlap may be nesting that was not recorded.
 *   <li>A sequence of up to {@value #LONGEST_PERIOD} siblings that follows itself is a loop and is kept once, so that three
 *       searches and thirty are the same way of working.
 *   <li>A step's hash joins its token's with those of the children that are left.
 * </ol>
 *
 * @param hash of the whole; 64 bits, the same on every machine
 * @param tokens the steps that are left, parents before children
 */
record Signature(long hash, List<Token> tokens) {

    private static final int LONGEST_PERIOD = 4;
    /** Marks the end of a step's children, so that a child and a following sibling differ. */
    private static final long END = Hash.of("end");

    private static final Comparator<Node> BY_LABEL =
            Comparator.comparing((Node node) -> node.token.label()).thenComparingLong(node -> node.hash);

    private record Node(Token token, List<Node> children, long hash) {}

    static Signature of(Trace trace, Vocabulary vocabulary) {
        Map<String, Node> nodes = new HashMap<>();
        List<Span> parentsFirst = parentsFirst(trace);
        for (int i = parentsFirst.size() - 1; i >= 0; i--) {
            Span span = parentsFirst.get(i);
            List<Node> children = withoutLoops(orderFree(trace.children(span), nodes));
            Token token = vocabulary.tokenOf(span);
            nodes.put(span.spanId(), new Node(token, children, hash(token.hash(), children)));
        }
        List<Node> top = withoutLoops(
                trace.topLevel().stream().map(span -> node(nodes, span)).toList());
        return new Signature(hash(END, top), flatten(top));
    }

    /** Returns the pattern id for a signature's hash: 16 hex digits. */
    static String id(long hash) {
        return HexFormat.of().toHexDigits(hash);
    }

    private static List<Span> parentsFirst(Trace trace) {
        List<Span> spans = new ArrayList<>(trace.topLevel());
        for (int i = 0; i < spans.size(); i++) {
            spans.addAll(trace.children(spans.get(i)));
        }
        return spans;
    }

    /** The nodes of {@code siblings} in order, where each stretch that overlaps in time is sorted by label. */
    private static List<Node> orderFree(List<Span> siblings, Map<String, Node> nodes) {
        List<Node> ordered = new ArrayList<>(siblings.size());
        int stretch = 0;
        long stretchEnd = 0;
        for (Span span : siblings) {
            if (span.startEpochNanos() == 0 || span.startEpochNanos() >= stretchEnd) {
                ordered.subList(stretch, ordered.size()).sort(BY_LABEL);
                stretch = ordered.size();
            }
            ordered.add(node(nodes, span));
            stretchEnd = Math.max(stretchEnd, span.startEpochNanos() == 0 ? 0 : span.endEpochNanos());
        }
        ordered.subList(stretch, ordered.size()).sort(BY_LABEL);
        return ordered;
    }

    /** Each node is compared with at most four times four earlier ones, so the cost is linear. */
    private static List<Node> withoutLoops(List<Node> nodes) {
        List<Node> kept = new ArrayList<>(nodes.size());
        for (Node node : nodes) {
            kept.add(node);
            for (int period = 1; period <= LONGEST_PERIOD; period++) {
                if (endsInRepeat(kept, period)) {
                    kept.subList(kept.size() - period, kept.size()).clear();
                    break;
                }
            }
        }
        return kept;
    }

    private static boolean endsInRepeat(List<Node> nodes, int period) {
        int last = nodes.size() - 1;
        if (last + 1 < 2 * period) {
            return false;
        }
        for (int i = 0; i < period; i++) {
            if (nodes.get(last - i).hash != nodes.get(last - i - period).hash) {
                return false;
            }
        }
        return true;
    }

    private static long hash(long start, List<Node> children) {
        long hash = start;
        for (Node child : children) {
            hash = Hash.join(hash, child.hash);
        }
        return Hash.join(hash, END);
    }

    private static List<Token> flatten(List<Node> top) {
        List<Token> tokens = new ArrayList<>();
        List<Node> open = new ArrayList<>();
        pushReversed(top, open);
        while (!open.isEmpty()) {
            Node node = open.remove(open.size() - 1);
            tokens.add(node.token);
            pushReversed(node.children, open);
        }
        return tokens;
    }

    private static void pushReversed(List<Node> nodes, List<Node> open) {
        for (int i = nodes.size() - 1; i >= 0; i--) {
            open.add(nodes.get(i));
        }
    }

    private static Node node(Map<String, Node> nodes, Span span) {
        Node node = nodes.get(span.spanId());
        if (node == null) {
            throw new IllegalStateException("span " + span.spanId() + " comes before its children");
        }
        return node;
    }
}
