package dev.arceval.core.bridge;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A dataset of Dokimos: {@code name} and {@code examples}. */
final class DokimosBridge implements Bridge {

    @Override
    public Set<Place> places() {
        return EnumSet.of(Place.ANSWER, Place.ANYTHING);
    }

    @Override
    public String write(String name, List<Entry> entries) {
        ObjectNode dataset = Nodes.object().put("name", name);
        ArrayNode examples = dataset.putArray("examples");
        for (Entry entry : entries) {
            ObjectNode example = examples.addObject();
            example.put("id", entry.id());
            example.putObject("inputs").put("input", entry.input());
            ObjectNode outputs = example.putObject("expectedOutputs");
            Nodes.put(outputs, "output", entry.answer());
            example.set("metadata", Nodes.metadata(entry));
        }
        return Nodes.pretty(dataset);
    }

    @Override
    public List<Entry> read(String text, Skipped skipped) {
        List<Entry> entries = new ArrayList<>();
        JsonNode examples = Nodes.field(Nodes.parse(text), "examples");
        if (examples == null) {
            skipped.note("no examples");
            return entries;
        }
        for (JsonNode example : examples) {
            JsonNode metadata = Nodes.field(example, "metadata");
            String input = Nodes.text(example, "inputs", "input");
            JsonNode output = Nodes.field(example, "expectedOutputs", "expectedOutput");
            Nodes.add(
                    entries,
                    skipped,
                    Nodes.text(example, "id"),
                    input,
                    id -> new Entry(
                            id,
                            String.valueOf(input),
                            output != null && output.isObject() && output.isEmpty() ? null : Nodes.textOf(output),
                            List.of(),
                            List.of(),
                            Nodes.text(metadata, "trace_id"),
                            Nodes.whole(metadata)));
        }
        return entries;
    }
}
