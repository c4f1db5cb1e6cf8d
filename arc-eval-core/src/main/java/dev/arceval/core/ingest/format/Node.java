package dev.arceval.core.ingest.format;

import dev.arceval.core.ingest.Times;
import dev.arceval.core.ingest.TreeReader;
import dev.arceval.core.ingest.ValueJson;
import dev.arceval.trace.Attributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value in a record with its place. What is absent, {@code null} or of another type than asked for reads as absent, so
 * that a mapping says what it wants and not what may be wrong.
 */
final class Node {

    private static final Object ABSENT = Attributes.Empty.VALUE;

    private final Object value;
    private final @Nullable Node parent;
    private final String step;

    private Node(Object value, @Nullable Node parent, String step) {
        this.value = value;
        this.parent = parent;
        this.step = step;
    }

    static Node root(Object value) {
        return new Node(value, null, "");
    }

    /** Whether there is a value that is not {@code null}. */
    boolean exists() {
        return value != ABSENT;
    }

    boolean isObject() {
        return value instanceof Map;
    }

    boolean isList() {
        return value instanceof List;
    }

    boolean isText() {
        return value instanceof String;
    }

    /** Returns the first of these fields that exists; an absent node if none does. */
    Node get(String... names) {
        if (value instanceof Map<?, ?> fields) {
            for (String name : names) {
                Object field = fields.get(name);
                if (field != null && field != ABSENT) {
                    return new Node(field, this, name);
                }
            }
        }
        return new Node(ABSENT, this, names[0]);
    }

    /** Returns the field at the end of these steps. */
    Node at(String... steps) {
        Node node = this;
        for (String next : steps) {
            node = node.get(next);
        }
        return node;
    }

    /** Returns an object with the fields of both, those of {@code later} where both have one. */
    Node completedBy(Node later) {
        Map<String, Object> both = new LinkedHashMap<>();
        for (Node part : List.of(this, later)) {
            part.fields().forEach((name, field) -> {
                if (field.exists()) {
                    both.put(name, field.value);
                }
            });
        }
        return new Node(both, parent, step);
    }

    boolean has(String... names) {
        return get(names).exists();
    }

    /** Returns the items of a list; empty for anything else. */
    List<Node> items() {
        if (!(value instanceof List<?> list)) {
            return List.of();
        }
        List<Node> items = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            items.add(new Node(list.get(i), this, "[" + i + "]"));
        }
        return items;
    }

    /** Returns the fields of an object by name, those that are {@code null} included; empty for anything else. */
    Map<String, Node> fields() {
        if (!(value instanceof Map<?, ?> map)) {
            return Map.of();
        }
        Map<String, Node> fields = new LinkedHashMap<>();
        map.forEach((name, field) -> fields.put((String) name, new Node(field, this, (String) name)));
        return fields;
    }

    /** Returns the text; a number is one, too. */
    @Nullable
    String text() {
        return value instanceof String || value instanceof Number ? value.toString() : null;
    }

    String text(String otherwise) {
        String text = text();
        return text == null ? otherwise : text;
    }

    /** Returns the text, or null if it is empty. */
    @Nullable
    String filled() {
        String text = text();
        return text == null || text.isEmpty() ? null : text;
    }

    /** Returns the text as it is, anything else as JSON; null if absent. */
    @Nullable
    String content() {
        if (!exists()) {
            return null;
        }
        return value instanceof String text ? text : json();
    }

    /** Returns a whole number that is not negative, given as number or text. */
    @Nullable
    Long count() {
        Double number = number();
        return number == null || number < 0 || number > 1L << 53 || number != Math.rint(number)
                ? null
                : Long.valueOf(number.longValue());
    }

    /** Returns a finite number, given as number or text. */
    @Nullable
    Double number() {
        if (value instanceof Number number) {
            return Double.isFinite(number.doubleValue()) ? number.doubleValue() : null;
        }
        if (value instanceof String text && !text.isEmpty() && text.length() <= 40) {
            try {
                double number = Double.parseDouble(text);
                return Double.isFinite(number) ? number : null;
            } catch (NumberFormatException none) {
                return null;
            }
        }
        return null;
    }

    /** Returns a whole number of nanoseconds in units of {@code nanos}; 0 if there is none or it is out of range. */
    long units(long nanos) {
        try {
            if (value instanceof Long number) {
                return number < 0 ? 0 : Math.multiplyExact(number, nanos);
            }
            Double number = number();
            return number == null || number < 0 || number * nanos >= 0x1p63 ? 0 : (long) (number * nanos);
        } catch (ArithmeticException outOfRange) {
            return 0;
        }
    }

    boolean isTrue() {
        return Boolean.TRUE.equals(value);
    }

    boolean isFalse() {
        return Boolean.FALSE.equals(value);
    }

    /** Returns a time in nanoseconds since 1970; 0 if absent, {@link Times#NONE} if it is none. */
    long nanos() {
        String text = text();
        return text == null ? (exists() ? Times.NONE : 0) : Times.nanos(text);
    }

    /** Returns the value as a tree. */
    Object tree() {
        return value;
    }

    /** Returns the value as compact JSON. */
    String json() {
        return ValueJson.write(value);
    }

    /** Returns what a text that holds JSON holds, however often it was wrapped; any other node as it is. */
    Node parsed() {
        Node node = this;
        for (int wrapped = 0; wrapped < 3 && node.value instanceof String text && mayBeJson(text); wrapped++) {
            Object tree = TreeReader.parse(text);
            if (tree == null) {
                return node;
            }
            node = new Node(tree, parent, step);
        }
        return node;
    }

    /** Returns where the value stands, as {@code data[0].spans[3]}. */
    String path() {
        if (parent == null) {
            return "the record";
        }
        String before = parent.parent == null ? "" : parent.path();
        return before.isEmpty() || step.startsWith("[") ? before + step : before + "." + step;
    }

    private static boolean mayBeJson(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > ' ') {
                return c == '{' || c == '[' || c == '"';
            }
        }
        return false;
    }
}
