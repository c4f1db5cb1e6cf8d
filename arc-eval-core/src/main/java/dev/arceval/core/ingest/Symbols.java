package dev.arceval.core.ingest;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Texts known by their bytes, and what is made of them, so that names and short values, which repeat from span to span, are
 * made once. Mutable, for one thread.
 */
final class Symbols<T> {

    /** Longer texts rarely repeat. */
    static final int LONGEST = 64;

    private static final int SIZE = 2_048;

    private final Function<String, T> made;
    private final KnownBytes<T> known = new KnownBytes<>(SIZE, LONGEST);

    /** @param made what a text becomes, the same each time */
    Symbols(Function<String, T> made) {
        this.made = made;
    }

    /** Returns what is made of well-formed UTF-8. */
    T of(byte[] bytes, int start, int length) {
        T symbol = known(bytes, start, length);
        return symbol != null
                ? symbol
                : add(bytes, start, length, new String(bytes, start, length, StandardCharsets.UTF_8));
    }

    /** Returns what was made of these bytes, which then are well-formed, or null. */
    @Nullable
    T known(byte[] bytes, int start, int length) {
        KnownBytes.Known<T> same = known.find(bytes, start, length);
        return same == null ? null : same.value;
    }

    /** Returns what is made of bytes that were just not known, of which {@code text} is the text. */
    T add(byte[] bytes, int start, int length, String text) {
        T symbol = made.apply(text);
        known.learn(bytes, start, length, symbol);
        return symbol;
    }
}
