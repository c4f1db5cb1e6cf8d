package dev.arceval.names;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.arceval.spi.Redactor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Replaces names of people and postal addresses, as far as word lists and context tell them: a first name of an English list
 * with what follows it, what follows a title, a greeting or "my name is", a street with its number, a post office box. There
 * is no language model behind it: other names in running text are missed, and words that are names as well are sometimes
 * taken. The page on redaction says how many. Ids, tool names and attribute keys are left alone.
 *
 * <p>Immutable and thread-safe; linear in the text.
 *
 * {@snippet :
 * TraceRecycler.builder().redactor(NameRedactor.masking()).build();
 * }
 *
 * @since 0.1
 */
public final class NameRedactor implements Redactor {

    private static final String WORD = "\\p{Lu}[\\p{Ll}'’]+(?:-\\p{Lu}?\\p{Ll}+)?";
    private static final String NAME =
            WORD + "(?: (?:\\p{Lu}\\.? )?(?:(?:van|von|de|der|del|da|di|la|le|bin|al) ){0,2}" + WORD + "){0,2}";

    /** What follows these is a name. A group holds it. */
    private static final Pattern INTRODUCED =
            Pattern.compile("(?:\\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Madam|Herr|Frau|Señor|Señora|Monsieur|Madame)\\.? "
                    + "|\\b(?i:my name is|my name's|name on the account is|name is|i am called|call me|named|"
                    + "sincerely,|best regards,|kind regards,|regards,|signed by|on behalf of|Dear|full name:?|"
                    + "last name\\??:?|first name\\??:?|surname:?|customer name:?|name:) ?\\s?)("
                    + NAME + ")");

    private static final Pattern CAPITALISED = Pattern.compile("\\b" + NAME);

    private static final Pattern ADDRESS =
            Pattern.compile("\\b[0-9]{1,6}[A-Za-z]? (?:[NSEW]\\.? )?(?:\\p{Lu}[\\p{L}'’.-]* ){1,4}"
                    + "(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Way|Place|Pl|Square|Terrace|Parkway"
                    + "|Highway|Hwy|Circle|Trail|Close)\\b\\.?(?:,? (?:Apt|Suite|Unit|Flat)\\.? [0-9A-Za-z]{1,5})?"
                    + "|\\b(?:\\p{Lu}\\p{L}+(?:straße|strasse|str\\.|weg|gasse|platz|gatan|katu|tie|vej|gade|laan|straat|utca))"
                    + " [0-9]{1,4}[a-z]?\\b"
                    + "|\\b(?:Rua|Rue|Via|Calle|Avenida|Strada|Ulica|ul\\.) (?:[\\p{L}'’]+ ){1,4}[0-9]{1,5}\\b"
                    + "|\\b(?:Apt|Suite|Unit|Flat)\\.? [0-9]{1,5}\\b"
                    + "|\\bP\\.? ?O\\.? Box [0-9]{1,6}\\b");

    private static final Set<String> FIRST_NAMES = lines("first-names.txt");

    /** First names that are common words as well: they count only with a word after them that looks like a name. */
    private static final Set<String> AMBIGUOUS = lines("ambiguous-names.txt");

