package dev.arceval.core.ingest;

import dev.arceval.core.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The members of a JSON object, of which some can be taken out. What stays keeps the very characters it had, but for blanks
 * between members.
 */
final class JsonMembers {

    private final Map<String, Value> members = new LinkedHashMap<>();

    /** @param json whether {@code text} is JSON; otherwise it is what stood between quotes */
    private record Value(String text, boolean json) {}

    private JsonMembers() {}

    /** Returns the members of the object in {@code text}; null if it holds anything else. */
    static @Nullable JsonMembers of(String text) {
        if (!startsWith(text, '{')) {
            return null;
        }
        JsonMembers members = new JsonMembers();
        try (JsonParser json = Json.parser(text)) {
            json.nextToken();
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                members.members.put(name, value(json, text));
            }
            return json.nextToken() == null ? members : null;
        } catch (JacksonException noJson) {
            return null;
        }
    }

    /** Returns the texts of the array in {@code text}; null if it holds anything else. */
    static @Nullable List<String> texts(String text) {
        List<String> texts = new ArrayList<>();
        try (JsonParser json = Json.parser(text)) {
            if (json.nextToken() != JsonToken.START_ARRAY) {
                return null;
            }
            while (json.nextToken() == JsonToken.VALUE_STRING) {
                texts.add(Texts.wellFormed(json.getString()));
            }
            return json.currentToken() == JsonToken.END_ARRAY && json.nextToken() == null ? texts : null;
        } catch (JacksonException noJson) {
            return null;
        }
    }

    /** Returns the one item of the array in {@code text}: a text as such, anything else as JSON; null if it holds others. */
    static @Nullable String onlyItem(String text) {
        try (JsonParser json = Json.parser(text)) {
            if (json.nextToken() != JsonToken.START_ARRAY) {
                return null;
            }
            Value item = value(json, text);
            return json.nextToken() == JsonToken.END_ARRAY && json.nextToken() == null ? item.text : null;
        } catch (JacksonException noJson) {
            return null;
        }
    }

    /** Returns the text that stands in quotes in {@code text}; {@code text} itself if that is not all of it. */
    static String unquoted(String text) {
        if (!startsWith(text, '"')) {
            return text;
        }
        try (JsonParser json = Json.parser(text)) {
            String inner = json.nextToken() == JsonToken.VALUE_STRING ? Texts.wellFormed(json.getString()) : text;
            return json.nextToken() == null ? inner : text;
        } catch (JacksonException noJson) {
            return text;
        }
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    boolean holdAny(String... names) {
        return Arrays.stream(names).anyMatch(members::containsKey);
    }

    /** Whether these members are there and no other. */
    boolean holdOnly(String... names) {
        return members.size() == names.length && Arrays.stream(names).allMatch(members::containsKey);
    }

    /** Hands on every member that is not null. */
    void forEach(BiConsumer<String, Object> taker) {
        members.forEach((name, value) -> {
            Object plain = plain(value);
            if (plain != null) {
                taker.accept(name, plain);
            }
        });
    }

    /**
     * Returns the value at {@code path}: a text, number or flag as such, an object or array as JSON text; null if there is
     * none.
     */
    @Nullable
    Object get(List<String> path) {
        Value value = members.get(path.get(0));
        if (value == null || path.size() == 1) {
            return value == null ? null : plain(value);
        }
        JsonMembers inner = value.json ? of(value.text) : null;
        return inner == null ? null : inner.get(path.subList(1, path.size()));
    }

    /** Takes the value at {@code path} out, and the object it lies in if nothing else does. */
    void remove(List<String> path) {
        String name = path.get(0);
        Value value = members.get(name);
        JsonMembers inner = value == null || path.size() == 1 ? null : of(value.text);
        if (inner != null) {
            inner.remove(path.subList(1, path.size()));
        }
        if (inner == null || inner.isEmpty()) {
            members.remove(name);
        } else {
            members.put(name, new Value(inner.write(), true));
        }
    }

    String write() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            members.forEach((name, value) -> {
                json.writeName(Texts.wellFormed(name));
                if (value.json) {
                    json.writeRawValue(value.text);
                } else {
                    json.writeString(value.text);
                }
            });
            json.writeEndObject();
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Value value(JsonParser json, String text) {
        JsonToken token = json.nextToken();
        if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
            int start = (int) json.currentTokenLocation().getCharOffset();
            json.skipChildren();
            int end = (int) json.currentLocation().getCharOffset();
            return new Value(Texts.wellFormed(text.substring(start, end)), true);
        }
        return new Value(Texts.wellFormed(json.getString()), token != JsonToken.VALUE_STRING);
    }

    private static @Nullable Object plain(Value value) {
        String text = value.text;
        if (!value.json || text.startsWith("{") || text.startsWith("[")) {
            return text;
        }
        return switch (text) {
            case "null" -> null;
            case "true" -> true;
            case "false" -> false;
            default -> number(text);
        };
    }

    private static Object number(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException noWholeNumber) {
            return Double.valueOf(text);
        }
    }

    private static boolean startsWith(String text, char first) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > ' ') {
                return c == first;
            }
        }
        return false;
    }
}
