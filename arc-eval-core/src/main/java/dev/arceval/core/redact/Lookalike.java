package dev.arceval.core.redact;

import java.math.BigInteger;
import java.util.Locale;

/**
 * Stand-ins of the same form as a value, for programs that must be able to read them. None is anybody's: each lies in a
 * range that is never given out, by which it is also known again.
 *
 * <table>
 * <caption>Ranges</caption>
 * <tr><td>e-mail</td><td>{@code email-16 hex digits@example.invalid}; RFC 2606</td></tr>
 * <tr><td>card</td><td>{@code 9999…}, same grouping, valid check digit; ISO/IEC 7812 gives 9 and a country's number to that
 * country, and there is no country 999</td></tr>
 * <tr><td>IBAN</td><td>{@code ZZ…}, same length, valid check digits; ISO 3166 leaves ZZ to users</td></tr>
 * <tr><td>US social security number</td><td>{@code 000-…}: area 000 is not assigned</td></tr>
 * <tr><td>phone</td><td>{@code +999…}: an unassigned country code (ITU-T E.164); {@code 000…} without a plus</td></tr>
 * <tr><td>IP address</td><td>{@code 240.0.0.0/4}, RFC 1112; {@code 2001:db8:ffff:ffff::/64} of the range of RFC 3849</td></tr>
 * <tr><td>MAC address</td><td>{@code 02:00:…}: locally administered, IEEE 802</td></tr>
 * <tr><td>date of birth</td><td>the same form, a day in a year from 1700 to 1799</td></tr>
 * </table>
 */
final class Lookalike {

    private static final String EMAIL_PREFIX = "email-";
    private static final String EMAIL_SUFFIX = "@example.invalid";
    private static final String IPV6_PREFIX = "2001:db8:ffff:ffff:";
    private static final int MIN_PHONE_DIGITS = 7;

    private Lookalike() {}

    /**
     * Returns the stand-in, or an empty text if there is none for this form.
     *
     * @param tag 64 bits that decide which
     */
    static String of(Leak.Type type, String value, long tag) {
        return switch (type) {
            case EMAIL -> EMAIL_PREFIX + String.format(Locale.ROOT, "%016x", tag) + EMAIL_SUFFIX;
            case CARD -> card(value, tag);
            case IBAN -> iban(value, tag);
            case SSN -> digits(value) == 9 ? fill(value, "000" + decimal(tag, 6)) : "";
            case PHONE -> phone(value, tag);
            case IP -> address(value, tag);
            case MAC -> digitsAndLetters(value) == 12 ? mac(value, tag) : "";
            case BIRTH_DATE -> date(value, tag);
            default -> "";
        };
    }

    /** Whether this is such a stand-in. */
    static boolean is(Leak.Type type, String value) {
        return switch (type) {
            case EMAIL, SECRET -> isEmail(value);
            case CARD -> isCard(value);
            case IBAN -> value.startsWith("ZZ");
            case SSN -> digits(value) == 9 && value.startsWith("000");
            case PHONE -> isPhone(value) || isCard(value);
            case IP -> isAddress(value);
            case MAC ->
                value.length() > 5
                        && (value.startsWith("02:00") || value.startsWith("02-00") || value.startsWith("0200"));
            case BIRTH_DATE -> isDate(value);
            default -> false;
        };
    }

    /** What decided which stand-in this is, as far as it shows. */
    static long number(Leak.Type type, String value) {
        String digits = keepDigits(value);
        return switch (type) {
            case EMAIL ->
                Long.parseUnsignedLong(value.substring(EMAIL_PREFIX.length(), EMAIL_PREFIX.length() + 16), 16);
            case CARD -> number(digits.substring(4, digits.length() - 1), 10);
            case IBAN -> number(digits.substring(2), 10);
            case MAC -> number(value.replace(":", "").replace("-", "").substring(4), 16);
            case IP -> addressNumber(value);
            default -> number(digits.substring(3), 10);
        };
    }

    private static long number(String digits, int radix) {
        return new BigInteger(digits, radix).longValue();
    }

    private static long addressNumber(String value) {
        long number = 0;
        if (value.indexOf(':') >= 0) {
            for (String group : value.substring(IPV6_PREFIX.length()).split(":")) {
                number = number << 16 | Long.parseLong(group, 16);
            }
            return number;
        }
        for (String part : value.split("\\.")) {
            number = number << 8 | Long.parseLong(part);
        }
        return number & 0x0fffffff;
    }

    private static String card(String value, long tag) {
        int count = digits(value);
        if (count < 12) {
            return "";
        }
        String body = "9999" + decimal(tag, count - 5);
        int check = 0;
        while (!Card.checks(body + check)) {
            check++;
        }
        return fill(value, body + check);
    }

    private static boolean isCard(String value) {
        String digits = keepDigits(value);
        return digits.length() >= 12 && digits.startsWith("9999") && Card.checks(digits);
    }

