package dev.arceval.core.redact;

import java.util.function.BinaryOperator;
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

    private JsonText() {}

    /** Whether replacing in {@code before} broke the JSON that it was. */
    static boolean isBroken(String before, String after) {
        return looksLikeJson(before) && isJson(before) && !isJson(after);
    }

    private static boolean looksLikeJson(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!Chars.space(text.charAt(i))) {
                return text.charAt(i) == '{' || text.charAt(i) == '[';
            }
        }
        return false;
    }

    private static boolean isJson(String text) {
        try {
            MAPPER.readTree(text);
            return true;
        } catch (JacksonException e) {
            return false;
        }
    }

    /**
     * Applies {@code redact} (name, text) to every name and value of valid JSON; a number that changes becomes a string.
     */
    static String redact(String json, BinaryOperator<String> redact) {
        return MAPPER.writeValueAsString(value("", MAPPER.readTree(json), redact));
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
            return redacted.equals(text) ? node : MAPPER.getNodeFactory().stringNode(redacted);
        }
        return node;
    }
}
