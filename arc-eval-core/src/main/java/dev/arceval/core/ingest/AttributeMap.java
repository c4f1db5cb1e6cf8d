package dev.arceval.core.ingest;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A map for the attributes of one span after the other, in the order they came. Few are found by going through their hashes,
 * which are known of names seen before; beyond that an index is kept, so that many cost no more. Mutable, for one thread.
 */
final class AttributeMap extends AbstractMap<String, Object> {

    private static final int FEW = 24;

    private String[] names = new String[FEW];
    private @Nullable Word[] words = new Word[FEW];
    private Object[] values = new Object[FEW];
    private int[] hashes = new int[FEW];
    private int size;
    private @Nullable Map<String, Integer> index;

    @Override
    public @Nullable Object put(String name, Object value) {
        return put(name, name.hashCode(), null, value);
    }

    /** Does the same for a name of which it is known what is made of it. */
    void put(Word word, Object value) {
        put(word.name, word.hash, word, value);
    }

    private @Nullable Object put(String name, int hash, @Nullable Word word, Object value) {
        int at = indexOf(name, hash);
        if (at >= 0) {
            Object before = values[at];
            values[at] = value;
            return before;
        }
        if (size == names.length) {
            names = Arrays.copyOf(names, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
            hashes = Arrays.copyOf(hashes, 2 * size);
            words = Arrays.copyOf(words, 2 * size);
        }
        names[size] = name;
        words[size] = word;
        values[size] = value;
        hashes[size] = hash;
        size++;
        if (index != null) {
            index.put(name, size - 1);
        } else if (size > FEW) {
            index = indexed();
        }
        return null;
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        int at = name instanceof String text ? indexOf(text, text.hashCode()) : -1;
        return at < 0 ? null : values[at];
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return name instanceof String text && indexOf(text, text.hashCode()) >= 0;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void clear() {
        Arrays.fill(names, 0, size, "");
        Arrays.fill(values, 0, size, "");
        size = 0;
        index = null;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super Object> action) {
        for (int i = 0; i < size; i++) {
            action.accept(names[i], values[i]);
        }
    }

    /** Gives each entry in order, with what is made of its name. */
    void forEachWord(BiConsumer<Word, Object> action) {
        for (int i = 0; i < size; i++) {
            Word word = words[i];
            action.accept(word == null ? Word.ofSpan(names[i]) : word, values[i]);
        }
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
        return new Entries();
    }

    private int indexOf(String name, int hash) {
        if (index != null) {
            return index.getOrDefault(name, -1);
        }
        for (int i = 0; i < size; i++) {
            if (hashes[i] == hash && names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private Map<String, Integer> indexed() {
        Map<String, Integer> positions = new HashMap<>();
        for (int i = 0; i < size; i++) {
            positions.put(names[i], i);
        }
        return positions;
    }

    private final class Entries extends AbstractSet<Map.Entry<String, Object>> {

        @Override
        public int size() {
            return size;
        }

        @Override
        public Iterator<Map.Entry<String, Object>> iterator() {
            return new Iterator<>() {
                private int next;

                @Override
                public boolean hasNext() {
                    return next < size;
                }

                @Override
                public Map.Entry<String, Object> next() {
                    if (next >= size) {
                        throw new NoSuchElementException();
                    }
                    return Map.entry(names[next], values[next++]);
                }
            };
        }
    }
}
