package dev.arceval;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * What must not be kept, and what takes its place. Immutable and thread-safe: each option returns a new one.
 *
 * @since 0.1
 */
public interface Redaction {

    /** The redaction that recyclers start with. */
    static Redaction balanced() {
        return preset("balanced");
    }

    /** Finds nothing of itself. */
    static Redaction none() {
        return preset("none");
    }

    /**
     * Returns the redaction with this name: {@code balanced} or {@code none}.
     *
     * @throws IllegalArgumentException if there is none; the message lists them
     */
    static Redaction preset(String name) {
        return Implementation.get().redaction(name);
    }

    /**
     * Makes the pseudonyms that the store in this directory makes, so that equal values are equal in both. The key is made
     * if it is not there. Without this call files get pseudonyms by number, tied to no key.
     */
    Redaction keyIn(Path directory);

    /** Returns what would go from this text, in order of place. */
    List<Finding> find(String text);

    /** Returns the text with everything replaced; equal values of this text by equal pseudonyms. */
    String redact(String text);

    /**
     * Finds what would go from a file of any kind: text in UTF-8, or in UTF-16 with a byte order mark, plain or gzip. Time
     * is linear, memory constant.
     *
     * @param each is told of every finding, in order of place
     * @throws IOException if the content cannot be read
     */
    Scan scan(InputStream content, Consumer<? super Finding> each) throws IOException;

    /**
     * Writes a copy with everything replaced; all else is the same byte for byte, compressed if the content was. JSON stays
     * JSON. Nothing is written of what is no text. Neither stream is closed.
     *
     * @param each is told of every finding, in order of place
     * @throws IOException if the content cannot be read or the copy not be written
     */
    Scan copy(InputStream content, OutputStream copy, Consumer<? super Finding> each) throws IOException;

    /**
     * Something that must not be kept. It says where, never what.
     *
     * @param line counted from 1; lines end with a line feed
     * @param start the column of its first character in code points, counted from 0
     * @param end the column after its last character; something over several lines is one finding that ends with its first
     *     line
     * @param rule which rule found it, such as {@code github-pat}
     * @param type what it is, such as {@code secret} or {@code email}
     */
    record Finding(long line, int start, int end, String rule, String type) {}

    /**
     * What became of a file.
     *
     * @param text whether it is text; anything else is left alone
     * @param findings how much was found
     */
    record Scan(boolean text, long findings) {}
}
