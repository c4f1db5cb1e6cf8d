package dev.arceval.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.eval.StepGraph;
import dev.arceval.eval.StepGraph.Edge;
import dev.arceval.eval.StepGraph.Node;
import dev.arceval.trace.Span;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import tools.jackson.databind.json.JsonMapper;

class GraphReportsTest {

    private static final String HOSTILE = "]]><script>\"'|&#; --> %%\u0000\u202e";

    private static final StepGraph GRAPH = new StepGraph(
            List.of(
                    new Node("00000000000000a1", HOSTILE, Span.Kind.TOOL, 10, 9, 3),
                    new Node("00000000000000b2", "chat", Span.Kind.LLM, 8, 0, 0)),
            List.of(
                    new Edge(StepGraph.START, "00000000000000a1", 10, 9),
                    new Edge("00000000000000a1", "00000000000000b2", 8, 0),
                    new Edge("00000000000000b2", "00000000000000a1", 3, 2),
                    new Edge("00000000000000b2", StepGraph.END, 8, 0)));

    @Test
    void graphMlHoldsEveryStepAndWay_whateverTheyAreCalled() throws Exception {
        Document document = parse(GraphFiles.graphMl(GRAPH));

        assertThat(document.getElementsByTagName("node").getLength()).isEqualTo(4);
        assertThat(document.getElementsByTagName("edge").getLength()).isEqualTo(4);
        assertThat(document.getDocumentElement().getTextContent()).contains("]]><script>");
    }

    @Test
    void drawingIsOneSvgWithoutScript() throws Exception {
        Document document = parse(GraphDrawing.file(GRAPH));

        assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(4);
        assertThat(document.getElementsByTagName("script").getLength()).isZero();
    }

    @Test
    void mermaidHoldsNothingThatEndsALabel() {
        String mermaid = GraphFiles.mermaid(GRAPH);

        assertThat(mermaid).startsWith("flowchart TD\n").contains("chat<br/>8 runs", "-->|3|");
        assertThat(mermaid.lines().filter(line -> line.contains("script")))
                .singleElement()
                .satisfies(line -> assertThat(line.replaceAll("^ *s[0-9]+\\[\"|\"\\]$", ""))
                        .doesNotContain("\"", "|"));
    }

    @Test
    void jsonIsTheWholeGraph() {
        assertThat(new JsonMapper()
                        .readTree(GraphFiles.json(GRAPH))
                        .at("/edges")
                        .size())
                .isEqualTo(4);
    }

    @Test
    void drawingOfALargeGraphSaysWhatItLeavesOut() throws Exception {
        List<Node> nodes = new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            nodes.add(new Node("step" + i, "step " + i, Span.Kind.TOOL, 200 - i, 0, 0));
            edges.add(new Edge(i == 0 ? StepGraph.START : "step" + (i - 1), "step" + i, 200 - i, 0));
        }
        String drawing = GraphDrawing.file(new StepGraph(nodes, edges));

        parse(drawing);
        assertThat(drawing).contains("rarer steps and ways are left out");
        assertThat(GraphFiles.graphMl(new StepGraph(nodes, edges))).contains("step99");
    }

    /** Several tools called at once come back more often than each is called: the way back is more frequent. */
    @Test
    void whatAStepCallsStandsBelowIt_thoughItReturnsMoreOften() throws Exception {
        List<Node> nodes = List.of(
                new Node("chat", "chat", Span.Kind.LLM, 10, 0, 0),
                new Node("find", "find", Span.Kind.TOOL, 9, 0, 0),
                new Node("read", "read", Span.Kind.TOOL, 8, 0, 0));
        List<Edge> edges = List.of(
                new Edge("find", "chat", 12, 0),
                new Edge("read", "chat", 11, 0),
                new Edge(StepGraph.START, "chat", 10, 0),
                new Edge("chat", StepGraph.END, 10, 0),
                new Edge("chat", "find", 9, 0),
                new Edge("chat", "read", 8, 0));

        NodeList boxes = parse(GraphDrawing.file(new StepGraph(nodes, edges))).getElementsByTagName("g");
        Map<String, Double> y = new HashMap<>();
        for (int i = 0; i < boxes.getLength(); i++) {
            Element box = (Element) boxes.item(i);
            Element rectangle = (Element) box.getElementsByTagName("rect").item(0);
            y.put(
                    box.getElementsByTagName("title").item(0).getTextContent(),
                    Double.valueOf(rectangle.getAttribute("y")));
        }

        assertThat(y.get("find")).isEqualTo(y.get("read")).isGreaterThan(y.get("chat"));
    }

    @Test
    void emptyGraphIsDrawn() throws Exception {
        parse(GraphDrawing.file(new StepGraph(List.of(), List.of())));
        parse(GraphFiles.graphMl(new StepGraph(List.of(), List.of())));
    }

    private static Document parse(String xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }
}
