package dev.arceval.core.json;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A text read as JSON, for comparing what it means: order of keys, white space and the way a number is written do not
 * count. A text that is no JSON stands for itself, as a JSON string would. Immutable.
 *
 * <p>Reading is bounded as {@link Json} says; what goes beyond is compared as plain text. The canonical text is made at
 * once, the leaves only when they are asked for.
 */
public final class CanonicalJson {

    /** Exponents up to this are written out; beyond, a small number would become a long text. */
    private static final int MAX_PLAIN_EXPONENT = 40;

    private static final JsonMapper MAPPER = JsonMapper.builder(Json.factory())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String text;
    private final boolean structured;
    private final @Nullable JsonNode tree;

    private CanonicalJson(@Nullable JsonNode tree, String text) {
        this.tree = tree;
        this.text = text;
        this.structured = tree != null && tree.isContainer();
    }

    /** Reads {@code text}; absent text is JSON's null. */
    public static CanonicalJson of(@Nullable String text) {
        if (text == null) {
            return new CanonicalJson(null, "null");
        }
        JsonNode tree = parse(text);
        StringBuilder canonical = new StringBuilder(text.length());
        if (tree == null) {
            ValueText.quote(text, canonical);
        } else {
            write(tree, canonical);
        }
        return new CanonicalJson(tree, canonical.toString());
    }

    /** Returns the canonical text: keys sorted, no white space, numbers without exponent or trailing zeros. */
    public String text() {
        return text;
    }

    /** Whether the text is a JSON object or array. */
    public boolean isStructured() {
        return structured;
    }

    /** Whether the text says nothing: no text, blank text, {@code null}, or an object without entries. */
    public boolean isNothing() {
        return text.equals("null")
                || text.equals("{}")
                || (text.startsWith("\"")
                        && text.substring(1, text.length() - 1).isBlank());
    }

    /** Returns the first leaf, in order of keys and positions, in which the texts differ. */
    public Optional<Difference> firstDifference(CanonicalJson other) {
        if (equals(other)) {
            return Optional.empty();
        }
        Map<String, String> here = leaves();
        Map<String, String> there = other.leaves();
        for (Map.Entry<String, String> leaf : here.entrySet()) {
            String value = there.get(leaf.getKey());
            if (!leaf.getValue().equals(value)) {
                return Optional.of(new Difference(leaf.getKey(), leaf.getValue(), value));
            }
        }
        return there.entrySet().stream()
                .filter(leaf -> !here.containsKey(leaf.getKey()))
                .findFirst()
                .map(leaf -> new Difference(leaf.getKey(), null, leaf.getValue()));
    }

    /** Returns how many leaves differ; 0 for equal texts. */
    public int distance(CanonicalJson other) {
        if (equals(other)) {
            return 0;
        }
        Map<String, String> here = leaves();
        Map<String, String> there = other.leaves();
        int shared = 0;
        for (Map.Entry<String, String> leaf : here.entrySet()) {
            if (leaf.getValue().equals(there.get(leaf.getKey()))) {
                shared++;
            }
        }
        return Math.max(here.size(), there.size()) - shared;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CanonicalJson json && text.equals(json.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    /**
     * A place where two texts differ.
     *
     * @param path where, such as {@code $.items[2].price}
     * @param here the canonical text there; absent if this side has nothing at that place
     * @param there the canonical text of the other side; absent if that side has nothing at that place
     */
    public record Difference(
            String path, @Nullable String here, @Nullable String there) {}

    private static @Nullable JsonNode parse(String text) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            return tree.isMissingNode() ? null : tree;
        } catch (JacksonException | NumberFormatException noJson) {
            // The latter is how the parser says that an exponent is beyond what it can compute with.
            return null;
        }
    }

    private static void write(JsonNode node, StringBuilder out) {
        if (node.isObject()) {
            char separator = '{';
            for (Map.Entry<String, JsonNode> property : sorted(node).entrySet()) {
                out.append(separator);
                ValueText.quote(property.getKey(), out);
                out.append(':');
                write(property.getValue(), out);
                separator = ',';
            }
            out.append(separator == '{' ? "{}" : "}");
        } else if (node.isArray()) {
            out.append('[');
            for (int i = 0; i < node.size(); i++) {
                if (i > 0) {
                    out.append(',');
                }
                write(node.get(i), out);
            }
            out.append(']');
        } else {
            scalar(node, out);
        }
    }

    private static void scalar(JsonNode node, StringBuilder out) {
        if (node.isNumber()) {
            out.append(plain(node.decimalValue()));
        } else if (node.isString()) {
            ValueText.quote(node.stringValue(), out);
        } else {
            out.append(node);
        }
    }

    private static String plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return Math.abs((long) stripped.scale()) <= MAX_PLAIN_EXPONENT ? stripped.toPlainString() : stripped.toString();
    }

    private static Map<String, JsonNode> sorted(JsonNode object) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        object.properties().forEach(property -> sorted.put(property.getKey(), property.getValue()));
        return sorted;
    }

    /** Returns the canonical text of each leaf by its path, such as {@code $.items[2].price}, in order of keys and positions. */
    public Map<String, String> leaves() {
        Map<String, String> leaves = new LinkedHashMap<>();
        if (tree == null) {
            leaves.put("$", text);
        } else {
            collect(tree, "$", leaves);
        }
        return leaves;
    }

    /**
     * Returns what stands at each path, wherever in lists: {@code $.items[*].price} with all prices. Strings stand as they
     * are, other leaves as canonical text.
     */
    public Map<String, Set<String>> values() {
        Map<String, Set<String>> values = new TreeMap<>();
        if (tree != null) {
            collectValues(tree, "$", values);
        }
        return values;
    }

    private static void collectValues(JsonNode node, String path, Map<String, Set<String>> values) {
        if (node.isObject()) {
            node.properties()
                    .forEach(property -> collectValues(property.getValue(), path + step(property.getKey()), values));
        } else if (node.isArray()) {
            node.forEach(item -> collectValues(item, path + "[*]", values));
        } else {
            StringBuilder text = new StringBuilder();
            scalar(node, text);
            values.computeIfAbsent(path, key -> new TreeSet<>())
                    .add(node.isString() ? node.stringValue() : text.toString());
        }
    }

    private static void collect(JsonNode node, String path, Map<String, String> leaves) {
        if (node.isObject() && !node.isEmpty()) {
            sorted(node).forEach((key, value) -> collect(value, path + step(key), leaves));
        } else if (node.isArray() && !node.isEmpty()) {
            for (int i = 0; i < node.size(); i++) {
                collect(node.get(i), path + "[" + i + "]", leaves);
            }
        } else {
            StringBuilder value = new StringBuilder();
            write(node, value);
            leaves.put(path, value.toString());
        }
    }

    private static String step(String key) {
        boolean simple =
                !key.isEmpty() && key.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-');
        return simple ? "." + key : "['" + key.replace("'", "\\'") + "']";
    }
}
