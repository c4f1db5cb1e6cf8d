package dev.arceval.core.report;

import dev.arceval.eval.StepGraph;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Draws the frequent part of a graph in layers, from start to end. Ways are as thick as they are frequent and red as far as the
 * runs on them fail; ways back bend to the side.
 *
 * <p>A step's layer is the longest way to it that does not go back, ways being taken from those near the start on, of these
 * from the most frequent on, and left out where they would close a circle: what a step calls stands below it, though it returns. Within a layer steps stand where those before them do on average. Source: K. Sugiyama,
 * S. Tagawa, M. Toda, IEEE Trans. SMC 11 (1981).
 */
public final class GraphDrawing {

    private static final int WIDTH = 168;
    private static final int HEIGHT = 40;
    private static final int GAP_X = 36;
    private static final int GAP_Y = 56;
    private static final int MARGIN = 40;
    private static final int LABEL = 22;
    private static final double MANY = .5;
    private static final double[] NOWHERE = {0, 0};

    private static final String STYLE =
            "<style>.node{fill:#f5f7f9;stroke:#5a6675}.node.fails{stroke:#b3261e;stroke-width:2}"
                    + ".way{fill:none;stroke:#5a6675}.way.fails{stroke:#b3261e}.head{fill:#5a6675}"
                    + "text{font:12px system-ui,sans-serif;fill:#1c2430;text-anchor:middle}.count{fill:#5a6675;font-size:11px}"
                    + "</style>";

    private final FrequentPart part;
    private final Map<String, Integer> layers = new HashMap<>();
    private final Map<String, double[]> places = new HashMap<>();
    private double right;
    private double bottom;

    private GraphDrawing(FrequentPart part) {
        this.part = part;
        layer();
        place();
    }

