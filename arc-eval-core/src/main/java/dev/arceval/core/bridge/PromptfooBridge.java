package dev.arceval.core.bridge;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tests of promptfoo: {@code vars.input}, assertions, metadata. A list, for {@code tests: file://NAME.json}. */
final class PromptfooBridge implements Bridge {

    @Override
    public Set<Place> places() {
        return EnumSet.of(Place.ANSWER, Place.FACTS, Place.ANYTHING);
    }

    @Override
    public String write(String name, List<Entry> entries) {
        ArrayNode tests = Nodes.array();
        for (Entry entry : entries) {
            ObjectNode test = tests.addObject();
            test.put("description", entry.id());
            test.putObject("vars").put("input", entry.input());
            ArrayNode asserts = test.putArray("assert");
            entry.expected()
                    .ifPresent(
                            answer -> asserts.addObject().put("type", "equals").put("value", answer));
            if (!entry.facts().isEmpty()) {
                ArrayNode facts =
                        asserts.addObject().put("type", "icontains-all").putArray("value");
                entry.facts().forEach(facts::add);
            }
            test.set("metadata", Nodes.metadata(entry));
        }
        return Nodes.pretty(tests);
    }

    @Override
    public List<Entry> read(String text, Skipped skipped) {
        JsonNode root = Nodes.parse(text);
        JsonNode tests = root.isArray() ? root : Nodes.field(root, "tests");
        List<Entry> entries = new ArrayList<>();
        if (tests == null) {
            skipped.note("no list of tests");
            return entries;
        }
        for (JsonNode test : tests) {
            JsonNode metadata = Nodes.field(test, "metadata");
            String input = Nodes.text(test, "vars");
            String answer = null;
            List<String> facts = new ArrayList<>();
            JsonNode asserts = Nodes.field(test, "assert");
            if (asserts != null) {
                for (JsonNode each : asserts) {
                    switch (String.valueOf(Nodes.text(each, "type"))) {
                        case "equals" -> answer = Nodes.text(each, "value");
                        case "contains", "icontains" -> facts.add(String.valueOf(Nodes.text(each, "value")));
                        case "contains-all", "icontains-all" -> facts.addAll(Nodes.texts(Nodes.field(each, "value")));
                        default -> skipped.note("assertions of type " + Nodes.text(each, "type"));
                    }
                }
            }
            String equal = answer;
            Nodes.add(
                    entries,
                    skipped,
                    Nodes.text(test, "description"),
                    input,
                    id -> new Entry(
                            id,
                            String.valueOf(input),
                            equal,
                            facts,
                            List.of(),
                            Nodes.text(metadata, "trace_id"),
                            Nodes.whole(metadata)));
        }
        return entries;
    }
}
