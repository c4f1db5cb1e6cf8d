package dev.arceval.core.redact;

import dev.arceval.core.json.Json;
import dev.arceval.core.json.JsonProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads a file that changes a policy: rules, what is allowed, what replaces what. Whatever is wrong is told with its line,
 * and nothing that is not understood is passed over.
 */
public final class RulesFile {

    private static final long MAX_BYTES = 8L << 20;

    private final String name;

    private RulesFile(String name) {
        this.name = name;
    }

    /** A value and the line it stands on. */
    private record Item(Object value, int line) {}

    /**
     * Returns the policy with what the file adds.
     *
     * @throws IllegalArgumentException if the file cannot be read or says something that makes no sense; the message starts
     *     with its name and the line
     */
    public static Policy read(Path file, Policy policy) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes((int) MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IllegalArgumentException(file + ": too large for a rules file: more than 8 MiB");
            }
            return new RulesFile(file.toString()).apply(new String(bytes, StandardCharsets.UTF_8), policy);
        } catch (NoSuchFileException missing) {
            throw new IllegalArgumentException(file + ": no such file", missing);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(file + ": cannot be read", unreadable);
        }
    }

    private Policy apply(String text, Policy policy) {
        String json = text.startsWith("\ufeff") ? text.substring(1) : text;
        Map<String, Item> fields = object(parse(json), "the file");
        Policy changed = policy;
        known(fields, "rules", "replace", "allow");
        for (Item rule : items(fields.get("rules"), "rules")) {
            changed = rule(changed, rule);
        }
        if (fields.containsKey("replace")) {
            changed = replace(changed, object(fields.get("replace"), "replace"));
        }
        return fields.containsKey("allow") ? allow(changed, object(fields.get("allow"), "allow")) : changed;
    }

    private Policy rule(Policy policy, Item item) {
        Map<String, Item> fields = object(item, "a rule");
        known(fields, "id", "type", "keywords", "pattern", "entropy", "examples", "counterexamples", "description");
        String id = text(required(fields, "id", item), "id");
        Item entropy = fields.getOrDefault("entropy", new Item(0.0, item.line()));
        if (!(entropy.value() instanceof Double minEntropy)) {
            throw wrong(entropy, "entropy must be a number");
        }
        String label = fields.containsKey("type") ? text(fields.get("type"), "type") : id;
        return at(
                item,
                () -> policy.with(UserRule.checked(
                        id,
                        label,
                        texts(fields.get("keywords"), "keywords"),
                        text(required(fields, "pattern", item), "pattern"),
                        minEntropy,
                        texts(fields.get("examples"), "examples"),
                        texts(fields.get("counterexamples"), "counterexamples"))));
    }

    private Policy replace(Policy policy, Map<String, Item> fields) {
        Policy changed = policy;
        if (fields.containsKey("*")) {
            changed = changed.replacing(List.of(), replacement(fields.get("*")));
        }
        for (Map.Entry<String, Item> field : fields.entrySet()) {
            if (!field.getKey().equals("*")) {
                Policy before = changed;
                changed = at(
                        field.getValue(),
                        () -> before.replacing(List.of(field.getKey()), replacement(field.getValue())));
            }
        }
        return changed;
    }

    private Replacement replacement(Item item) {
        String word = text(item, "what to replace with");
        try {
            return Replacement.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw wrong(item, "must be one of pseudonym, lookalike, mask, drop, keep: " + word);
        }
    }

    private Policy allow(Policy policy, Map<String, Item> fields) {
        known(fields, "values", "domains", "patterns", "attributes");
        Policy changed = policy.allowingValues(texts(fields.get("values"), "values"))
                .allowingAttributes(texts(fields.get("attributes"), "attributes"));
        for (Item domain : items(fields.get("domains"), "domains")) {
            Policy before = changed;
            changed = at(domain, () -> before.allowingDomains(List.of(text(domain, "a domain"))));
        }
        for (Item pattern : items(fields.get("patterns"), "patterns")) {
            Policy before = changed;
            changed = at(pattern, () -> before.allowingPatterns(List.of(text(pattern, "a pattern"))));
        }
        return changed;
    }

    private interface Change {
        Policy make();
    }

    /** Says where a change was asked for that cannot be made. */
    private Policy at(Item item, Change change) {
        try {
            return change.make();
        } catch (IllegalArgumentException refused) {
            throw located(refused) ? refused : wrong(item, String.valueOf(refused.getMessage()));
        }
    }

    private boolean located(IllegalArgumentException refused) {
        return String.valueOf(refused.getMessage()).startsWith(name + ":");
    }

    private void known(Map<String, Item> fields, String... names) {
        for (Map.Entry<String, Item> field : fields.entrySet()) {
            if (!List.of(names).contains(field.getKey())) {
                throw wrong(
                        field.getValue(), "unknown field " + field.getKey() + "; known: " + String.join(", ", names));
            }
        }
    }

    private Item required(Map<String, Item> fields, String field, Item owner) {
        Item item = fields.get(field);
        if (item == null) {
            throw wrong(owner, "a rule needs " + field);
        }
        return item;
    }

    @SuppressWarnings("unchecked")
    private Map<String, Item> object(Item item, String what) {
        if (!(item.value() instanceof Map<?, ?> map)) {
            throw wrong(item, what + " must be an object");
        }
        return (Map<String, Item>) map;
    }

    @SuppressWarnings("unchecked")
    private List<Item> items(@Nullable Item item, String what) {
        if (item == null) {
            return List.of();
        }
        if (!(item.value() instanceof List<?> list)) {
            throw wrong(item, what + " must be an array");
        }
        return (List<Item>) list;
    }

    private List<String> texts(@Nullable Item item, String what) {
        return items(item, what).stream()
                .map(text -> text(text, "each of " + what))
                .toList();
    }

    private String text(Item item, String what) {
        if (item.value() instanceof String text) {
            return text;
        }
        throw wrong(item, what + " must be a text");
    }

    private IllegalArgumentException wrong(Item item, String what) {
        return new IllegalArgumentException(name + ":" + item.line() + ": " + what);
    }

    private Item parse(String json) {
        try (JsonParser parser = Json.parser(json)) {
            if (parser.nextToken() == null) {
                throw new IllegalArgumentException(name + ":1: is empty");
            }
            Item item = item(parser);
            if (parser.nextToken() != null) {
                throw wrong(new Item("", line(parser)), "something follows the end of the object");
            }
            return item;
        } catch (JacksonException malformed) {
            int line = malformed.getLocation() == null
                    ? 1
                    : malformed.getLocation().getLineNr();
            throw new IllegalArgumentException(
                    name + ":" + Math.max(1, line) + ": is no JSON: " + JsonProblem.of(malformed));
        }
    }

    private Item item(JsonParser parser) {
        int line = line(parser);
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> new Item(fields(parser), line);
            case START_ARRAY -> {
                List<Item> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(item(parser));
                }
                yield new Item(items, line);
            }
            case VALUE_STRING -> new Item(parser.getString(), line);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Item(parser.getDoubleValue(), line);
            default -> new Item(token, line);
        };
    }

    private Map<String, Item> fields(JsonParser parser) {
        Map<String, Item> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            parser.nextToken();
            Item item = item(parser);
            if (fields.put(field, item) != null) {
                throw wrong(item, field + " stands here twice");
            }
        }
        return fields;
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }
}
