package dev.arceval.core.bridge;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Rows of an MLflow evaluation dataset as JSON Lines: {@code inputs}, {@code expectations}, {@code tags}, {@code source}. */
final class MlflowBridge implements Bridge {

    @Override
    public Set<Place> places() {
        return EnumSet.of(Place.ANSWER, Place.FACTS, Place.ANYTHING);
    }

    @Override
    public String write(String name, List<Entry> entries) {
        return Nodes.lines(entries, MlflowBridge::line);
    }

    @Override
    public List<Entry> read(String text, Skipped skipped) {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode line : Nodes.values(text, skipped)) {
            JsonNode expectations = Nodes.field(line, "expectations");
            JsonNode tags = Nodes.field(line, "tags");
            String input = Nodes.text(line, "inputs");
            Nodes.add(
                    entries,
                    skipped,
                    Nodes.text(tags, "case_id"),
                    input,
                    id -> new Entry(
                            id,
                            String.valueOf(input),
                            Nodes.text(expectations, "expected_response"),
                            Nodes.texts(Nodes.field(expectations, "expected_facts")),
                            List.of(),
                            Nodes.text(Nodes.field(Nodes.field(line, "source"), "source_data"), "trace_id"),
                            Nodes.whole(tags)));
        }
        return entries;
    }

    private static ObjectNode line(Entry entry) {
        ObjectNode line = Nodes.object();
        line.putObject("inputs").put("input", entry.input());
        ObjectNode expectations = line.putObject("expectations");
        Nodes.put(expectations, "expected_response", entry.answer());
        if (!entry.facts().isEmpty()) {
            ArrayNode facts = expectations.putArray("expected_facts");
            entry.facts().forEach(facts::add);
        }
        ObjectNode tags = line.putObject("tags").put("case_id", entry.id());
        // Values of tags are texts.
        Nodes.put(tags, Nodes.WHOLE, entry.whole());
        if (entry.traceId() != null) {
            line.putObject("source")
                    .put("source_type", "TRACE")
                    .putObject("source_data")
                    .put("trace_id", entry.traceId());
        }
        return line;
    }
}
