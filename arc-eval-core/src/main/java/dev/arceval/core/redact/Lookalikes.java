package dev.arceval.core.redact;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

/**
 * Finds the stand-ins of {@link Lookalike} in a text again. Dates and phone numbers without a plus are left out: too much else
 * looks like them.
 */
final class Lookalikes {

    private static final Pattern ANY = Pattern.compile("email-[0-9a-f]{16}@example\\.invalid"
            + "|\\b9999(?:[ -]?[0-9]){8,15}\\b"
            + "|\\bZZ[0-9]{2}(?: ?[0-9]){4,30}\\b"
            + "|\\b000-[0-9]{2}-[0-9]{4}\\b"
            + "|\\+\\(?9(?:[ ().-]{0,2}[0-9]){6,14}\\b"
            + "|\\b2(?:4[0-9]|5[0-5])(?:\\.[0-9]{1,3}){3}\\b"
            + "|\\b2001:db8:ffff:ffff(?::[0-9a-f]{1,4}){4}\\b"
            + "|\\b02[:-]?00(?:[:-]?[0-9A-Fa-f]{2}){4}\\b");

    /** One of these stands in each of them. */
    private static final String[] SIGNS = {"@example.invalid", "9999", "ZZ", "000-", "+", "24", "25", "2001:db8:f", "02"
    };

    /** What is done with each. */
    interface Change {
        String of(Leak.Type type, String value);
    }

    private Lookalikes() {}

    static String replace(String text, Change change) {
        if (!mayHold(text)) {
            return text;
        }
        Matcher matcher = ANY.matcher(text);
        StringBuilder replaced = new StringBuilder(text.length());
        int done = 0;
        while (matcher.find()) {
            Leak.Type type = type(matcher.group());
            if (Lookalike.is(type, matcher.group())) {
                replaced.append(text, done, matcher.start()).append(change.of(type, matcher.group()));
                done = matcher.end();
            }
        }
        return done == 0 ? text : replaced.append(text, done, text.length()).toString();
    }

    private static boolean mayHold(String text) {
        for (String sign : SIGNS) {
            if (text.contains(sign)) {
                return true;
            }
        }
        return false;
    }

    private static Leak.Type type(String value) {
        if (value.startsWith("email-")) {
            return Leak.Type.EMAIL;
        }
        if (value.startsWith("+")) {
            return Leak.Type.PHONE;
        }
        if (value.startsWith("ZZ")) {
            return Leak.Type.IBAN;
        }
        if (value.startsWith("000")) {
            return Leak.Type.SSN;
        }
        if (value.startsWith("9999")) {
            return Leak.Type.CARD;
        }
        return value.startsWith("02") ? Leak.Type.MAC : Leak.Type.IP;
    }
}
