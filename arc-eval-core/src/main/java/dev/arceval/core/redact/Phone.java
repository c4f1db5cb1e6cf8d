package dev.arceval.core.redact;

import java.util.Locale;
import java.util.Set;

/**
 * Phone numbers by how they are written. International ones need a plus or two zeros; national ones the shape of North
 * America, an area code in parentheses or a leading zero; anything else must be announced by a word such as "phone".
 */
final class Phone {

    private static final int NAMED_WITHIN = 40;

    private static final Context.Words NAMES = new Context.Words(
            "phone",
            "tel",
            "mobile",
            "cell",
            "fax",
            "whatsapp",
            "call me",
            "call us",
            "reach me",
            "text me",
            "dial",
            "hotline",
            "contact number",
            "my number",
            "ring me",
            "msisdn",
            "portable",
            "handy",
            "movil",
            "m\u00f3vil",
            "celular",
            "cellulare",
            "t\u00e9l",
            "puhelin",
            "\u0442\u0435\u043b\u0435\u0444\u043e\u043d",
            "\u0442\u0435\u043b.",
            "\u03c4\u03b7\u03bb",
            "\u624b\u673a",
            "\u624b\u6a5f",
            "\u7535\u8bdd",
            "\u96fb\u8a71",
            "\u643a\u5e2f",
            "\ud734\ub300",
            "\uc804\ud654",
            "\u092b\u094b\u0928",
            "\u0647\u0627\u062a\u0641",
            "\u062c\u0648\u0627\u0644",
            "\u0e42\u0e17\u0e23");

    private static final Context.Words CALLING =
            new Context.Words("answer", "message", "reach", "ring", "sms", "text", "call");

    private static final String NUMBER_IS = " number is ";

    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private static final Set<String> LABELS = Set.of("office", "fax", "mobile", "cell", "phone", "landline");

    private Phone() {}

    /** The end of the phone number these groups are, or -1. */
    static int end(String text, DigitGroups groups) {
        boolean looked = false;
        boolean announced = false;
        for (int count = groups.count(); count >= 1; count--) {
            if (!groups.endsPhone(count) || !isNumber(groups, count)) {
                continue;
            }
            boolean phone = isPhone(groups, count);
            if (!phone && canBeNamed(groups, count)) {
                if (!looked) {
                    looked = true;
                    announced = isAnnounced(text, groups.start());
                }
                phone = announced || isLabelled(groups, count);
            }
            if (phone) {
                return extensionEnd(text, groups.end(count - 1));
            }
        }
        return -1;
    }

    private static boolean isNumber(DigitGroups groups, int count) {
        int digits = groups.digits(count);
        return digits >= 7 && digits <= 15 && !isDate(groups, count);
    }

    private static boolean canBeNamed(DigitGroups groups, int count) {
        return groups.digits(count) <= 13 && (count == 1 || isGrouped(groups, count));
    }

    private static boolean isAnnounced(String text, int start) {
        return NAMES.standBefore(text, start, NAMED_WITHIN) || isAskedFor(text, start) || isOfCountry(text, start);
    }

    /** "My CN number is …". */
    private static boolean isOfCountry(String text, int start) {
        int number = start - NUMBER_IS.length();
        if (number < 3 || !text.startsWith(NUMBER_IS, number) || Chars.alphanumeric(text.charAt(number - 3))) {
            return false;
        }
        String country = text.substring(number - 2, number);
        return COUNTRIES.contains(country) && !country.equals("ID");
    }

    /** "You can reach us at …": a verb of calling not far before, a preposition right before. */
    private static boolean isAskedFor(String text, int start) {
        String before = Context.before(text, start, 6).stripTrailing();
        boolean leads = before.endsWith(" at")
                || before.endsWith(" to")
                || before.endsWith(" on")
                || before.endsWith("registered");
        return leads && CALLING.standBefore(text, start, NAMED_WITHIN);
    }

    private static boolean isLabelled(DigitGroups groups, int count) {
        return LABELS.contains(groups.wordAfter(count));
    }

    private static boolean isPhone(DigitGroups groups, int count) {
        int digits = groups.digits(count);
        String lead = groups.lead();
        if (lead.indexOf('+') >= 0) {
            return digits >= 8 && (count > 1 || digits >= 10);
        }
        if (lead.indexOf('(') >= 0) {
            return count > 1
                    && groups.gap(0).indexOf(')') >= 0
                    && groups.size(0) >= 2
                    && groups.size(0) <= 5
                    && isGrouped(groups, count);
        }
        if (count > 1 && groups.text(1).equals("0") && groups.gap(0).endsWith("(")) {
            return digits >= 10 && digits <= 12 && isGrouped(groups, count);
        }
        return isNorthAmerican(groups, count) || isThreeThreeTwoTwo(groups, count) || isZeroLed(groups, count, digits);
    }

