package dev.arceval.core.redact;

import java.util.Locale;

/**
 * A stretch of text that must go.
 *
 * @param start first char, inclusive
 * @param end last char, exclusive
 * @param rule which rule found it, for example {@code github-token} or {@code key-name}
 * @param type what it is; equal values of one type get one pseudonym
 */
public record Leak(int start, int end, String rule, Type type) {

    /** What was found. The order is the order of precedence where two leaks overlap. */
    public enum Type {
        /** Credentials: keys, tokens, passwords, cookies. */
        SECRET,
        IBAN,
        CARD,
        /** Number of a social security card of the United States. */
        SSN,
        EMAIL,
        /** Address of a cryptocurrency. */
        CRYPTO,
        /** What a state numbers a person by: identity card, population register, residence. */
        NATIONAL_ID,
        /** What a tax office numbers a person or business by. */
        TAX_ID,
        /** What a health system numbers a patient, practice or practitioner by. */
        HEALTH_ID,
        PASSPORT,
        DRIVER_LICENCE,
        /** Account and routing numbers other than an IBAN. */
        BANK_ACCOUNT,
        /** Registration plate or identification number of a vehicle. */
        VEHICLE,
        BIRTH_DATE,
        IP,
        MAC,
        PHONE;

        private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

        /** The word that stands in the pseudonym. */
        public String label() {
            return label;
        }
    }

    public Leak {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("a leak must not be empty: " + start + ".." + end);
        }
    }

    int length() {
        return end - start;
    }
}
