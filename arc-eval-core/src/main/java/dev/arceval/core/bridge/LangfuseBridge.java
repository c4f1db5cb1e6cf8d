package dev.arceval.core.bridge;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Dataset items of Langfuse as JSON Lines, each a request that makes one. An item's id is unique within a project whatever
 * its dataset, so that a case in two datasets needs two.
 */
final class LangfuseBridge implements Bridge {

    private static final int MAX_ID = 255;

    @Override
    public Set<Place> places() {
        return EnumSet.of(Place.ANSWER, Place.ANYTHING);
    }

    @Override
    public String write(String name, List<Entry> entries) {
        return Nodes.lines(entries, entry -> line(name, entry));
    }

    @Override
    public List<Entry> read(String text, Skipped skipped) {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode line : Nodes.values(text, skipped)) {
            JsonNode metadata = Nodes.field(line, "metadata");
            String input = Nodes.text(line, "input");
            String id = Nodes.text(metadata, "case_id");
            if ("ARCHIVED".equals(Nodes.text(line, "status"))) {
                skipped.note("archived items");
                continue;
            }
            Nodes.add(
                    entries,
                    skipped,
                    id == null ? Nodes.text(line, "id") : id,
                    input,
                    named -> new Entry(
                            named,
                            String.valueOf(input),
                            Nodes.text(line, "expectedOutput", "expected_output"),
                            List.of(),
                            List.of(),
                            Nodes.text(line, "sourceTraceId", "source_trace_id"),
                            Nodes.whole(metadata)));
        }
        return entries;
    }

    private static ObjectNode line(String name, Entry entry) {
        ObjectNode line = Nodes.object().put("datasetName", name);
        String id = name + ":" + entry.id();
        if (id.length() <= MAX_ID) {
            line.put("id", id);
        }
        line.put("status", "ACTIVE");
        line.put("input", entry.input());
        Nodes.put(line, "expectedOutput", entry.answer());
        line.set("metadata", Nodes.metadata(entry).put("case_id", entry.id()));
        Nodes.put(line, "sourceTraceId", entry.traceId());
        return line;
    }
}
