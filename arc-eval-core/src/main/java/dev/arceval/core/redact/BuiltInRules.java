package dev.arceval.core.redact;

import dev.arceval.core.json.JsonTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Reads the files of rules that come with the library: arrays of objects, each with an id of its own. */
final class BuiltInRules {

    private BuiltInRules() {}

    static <R> List<R> ofResource(String resource, Function<JsonNode, R> rule) {
        try (InputStream in = BuiltInRules.class.getResourceAsStream(resource)) {
            return read(Objects.requireNonNull(in, resource), rule);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }

    static <R> List<R> read(InputStream in, Function<JsonNode, R> rule) throws IOException {
        List<R> rules = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (JsonNode node : JsonTree.read(in)) {
            rules.add(rule.apply(node));
            if (!ids.add(text(node, "id"))) {
                throw new IllegalArgumentException("two rules have the id " + text(node, "id"));
            }
        }
        return List.copyOf(rules);
    }

    static String text(JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null || !value.isString() || value.asString().isEmpty()) {
            throw missing(node, field);
        }
        return value.asString();
    }

    /** At least one text. */
    static List<String> texts(JsonNode node, String field) {
        List<String> texts = anyTexts(node, field);
        if (texts.isEmpty()) {
            throw missing(node, field);
        }
        return texts;
    }

    static List<String> anyTexts(JsonNode node, String field) {
        List<String> texts = new ArrayList<>();
        node.path(field).forEach(item -> texts.add(item.asString()));
        return List.copyOf(texts);
    }

    private static IllegalArgumentException missing(JsonNode node, String field) {
        return new IllegalArgumentException("rule " + node.path("id").asString("?") + " has no " + field);
    }
}