    private static String iban(String value, long tag) {
        int count = digitsAndLetters(value);
        if (count < 8) {
            return "";
        }
        String body = decimal(tag, count - 4);
        // ISO 7064, MOD 97-10: the country as two numbers (Z is 35) and two zeros go to the end.
        int rest = new BigInteger(body + "353500").mod(BigInteger.valueOf(97)).intValue();
        return fill(value, "ZZ" + String.format(Locale.ROOT, "%02d", 98 - rest) + body);
    }

    private static String phone(String value, long tag) {
        int count = digits(value);
        if (count < MIN_PHONE_DIGITS || count != digitsAndLetters(value)) {
            return "";
        }
        return fill(value, (value.indexOf('+') >= 0 ? "999" : "000") + decimal(tag, count - 3));
    }

    private static boolean isPhone(String value) {
        return digits(value) >= MIN_PHONE_DIGITS
                && keepDigits(value).startsWith(value.indexOf('+') >= 0 ? "999" : "000");
    }

    private static String address(String value, long tag) {
        if (value.indexOf(':') < 0) {
            return (240 | tag >>> 24 & 15) + "." + (tag >>> 16 & 255) + "." + (tag >>> 8 & 255) + "." + (tag & 255);
        }
        return String.format(
                Locale.ROOT,
                IPV6_PREFIX + "%x:%x:%x:%x",
                tag >>> 48,
                tag >>> 32 & 0xffff,
                tag >>> 16 & 0xffff,
                tag & 0xffff);
    }

    private static boolean isAddress(String value) {
        if (value.indexOf(':') >= 0) {
            return value.toLowerCase(Locale.ROOT).startsWith(IPV6_PREFIX);
        }
        int dot = value.indexOf('.');
        return dot == 3 && value.compareTo("240") >= 0 && value.compareTo("256") < 0;
    }

    private static String mac(String value, long tag) {
        return fill(value, "0200" + String.format(Locale.ROOT, "%08x", tag & 0xffffffffL));
    }

    /** Two-digit numbers become 1 to 12, so that day and month may stand in either order. */
    private static String date(String value, long tag) {
        StringBuilder date = new StringBuilder(value.length());
        long rest = tag;
        boolean year = false;
        int i = 0;
        while (i < value.length()) {
            int end = i;
            while (Chars.digit(Chars.at(value, end))) {
                end++;
            }
            if (end - i == 4) {
                date.append(1700 + Long.remainderUnsigned(rest, 100));
                year = true;
            } else if (end - i == 1 || end - i == 2) {
                long number = 1 + Long.remainderUnsigned(rest, end - i == 1 ? 9 : 12);
                date.append(end - i == 2 && number < 10 ? "0" : "").append(number);
            } else if (end > i) {
                return "";
            } else {
                date.append(value.charAt(i));
            }
            rest = end > i ? Long.divideUnsigned(rest, 100) : rest;
            i = Math.max(end, i + 1);
        }
        return year ? date.toString() : "";
    }

    private static boolean isDate(String value) {
        int seventeen = value.indexOf("17");
        while (seventeen >= 0) {
            if (!Chars.digit(Chars.at(value, seventeen - 1))
                    && Chars.digit(Chars.at(value, seventeen + 2))
                    && Chars.digit(Chars.at(value, seventeen + 3))
                    && !Chars.digit(Chars.at(value, seventeen + 4))) {
                return true;
            }
            seventeen = value.indexOf("17", seventeen + 1);
        }
        return false;
    }

    private static boolean isEmail(String value) {
        int hex = EMAIL_PREFIX.length();
        return value.length() == hex + 16 + EMAIL_SUFFIX.length()
                && value.startsWith(EMAIL_PREFIX)
                && value.endsWith(EMAIL_SUFFIX)
                && value.substring(hex, hex + 16).chars().allMatch(c -> Chars.hex((char) c));
    }

    /** The last digits of the tag as a number, with zeros before it. */
    private static String decimal(long tag, int digits) {
        String number = Long.toUnsignedString(tag);
        return number.length() >= digits
                ? number.substring(number.length() - digits)
                : "0".repeat(digits - number.length()) + number;
    }

    /** Puts the chars where letters and digits stand, and leaves what separates them. */
    private static String fill(String value, String chars) {
        StringBuilder filled = new StringBuilder(value.length());
        int next = 0;
        for (int i = 0; i < value.length(); i++) {
            filled.append(Chars.alphanumeric(value.charAt(i)) ? chars.charAt(next++) : value.charAt(i));
        }
        return filled.toString();
    }

    private static int digits(String value) {
        return (int) value.chars().filter(c -> Chars.digit((char) c)).count();
    }

    private static String keepDigits(String value) {
        StringBuilder digits = new StringBuilder(value.length());
        value.chars().filter(c -> Chars.digit((char) c)).forEach(c -> digits.append((char) c));
        return digits.toString();
    }

    private static int digitsAndLetters(String value) {
        return (int) value.chars().filter(c -> Chars.alphanumeric((char) c)).count();
    }
}