    /** Returns a file of its own. */
    public static String file(StepGraph graph) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + new GraphDrawing(FrequentPart.of(graph)).draw(" xmlns=\"http://www.w3.org/2000/svg\"", STYLE);
    }

    /** Returns an element for a page whose style sheet knows the classes. */
    static String of(StepGraph graph) {
        return new GraphDrawing(FrequentPart.of(graph)).draw("", "");
    }

    private void layer() {
        List<StepGraph.Edge> forward = new ArrayList<>();
        Map<String, Set<String>> after = new HashMap<>();
        Map<String, Integer> steps = stepsFromStart();
        List<StepGraph.Edge> nearFirst = part.edges().stream()
                .sorted(Comparator.comparingInt(edge -> steps.getOrDefault(edge.from(), Integer.MAX_VALUE)))
                .toList();
        for (StepGraph.Edge edge : nearFirst) {
            if (!edge.from().equals(edge.to()) && !reaches(edge.to(), edge.from(), after)) {
                forward.add(edge);
                after.computeIfAbsent(edge.from(), id -> new HashSet<>()).add(edge.to());
            }
        }
        part.nodes().forEach(node -> layers.put(node.id(), node.id().equals(StepGraph.START) ? 0 : 1));
        boolean moved = true;
        while (moved) {
            moved = false;
            for (StepGraph.Edge edge : forward) {
                int least = layerOf(edge.from()) + 1;
                if (layerOf(edge.to()) < least) {
                    layers.put(edge.to(), least);
                    moved = true;
                }
            }
        }
        int last = layers.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        layers.put(StepGraph.END, Math.max(last, layerOf(StepGraph.END)));
    }

    /** How many ways lie between the start and each step, at least. */
    private Map<String, Integer> stepsFromStart() {
        Map<String, Integer> steps = new HashMap<>(Map.of(StepGraph.START, 0));
        List<String> open = new ArrayList<>(List.of(StepGraph.START));
        for (int at = 0; at < open.size(); at++) {
            String from = open.get(at);
            int next = steps.getOrDefault(from, 0) + 1;
            for (StepGraph.Edge edge : part.edges()) {
                if (edge.from().equals(from) && steps.putIfAbsent(edge.to(), next) == null) {
                    open.add(edge.to());
                }
            }
        }
        return steps;
    }

    private int layerOf(String id) {
        return layers.getOrDefault(id, 0);
    }

    private double[] placeOf(String id) {
        return places.getOrDefault(id, NOWHERE);
    }

    private static boolean reaches(String from, String to, Map<String, Set<String>> after) {
        List<String> open = new ArrayList<>(List.of(from));
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            String at = open.remove(open.size() - 1);
            if (at.equals(to)) {
                return true;
            }
            if (seen.add(at)) {
                open.addAll(after.getOrDefault(at, Set.of()));
            }
        }
        return false;
    }

    private void place() {
        TreeMap<Integer, List<StepGraph.Node>> rows = new TreeMap<>();
        part.nodes()
                .forEach(node -> rows.computeIfAbsent(layerOf(node.id()), row -> new ArrayList<>())
                        .add(node));
        int widest = rows.values().stream().mapToInt(List::size).max().orElse(1);
        double middle = MARGIN + (widest * (WIDTH + GAP_X) - GAP_X) / 2.0;
        int number = 0;
        for (List<StepGraph.Node> row : rows.values()) {
            row.sort(Comparator.comparingDouble((StepGraph.Node node) -> wanted(node.id(), middle))
                    .thenComparing(StepGraph.Node::id));
            double x = middle - (row.size() * (WIDTH + GAP_X) - GAP_X) / 2.0;
            double y = MARGIN / 2.0 + number++ * (double) (HEIGHT + GAP_Y);
            for (StepGraph.Node node : row) {
                places.put(node.id(), new double[] {x, y});
                x += WIDTH + GAP_X;
            }
            bottom = y + HEIGHT + MARGIN;
        }
        right = 2 * middle + MARGIN;
    }

    /** Where the steps before this one stand on average. */
    private double wanted(String id, double middle) {
        return part.edges().stream()
                .filter(edge -> edge.to().equals(id) && places.containsKey(edge.from()))
                .mapToDouble(edge -> placeOf(edge.from())[0])
                .average()
                .orElse(middle);
    }

    private String draw(String attributes, String style) {
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg%s class=\"graph\" viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\" height=\"%.0f\" role=\"img\">%s\n",
                attributes,
                right,
                bottom,
                right,
                bottom,
                style));
        svg.append("<title>Steps and what follows them</title>\n");
        long most = part.edges().stream().mapToLong(StepGraph.Edge::runs).max().orElse(1);
        part.edges().forEach(edge -> way(svg, edge, most));
        part.nodes().forEach(node -> node(svg, node));
        if (part.leftOut() > 0) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text class=\"count\" x=\"%.0f\" y=\"%.0f\">%s</text>",
                    right / 2,
                    bottom - 8,
                    Markup.escape(part.remark())));
        }
        return svg.append("</svg>\n").toString();
    }

    private void node(StringBuilder svg, StepGraph.Node node) {
        double[] at = placeOf(node.id());
        boolean end = node.id().equals(StepGraph.START) || node.id().equals(StepGraph.END);
        svg.append(String.format(
                Locale.ROOT,
                "<g><title>%s</title><rect class=\"node%s\" x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%d\" rx=\"%d\"/>",
                Markup.escape(node.label()),
                !end && node.failures() > MANY * node.runs() ? " fails" : "",
                at[0],
                at[1],
                WIDTH,
                HEIGHT,
                end ? HEIGHT / 2 : 4));
        text(svg, "", at[0] + WIDTH / 2.0, at[1] + (end ? 24 : 17), Printable.line(bare(node.label()), LABEL));
        if (!end) {
            String errors = node.errors() == 0 ? "" : ", " + Figures.count(node.errors()) + " broke";
            text(svg, "count", at[0] + WIDTH / 2.0, at[1] + 32, Figures.count(node.runs(), "run") + errors);
        }
        svg.append("</g>\n");
    }

    private static String bare(String label) {
        return label.startsWith("execute_tool ") ? label.substring("execute_tool ".length()) : label;
    }

    private void way(StringBuilder svg, StepGraph.Edge edge, long most) {
        double[] from = placeOf(edge.from());
        double[] to = placeOf(edge.to());
        boolean back = layerOf(edge.to()) <= layerOf(edge.from());
        double x1 = from[0] + (back ? WIDTH : WIDTH / 2.0);
        double y1 = from[1] + (back ? HEIGHT * .4 : HEIGHT);
        double x2 = to[0] + (back ? WIDTH : WIDTH / 2.0);
        double y2 = to[1] + (back ? HEIGHT * .6 : 0);
        double bend = Math.max(x1, x2) + GAP_X;
        String curve = back
                ? String.format(Locale.ROOT, "C%.1f %.1f %.1f %.1f", bend, y1, bend, y2)
                : String.format(Locale.ROOT, "C%.1f %.1f %.1f %.1f", x1, y1 + GAP_Y / 2.0, x2, y2 - GAP_Y / 2.0);
        svg.append(String.format(
                Locale.ROOT,
                "<path class=\"way%s\" stroke-width=\"%.1f\" d=\"M%.1f %.1f%s %.1f %.1f\"><title>%s</title></path>",
                edge.failures() > MANY * edge.runs() ? " fails" : "",
                1 + 4.0 * edge.runs() / most,
                x1,
                y1,
                curve,
                x2,
                y2,
                Markup.escape(Figures.count(edge.runs(), "run") + ", " + Figures.count(edge.failures()) + " failed")));
        svg.append(String.format(
                Locale.ROOT,
                back
                        ? "<path class=\"head\" d=\"M%.1f %.1fl7 -4v8z\"/>"
                        : "<path class=\"head\" d=\"M%.1f %.1fl-4 -7h8z\"/>",
                x2,
                y2));
        text(svg, "count", back ? bend - GAP_X / 4.0 : (x1 + x2) / 2 + 10, (y1 + y2) / 2, Figures.count(edge.runs()));
        svg.append('\n');
    }

    private static void text(StringBuilder svg, String style, double x, double y, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<text%s x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>",
                style.isEmpty() ? "" : " class=\"" + style + "\"",
                x,
                y,
                Markup.escape(text)));
    }
}
