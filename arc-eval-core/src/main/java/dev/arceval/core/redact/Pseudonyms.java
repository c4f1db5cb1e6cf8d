package dev.arceval.core.redact;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Gives every value a typed pseudonym: the same for equal values under one key, unrelated under another, and not to be
 * found by trying all phone numbers or addresses without the key.
 *
 * <p>HMAC-SHA-256 over type and normalised value (RFC 2104, RFC 4868), cut to {@value Marker#HEX_DIGITS} hex digits.
 */
final class Pseudonyms {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    Pseudonyms(RedactionKey key) {
        this.key = new SecretKeySpec(key.bytes(), ALGORITHM);
    }

    /** A source of pseudonyms for one thread. */
    Source source() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return new Source(mac);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("this Java runtime has no " + ALGORITHM, e);
        }
    }

    /** Not thread-safe. */
    static final class Source {

        private final Mac mac;

        private Source(Mac mac) {
            this.mac = mac;
        }

        String marker(Leak.Type type, String value) {
            mac.update(type.label().getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            byte[] tag = mac.doFinal(normalise(type, value).getBytes(StandardCharsets.UTF_8));
            return Marker.of(type, HexFormat.of().formatHex(tag, 0, Marker.HEX_DIGITS / 2));
        }
    }

    /** What spellings of one value share, so that they share the pseudonym. */
    static String normalise(Leak.Type type, String value) {
        return switch (type) {
            case SECRET -> unescape(value);
            case CRYPTO -> value;
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
