package dev.arceval.core.bridge;

import dev.arceval.trace.ToolCall;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Goldens of DeepEval, a list. Read in either spelling. */
final class DeepEvalBridge implements Bridge {

    @Override
    public Set<Place> places() {
        return EnumSet.of(Place.ANSWER, Place.TOOLS, Place.ANYTHING);
    }

    @Override
    public String write(String name, List<Entry> entries) {
        ArrayNode goldens = Nodes.array();
        for (Entry entry : entries) {
            ObjectNode golden = goldens.addObject();
            golden.put("name", entry.id());
            golden.put("input", entry.input());
            Nodes.put(golden, "expected_output", entry.answer());
            if (!entry.tools().isEmpty()) {
                ArrayNode tools = golden.putArray("expected_tools");
                for (ToolCall call : entry.tools()) {
                    ObjectNode tool = tools.addObject().put("name", call.name());
                    tool.set("input_parameters", Nodes.arguments(call));
                    Nodes.put(tool, "output", call.result());
                }
            }
            golden.set("additional_metadata", Nodes.metadata(entry));
        }
        return Nodes.pretty(goldens);
    }

    @Override
    public List<Entry> read(String text, Skipped skipped) {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode golden : Nodes.values(text, skipped)) {
            JsonNode metadata = Nodes.field(golden, "additional_metadata", "additionalMetadata");
            String input = Nodes.text(golden, "input");
            List<ToolCall> tools = new ArrayList<>();
            JsonNode expected = Nodes.field(golden, "expected_tools", "expectedTools");
            if (expected != null) {
                expected.forEach(tool -> tools.add(Nodes.tool(
                        Nodes.text(tool, "name"),
                        Nodes.field(tool, "input_parameters", "inputParameters"),
                        Nodes.field(tool, "output"))));
            }
            Nodes.add(
                    entries,
                    skipped,
                    Nodes.text(golden, "name"),
                    input,
                    id -> new Entry(
                            id,
                            String.valueOf(input),
                            Nodes.text(golden, "expected_output", "expectedOutput"),
                            List.of(),
                            tools,
                            Nodes.text(metadata, "trace_id"),
                            Nodes.whole(metadata)));
        }
        return entries;
    }
}
