package dev.arceval.core.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The attribute names that one reader knows, in one place where attributes stand. Mutable, for one thread. */
final class Words {

    /** Shorter texts are not compared with the one before: reading them costs as much. */
    private static final int LONG_TEXT = 64;

    /** Stands before the first attribute. */
    final Word start;

    final Symbols<Word> known;
    private final List<Word> withText = new ArrayList<>();

    private Words(Function<String, Word> made) {
        this.known = new Symbols<>(made);
        this.start = made.apply("");
    }

    /** Returns no names yet of attributes of spans. */
    static Words ofSpans() {
        return new Words(Word::ofSpan);
    }

    /** Returns no names yet of attributes of anything else, of which nothing is made. */
    static Words ofOthers() {
        return new Words(Word::other);
    }

    /** Whether a text of so many bytes is worth comparing with the one before. */
    static boolean isLong(int length) {
        return length >= LONG_TEXT;
    }

    /** Takes note of a text that stands in the record's bytes, for one that repeats or continues it. */
    void remember(Word word, int start, int length, Object text) {
        if (!isLong(length)) {
            return;
        }
        if (word.text == null) {
            withText.add(word);
        }
        word.text = text;
        word.textStart = start;
        word.textLength = length;
    }

    /** Forgets the texts of the record that has been read. */
    void forget() {
        withText.forEach(word -> word.text = null);
        withText.clear();
    }
}
