package dev.arceval.core.redact;

import com.google.re2j.Pattern;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the numberings that come with the library. */
final class IdentityRules {

    private static final String RESOURCE = "identity-rules.json";

    private IdentityRules() {}

    static List<IdentityRule> builtIn() {
        try (InputStream in = IdentityRules.class.getResourceAsStream(RESOURCE)) {
            return read(Objects.requireNonNull(in, RESOURCE));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
    }

    static List<IdentityRule> read(InputStream in) {
        List<IdentityRule> rules = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (JsonNode node : JsonMapper.shared().readTree(in)) {
            IdentityRule rule = rule(node);
            if (!ids.add(rule.id())) {
                throw new IllegalArgumentException("two rules have the id " + rule.id());
            }
            rules.add(rule);
        }
        return List.copyOf(rules);
    }

    private static IdentityRule rule(JsonNode node) {
        List<String> sure = texts(node, "sure");
        List<String> shapes = new ArrayList<>(texts(node, "shapes"));
        shapes.addAll(sure);
        return new IdentityRule(
                text(node, "id"),
                text(node, "issuer"),
                text(node, "what"),
                text(node, "source"),
                Leak.Type.valueOf(text(node, "type")),
                List.copyOf(shapes),
                sure,
                node.path("alone").asBoolean(true),
                Pattern.compile(text(node, "pattern")),
                IdentityCheck.valueOf(node.path("check").asString("none").toUpperCase(Locale.ROOT)),
                texts(node, "words"),
                texts(node, "examples"),
                texts(node, "counterexamples"));
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null || !value.isString() || value.asString().isEmpty()) {
            throw new IllegalArgumentException("rule " + node.path("id").asString("?") + " has no " + field);
        }
        return value.asString();
    }

    private static List<String> texts(JsonNode node, String field) {
        List<String> texts = new ArrayList<>();
        node.path(field).forEach(item -> texts.add(item.asString()));
        return List.copyOf(texts);
    }
}
