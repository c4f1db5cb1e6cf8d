package dev.arceval.core.curate;

import dev.arceval.core.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON on one line, with JSON texts inside it.
 *
 * <p>Arguments and results of tools are texts that usually hold JSON. Where the text comes back exactly as it was, it is
 * embedded as a JSON value, so that a diff in git shows what changed; else it is kept as text under the name with
 * {@code Text} at its end. So {@code "result":"x"} is the JSON text {@code "x"} with quotes, and {@code "resultText":"x"}
 * is the letter.
 */
final class LineJson {

    /** Leaves room for the levels around an embedded value. */
    private static final int EMBEDDED_DEPTH = 100;

    private static final JsonMapper LINES = mapper(EMBEDDED_DEPTH + 20);
    private static final JsonMapper EMBEDDED = mapper(EMBEDDED_DEPTH);

    private LineJson() {}

    private static JsonMapper mapper(int maxDepth) {
        JsonFactory factory = Json.factory()
                .rebuild()
                .streamReadConstraints(Json.factory()
                        .streamReadConstraints()
                        .rebuild()
                        .maxNestingDepth(maxDepth)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                // The platform's own writer changed its digits between Java 17 and 19.
                .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    /** Returns the node on one line. */
    static String write(ObjectNode node) {
        return escapeLoneSurrogates(LINES.writeValueAsString(node));
    }

    /**
     * Reads one JSON value.
     *
     * @throws JacksonException if the text is no JSON, or goes on after the value
     * @throws NumberFormatException if the exponent of a number is beyond what can be computed with
     */
    static JsonNode read(String line) {
        return LINES.readTree(line);
    }

    /** Sets {@code name} to {@code value}, if there is one. */
    static void putIfPresent(ObjectNode object, String name, @Nullable String value) {
        if (value != null) {
            object.put(name, value);
        }
    }

    /** Sets {@code name} to the value the text holds, or {@code name + "Text"} to the text. */
    static void putJsonText(ObjectNode object, String name, @Nullable String text) {
        if (text == null) {
            return;
        }
        JsonNode value = embeddable(text);
        if (value == null) {
            object.put(name + "Text", text);
        } else {
            object.set(name, value);
        }
    }

    /** Returns the text that {@link #putJsonText} was given. */
    static @Nullable String jsonText(ObjectNode object, String name) {
        JsonNode value = object.get(name);
        return value == null ? null : EMBEDDED.writeValueAsString(value);
    }

    private static @Nullable JsonNode embeddable(String text) {
        try {
            JsonNode value = EMBEDDED.readTree(text);
            return !value.isMissingNode() && EMBEDDED.writeValueAsString(value).equals(text) ? value : null;
        } catch (JacksonException | NumberFormatException noJson) {
            return null;
        }
    }

    /** UTF-8 has no form for half a surrogate pair, JSON has one. Such halves stand inside strings only. */
    private static String escapeLoneSurrogates(String line) {
        StringBuilder escaped = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < line.length()
                    && Character.isLowSurrogate(line.charAt(i + 1));
            if (pair) {
                escaped.append(c).append(line.charAt(++i));
            } else if (Character.isSurrogate(c)) {
                escaped.append("\\u").append(Integer.toHexString(c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
