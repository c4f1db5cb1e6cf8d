package dev.arceval.trace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map of attribute names to values, in name order.
 *
 * <p>A value is one of {@link String}, {@link Boolean}, {@link Long}, {@link Double}, {@link Bytes}, an unmodifiable
 * {@link List} of values, or an unmodifiable {@link Map} of text to values: the shapes of OpenTelemetry's
 * {@code AnyValue}. An attribute that was sent without a value is kept as {@link Empty}.
 *
 * @since 0.1
 */
public final class Attributes {

    /** Deepest nesting of lists and maps in one value; a deeper value is refused. */
    public static final int MAX_DEPTH = 64;

    private static final Attributes NONE = new Attributes(NamedValues.NONE);

    private final Map<String, Object> values;

    private Attributes(Map<String, Object> values) {
        this.values = values;
    }

    /** Returns the attributes without any entry. */
    public static Attributes empty() {
        return NONE;
    }

    /**
     * Copies {@code values}, widening {@code Integer} and {@code Short} to {@code Long}, {@code Float} to
     * {@code Double} and {@code null} to {@link Empty#VALUE}.
     *
     * @throws IllegalArgumentException if a name is empty, a value has another type, or nesting exceeds
     *     {@link #MAX_DEPTH}
     */
    public static Attributes of(Map<String, ? extends @Nullable Object> values) {
        return values.isEmpty() ? NONE : new Attributes(copyMap(values, 0));
    }

    /** Returns the value of {@code name} if it is text. */
    public Optional<String> text(String name) {
        return values.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** Returns the value of {@code name} if it is a whole number. */
    public OptionalLong wholeNumber(String name) {
        return values.get(name) instanceof Long number ? OptionalLong.of(number) : OptionalLong.empty();
    }

    /** Returns the value of {@code name} if it is a number of either kind; never infinite or NaN. */
    public OptionalDouble number(String name) {
        return values.get(name) instanceof Number number && Double.isFinite(number.doubleValue())
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }

    /** Returns the value of {@code name}, in one of the types listed above. */
    public Optional<Object> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Returns these attributes with {@code name} set to {@code value}. */
    public Attributes with(String name, @Nullable Object value) {
        Map<String, @Nullable Object> changed = new TreeMap<>(values);
        changed.put(name, value);
        return of(changed);
    }

    /** Returns all entries in name order; unmodifiable. */
    public Map<String, Object> asMap() {
        return values;
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    public int size() {
        return values.size();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Attributes attributes && values.equals(attributes.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }

    private static Map<String, Object> copyMap(Map<?, ? extends @Nullable Object> map, int depth) {
        NamedValues.Builder copy = new NamedValues.Builder(map.size());
        map.forEach((name, value) -> {
            if (!(name instanceof String text) || (depth == 0 && text.isEmpty())) {
                throw new IllegalArgumentException("attribute name must be text and not empty: " + name);
            }
            copy.add(text, copyValue(text, value, depth));
        });
        return copy.build();
    }

    private static Object copyValue(String name, @Nullable Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("attribute " + name + " nests deeper than " + MAX_DEPTH);
        }
        if (value == null) {
            return Empty.VALUE;
        }
        if (value instanceof String || value instanceof Boolean || value instanceof Long || value instanceof Double) {
            return value;
        }
        if (value instanceof Bytes || value instanceof Empty) {
            return value;
        }
        if (value instanceof Integer || value instanceof Short) {
            return ((Number) value).longValue();
        }
        if (value instanceof Float number) {
            return number.doubleValue();
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list.size());
            for (Object item : list) {
                copy.add(copyValue(name, item, depth + 1));
            }
            return Collections.unmodifiableList(copy);
        }
        if (value instanceof Map<?, ?> map) {
            return copyMap(map, depth + 1);
        }
        throw new IllegalArgumentException("attribute " + name + " has unsupported type "
                + value.getClass().getName());
    }

    /**
     * A binary value.
     *
     * @param base64 the bytes in standard base64 with padding
     */
    public record Bytes(String base64) {}

    /** The value of an attribute that was sent without one. */
    public enum Empty {
        /** The only instance. */
        VALUE
    }
}
