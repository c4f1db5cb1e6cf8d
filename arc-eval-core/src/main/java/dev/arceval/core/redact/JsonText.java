package dev.arceval.core.redact;

import java.math.BigInteger;
import java.util.Iterator;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Text that is a JSON object or array and has to stay one. */
final class JsonText {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final JsonMapper ROUNDING = MAPPER.rebuild()
            .disable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private JsonText() {}

    /** Whether replacing in {@code before} broke the JSON that it was, or JSON inside its strings. */
    static boolean isBroken(String before, String after) {
        if (!looksLikeJson(before)) {
            return false;
        }
        JsonNode whole = parse(before);
        if (whole == null) {
            return false;
        }
        JsonNode changed = parse(after);
        return changed == null || isBroken(whole, changed);
    }

    private static boolean isBroken(JsonNode before, JsonNode after) {
        if (before.isString() && after.isString()) {
            return !before.equals(after) && isBroken(before.asString(), after.asString());
        }
        if (before.size() != after.size()) {
            return true;
        }
        Iterator<JsonNode> others = after.iterator();
        for (JsonNode item : before) {
            if (isBroken(item, others.next())) {
                return true;
            }
        }
        return false;
    }

    private static boolean looksLikeJson(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!Chars.space(text.charAt(i))) {
                return text.charAt(i) == '{' || text.charAt(i) == '[';
            }
        }
        return false;
    }

    private static @Nullable JsonNode parse(String text) {
        try {
            return tree(text);
        } catch (JacksonException noJson) {
            return null;
        }
    }

    private static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (NumberFormatException beyondExact) {
            // An exponent with which nothing can be computed exactly: near enough is good enough for what nobody means.
            return ROUNDING.readTree(json);
        }
    }

    /**
     * Applies {@code redact} (name, text) to every name and value of valid JSON; a number that changes becomes a string.
     */
    static String redact(String json, BinaryOperator<String> redact) {
        return MAPPER.writeValueAsString(value("", tree(json), redact));
    }

    private static JsonNode value(String name, JsonNode node, BinaryOperator<String> redact) {
        if (node.isObject()) {
            ObjectNode copy = MAPPER.createObjectNode();
            node.properties()
                    .forEach(field -> copy.set(
                            redact.apply("", field.getKey()), value(field.getKey(), field.getValue(), redact)));
            return copy;
        }
        if (node.isArray()) {
            ArrayNode copy = MAPPER.createArrayNode();
            node.forEach(item -> copy.add(value(name, item, redact)));
            return copy;
        }
        if (node.isString() || node.isNumber()) {
            String text = node.asString();
            String redacted = redact.apply(name, text);
            if (redacted.equals(text)) {
                return node;
            }
            return node.isNumber() && Replacer.isNumber(redacted)
                    ? MAPPER.getNodeFactory().numberNode(new BigInteger(redacted))
                    : MAPPER.getNodeFactory().stringNode(redacted);
        }
        return node;
    }
}
