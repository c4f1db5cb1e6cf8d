package dev.arceval.core.score;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.arceval.core.json.CanonicalJson;
import dev.arceval.core.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The part of JSON Schema 2020-12 that describes an answer: no references, no formats. A keyword outside of it is refused
 * when the schema is read: one that is passed over in silence would allow what it forbids.
 */
final class JsonSchema {

    private static final JsonMapper MAPPER = JsonMapper.builder(Json.factory())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** What describes and does not forbid. */
    private static final Set<String> DESCRIBING =
            Set.of("$schema", "$id", "$comment", "title", "description", "default", "examples", "deprecated", "format");

    private static final Set<String> TYPES =
            Set.of("object", "array", "string", "number", "integer", "boolean", "null");

    private final List<Rule> rules;

    private JsonSchema(List<Rule> rules) {
        this.rules = rules;
    }

    /** Says what is wrong with a node; null if nothing is. */
    @FunctionalInterface
    private interface Rule {
        @Nullable
        String violation(JsonNode node, String path);
    }

    /** @throws IllegalArgumentException if the text is no schema that this class knows */
    static JsonSchema of(String text) {
        return of(
                read(text).orElseThrow(() -> new IllegalArgumentException("schema is not JSON: " + Quote.of(text))),
                "$");
    }

    /** Returns the first thing the schema forbids. */
    Optional<String> firstViolation(String json) {
        Optional<JsonNode> tree = read(json);
        return tree.isEmpty()
                ? Optional.of("not JSON: " + Quote.of(json))
                : Optional.ofNullable(violation(tree.get(), "$"));
    }

    private @Nullable String violation(JsonNode node, String path) {
        for (Rule rule : rules) {
            String violation = rule.violation(node, path);
            if (violation != null) {
                return violation;
            }
        }
        return null;
    }

    private boolean allows(JsonNode node) {
        return violation(node, "$") == null;
    }

