package dev.arceval.core.redact;

import java.util.Locale;

/**
 * A stretch of text that must go.
 *
 * @param start first char, inclusive
 * @param end last char, exclusive
 * @param rule which rule found it, for example {@code github-token} or {@code key-name}
 * @param type what it is
 * @param label the word for it in the pseudonym; equal values with one label get one pseudonym
 */
public record Leak(int start, int end, String rule, Type type, String label) {

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
        PHONE,
        PERSON,
        /** Postal address. */
        ADDRESS,
        /** What a rule of the user's own looks for; its label says what. */
        OTHER;

        private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

        /** The type with this label, {@link #OTHER} where there is none. */
        static Type of(String label) {
            for (Type type : values()) {
                if (type.label.equals(label)) {
                    return type;
                }
            }
            return OTHER;
        }

        /** The word that stands in the pseudonym. */
        public String label() {
            return label;
        }
    }

    public Leak(int start, int end, String rule, Type type) {
        this(start, end, rule, type, type.label());
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
