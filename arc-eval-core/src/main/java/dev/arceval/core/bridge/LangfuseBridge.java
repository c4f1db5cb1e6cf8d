package dev.arceval.core.bridge;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Dataset items of Langfuse as JSON Lines. */
final class LangfuseBridge implements Bridge {

    @Override
    public Set<Place> places() {
        return EnumSet.of(Place.ANSWER, Place.ANYTHING);
    }

    @Override
    public String write(String name, List<Entry> entries) {
        return Nodes.lines(entries, LangfuseBridge::line);
    }

    @Override
    public List<Entry> read(String text, Skipped skipped) {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode line : Nodes.values(text, skipped)) {
            JsonNode metadata = Nodes.field(line, "metadata");
            String input = Nodes.text(line, "input");
            if ("ARCHIVED".equals(Nodes.text(line, "status"))) {
                skipped.note("archived items");
                continue;
            }
            Nodes.add(
                    entries,
                    skipped,
                    Nodes.text(line, "id"),
                    input,
                    id -> new Entry(
                            id,
                            String.valueOf(input),
                            Nodes.text(line, "expectedOutput", "expected_output"),
                            List.of(),
                            List.of(),
                            Nodes.text(line, "sourceTraceId", "source_trace_id"),
                            Nodes.whole(metadata)));
        }
        return entries;
    }

    private static ObjectNode line(Entry entry) {
        ObjectNode line = Nodes.object();
        line.put("id", entry.id());
        line.put("status", "ACTIVE");
        line.put("input", entry.input());
        Nodes.put(line, "expectedOutput", entry.answer());
        line.set("metadata", Nodes.metadata(entry));
        Nodes.put(line, "sourceTraceId", entry.traceId());
        return line;
    }
}
