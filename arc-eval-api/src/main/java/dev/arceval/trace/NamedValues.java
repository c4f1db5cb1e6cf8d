package dev.arceval.trace;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** An unmodifiable map in name order as two arrays: a fraction of a tree's memory, and names that collide cost nothing. */
final class NamedValues extends AbstractMap<String, Object> {

    static final NamedValues NONE = new NamedValues(new String[0], new Object[0]);

    /** Up to this many are sorted in place. */
    private static final int FEW = 24;

    private final String[] names;
    private final Object[] values;

    private NamedValues(String[] names, Object[] values) {
        this.names = names;
        this.values = values;
    }

    /** Collects entries in any order; each name comes once. */
    static final class Builder {

        private String[] names;
        private Object[] values;
        private int size;

        /** @param expected how many will come; it may be wrong */
        Builder(int expected) {
            names = new String[expected];
            values = new Object[expected];
        }

        void add(String name, Object value) {
            if (size == names.length) {
                resize(2 * size + 1);
            }
            names[size] = name;
            values[size++] = value;
        }

        NamedValues build() {
            if (size < names.length) {
                resize(size);
            }
            if (!sorted(names)) {
                sort(names, values);
            }
            return new NamedValues(names, values);
        }

        private void resize(int length) {
            names = Arrays.copyOf(names, length);
            values = Arrays.copyOf(values, length);
        }
    }

    @Override
    public int size() {
        return names.length;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return indexOf(name) >= 0;
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        int index = indexOf(name);
        return index < 0 ? null : values[index];
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super Object> action) {
        for (int i = 0; i < names.length; i++) {
            action.accept(names[i], values[i]);
        }
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
        return new Entries();
    }

    private int indexOf(@Nullable Object name) {
        return name instanceof String text ? Arrays.binarySearch(names, text) : -1;
    }

    private static boolean sorted(String[] names) {
        for (int i = 1; i < names.length; i++) {
            if (names[i - 1].compareTo(names[i]) > 0) {
                return false;
            }
        }
        return true;
    }

    private static void sort(String[] names, Object[] values) {
        if (names.length <= FEW) {
            insertionSort(names, values);
            return;
        }
        Integer[] order = new Integer[names.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (one, two) -> names[one].compareTo(names[two]));
        String[] unsortedNames = names.clone();
        Object[] unsortedValues = values.clone();
        for (int i = 0; i < order.length; i++) {
            names[i] = unsortedNames[order[i]];
            values[i] = unsortedValues[order[i]];
        }
    }

    private static void insertionSort(String[] names, Object[] values) {
        for (int i = 1; i < names.length; i++) {
            String name = names[i];
            Object value = values[i];
            int at = i;
            for (; at > 0 && names[at - 1].compareTo(name) > 0; at--) {
                names[at] = names[at - 1];
                values[at] = values[at - 1];
            }
            names[at] = name;
            values[at] = value;
        }
    }

    private final class Entries extends AbstractSet<Map.Entry<String, Object>> {

        @Override
        public int size() {
            return names.length;
        }

        @Override
        public Iterator<Map.Entry<String, Object>> iterator() {
            return new Iterator<>() {
                private int next;

                @Override
                public boolean hasNext() {
                    return next < names.length;
                }

                @Override
                public Map.Entry<String, Object> next() {
                    if (next == names.length) {
                        throw new NoSuchElementException();
                    }
                    return Map.entry(names[next], values[next++]);
                }
            };
        }
    }
}
