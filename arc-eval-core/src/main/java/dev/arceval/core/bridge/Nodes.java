package dev.arceval.core.bridge;

import dev.arceval.core.json.Json;
import dev.arceval.trace.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON as other tools write it: texts or objects where a text is meant, names in either spelling. */
final class Nodes {

    /** Where a case as a whole travels. */
    static final String WHOLE = "arc_eval";

    private static final JsonMapper LINE = JsonMapper.builder(Json.factory()).build();
    private static final JsonMapper PRETTY =
            LINE.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();
    /** Names under which tools keep the one text that counts, in the order they are tried. */
    private static final List<String> TEXTS = List.of(
            "input", "question", "query", "prompt", "output", "answer", "response", "expected", "text", "content");

    private Nodes() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static String pretty(JsonNode node) {
        return PRETTY.writeValueAsString(node) + "\n";
    }

    static JsonNode parse(String text) {
        return LINE.readTree(text.startsWith("\ufeff") ? text.substring(1) : text);
    }

    static <T> String lines(List<T> all, Function<T, ObjectNode> toNode) {
        StringBuilder lines = new StringBuilder();
        all.forEach(each ->
                lines.append(LINE.writeValueAsString(toNode.apply(each))).append('\n'));
        return lines.toString();
    }

    /** Returns the values of JSON Lines, or the elements of an array. */
    static List<JsonNode> values(String text, Skipped skipped) {
        List<JsonNode> values = new ArrayList<>();
        if (text.stripLeading().startsWith("[")) {
            parse(text).forEach(values::add);
            return values;
        }
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (!line.isBlank()) {
                try {
                    values.add(parse(line));
                } catch (JacksonException broken) {
                    skipped.note("line " + number + ": no JSON");
                }
            }
        }
        return values;
    }

    /** Returns the first of these fields that is there and not null. */
    static @Nullable JsonNode field(@Nullable JsonNode node, String... names) {
        if (node != null) {
            for (String name : names) {
                JsonNode value = node.get(name);
                if (value != null && !value.isNull()) {
                    return value;
                }
            }
        }
        return null;
    }

    static @Nullable String text(@Nullable JsonNode node, String... names) {
        return textOf(field(node, names));
    }

    /** Returns a text, or the one that counts in an object, or anything else as JSON. */
    static @Nullable String textOf(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return null;
        }
        if (value.isString()) {
            return value.stringValue();
        }
        if (value.isObject()) {
            for (String name : TEXTS) {
                JsonNode inner = value.get(name);
                if (inner != null && inner.isString()) {
                    return inner.stringValue();
                }
            }
        }
        return value.toString();
    }

    static List<String> texts(@Nullable JsonNode array) {
        List<String> texts = new ArrayList<>();
        if (array != null && array.isArray()) {
            array.forEach(each -> texts.add(String.valueOf(textOf(each))));
        }
        return texts;
    }

    static void put(ObjectNode node, String name, @Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }

    /** Puts what only we understand under {@link #WHOLE}. */
    static ObjectNode metadata(Entry entry) {
        ObjectNode metadata = object();
        put(metadata, "trace_id", entry.traceId());
        if (entry.whole() != null) {
            metadata.set(WHOLE, parse(entry.whole()));
        }
        return metadata;
    }

    static @Nullable String whole(@Nullable JsonNode metadata) {
        JsonNode whole = field(metadata, WHOLE);
        return whole == null ? null : whole.isString() ? whole.stringValue() : whole.toString();
    }

    /** Returns a tool's arguments as an object, as tools that expect one need it. */
    static ObjectNode arguments(ToolCall call) {
        if (call.arguments() != null) {
            try {
                if (parse(call.arguments()) instanceof ObjectNode object) {
                    return object;
                }
            } catch (JacksonException noJson) {
                return object().put("arguments", call.arguments());
            }
            return object().put("arguments", call.arguments());
        }
        return object();
    }

    static ToolCall tool(@Nullable String name, @Nullable JsonNode arguments, @Nullable JsonNode result) {
        return ToolCall.of(
                name == null ? "unknown" : name,
                arguments == null ? null : arguments.isString() ? arguments.stringValue() : arguments.toString(),
                result == null ? null : result.isString() ? result.stringValue() : result.toString());
    }

    /** Returns the entry, if it has an input; else takes note. */
    static void add(
            List<Entry> entries,
            Skipped skipped,
            @Nullable String id,
            @Nullable String input,
            Function<String, Entry> entry) {
        if (input == null || input.isBlank()) {
            skipped.note("records without an input");
            return;
        }
        entries.add(entry.apply(id == null || id.isBlank() ? "case-" + (entries.size() + 1) : id));
    }
}
