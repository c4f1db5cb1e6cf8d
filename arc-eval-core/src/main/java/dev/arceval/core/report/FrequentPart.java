package dev.arceval.core.report;

import dev.arceval.eval.StepGraph;
import dev.arceval.trace.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * As much of a graph as a person can read: the most frequent steps, start and end, and the most frequent ways between them.
 *
 * @param leftOut how many steps and ways are not shown
 */
record FrequentPart(List<StepGraph.Node> nodes, List<StepGraph.Edge> edges, int leftOut) {

    private static final int MOST_NODES = 24;
    private static final int MOST_EDGES = 48;

    static FrequentPart of(StepGraph graph) {
        List<StepGraph.Node> nodes =
                withEnds(graph).stream().limit(MOST_NODES + 2L).toList();
        Set<String> ids = new HashSet<>();
        nodes.forEach(node -> ids.add(node.id()));
        List<StepGraph.Edge> edges = graph.edges().stream()
                .filter(edge -> ids.contains(edge.from()) && ids.contains(edge.to()))
                .limit(MOST_EDGES)
                .toList();
        int left = graph.nodes().size() + 2 - nodes.size() + graph.edges().size() - edges.size();
        return new FrequentPart(nodes, edges, left);
    }

    /** Returns start and end, then the steps. */
    static List<StepGraph.Node> withEnds(StepGraph graph) {
        List<StepGraph.Node> nodes = new ArrayList<>();
        nodes.add(end(StepGraph.START, graph));
        nodes.add(end(StepGraph.END, graph));
        nodes.addAll(graph.nodes());
        return nodes;
    }

    String remark() {
        return Figures.count(leftOut) + " rarer steps and ways are left out.";
    }

    private static StepGraph.Node end(String id, StepGraph graph) {
        long runs = graph.nodes().stream().mapToLong(StepGraph.Node::runs).max().orElse(0);
        return new StepGraph.Node(id, id, Span.Kind.OTHER, runs, 0, 0);
    }
}