    private static Optional<JsonNode> read(String text) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            return tree.isMissingNode() ? Optional.empty() : Optional.of(tree);
        } catch (JacksonException | NumberFormatException noJson) {
            // The latter is how the parser says that an exponent is beyond what it can compute with.
            return Optional.empty();
        }
    }

    private static JsonSchema of(JsonNode schema, String at) {
        if (schema.isBoolean()) {
            return new JsonSchema(
                    schema.booleanValue() ? List.of() : List.of((node, path) -> path + ": nothing is allowed here"));
        }
        if (!schema.isObject()) {
            throw new IllegalArgumentException("schema at " + at + " must be an object or a boolean");
        }
        List<Rule> rules = new ArrayList<>();
        schema.properties().forEach(property -> {
            if (!DESCRIBING.contains(property.getKey())) {
                rules.add(rule(property.getKey(), property.getValue(), schema, at + "." + property.getKey()));
            }
        });
        return new JsonSchema(List.copyOf(rules));
    }

    private static Rule rule(String keyword, JsonNode value, JsonNode schema, String at) {
        return switch (keyword) {
            case "type" -> type(value, at);
            case "enum" -> oneOfThese(elements(value, at));
            case "const" -> oneOfThese(List.of(value));
            case "properties" -> properties(value, at);
            case "required" -> required(value, at);
            case "additionalProperties" -> additionalProperties(of(value, at), schema.path("properties"));
            case "items" -> items(of(value, at));
            case "pattern" -> pattern(value, at);
            case "allOf", "anyOf", "oneOf" -> combined(keyword, schemas(value, at));
            case "not" -> not(of(value, at));
            case "minItems", "maxItems", "minLength", "maxLength" -> size(keyword, count(value, at));
            case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" -> bound(keyword, number(value, at));
            default -> throw new IllegalArgumentException("schema keyword is not supported: " + at);
        };
    }

    private static Rule type(JsonNode value, String at) {
        List<String> types = value.isArray() ? texts(value, at) : List.of(text(value, at));
        types.stream().filter(type -> !TYPES.contains(type)).findFirst().ifPresent(unknown -> {
            throw new IllegalArgumentException("schema at " + at + ": no type " + unknown);
        });
        return (node, path) -> types.stream().anyMatch(type -> isA(type, node))
                ? null
                : path + ": wanted " + String.join(" or ", types) + ", was " + Quote.of(node.toString());
    }

    private static boolean isA(String type, JsonNode node) {
        return switch (type) {
            case "object" -> node.isObject();
            case "array" -> node.isArray();
            case "string" -> node.isString();
            case "number" -> node.isNumber();
            case "integer" -> node.isNumber() && isWhole(node.decimalValue());
            case "boolean" -> node.isBoolean();
            default -> node.isNull();
        };
    }

    private static boolean isWhole(BigDecimal number) {
        return number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
    }

    private static Rule oneOfThese(List<JsonNode> allowed) {
        List<CanonicalJson> texts = allowed.stream().map(JsonSchema::canonical).toList();
        return (node, path) -> texts.contains(canonical(node))
                ? null
                : path + ": wanted one of " + texts + ", was " + Quote.of(node.toString());
    }

    private static CanonicalJson canonical(JsonNode node) {
        return CanonicalJson.of(node.toString());
    }

    private static Rule properties(JsonNode value, String at) {
        Map<String, JsonSchema> schemas = new HashMap<>();
        requireObject(value, at);
        value.properties()
                .forEach(property ->
                        schemas.put(property.getKey(), of(property.getValue(), at + "." + property.getKey())));
        return (node, path) -> {
            for (Map.Entry<String, JsonNode> property : node.properties()) {
                JsonSchema schema = schemas.get(property.getKey());
                String wrong =
                        schema == null ? null : schema.violation(property.getValue(), path + "." + property.getKey());
                if (wrong != null) {
                    return wrong;
                }
            }
            return null;
        };
    }

    private static Rule required(JsonNode value, String at) {
        List<String> names = texts(value, at);
        return (node, path) -> !node.isObject()
                ? null
                : names.stream()
                        .filter(name -> !node.has(name))
                        .findFirst()
                        .map(name -> path + ": lacks " + name)
                        .orElse(null);
    }

    private static Rule additionalProperties(JsonSchema others, JsonNode known) {
        return (node, path) -> {
            for (Map.Entry<String, JsonNode> property : node.properties()) {
                String wrong = known.has(property.getKey())
                        ? null
                        : others.violation(property.getValue(), path + "." + property.getKey());
                if (wrong != null) {
                    return wrong;
                }
            }
            return null;
        };
    }

    private static Rule items(JsonSchema each) {
        return (node, path) -> {
            for (int i = 0; node.isArray() && i < node.size(); i++) {
                String wrong = each.violation(node.get(i), path + "[" + i + "]");
                if (wrong != null) {
                    return wrong;
                }
            }
            return null;
        };
    }

    private static Rule pattern(JsonNode value, String at) {
        try {
            Pattern pattern = Pattern.compile(text(value, at));
            return (node, path) ->
                    !node.isString() || pattern.matcher(node.stringValue()).find()
                            ? null
                            : path + ": " + Quote.of(node.stringValue()) + " does not match " + pattern;
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException("schema at " + at + ": " + wrong.getMessage(), wrong);
        }
    }

    private static Rule combined(String keyword, List<JsonSchema> schemas) {
        return (node, path) -> {
            long allowing =
                    schemas.stream().filter(schema -> schema.allows(node)).count();
            boolean holds = keyword.equals("allOf")
                    ? allowing == schemas.size()
                    : keyword.equals("anyOf") ? allowing > 0 : allowing == 1;
            return holds ? null : path + ": " + allowing + " of " + schemas.size() + " schemas of " + keyword + " hold";
        };
    }

    private static Rule not(JsonSchema forbidden) {
        return (node, path) -> forbidden.allows(node) ? path + ": forbidden is " + Quote.of(node.toString()) : null;
    }

    private static Rule size(String keyword, int limit) {
        boolean ofText = keyword.endsWith("Length");
        boolean least = keyword.startsWith("min");
        return (node, path) -> {
            if (ofText ? !node.isString() : !node.isArray()) {
                return null;
            }
            int size = ofText
                    ? node.stringValue().codePointCount(0, node.stringValue().length())
                    : node.size();
            return (least ? size >= limit : size <= limit)
                    ? null
                    : path + ": size " + size + " breaks " + keyword + " " + limit;
        };
    }

    private static Rule bound(String keyword, BigDecimal limit) {
        return (node, path) -> {
            if (!node.isNumber()) {
                return null;
            }
            int sign = node.decimalValue().compareTo(limit);
            boolean holds = switch (keyword) {
                case "minimum" -> sign >= 0;
                case "maximum" -> sign <= 0;
                case "exclusiveMinimum" -> sign > 0;
                default -> sign < 0;
            };
            return holds ? null : path + ": " + node + " breaks " + keyword + " " + limit;
        };
    }

    private static List<JsonSchema> schemas(JsonNode value, String at) {
        List<JsonSchema> schemas = new ArrayList<>();
        for (JsonNode element : elements(value, at)) {
            schemas.add(of(element, at + "[" + schemas.size() + "]"));
        }
        return List.copyOf(schemas);
    }

    private static List<String> texts(JsonNode value, String at) {
        return elements(value, at).stream().map(element -> text(element, at)).toList();
    }

    private static List<JsonNode> elements(JsonNode value, String at) {
        if (!value.isArray()) {
            throw new IllegalArgumentException("schema at " + at + " must be an array");
        }
        List<JsonNode> elements = new ArrayList<>();
        value.forEach(elements::add);
        return elements;
    }

    private static void requireObject(JsonNode value, String at) {
        if (!value.isObject()) {
            throw new IllegalArgumentException("schema at " + at + " must be an object");
        }
    }

    private static String text(JsonNode value, String at) {
        if (!value.isString()) {
            throw new IllegalArgumentException("schema at " + at + " must be a text");
        }
        return value.stringValue();
    }

    private static BigDecimal number(JsonNode value, String at) {
        if (!value.isNumber()) {
            throw new IllegalArgumentException("schema at " + at + " must be a number");
        }
        return value.decimalValue();
    }

    private static int count(JsonNode value, String at) {
        BigDecimal number = number(value, at);
        if (number.signum() < 0
                || !isWhole(number)
                || number.compareTo(new BigDecimal(BigInteger.ONE.shiftLeft(31))) >= 0) {
            throw new IllegalArgumentException("schema at " + at + " must be a whole number from 0 on: " + number);
        }
        return number.intValue();
    }
}