    /** 555-010-4477, 1-555-010-4477, 001-555-010-4477, (the first with dots or spaces too). */
    private static boolean isNorthAmerican(DigitGroups groups, int count) {
        int area = count - 3;
        if (area < 0
                || area > 1
                || groups.size(area) != 3
                || groups.size(area + 1) != 3
                || groups.size(area + 2) != 4) {
            return false;
        }
        String digits = groups.text(count);
        boolean country = area == 1 && groups.size(0) == 2 && groups.gap(0).equals("-") && !digits.startsWith("0");
        boolean prefixed = area == 0
                || country
                || groups.size(0) == 1 && digits.startsWith("1")
                || groups.size(0) == 3 && digits.startsWith("001");
        char first = digits.charAt(digits.length() - 10);
        return prefixed && first >= '2' && isEvenlySpaced(groups, area, count);
    }

    /** 532 123 45 67, 0532 123 45 67 and 0 532 123 45 67: Turkey, Russia and neighbours. */
    private static boolean isThreeThreeTwoTwo(DigitGroups groups, int count) {
        int area = count - 4;
        if (area < 0
                || area > 1
                || groups.size(area + 1) != 3
                || groups.size(area + 2) != 2
                || groups.size(area + 3) != 2) {
            return false;
        }
        boolean prefixed = area == 0 || groups.size(0) == 1 && "078".contains(groups.text(1));
        return prefixed
                && groups.size(area) == 3
                && isEvenlySpaced(groups, area, count)
                && (groups.gap(area).equals(groups.gap(count - 2))
                        || area == 1 && groups.gap(0).endsWith("("));
    }

    private static boolean isEvenlySpaced(DigitGroups groups, int from, int count) {
        for (int i = from; i + 1 < count; i++) {
            if (groups.gap(i).length() > 2 || groups.gap(i).contains("/")) {
                return false;
            }
        }
        return true;
    }

    /** 020 7946 0958, 0049 30 901820, 030/901820, and in one the mobile numbers of 11 digits. */
    private static boolean isZeroLed(DigitGroups groups, int count, int digits) {
        String all = groups.text(Math.min(count, 2));
        if (count == 1 && digits == 11 && (all.startsWith("07") || all.startsWith("09"))) {
            return true;
        }
        if (count < 2
                || !all.startsWith("0")
                || all.startsWith("000")
                || isOtherShape(groups, count)
                || groups.size(0) < 2
                || groups.size(0) > 5
                || groups.gap(0).contains(".") && count < 3) {
            return false;
        }
        boolean international = all.startsWith("00");
        return digits >= (international ? 10 : 9) && digits <= (international ? 15 : 12) && isGrouped(groups, count);
    }

    /** 3-2-4 are social security numbers, 3-3-3 numbers of all sorts. */
    private static boolean isOtherShape(DigitGroups groups, int count) {
        return count == 3
                && groups.size(0) == 3
                && (groups.size(1) == 2 && groups.size(2) == 4 || groups.size(1) == 3 && groups.size(2) == 3);
    }

    private static boolean isGrouped(DigitGroups groups, int count) {
        for (int i = 0; i < count; i++) {
            if (groups.size(i) < 2 && i > 1 || groups.size(i) > 8) {
                return false;
            }
        }
        return true;
    }

    /** 2024-03-01, 01.03.2024 and with a time behind it. */
    private static boolean isDate(DigitGroups groups, int count) {
        if (count < 3) {
            return false;
        }
        boolean yearFirst = groups.size(0) == 4 && groups.size(1) <= 2 && groups.size(2) <= 2;
        boolean yearLast = groups.size(0) <= 2 && groups.size(1) <= 2 && groups.size(2) == 4;
        return (yearFirst || yearLast)
                && isYear(groups.text(3), yearFirst)
                && groups.lead().isEmpty();
    }

    private static boolean isYear(String digits, boolean first) {
        String year = first ? digits.substring(0, 4) : digits.substring(digits.length() - 4);
        return year.startsWith("19") || year.startsWith("20");
    }

    /** {@code x123}, {@code ext. 123}. */
    private static int extensionEnd(String text, int end) {
        int i = end;
        while (Chars.at(text, i) == ' ') {
            i++;
        }
        for (String word : new String[] {"ext.", "ext", "x"}) {
            if (text.startsWith(word, i)) {
                i += word.length();
                break;
            }
        }
        if (i == end || !Chars.letter(Chars.at(text, i - 1)) && Chars.at(text, i - 1) != '.') {
            return end;
        }
        int digits = Chars.at(text, i) == ' ' ? i + 1 : i;
        int last = digits;
        while (Chars.digit(Chars.at(text, last)) && last - digits < 6) {
            last++;
        }
        return last > digits ? last : end;
    }
}
