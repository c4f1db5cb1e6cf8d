package dev.arceval.core.ingest;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The page {@code docs/vocabularies.md}, written from the tables the readers use. */
final class VocabulariesPage {

    private final StringBuilder page = new StringBuilder();

    private VocabulariesPage() {}

    static String text() {
        VocabulariesPage page = new VocabulariesPage();
        page.introduction();
        page.byField();
        for (Vocabulary vocabulary : Vocabularies.ALL) {
            page.vocabulary(vocabulary);
        }
        return page.page.toString();
    }

    private void introduction() {
        line("# Vocabularies");
        line("");
        line(
                "Which attribute of a span becomes which field of the model, written from the code by `VocabulariesPageTest`"
                        + " (`-Darceval.update=true` writes it anew).");
        line("");
        line(
                "- An attribute that feeds a field is gone from the attributes, so each text exists once; every other one stays"
                        + " and comes back on export.");
        line(
                "- Of several attributes for one field the one named first counts, the others stay attributes. Vocabularies are"
                        + " listed in the order of their precedence; members of a JSON attribute come after all of them, attributes"
                        + " with an index after those, events last.");
        line(
                "- A value that does not fit its field (a text where a count is expected, a negative count) stays an attribute.");
        line("- Where a JSON attribute holds more than what is taken from it, the rest of it stays the attribute.");
        line(
                "- What comes wrapped counts as what is inside: MLflow's texts and `traceloop.entity.output` in the quotes of JSON,"
                        + " `traceloop.entity.input` in `{args, kwargs}` where one of them holds all there is, a tool's result in"
                        + " LangChain's message.");
        line(
                "- Langfuse counts cached and reasoning tokens apart from the others where all of them make its `total`; they are"
                        + " added. Its `langfuse.observation.level` of `ERROR` makes a span failed, and its agents go by the span's name.");
        line("- The requested model stays the attribute `gen_ai.request.model` where the one that answered is known.");
        line(
                "- Arguments and results that name no tool go by the span's name if the span is a tool call; otherwise they stay"
                        + " attributes. Both are counted as repairs.");
        line(
                "- Parts of messages that are no text, tool call or tool result (images, files, reasoning) are kept as they came,"
                        + " under the name of their type.");
        line("");
    }

    /** Field by field, what feeds it, first what counts most. */
    private void byField() {
        line("## By field");
        line("");
        line("| field | fed by, first what counts most |");
        line("|---|---|");
        Map<Field, Map<Integer, String>> sources = new EnumMap<>(Field.class);
        for (Vocabulary vocabulary : Vocabularies.ALL) {
            vocabulary.fields().keySet().forEach(attribute -> {
                Vocabularies.Rule rule = Vocabularies.rule(attribute);
                if (rule != null && rule.field() != null) {
                    sources.computeIfAbsent(rule.field(), field -> new TreeMap<>())
                            .put(rule.rank(), code(attribute));
                }
            });
        }
        Map<Field, List<String>> later = later();
        for (Field field : Field.values()) {
            List<String> more = later.getOrDefault(field, List.of());
            if (sources.containsKey(field) || !more.isEmpty()) {
                List<String> all =
                        new ArrayList<>(sources.getOrDefault(field, Map.of()).values());
                all.addAll(more);
                line("| " + field.label() + " | " + String.join(", ", all) + " |");
            }
        }
        line("");
    }

    private static Map<Field, List<String>> later() {
        Map<Field, List<String>> later = new EnumMap<>(Field.class);
        for (Vocabulary vocabulary : Vocabularies.ALL) {
            vocabulary
                    .inside()
                    .forEach((attribute, members) -> members.forEach(
                            member -> add(later, member.field(), "`" + member + "` in " + code(attribute))));
        }
        for (Vocabulary vocabulary : Vocabularies.ALL) {
            vocabulary.indexed().forEach((prefix, field) -> add(later, field, code(prefix + "N.…")));
        }
        for (Vocabulary vocabulary : Vocabularies.ALL) {
            vocabulary.events().forEach((event, field) -> add(later, field, "event " + code(event)));
        }
        return later;
    }

    private static void add(Map<Field, List<String>> map, Field field, String source) {
        map.computeIfAbsent(field, key -> new ArrayList<>()).add(source);
    }

    private void vocabulary(Vocabulary vocabulary) {
        line("## " + vocabulary.name());
        line("");
        line("Source: " + vocabulary.source());
        line("");
        Map<String, String> rows = new LinkedHashMap<>();
        vocabulary.fields().forEach((attribute, field) -> rows.put(code(attribute), field.label()));
        vocabulary
                .inside()
                .forEach((attribute, members) -> members.forEach(member -> rows.put(
                        "`" + member + "` in " + code(attribute), member.field().label())));
        vocabulary.indexed().forEach((prefix, field) -> rows.put(code(prefix + "N.…"), field.label()));
        vocabulary.events().forEach((event, field) -> rows.put("event " + code(event), field.label()));
        line("| attribute | feeds |");
        line("|---|---|");
        rows.forEach((attribute, field) -> line("| " + attribute + " | " + field + " |"));
        line("");
        if (!vocabulary.kinds().isEmpty()) {
            Map<String, List<String>> kinds = new LinkedHashMap<>();
            vocabulary
                    .kinds()
                    .forEach((word, kind) -> kinds.computeIfAbsent(kind.name(), key -> new ArrayList<>())
                            .add(code(word.endsWith(".") ? word + "…" : word)));
            line("Kinds of steps:");
            line("");
            kinds.forEach((kind, words) -> line("- " + kind + ": " + String.join(", ", words)));
            line("");
        }
    }

    private static String code(String name) {
        return "`" + name + "`";
    }

    private void line(String line) {
        page.append(line).append('\n');
    }
}
