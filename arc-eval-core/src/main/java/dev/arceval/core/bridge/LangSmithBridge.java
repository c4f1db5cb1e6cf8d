package dev.arceval.core.bridge;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Examples of LangSmith as JSON Lines: {@code inputs}, {@code outputs}, {@code metadata}. */
final class LangSmithBridge implements Bridge {

    @Override
    public Set<Place> places() {
        return EnumSet.of(Place.ANSWER, Place.ANYTHING);
    }

    @Override
    public String write(String name, List<Entry> entries) {
        return Nodes.lines(entries, LangSmithBridge::line);
    }

    @Override
    public List<Entry> read(String text, Skipped skipped) {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode line : Nodes.values(text, skipped)) {
            JsonNode metadata = Nodes.field(line, "metadata");
            String input = Nodes.text(line, "inputs");
            String id = Nodes.text(metadata, "case_id");
            Nodes.add(
                    entries,
                    skipped,
                    id == null ? Nodes.text(line, "id") : id,
                    input,
                    named -> new Entry(
                            named,
                            String.valueOf(input),
                            answer(line),
                            List.of(),
                            List.of(),
                            Nodes.text(metadata, "trace_id"),
                            Nodes.whole(metadata)));
        }
        return entries;
    }

    /** An empty object stands for no reference output. */
    private static @Nullable String answer(JsonNode line) {
        JsonNode outputs = Nodes.field(line, "outputs");
        return outputs == null || (outputs.isObject() && outputs.isEmpty()) ? null : Nodes.textOf(outputs);
    }

    private static ObjectNode line(Entry entry) {
        ObjectNode line = Nodes.object();
        line.putObject("inputs").put("input", entry.input());
        ObjectNode outputs = line.putObject("outputs");
        Nodes.put(outputs, "output", entry.answer());
        line.set("metadata", Nodes.metadata(entry).put("case_id", entry.id()));
        return line;
    }
}
