package dev.arceval.core.report;

import dev.arceval.eval.StepGraph;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The graph of steps for other programs. */
public final class GraphFiles {

    private static final int LONGEST_LABEL = 60;

    private GraphFiles() {}

    /** Returns {@code {"nodes":[...],"edges":[...]}}. */
    public static String json(StepGraph graph) {
        return JsonReports.write(PatternJson.of(graph));
    }

    /** Returns GraphML with the counts as attributes. */
    public static String graphMl(StepGraph graph) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append("<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n");
        key(xml, "node", "label", "string");
        key(xml, "node", "kind", "string");
        for (String name : new String[] {"runs", "failures", "errors"}) {
            key(xml, "node", name, "long");
        }
        key(xml, "edge", "edgeRuns", "long");
        key(xml, "edge", "edgeFailures", "long");
        xml.append("  <graph id=\"steps\" edgedefault=\"directed\">\n");
        for (StepGraph.Node node : shown(graph)) {
            xml.append("    <node id=\"").append(Markup.escape(node.id())).append("\">");
            value(xml, "label", Markup.escape(node.label()));
            value(xml, "kind", node.kind().name().toLowerCase(Locale.ROOT));
            value(xml, "runs", node.runs());
            value(xml, "failures", node.failures());
            value(xml, "errors", node.errors());
            xml.append("</node>\n");
        }
        for (StepGraph.Edge edge : graph.edges()) {
            xml.append("    <edge source=\"")
                    .append(Markup.escape(edge.from()))
                    .append("\" target=\"")
                    .append(Markup.escape(edge.to()))
                    .append("\">");
            value(xml, "edgeRuns", edge.runs());
            value(xml, "edgeFailures", edge.failures());
            xml.append("</edge>\n");
        }
        return xml.append("  </graph>\n</graphml>\n").toString();
    }

    /** Returns a Mermaid flow chart of the most frequent part. */
    public static String mermaid(StepGraph graph) {
        FrequentPart part = FrequentPart.of(graph);
        StringBuilder text = new StringBuilder("flowchart TD\n");
        Map<String, String> names = new LinkedHashMap<>();
        for (StepGraph.Node node : part.nodes()) {
            String name = "s" + names.size();
            names.put(node.id(), name);
            boolean end = node.id().equals(StepGraph.START) || node.id().equals(StepGraph.END);
            text.append("  ")
                    .append(name)
                    .append(end ? "([\"" : "[\"")
                    .append(plain(node.label()))
                    .append(end ? "" : "<br/>" + Figures.count(node.runs(), "run"))
                    .append(end ? "\"])\n" : "\"]\n");
        }
        for (StepGraph.Edge edge : part.edges()) {
            text.append("  ")
                    .append(names.get(edge.from()))
                    .append(" -->|")
                    .append(edge.runs())
                    .append("| ")
                    .append(names.get(edge.to()))
                    .append('\n');
        }
        return part.leftOut() == 0
                ? text.toString()
                : text.append("  %% ").append(part.remark()).append('\n').toString();
    }

    private static Iterable<StepGraph.Node> shown(StepGraph graph) {
        return FrequentPart.withEnds(graph);
    }

    /** Mermaid has no escape but the codes of characters. */
    private static String plain(String label) {
        StringBuilder safe = new StringBuilder();
        for (char c : Printable.line(label, LONGEST_LABEL).toCharArray()) {
            boolean harmless = Character.isLetterOrDigit(c) || " _-.:/".indexOf(c) >= 0;
            safe.append(harmless ? String.valueOf(c) : "#" + (int) c + ";");
        }
        return safe.toString();
    }

    private static void key(StringBuilder xml, String of, String name, String type) {
        xml.append("  <key id=\"")
                .append(name)
                .append("\" for=\"")
                .append(of)
                .append("\" attr.name=\"")
                .append(name)
                .append("\" attr.type=\"")
                .append(type)
                .append("\"/>\n");
    }

    private static void value(StringBuilder xml, String key, Object value) {
        xml.append("<data key=\"").append(key).append("\">").append(value).append("</data>");
    }
}
