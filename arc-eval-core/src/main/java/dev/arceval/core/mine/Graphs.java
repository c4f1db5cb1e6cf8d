package dev.arceval.core.mine;

import dev.arceval.eval.PatternReport.ToolPair;
import dev.arceval.eval.StepGraph;
import dev.arceval.trace.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which step follows which, and which tools go together: sums over structures, so no run is looked at again. */
final class Graphs {

    private static final int MOST_PAIRS = 100;
    private static final int MOST_EDGES = 2_000;

    private static final Token START = new Token(Span.Kind.OTHER, StepGraph.START, null, Hash.of("graph start"));
    private static final Token END = new Token(Span.Kind.OTHER, StepGraph.END, null, Hash.of("graph end"));

    private final Structures structures;
    private final Map<Token, long[]> nodes = new TreeMap<>(Comparator.comparingLong(Token::hash));
    private final Map<Edge, long[]> edges = new TreeMap<>();

    private record Edge(Token from, Token to) implements Comparable<Edge> {
        @Override
        public int compareTo(Edge other) {
            int order = Long.compare(from.hash(), other.from.hash());
            return order != 0 ? order : Long.compare(to.hash(), other.to.hash());
        }
    }

    private Graphs(Structures structures) {
        this.structures = structures;
    }

    static StepGraph stepGraph(Structures structures) {
        Graphs graph = new Graphs(structures);
        for (int i = 0; i < structures.count(); i++) {
            graph.add(structures.state(i));
        }
        return graph.toApi();
    }

    /** Returns the pairs used together most often. */
    static List<ToolPair> toolPairs(Structures structures) {
        Map<String, Long> single = new TreeMap<>();
        Map<List<String>, long[]> both = new TreeMap<>(
                Comparator.comparing((List<String> pair) -> pair.get(0)).thenComparing(pair -> pair.get(1)));
        long runs = 0;
        for (int i = 0; i < structures.count(); i++) {
            PatternState state = structures.state(i);
            runs += state.runs();
            List<String> tools = new ArrayList<>(new TreeSet<>(structures.tools(state.steps())));
            for (int one = 0; one < tools.size(); one++) {
                single.merge(tools.get(one), state.runs(), Long::sum);
                for (int other = one + 1; other < tools.size(); other++) {
                    long[] counts =
                            both.computeIfAbsent(List.of(tools.get(one), tools.get(other)), pair -> new long[2]);
                    counts[0] += state.runs();
                    counts[1] += state.failures();
                }
            }
        }
        List<ToolPair> pairs = new ArrayList<>();
        for (Map.Entry<List<String>, long[]> entry : both.entrySet()) {
            String one = entry.getKey().get(0);
            String other = entry.getKey().get(1);
            double expected = (double) single.getOrDefault(one, 0L) * single.getOrDefault(other, 0L) / runs;
            pairs.add(
                    new ToolPair(one, other, entry.getValue()[0], entry.getValue()[1], entry.getValue()[0] / expected));
        }
        return pairs.stream()
                .sorted(Comparator.comparingLong(ToolPair::runs)
                        .reversed()
                        .thenComparing(ToolPair::one)
                        .thenComparing(ToolPair::two))
                .limit(MOST_PAIRS)
                .toList();
    }

    private void add(PatternState state) {
        Set<Token> tokens = new TreeSet<>(Comparator.comparingLong(Token::hash));
        for (int step : state.steps()) {
            tokens.add(structures.token(step));
        }
        for (Token token : tokens) {
            long[] counts = count(nodes, token, state.runs(), state.failures());
            counts[2] += state.failingInFailures().count(token.hash())
                    + state.failingInSuccesses().count(token.hash());
        }
        Set<Edge> taken = new HashSet<>();
        Set<Token> last = siblings(state.steps(), 0, state.steps().length, Set.of(START), taken);
        last.forEach(token -> taken.add(new Edge(token, END)));
        taken.forEach(edge -> count(edges, edge, state.runs(), state.failures()));
        addLoops(state, taken);
    }

    /** The way back from the end of a loop to its start; which of the repeated runs failed is not known. */
    private void addLoops(PatternState state, Set<Edge> taken) {
        for (long place : state.loopRuns().keys()) {
            int first = PatternState.loopFirst(place);
            int end = Math.min(state.steps().length, PatternState.loopEnd(place));
            if (end > first) {
                Edge back = new Edge(structures.token(state.steps()[end - 1]), structures.token(state.steps()[first]));
                if (!taken.contains(back)) {
                    long runs = state.loopRuns().count(place);
                    count(edges, back, runs, Math.round((double) runs * state.failures() / state.runs()));
                }
            }
        }
    }

    /** Walks over siblings and what is below them; returns the steps after which the next one starts. */
    private Set<Token> siblings(int[] steps, int from, int to, Set<Token> before, Set<Edge> taken) {
        Set<Token> entry = before;
        Set<Token> exits = before;
        int at = from;
        while (at < to) {
            if (!Steps.parallel(steps[at])) {
                entry = exits;
                exits = Set.of();
            }
            Token token = structures.token(steps[at]);
            entry.forEach(earlier -> taken.add(new Edge(earlier, token)));
            int end = Math.min(to, Steps.end(steps, at));
            Set<Token> after = new HashSet<>(exits);
            after.addAll(siblings(steps, at + 1, end, Set.of(token), taken));
            exits = after;
            at = end;
        }
        return exits;
    }

    private static <K> long[] count(Map<K, long[]> counts, K key, long runs, long failures) {
        long[] count = counts.computeIfAbsent(key, fresh -> new long[3]);
        count[0] += runs;
        count[1] += failures;
        return count;
    }

    private StepGraph toApi() {
        List<StepGraph.Node> shown = new ArrayList<>();
        nodes.forEach((token, counts) ->
                shown.add(new StepGraph.Node(id(token), token.label(), token.kind(), counts[0], counts[1], counts[2])));
        shown.sort(Comparator.comparingLong(StepGraph.Node::runs).reversed().thenComparing(StepGraph.Node::id));
        List<StepGraph.Edge> ways = new ArrayList<>();
        edges.forEach((edge, counts) -> ways.add(new StepGraph.Edge(id(edge.from), id(edge.to), counts[0], counts[1])));
        ways.sort(Comparator.comparingLong(StepGraph.Edge::runs)
                .reversed()
                .thenComparing(StepGraph.Edge::from)
                .thenComparing(StepGraph.Edge::to));
        return new StepGraph(shown, ways.subList(0, Math.min(MOST_EDGES, ways.size())));
    }

    private static String id(Token token) {
        return token.hash() == START.hash()
                ? StepGraph.START
                : token.hash() == END.hash() ? StepGraph.END : Signature.id(token.hash());
    }
}
