package dev.arceval.core.ingest;

import dev.arceval.core.json.Json;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/**
 * The names that stand in the beginning of a file, with where they stand: {@code data[].spans[].traceID}. A list around the
 * records is not part of a path, so that a list, lines and a single document look the same.
 *
 * <p>What is recognised are names in their place, never words in a text: a prompt that quotes a trace is no trace.
 */
public final class Shape {

    private static final int MAX_DEPTH = 7;
    private static final int MAX_PATHS = 4_000;
    private static final int MAX_VALUE = 64;
    private static final int MAX_BROKEN_LINES = 20;

    private final Map<String, String> paths = new HashMap<>();
    private boolean list;

    private Shape() {}

    /** Many formats look at the same file, one after the other. */
    private static volatile @Nullable Seen lastSeen;

    private record Seen(WeakReference<byte[]> head, Shape shape) {}

    /** Returns the shape of what was read so far; the last value may be cut off. {@code head} is not changed any more. */
    public static Shape of(byte[] head) {
        Seen seen = lastSeen;
        if (seen == null || seen.head.get() != head) {
            seen = new Seen(new WeakReference<>(head), read(head));
            lastSeen = seen;
        }
        return seen.shape;
    }

    private static Shape read(byte[] head) {
        Shape shape = new Shape();
        int from = 0;
        for (int broken = 0; from >= 0 && broken < MAX_BROKEN_LINES; broken++) {
            from = shape.read(head, from);
        }
        return shape;
    }

    public boolean has(String path) {
        return paths.containsKey(path);
    }

    public boolean hasAll(String... all) {
        for (String path : all) {
            if (!has(path)) {
                return false;
            }
        }
        return true;
    }

    public boolean hasAny(String... any) {
        for (String path : any) {
            if (has(path)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the first value at {@code path} if it is a short text, else an empty one. */
    public String text(String path) {
        return paths.getOrDefault(path, "");
    }

    /** Whether the file is one list. */
    public boolean isList() {
        return list;
    }

    /** Reads values until one is broken; returns where to go on behind it, or -1 at the end. */
    private int read(byte[] head, int from) {
        try (JsonParser json = Json.parser(head, from, head.length - from)) {
            try {
                JsonToken token = json.nextToken();
                if (from == 0 && token == JsonToken.START_ARRAY) {
                    list = true;
                    token = json.nextToken();
                }
                for (; token != null && paths.size() < MAX_PATHS; token = json.nextToken()) {
                    value(json, "", 0);
                }
                return -1;
            } catch (UnexpectedEndOfInputException cutOff) {
                return -1;
            } catch (JacksonException broken) {
                long at = json.currentLocation().getByteOffset();
                return lineAfter(head, from + (int) Math.max(0, at));
            }
        } catch (JacksonException unusable) {
            return -1;
        }
    }

    private void value(JsonParser json, String path, int depth) {
        JsonToken token = json.currentToken();
        if (token == JsonToken.START_OBJECT) {
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                String field = path.isEmpty() ? name : path + "." + name;
                // The value may be cut off; its name was seen.
                add(field, "");
                json.nextToken();
                add(field, shortText(json));
                value(json, field, depth + 1);
            }
        } else if (token == JsonToken.START_ARRAY) {
            while (json.nextToken() != JsonToken.END_ARRAY) {
                add(path + "[]", shortText(json));
                value(json, path + "[]", depth + 1);
            }
        }
    }

    private void add(String path, String value) {
        if (paths.size() < MAX_PATHS && depth(path) <= MAX_DEPTH) {
            paths.merge(path, value, (before, now) -> before.isEmpty() ? now : before);
        }
    }

    private static String shortText(JsonParser json) {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            return "";
        }
        String text = json.getString();
        return text.length() <= MAX_VALUE ? text : "";
    }

    private static int depth(String path) {
        return (int) path.chars().filter(c -> c == '.').count();
    }

    private static int lineAfter(byte[] head, int from) {
        for (int i = from; i < head.length; i++) {
            if (head[i] == '\n') {
                return i + 1 < head.length ? i + 1 : -1;
            }
        }
        return -1;
    }
}
