package dev.arceval.core.redact;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Gives every value a typed pseudonym.
 *
 * <p>Under a key: the same for equal values, unrelated under another key, and not to be found by trying all phone numbers or
 * addresses without the key. HMAC-SHA-256 over type and normalised value (RFC 2104, RFC 4868), cut to {@value
 * Marker#HEX_DIGITS} hex digits. Counted: values of a type are numbered as they come, so that a document is tied to no key.
 */
public final class Pseudonyms {

    private static final String ALGORITHM = "HmacSHA256";

    private final Supplier<Source> sources;

    private Pseudonyms(Supplier<Source> sources) {
        this.sources = sources;
    }

    /** Pseudonyms under a key. Thread-safe. */
    public static Pseudonyms keyed(RedactionKey key) {
        SecretKeySpec spec = new SecretKeySpec(key.bytes(), ALGORITHM);
        return new Pseudonyms(() -> new Keyed(mac(spec), new HashMap<>()));
    }

    /** Pseudonyms by number, for one document. They are kept in memory: some 100 bytes for each value that differs. */
    public static Pseudonyms counted() {
        Counted counted = new Counted();
        return new Pseudonyms(() -> counted);
    }

    /** A source of pseudonyms for one thread. */
    Source source() {
        return sources.get();
    }

    private static Mac mac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("this Java runtime has no " + ALGORITHM, e);
        }
    }

    /** Turns a value into 64 bits that say nothing but which values are equal. */
    interface Source {

        long tag(Leak leak, String value);
    }

    private record Keyed(Mac mac, Map<String, Long> known) implements Source {

        /** Values of one text are often the same; more than so many are not remembered. */
        private static final int MAX_KNOWN = 256;

        @Override
        public long tag(Leak leak, String value) {
            String name = leak.label() + ' ' + value;
            Long found = known.get(name);
            if (found != null) {
                return found;
            }
            long tag = compute(leak, value);
            if (known.size() < MAX_KNOWN) {
                known.put(name, tag);
            }
            return tag;
        }

        private long compute(Leak leak, String value) {
            mac.update(leak.label().getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            byte[] tag = mac.doFinal(normalise(leak.type(), value).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(tag).getLong();
        }
    }

    private static final class Counted implements Source {

        private final Map<String, Map<String, Long>> numbers = new HashMap<>();

        @Override
        public synchronized long tag(Leak leak, String value) {
            Map<String, Long> ofType = numbers.computeIfAbsent(leak.label(), unused -> new HashMap<>());
            return ofType.computeIfAbsent(normalise(leak.type(), value), unused -> ofType.size() + 1L);
        }
    }

    /** What spellings of one value share, so that they share the pseudonym. */
    static String normalise(Leak.Type type, String value) {
        return switch (type) {
            case SECRET -> unescape(value);
            case CRYPTO, OTHER -> value;
            case PERSON, ADDRESS -> words(value);
            case EMAIL, IP, BIRTH_DATE -> value.toLowerCase(Locale.ROOT);
            case IBAN, MAC, NATIONAL_ID, TAX_ID, HEALTH_ID, PASSPORT, DRIVER_LICENCE, BANK_ACCOUNT, VEHICLE ->
                alphanumeric(value).toUpperCase(Locale.ROOT);
            case CARD, SSN -> digits(value);
            case PHONE -> phone(value);
        };
    }

    /** {@code 0049…} and {@code +49…} are one number; a number without a country stays apart from one with it. */
    private static String phone(String value) {
        String digits = digits(value);
        if (digits.startsWith("00")) {
            return "+" + digits.substring(2);
        }
        return value.indexOf('+') >= 0 ? "+" + digits : digits;
    }

    /** One blank between words, lower case. */
    private static String words(String value) {
        return String.join(" ", value.toLowerCase(Locale.ROOT).strip().split("\\s+"));
    }

    private static String digits(String value) {
        return keep(value, Chars::digit);
    }

    private static String alphanumeric(String value) {
        return keep(value, Chars::alphanumeric);
    }

    private static String keep(String value, CharTest test) {
        StringBuilder kept = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            if (test.test(value.charAt(i))) {
                kept.append(value.charAt(i));
            }
        }
        return kept.toString();
    }

    /** A secret inside JSON text is escaped, the same secret outside is not: {@code a\"b} and {@code a"b} are one. */
    private static String unescape(String value) {
        if (value.indexOf('\\') < 0) {
            return value;
        }
        StringBuilder plain = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '\\') {
                plain.append(c);
            } else if (Chars.at(value, i + 1) == 'n') {
                plain.append('\n');
                i++;
            }
        }
        return plain.toString();
    }

    private interface CharTest {
        boolean test(char c);
    }
}
