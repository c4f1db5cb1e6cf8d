package dev.arceval.core.redact;

/** Payment card numbers: an issuer's prefix and length (ISO/IEC 7812 ranges) and the Luhn check digit. */
final class Card {

    private Card() {}

    /** Whether an issuer gives out numbers of this beginning and length. */
    static boolean isIssued(CharSequence digits) {
        int length = digits.length();
        int two = prefix(digits, 2);
        int three = prefix(digits, 3);
        int four = prefix(digits, 4);
        if (two / 10 == 4) {
            return length == 13 || length == 16 || length == 19;
        }
        if (two >= 51 && two <= 55 || four >= 2221 && four <= 2720) {
            return length == 16;
        }
        if (two == 34 || two == 37) {
            return length == 15;
        }
        if (two == 36 || two == 38 || two == 39 || three >= 300 && three <= 305) {
            return length == 14 || length == 16;
        }
        if (two == 35) {
            return length >= 16;
        }
        if (four == 2131 || four == 1800) {
            return length == 15;
        }
        boolean sixteenUp = four == 6011 || two == 62 || two == 64 || two == 65 || two == 60 || two == 81;
        return sixteenUp && length >= 16 || isMaestro(four) && length >= 16;
    }

    private static boolean isMaestro(int four) {
        return four == 5018
                || four == 5020
                || four == 5038
                || four == 5893
                || four == 6304
                || four == 6390
                || four / 10 == 676;
    }

    private static int prefix(CharSequence digits, int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value * 10 + digits.charAt(i) - '0';
        }
        return value;
    }

    /** The check digit of ISO/IEC 7812-1, annex B. */
    static boolean checks(CharSequence digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 1 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10 == 0;
    }
}
