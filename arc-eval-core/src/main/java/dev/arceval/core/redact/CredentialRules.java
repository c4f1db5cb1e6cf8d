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

/** Reads the credential formats that come with the library. */
final class CredentialRules {

    private static final String RESOURCE = "credential-rules.json";

    /** A match with less entropy repeats itself; random text of 16 chars has 3.4 bits or more nearly always. */
    private static final double USUAL_ENTROPY = 2.6;

    private CredentialRules() {}

    static List<CredentialRule> builtIn() {
        try (InputStream in = CredentialRules.class.getResourceAsStream(RESOURCE)) {
            return read(Objects.requireNonNull(in, RESOURCE));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
    }

    static List<CredentialRule> read(InputStream in) {
        List<CredentialRule> rules = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (JsonNode node : JsonMapper.shared().readTree(in)) {
            CredentialRule rule = rule(node);
            if (!ids.add(rule.id())) {
                throw new IllegalArgumentException("two rules have the id " + rule.id());
            }
            rules.add(rule);
        }
        return List.copyOf(rules);
    }

    private static CredentialRule rule(JsonNode node) {
        return new CredentialRule(
                text(node, "id"),
                text(node, "service"),
                text(node, "what"),
                text(node, "source"),
                texts(node, "keywords"),
                node.path("near").asString(""),
                node.path("of").asString("token").equals("value")
                        ? CredentialRule.Place.VALUE
                        : CredentialRule.Place.TOKEN,
                node.path("back").asInt(0),
                node.path("backTo").asString(""),
                node.path("notAfter").asString(""),
                CredentialRule.Check.valueOf(node.path("check").asString("none").toUpperCase(Locale.ROOT)),
                node.path("window").asInt(CredentialRule.WINDOW),
                Pattern.compile("\\A(?:" + text(node, "pattern") + ")"),
                node.path("entropy").asDouble(USUAL_ENTROPY),
                Set.copyOf(items(node, "published")),
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
        List<String> texts = items(node, field);
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("rule " + node.path("id").asString("?") + " has no " + field);
        }
        return texts;
    }

    private static List<String> items(JsonNode node, String field) {
        List<String> items = new ArrayList<>();
        for (JsonNode item : node.path(field)) {
            items.add(item.asString());
        }
        return List.copyOf(items);
    }
}
