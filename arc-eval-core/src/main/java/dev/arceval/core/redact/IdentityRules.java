package dev.arceval.core.redact;

import static dev.arceval.core.redact.BuiltInRules.anyTexts;
import static dev.arceval.core.redact.BuiltInRules.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Reads the numberings that come with the library. */
final class IdentityRules {

    private static final String RESOURCE = "identity-rules.json";

    private IdentityRules() {}

    static List<IdentityRule> builtIn() {
        return BuiltInRules.ofResource(RESOURCE, IdentityRules::rule);
    }

    static List<IdentityRule> read(InputStream in) throws IOException {
        return BuiltInRules.read(in, IdentityRules::rule);
    }

    private static IdentityRule rule(JsonNode node) {
        List<String> sure = anyTexts(node, "sure");
        List<String> shapes = new ArrayList<>(anyTexts(node, "shapes"));
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
                new RulePattern(text(node, "pattern")),
                IdentityCheck.valueOf(node.path("check").asString("none").toUpperCase(Locale.ROOT)),
                anyTexts(node, "words"),
                anyTexts(node, "examples"),
                anyTexts(node, "counterexamples"));
    }
}
