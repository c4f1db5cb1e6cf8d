package dev.arceval.eval;

import dev.arceval.trace.Span;
import java.util.List;

/**
 * Which step directly follows which, over all runs: a directly-follows graph.
 *
 * <p>A step's children come before its next sibling. Siblings that overlap in time do not follow each other: each follows what
 * came before them all, and what comes next follows each. Every run goes from {@link #START} to {@link #END}.
 *
 * @param nodes the most frequent first
 * @param edges the most frequent first
 * @since 0.1
 */
public record StepGraph(List<Node> nodes, List<Edge> edges) {

    /** The id of the node before the first step. */
    public static final String START = "start";

    /** The id of the node after the last step. */
    public static final String END = "end";

    public StepGraph {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }

    /**
     * A step.
     *
     * @param id the same in every run and on every machine: 16 hex digits, {@link #START} or {@link #END}
     * @param label what reports show
     * @param kind what kind of step; {@link Span.Kind#OTHER} for start and end
     * @param runs how many runs take it
     * @param failures how many of them failed or were cut short
     * @param errors in how many runs the step itself failed
     */
    public record Node(String id, String label, Span.Kind kind, long runs, long failures, long errors) {}

    /**
     * One step right after another.
     *
     * @param from id of the earlier step
     * @param to id of the later step
     * @param runs how many runs go this way
     * @param failures how many of them failed or were cut short
     */
    public record Edge(String from, String to, long runs, long failures) {}
}
