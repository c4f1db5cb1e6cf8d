package dev.arceval.core.ingest;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What feeds the fields of one span after the other, with where it comes from. What was there before it fed is asked of a
 * field that is fed. Mutable, for one thread; it costs no object for a field, and holds on to raw values until the field is
 * fed again.
 */
final class FieldValues {

    private static final int FIELDS = Field.values().length;

    /** What is read is null where nothing feeds the field. */
    private final @Nullable Object[] values = new Object[FIELDS];

    private final Object[] raws = new Object[FIELDS];
    private final String[] attributes = new String[FIELDS];
    private final int[] ranks = new int[FIELDS];

    void clear() {
        Arrays.fill(values, null);
    }

    boolean has(Field field) {
        return values[field.ordinal()] != null;
    }

    /** Returns what was made of what feeds the field; null if nothing does. */
    @Nullable
    Object value(Field field) {
        return values[field.ordinal()];
    }

    /** Returns the attribute that feeds the field. */
    String attribute(Field field) {
        return attributes[field.ordinal()];
    }

    /** Returns that attribute's value. */
    Object raw(Field field) {
        return raws[field.ordinal()];
    }

    /** Returns that attribute's place in the order of those that feed the field. */
    int rank(Field field) {
        return ranks[field.ordinal()];
    }

    void set(Field field, String attribute, Object raw, Object value, int rank) {
        int at = field.ordinal();
        attributes[at] = attribute;
        raws[at] = raw;
        values[at] = value;
        ranks[at] = rank;
    }

    /** Lets {@code to} be fed by what feeds {@code from}, which is left without; {@code value} is made of it. */
    void move(Field from, Field to, Object value) {
        set(to, attribute(from), raw(from), value, rank(from));
        remove(from);
    }

    void remove(Field field) {
        values[field.ordinal()] = null;
    }
}
