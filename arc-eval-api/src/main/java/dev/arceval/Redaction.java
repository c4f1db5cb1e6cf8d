package dev.arceval;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * What must not be kept, and what takes its place. Immutable and thread-safe: each option returns a new one.
 *
 * <p>Types of what is found: {@code secret}, {@code email}, {@code phone}, {@code card}, {@code iban}, {@code ssn}, {@code
 * ip}, {@code mac} and others, and those of rules that were added. A type that is not known is refused, and the message lists
 * the known ones. By default each value becomes a pseudonym.
 *
 * {@snippet class="dev.arceval.examples.Snippets" region="redaction"}
 *
 * @since 0.1
 */
public interface Redaction {

    /** Finds credentials and structured personal data: what recyclers start with. */
    static Redaction balanced() {
        return preset("balanced");
    }

    /** Finds what {@link #balanced()} does and any long word that looks random; masks secrets. */
    static Redaction strict() {
        return preset("strict");
    }

    /** Finds nothing but what added rules find. */
    static Redaction none() {
        return preset("none");
    }

    /**
     * Returns the redaction with this name: {@code balanced}, {@code strict} or {@code none}.
     *
     * @throws IllegalArgumentException if there is none; the message lists them
     */
    static Redaction preset(String name) {
        return Implementation.get().redaction(name);
    }

    /**
     * Replaces values of these types by pseudonyms such as {@code «email:0f3a9c21d4b57e68»}: equal values by equal ones.
     *
     * @param types all types if none is named
     */
    Redaction pseudonymizing(String... types);

    /**
     * Replaces values of these types by others of the same form that belong to nobody, for programs that must be able to read
     * them: an address at {@code example.invalid}, a card number with a valid check digit that no bank gives out, an IP
     * address of a reserved range. Equal values are replaced by equal ones. A number in JSON stays a number. Types without
     * such a form get pseudonyms; there is one for {@code email}, {@code card}, {@code iban}, {@code ssn}, {@code phone},
     * {@code ip}, {@code mac} and {@code birth-date}.
     *
     * @param types all types if none is named
     */
    Redaction imitating(String... types);

    /**
     * Replaces values of these types by {@code «email:masked»}: not even equality is left.
     *
     * @param types all types if none is named
     */
    Redaction masking(String... types);

    /**
     * Leaves nothing in the place of these types; {@code null} where that was a number in JSON.
     *
     * @param types all types if none is named
     */
    Redaction dropping(String... types);

    /**
     * Leaves values of these types as they are.
     *
     * @param types all types if none is named
     */
    Redaction keeping(String... types);

    /** Leaves these values as they are wherever one is the whole of what was found. */
    Redaction allowing(String... values);

    /** Leaves e-mail addresses at these domains, and below them, as they are. */
    Redaction allowingDomains(String... domains);

    /**
     * Leaves what one of these patterns matches as a whole as it is.
     *
     * @param patterns in RE2 syntax, linear in time
     */
    Redaction allowingMatches(String... patterns);

    /** Leaves the values of attributes with these keys as they are; {@code "http.*"} means all keys that start so. */
    Redaction allowingAttributes(String... keys);

    /**
     * Looks for one thing more.
     *
     * @throws IllegalArgumentException if the pattern is not RE2 syntax, the id is taken, an example is not found or a
     *     counter-example is
     */
    Redaction rule(Rule rule);

    /**
     * Adds what a file says: rules, what is allowed, what replaces what. Its form is on the page on redaction.
     *
     * @throws IllegalArgumentException if the file cannot be read or makes no sense, as {@code rules.json:12: ...}
     */
    Redaction rules(Path file);

    /**
     * Makes the pseudonyms that the store in this directory makes, so that equal values are equal in both. The key is made
     * if it is not there. Without this call a recycler uses the key of its own store, and files get pseudonyms by number,
     * tied to no key.
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
     * @param fileName of a file called like a secret, as {@code .vault_pass}, lines that are nothing but a value go too;
     *     empty for none
     * @param each is told of every finding, in order of place
     * @throws IOException if the content cannot be read
     */
    Scan scan(String fileName, InputStream content, Consumer<? super Finding> each) throws IOException;

    /**
     * Writes a copy with everything replaced; all else is the same byte for byte, compressed if the content was. JSON stays
     * JSON. Nothing is written of what is no text. Neither stream is closed.
     *
     * @param fileName as for {@link #scan}
     * @param each is told of every finding, in order of place
     * @throws IOException if the content cannot be read or the copy not be written
     */
    Scan copy(String fileName, InputStream content, OutputStream copy, Consumer<? super Finding> each)
            throws IOException;

    /**
     * A rule of one's own. Each option returns a new one.
     *
     * @param id what it is called, such as {@code customer-number}
     * @param pattern what to find, in RE2 syntax; a group that takes part is what goes, else the whole match
     * @param type the word in pseudonyms; the id unless told otherwise
     * @param keywords one of these must stand in the match, at most 200 characters before it, or in the attribute's key;
     *     case does not matter. None: every match counts, and every text is searched
     * @param minEntropy bits per character below which a match stays; 0 to 8
     * @param examples texts in which the rule must find something
     * @param counterexamples texts in which it must not
     */
    record Rule(
            String id,
            String pattern,
            String type,
            List<String> keywords,
            double minEntropy,
            List<String> examples,
            List<String> counterexamples) {

        public Rule {
            keywords = List.copyOf(keywords);
            examples = List.copyOf(examples);
            counterexamples = List.copyOf(counterexamples);
        }

        /** Returns a rule without conditions or examples, whose type is its id. */
        public static Rule of(String id, String pattern) {
            return new Rule(id, pattern, id, List.of(), 0, List.of(), List.of());
        }

        public Rule type(String type) {
            return new Rule(id, pattern, type, keywords, minEntropy, examples, counterexamples);
        }

        public Rule near(String... keywords) {
            return new Rule(id, pattern, type, List.of(keywords), minEntropy, examples, counterexamples);
        }

        public Rule minEntropy(double bitsPerCharacter) {
            return new Rule(id, pattern, type, keywords, bitsPerCharacter, examples, counterexamples);
        }

        public Rule finding(String... examples) {
            return new Rule(id, pattern, type, keywords, minEntropy, more(this.examples, examples), counterexamples);
        }

        public Rule leaving(String... counterexamples) {
            return new Rule(
                    id, pattern, type, keywords, minEntropy, examples, more(this.counterexamples, counterexamples));
        }

        private static List<String> more(List<String> some, String... more) {
            List<String> all = new ArrayList<>(some);
            all.addAll(Arrays.asList(more));
            return all;
        }
    }

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
