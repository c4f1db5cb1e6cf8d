package dev.arceval.core.bridge;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The upload of a Phoenix dataset: {@code inputs}, {@code outputs} and {@code metadata} side by side. */
final class PhoenixBridge implements Bridge {

    @Override
    public Set<Place> places() {
        return EnumSet.of(Place.ANSWER, Place.ANYTHING);
    }

    @Override
    public String write(String name, List<Entry> entries) {
        ObjectNode upload = Nodes.object().put("action", "create").put("name", name);
        ArrayNode inputs = upload.putArray("inputs");
        ArrayNode outputs = upload.putArray("outputs");
        ArrayNode metadata = upload.putArray("metadata");
        for (Entry entry : entries) {
            inputs.addObject().put("input", entry.input());
            Nodes.put(outputs.addObject(), "output", entry.answer());
            metadata.add(Nodes.metadata(entry).put("case_id", entry.id()));
        }
        return Nodes.pretty(upload);
    }

    @Override
    public List<Entry> read(String text, Skipped skipped) {
        JsonNode upload = Nodes.parse(text);
        List<Entry> entries = new ArrayList<>();
        JsonNode inputs = Nodes.field(upload, "inputs");
        if (inputs == null) {
            skipped.note("no inputs");
            return entries;
        }
        for (int i = 0; i < inputs.size(); i++) {
            JsonNode output = at(Nodes.field(upload, "outputs"), i);
            JsonNode metadata = at(Nodes.field(upload, "metadata"), i);
            String input = Nodes.textOf(inputs.get(i));
            Nodes.add(
                    entries,
                    skipped,
                    Nodes.text(metadata, "case_id"),
                    input,
                    id -> new Entry(
                            id,
                            String.valueOf(input),
                            output == null || output.isEmpty() ? null : Nodes.textOf(output),
                            List.of(),
                            List.of(),
                            Nodes.text(metadata, "trace_id"),
                            Nodes.whole(metadata)));
        }
        return entries;
    }

    private static @Nullable JsonNode at(@Nullable JsonNode array, int index) {
        return array == null ? null : array.get(index);
    }
}
