package dev.arceval.core.redact;

import static dev.arceval.core.redact.BuiltInRules.anyTexts;
import static dev.arceval.core.redact.BuiltInRules.text;
import static dev.arceval.core.redact.BuiltInRules.texts;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads the credential formats that come with the library. */
final class CredentialRules {

    private static final String RESOURCE = "credential-rules.json";

    /** A match with less entropy repeats itself; random text of 16 chars has 3.4 bits or more nearly always. */
    private static final double USUAL_ENTROPY = 2.6;

    private CredentialRules() {}

    static List<CredentialRule> builtIn() {
        return BuiltInRules.ofResource(RESOURCE, CredentialRules::rule);
    }

    static List<CredentialRule> read(InputStream in) throws IOException {
        return BuiltInRules.read(in, CredentialRules::rule);
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
                new RulePattern("\\A(?:" + text(node, "pattern") + ")"),
                node.path("entropy").asDouble(USUAL_ENTROPY),
                Set.copyOf(anyTexts(node, "published")),
                texts(node, "examples"),
                texts(node, "counterexamples"));
    }
}