    /** What is written like a name after a greeting and is none. */
    private static final Set<String> NO_NAMES = Set.of(
            "Sir",
            "Madam",
            "Team",
            "Customer",
            "Customers",
            "Support",
            "All",
            "Friend",
            "Friends",
            "Colleagues",
            "User",
            "Hiring",
            "Manager",
            "Committee",
            "The",
            "This",
            "That",
            "My",
            "Your",
            "Not",
            "Please",
            "Thanks",
            "Thank",
            "How",
            "What",
            "Yes",
            "No",
            "Bot",
            "Unknown",
            "None",
            "Null",
            "True",
            "False",
            "And",
            "But",
            "Monday",
            "Tuesday",
            "Wednesday",
            "Thursday",
            "Friday",
            "Saturday",
            "Sunday",
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December");

    private final UnaryOperator<String> person;
    private final UnaryOperator<String> address;

    private NameRedactor(UnaryOperator<String> person, UnaryOperator<String> address) {
        this.person = person;
        this.address = address;
    }

    /** Returns a redactor that leaves {@code «person:masked»} and {@code «address:masked»}. */
    public static NameRedactor masking() {
        return new NameRedactor(name -> "«person:masked»", place -> "«address:masked»");
    }

    /**
     * Returns a redactor that leaves pseudonyms such as {@code «person:0f3a9c21d4b57e68»}: equal values become equal ones.
     *
     * @param key at least 16 bytes; without it values cannot be tried against pseudonyms
     */
    public static NameRedactor keyed(byte[] key) {
        if (key.length < 16) {
            throw new IllegalArgumentException("key must have at least 16 bytes: " + key.length);
        }
        SecretKeySpec secret = new SecretKeySpec(key, "HmacSHA256");
        return new NameRedactor(
                name -> pseudonym("person", name, secret), place -> pseudonym("address", place, secret));
    }

    @Override
    public String redact(Field field, String text) {
        if (field.place() == Place.NAME || text.length() < 3) {
            return text;
        }
        String placeless = replace(text, addresses(text), address);
        return replace(placeless, names(placeless), person);
    }

    static List<int[]> addresses(String text) {
        List<int[]> addresses = new ArrayList<>();
        Matcher matcher = ADDRESS.matcher(text);
        while (matcher.find()) {
            addresses.add(new int[] {matcher.start(), matcher.end()});
        }
        return addresses;
    }

    /** The places of names in order; none overlaps another. */
    static List<int[]> names(String text) {
        boolean[] taken = new boolean[text.length()];
        List<int[]> names = new ArrayList<>();
        Matcher introduced = INTRODUCED.matcher(text);
        while (introduced.find()) {
            int start = introduced.start(1);
            if (!NO_NAMES.contains(firstWord(text, start))) {
                take(names, taken, start, introduced.end(1));
            }
        }
        Matcher capitalised = CAPITALISED.matcher(text);
        while (capitalised.find()) {
            listed(text, capitalised.start(), capitalised.end(), names, taken);
        }
        names.sort((one, other) -> Integer.compare(one[0], other[0]));
        return names;
    }

    /** A first name of the list anywhere in a row of capitalised words, with the words after it. */
    private static void listed(String text, int start, int end, List<int[]> names, boolean[] taken) {
        int at = start;
        while (at < end) {
            String word = firstWord(text, at);
            boolean followed = at + word.length() < end;
            if (FIRST_NAMES.contains(word)
                    || followed && at == start && AMBIGUOUS.contains(word) && !opensSentence(text, at)) {
                take(names, taken, at, end);
                return;
            }
            at += Math.max(1, word.length());
            while (at < end && !Character.isUpperCase(text.charAt(at))) {
                at++;
            }
        }
    }

    private static boolean opensSentence(String text, int at) {
        int before = at - 1;
        while (before >= 0 && Character.isWhitespace(text.charAt(before))) {
            before--;
        }
        return before < 0 || ".!?:\"".indexOf(text.charAt(before)) >= 0;
    }

    private static void take(List<int[]> names, boolean[] taken, int start, int end) {
        for (int i = start; i < end; i++) {
            if (taken[i]) {
                return;
            }
        }
        Arrays.fill(taken, start, end, true);
        names.add(new int[] {start, end});
    }

    private static String firstWord(String text, int start) {
        int end = start;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        return text.substring(start, end);
    }

    private static String replace(String text, List<int[]> places, UnaryOperator<String> by) {
        if (places.isEmpty()) {
            return text;
        }
        StringBuilder replaced = new StringBuilder(text.length());
        int done = 0;
        for (int[] place : places) {
            replaced.append(text, done, place[0]).append(by.apply(text.substring(place[0], place[1])));
            done = place[1];
        }
        return replaced.append(text, done, text.length()).toString();
    }

    private static String pseudonym(String type, String value, SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            byte[] tag = mac.doFinal(value.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            return "«" + type + ":"
                    + HexFormat.of().toHexDigits(ByteBuffer.wrap(tag).getLong()) + "»";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no " + key.getAlgorithm(), e);
        }
    }

    private static Set<String> lines(String resource) {
        Set<String> lines = new HashSet<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(NameRedactor.class.getResourceAsStream(resource), resource),
                StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
        return lines;
    }
}
