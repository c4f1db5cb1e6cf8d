package dev.arceval.core.bridge;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Rows of OpenAI Evals as JSON Lines: {@code item} with fields of our own; the older {@code input} and {@code ideal} are read too. */
final class OpenAiEvalsBridge implements Bridge {

    @Override
    public Set<Place> places() {
        return EnumSet.of(Place.ANSWER, Place.ANYTHING);
    }

    @Override
    public String write(String name, List<Entry> entries) {
        return Nodes.lines(entries, OpenAiEvalsBridge::line);
    }

    @Override
    public List<Entry> read(String text, Skipped skipped) {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode line : Nodes.values(text, skipped)) {
            JsonNode item = Nodes.field(line, "item");
            JsonNode row = item == null ? line : item;
            String input = input(row);
            Nodes.add(
                    entries,
                    skipped,
                    Nodes.text(row, "id"),
                    input,
                    id -> new Entry(
                            id,
                            String.valueOf(input),
                            answer(row),
                            List.of(),
                            List.of(),
                            Nodes.text(row, "trace_id"),
                            Nodes.whole(row)));
        }
        return entries;
    }

    /** Of messages, what the user said last. */
    private static @Nullable String input(JsonNode row) {
        JsonNode input = Nodes.field(row, "input", "question", "prompt");
        if (input == null || !input.isArray()) {
            return Nodes.textOf(input);
        }
        String said = null;
        for (JsonNode message : input) {
            if ("user".equals(Nodes.text(message, "role"))) {
                said = Nodes.text(message, "content");
            }
        }
        return said;
    }

    /** Of several ideal answers the first. */
    private static @Nullable String answer(JsonNode row) {
        JsonNode ideal = Nodes.field(row, "expected", "ideal", "reference");
        return ideal != null && ideal.isArray() ? Nodes.textOf(ideal.get(0)) : Nodes.textOf(ideal);
    }

    private static ObjectNode line(Entry entry) {
        ObjectNode line = Nodes.object();
        ObjectNode item = line.putObject("item");
        item.put("id", entry.id());
        item.put("input", entry.input());
        Nodes.put(item, "expected", entry.answer());
        item.setAll(Nodes.metadata(entry));
        return line;
    }
}
