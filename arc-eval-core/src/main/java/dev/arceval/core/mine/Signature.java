package dev.arceval.core.mine;

import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.IdentityHashMap;
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
 *       searches and thirty are the same way of working. How often it came is counted beside.
 *   <li>A step's hash joins its token's with those of the children that are left.
 * </ol>
 */
final class Signature {

    private static final int LONGEST_PERIOD = 4;
    /** Loops of a run that are counted; a run with more says nothing more by them. */
    private static final int MOST_LOOPS = 50;
    /** Marks the end of a step's children, so that a child and a following sibling differ. */
    private static final long END = Hash.of("end");

    private static final Comparator<Node> BY_LABEL =
            Comparator.comparing((Node node) -> node.token.label()).thenComparingLong(node -> node.hash);

    private final Vocabulary vocabulary;
    private final long hash;
    private final List<Node> top;
    private final List<Repeat> repeats = new ArrayList<>();

    private static final class Node {
        private final Token token;
        private final List<Node> children;
        private final long hash;
        private final boolean parallel;

        Node(Token token, List<Node> children, long hash, boolean parallel) {
            this.token = token;
            this.children = children;
            this.hash = hash;
            this.parallel = parallel;
        }

        Node alongside() {
            return new Node(token, children, hash, true);
        }

        boolean inTurn() {
            return !parallel;
        }
    }

    /** A body of siblings, from one node to another, that came again so many times. */
    private static final class Repeat {
        private final Node first;
        private final Node last;
        private final int period;
        private long times;

        Repeat(Node first, Node last, int period) {
            this.first = first;
            this.last = last;
            this.period = period;
        }
    }

    /**
     * Steps that follow themselves.
     *
     * @param first index of the first one
     * @param end index after the last one
     * @param times how often they came again
     */
    record Loop(int first, int end, long times) {}

    private Signature(Trace trace, Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        Map<String, Node> nodes = new HashMap<>();
        List<Span> parentsFirst = parentsFirst(trace);
        for (int i = parentsFirst.size() - 1; i >= 0; i--) {
            Span span = parentsFirst.get(i);
            List<Node> children = withoutLoops(orderFree(trace.children(span), nodes));
            Token token = vocabulary.tokenOf(span);
            nodes.put(span.spanId(), new Node(token, children, hash(token.hash(), children), false));
        }
        this.top = withoutLoops(
                trace.topLevel().stream().map(span -> node(nodes, span)).toList());
        this.hash = hash(END, top);
    }

    static Signature of(Trace trace, Vocabulary vocabulary) {
        return new Signature(trace, vocabulary);
    }

    /** Returns the pattern id for a signature's hash: 16 hex digits. */
    static String id(long hash) {
        return HexFormat.of().toHexDigits(hash);
    }

    /** Returns the hash of the whole; 64 bits, the same on every machine. */
    long hash() {
        return hash;
    }

    /** Returns the first steps that are left, parents before children. */
    int[] steps() {
        int[] steps = new int[Steps.MOST];
        int used = 0;
        List<Node> open = new ArrayList<>();
        List<Integer> depths = new ArrayList<>();
        pushReversed(top, 0, open, depths);
        while (!open.isEmpty() && used < Steps.MOST) {
            Node node = open.remove(open.size() - 1);
            int depth = depths.remove(depths.size() - 1);
            steps[used++] = Steps.of(vocabulary.numberOf(node.token), depth, node.parallel);
            pushReversed(node.children, depth + 1, open, depths);
        }
        return Arrays.copyOf(steps, used);
    }

    /** Returns the loops among the first steps. */
    List<Loop> loops() {
        if (repeats.isEmpty()) {
            return List.of();
        }
        Map<Node, Integer> places = places();
        List<Loop> loops = new ArrayList<>();
        for (Repeat repeat : repeats) {
            Integer first = places.get(repeat.first);
            Integer last = places.get(repeat.last);
            if (first != null && last != null) {
                loops.add(new Loop(first, Math.min(Steps.MOST, last + size(repeat.last)), repeat.times));
            }
        }
        return loops;
    }

    /** Where each node that is left stands among the first steps; a loop inside a folded round has no place. */
    private Map<Node, Integer> places() {
        Map<Node, Integer> places = new IdentityHashMap<>();
        List<Node> open = new ArrayList<>();
        pushReversed(top, 0, open, new ArrayList<>());
        while (!open.isEmpty() && places.size() < Steps.MOST) {
            Node node = open.remove(open.size() - 1);
            places.put(node, places.size());
            pushReversed(node.children, 0, open, new ArrayList<>());
        }
        return places;
    }

    private static int size(Node start) {
        int size = 0;
        List<Node> open = new ArrayList<>(List.of(start));
        while (!open.isEmpty() && size < Steps.MOST) {
            size++;
            open.addAll(open.remove(open.size() - 1).children);
        }
        return size;
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
        if (siblings.isEmpty()) {
            return List.of();
        }
        List<Node> ordered = new ArrayList<>(siblings.size());
        int stretch = 0;
        long stretchEnd = 0;
        for (Span span : siblings) {
            if (span.startEpochNanos() == 0 || span.startEpochNanos() >= stretchEnd) {
                sortStretch(ordered, stretch);
                stretch = ordered.size();
            }
            ordered.add(node(nodes, span));
            stretchEnd = Math.max(stretchEnd, span.startEpochNanos() == 0 ? 0 : span.endEpochNanos());
        }
        sortStretch(ordered, stretch);
        return ordered;
    }

    private static void sortStretch(List<Node> ordered, int from) {
        if (ordered.size() - from < 2) {
            return;
        }
        List<Node> stretch = ordered.subList(from, ordered.size());
        stretch.sort(BY_LABEL);
        for (int i = 1; i < stretch.size(); i++) {
            stretch.set(i, stretch.get(i).alongside());
        }
    }

    /** Each node is compared with at most four times four earlier ones, so the cost is linear. */
    private List<Node> withoutLoops(List<Node> nodes) {
        if (nodes.size() < 2) {
            return nodes;
        }
        List<Node> kept = new ArrayList<>(nodes.size());
        for (Node node : nodes) {
            kept.add(node);
            for (int period = 1; period <= LONGEST_PERIOD; period++) {
                if (endsInRepeat(kept, period)) {
                    List<Node> again = kept.subList(kept.size() - period, kept.size());
                    boolean inTurn = again.stream().allMatch(Node::inTurn);
                    again.clear();
                    if (inTurn) {
                        repeated(kept, period);
                    }
                    break;
                }
            }
        }
        return kept;
    }

    private void repeated(List<Node> kept, int period) {
        Node first = kept.get(kept.size() - period);
        for (Repeat repeat : repeats) {
            if (repeat.first == first && repeat.period == period) {
                repeat.times++;
                return;
            }
        }
        Repeat repeat = new Repeat(first, kept.get(kept.size() - 1), period);
        repeat.times = 1;
        if (repeats.size() < MOST_LOOPS) {
            repeats.add(repeat);
        }
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

    private static void pushReversed(List<Node> nodes, int depth, List<Node> open, List<Integer> depths) {
        for (int i = nodes.size() - 1; i >= 0; i--) {
            open.add(nodes.get(i));
            depths.add(depth);
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
