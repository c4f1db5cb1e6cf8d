package dev.arceval.core.redact;

import static dev.arceval.core.redact.CheckDigits.digit;
import static dev.arceval.core.redact.CheckDigits.isDate;
import static dev.arceval.core.redact.CheckDigits.isDayMonthYear;
import static dev.arceval.core.redact.CheckDigits.isYearMonthDay;
import static dev.arceval.core.redact.CheckDigits.mod11And10;
import static dev.arceval.core.redact.CheckDigits.two;
import static dev.arceval.core.redact.CheckDigits.weighted;
import static dev.arceval.core.redact.CheckDigits.weightedDigitSums;

import java.util.Set;
import java.util.function.Predicate;

/** What a number must fulfil beyond its shape; the rule that names a check gives the source of it. */
enum IdentityCheck {
    NONE(number -> true),
    LUHN(Card::checks),
    VERHOEFF(CheckDigits::verhoeff),
    MOD_11_10(CheckDigits::mod11And10),
    MOD_11_2(number -> isDate(Integer.parseInt(number.substring(6, 10)), two(number, 10), two(number, 12))
            && CheckDigits.mod11And2(number)),
    TRAVEL_DOCUMENT(CheckDigits::travelDocument),

    ABA(number -> (3 * (digit(number, 0) + digit(number, 3) + digit(number, 6))
                            + 7 * (digit(number, 1) + digit(number, 4) + digit(number, 7))
                            + digit(number, 2)
                            + digit(number, 5)
                            + digit(number, 8))
                    % 10
            == 0),
    DEA(number -> {
        String digits = number.substring(2);
        int sum = digit(digits, 0) + digit(digits, 2) + digit(digits, 4);
        return (sum + 2 * (digit(digits, 1) + digit(digits, 3) + digit(digits, 5))) % 10 == digit(digits, 6);
    }),
    NPI(number -> Card.checks("80840" + number)),
    VIN(IdentityCheck::vin),

    NHS(number -> weighted(number, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1) % 11 == 0),
    NINO(number -> !Set.of("BG", "GB", "KN", "NK", "NT", "TN", "ZZ").contains(number.substring(0, 2))),

    AU_ABN(number ->
            ((digit(number, 0) - 1) * 10 + weighted("0" + number.substring(1), 0, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19))
                            % 89
                    == 0),
    AU_ACN(number -> (10 - weighted(number, 8, 7, 6, 5, 4, 3, 2, 1) % 10) % 10 == digit(number, 8)),
    AU_TFN(number -> weighted(number, 1, 4, 3, 7, 5, 8, 6, 9, 10) % 11 == 0),
    AU_MEDICARE(number -> weighted(number, 1, 3, 7, 9, 1, 3, 7, 9) % 10 == digit(number, 8)),

    DE_INSURANCE(number -> {
        String digits = twoDigits(number.charAt(0)) + number.substring(1);
        return weightedDigitSums(digits, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2) % 10 == digit(number, 9);
    }),
    DE_PENSION(number -> {
        String digits = number.substring(0, 8) + twoDigits(number.charAt(8)) + number.substring(9);
        int day = two(number, 2) % 50;
        return day >= 1
                && day <= 31
                && two(number, 4) >= 1
                && two(number, 4) <= 12
                && weightedDigitSums(digits, 2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1) % 10 == digit(number, 11);
    }),
    DE_DOCTOR(number -> (10 - weighted(number, 4, 9, 4, 9, 4, 9) % 10) % 10 == digit(number, 6)),
    /** Not the number of a business, which starts with the code of its country. */
    DE_LICENCE(number -> !Set.of("AT", "BE", "CZ", "DE", "DK", "ES", "FI", "FR", "GB", "IT", "NL", "PL", "SE")
            .contains(number.substring(0, 2))),
    DE_TAX_ID(number -> mod11And10(number) && repeatsLittle(number)),
    DE_VAT(number -> mod11And10(number.substring(2))),

    ES_NIF(number -> spanishLetter(number.substring(0, number.length() - 1)) == last(number)),
    ES_NIE(number -> spanishLetter("XYZ".indexOf(number.charAt(0)) + number.substring(1, 8)) == last(number)),
    FI_HETU(number -> {
        String digits = number.substring(0, 6) + number.substring(number.length() - 4, number.length() - 1);
        return isDayMonthYear(number, 0)
                && "0123456789ABCDEFHJKLMNPRSTUVWXY".charAt(Integer.parseInt(digits) % 31) == last(number);
    }),
    FR_NIR(number -> {
        String digits = number.replace("2A", "19").replace("2B", "18");
        return digits.length() == 15
                && 97 - Long.parseLong(digits.substring(0, 13)) % 97 == Long.parseLong(digits.substring(13));
    }),
    BE_REGISTER(number -> {
        long first = Long.parseLong(number.substring(0, 9));
        long check = Long.parseLong(number.substring(9));
        return 97 - first % 97 == check || 97 - (2_000_000_000L + first) % 97 == check;
    }),
    NL_BSN(number -> (weighted(number, 9, 8, 7, 6, 5, 4, 3, 2) - digit(number, 8)) % 11 == 0),
    CH_AHV(number -> weighted(number, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1) % 10 == 0),
    AT_INSURANCE(number ->
            (weighted(number, 3, 7, 9) + weighted(number.substring(4), 5, 8, 4, 2, 1, 6)) % 11 == digit(number, 3)
                    && isDayMonthYear(number, 4)),
    PL_PESEL(number -> weighted(number, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1) % 10 == 0
            && isDate(2000 + two(number, 0), two(number, 2) % 20, two(number, 4))),
    IT_VAT(number -> Card.checks(number) && Long.parseLong(number) > 0),
    PT_NIF(number -> (11 - weighted(number, 9, 8, 7, 6, 5, 4, 3, 2) % 11) % 11 % 10 == digit(number, 8)),
    SE_PERSON(number -> {
        String ten = number.substring(number.length() - 10);
        String day = String.valueOf(100 + two(ten, 4) % 60).substring(1);
        return isYearMonthDay(ten.substring(0, 4) + day, 0) && Card.checks(ten);
    }),
    DK_CPR(number -> isDayMonthYear(number, 0)),
    NO_NUMBER(number -> {
        String day = String.valueOf(100 + two(number, 0) % 40).substring(1);
        return isDayMonthYear(day + number.substring(2, 6), 0)
                && weighted(number, 3, 7, 6, 1, 8, 9, 4, 5, 2, 1) % 11 == 0
                && weighted(number, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1) % 11 == 0;
    }),
    CZ_BIRTH(number ->
            isDate(2000 + two(number, 0), two(number, 2) % 50, two(number, 4)) && Long.parseLong(number) % 11 == 0),
    RO_CNP(number -> isYearMonthDay(number, 1)
            && weighted(number, 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9) % 11 % 10 == digit(number, 12)),
    BG_EGN(number -> isDate(2000 + two(number, 0), two(number, 2) % 20, two(number, 4))
            && weighted(number, 2, 4, 8, 5, 10, 9, 7, 3, 6) % 11 % 10 == digit(number, 9)),
    IE_PPS(number -> {
        int second = number.length() > 8 ? number.charAt(8) - 'A' + 1 : 0;
        int sum = weighted(number, 8, 7, 6, 5, 4, 3, 2) + 9 * second;
        return "WABCDEFGHIJKLMNOPQRSTUV".charAt(sum % 23) == number.charAt(7);
    }),

    BR_CPF(number -> brazilian(number, 9, 10) && brazilian(number, 10, 11)),
    BR_CNPJ(number -> (11 - weighted(number, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2) % 11) % 11 % 10 == digit(number, 12)
            && (11 - weighted(number, 6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2) % 11) % 11 % 10 == digit(number, 13)),
    AR_CUIT(number -> (11 - weighted(number, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11) % 11 == digit(number, 10)),
    CL_RUT(number -> {
        int sum = 0;
        for (int i = number.length() - 2, weight = 2; i >= 0; i--, weight = weight == 7 ? 2 : weight + 1) {
            sum += digit(number, i) * weight;
        }
        return "0K987654321".charAt(sum % 11) == last(number);
    }),
    MX_CURP(IdentityCheck::mexicanCode),

    /** The check digit of an article (GS1) says that it is one. */
    NOT_ARTICLE(number -> weighted(number, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1) % 10 != 0),
    RU_SNILS(number -> weighted(number, 9, 8, 7, 6, 5, 4, 3, 2, 1) % 101 % 100 == two(number, 9)),
    RU_INN(number -> number.length() == 10
            ? weighted(number, 2, 4, 10, 3, 5, 9, 4, 6, 8) % 11 % 10 == digit(number, 9)
            : weighted(number, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8) % 11 % 10 == digit(number, 10)
                    && weighted(number, 3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8) % 11 % 10 == digit(number, 11)),
    RS_JMBG(number -> {
        int check = 11 - weighted(number, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11;
        return (check > 9 ? 0 : check) == digit(number, 12);
    }),
    EE_CODE(number -> {
        int check = weighted(number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1) % 11;
        if (check == 10) {
            check = weighted(number, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3) % 11 % 10;
        }
        return check == digit(number, 10) && isYearMonthDay(number, 1);
    }),
    IS_KENNITALA(number ->
            isDayMonthYear(number, 0) && (11 - weighted(number, 3, 2, 7, 6, 5, 4, 3, 2) % 11) % 11 == digit(number, 8)),
    GR_AFM(number -> weighted(number, 256, 128, 64, 32, 16, 8, 4, 2) % 11 % 10 == digit(number, 8)),

    IN_AADHAAR(number -> CheckDigits.verhoeff(number) && !isPalindrome(number)),
    KR_BUSINESS(number -> (weighted(number, 1, 3, 7, 1, 3, 7, 1, 3)
                            + digit(number, 8) * 5 / 10
                            + digit(number, 8) * 5
                            + digit(number, 9))
                    % 10
            == 0),
    KR_RESIDENT(number -> isYearMonthDay(number, 0) && two(number, 7) <= 96),
    KR_RESIDENT_CHECKED(number -> {
        int check = 11 - weighted(number, 2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5) % 11;
        int foreigner = digit(number, 6) >= 5 ? 2 : 0;
        return KR_RESIDENT.holds(number) && (check + foreigner) % 10 == digit(number, 12);
    }),
    PH_TIN(number -> weighted(number, 9, 8, 7, 6, 5, 4, 3, 2) % 11 == digit(number, 8)),
    SG_NRIC(number -> {
        int sum = weighted(number.substring(1), 2, 7, 6, 5, 4, 3, 2);
        char kind = number.charAt(0);
        int offset = kind == 'T' || kind == 'G' ? 4 : kind == 'M' ? 3 : 0;
        String letters = kind == 'S' || kind == 'T' ? "JZIHGFEDCBA" : kind == 'M' ? "KLJNPQRTUWX" : "XWUTRQPNMLK";
        int remainder = (sum + offset) % 11;
        return letters.charAt(kind == 'M' ? 10 - remainder : remainder) == last(number);
    }),
    SG_BUSINESS(number -> "XMKECAWLJDB".charAt(weighted(number, 10, 4, 9, 3, 8, 2, 7, 1) % 11) == last(number)),
    TH_ID(number -> (11 - weighted(number, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11) % 10 == digit(number, 12)),
    TR_ID(number -> {
        int odd = digit(number, 0) + digit(number, 2) + digit(number, 4) + digit(number, 6) + digit(number, 8);
        int even = digit(number, 1) + digit(number, 3) + digit(number, 5) + digit(number, 7);
        return Math.floorMod(odd * 7 - even, 10) == digit(number, 9)
                && (odd + even + digit(number, 9)) % 10 == digit(number, 10);
    }),
    TW_ID(number -> {
        int area = "ABCDEFGHJKLMNPQRSTUVXYWZIO".indexOf(number.charAt(0)) + 10;
        return (area / 10 + area % 10 * 9 + weighted(number.substring(1), 8, 7, 6, 5, 4, 3, 2, 1, 1)) % 10 == 0;
    }),
    HK_ID(number -> {
        int sum = 9 * 36 + 8 * (number.charAt(0) - 'A' + 10) + weighted(number.substring(1), 7, 6, 5, 4, 3, 2);
        return "0A987654321".charAt(sum % 11) == last(number);
    }),
    JP_MY_NUMBER(number -> {
        int remainder = weighted(number, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11;
        return (remainder <= 1 ? 0 : 11 - remainder) == digit(number, 11);
    }),
    ZA_ID(number -> isYearMonthDay(number, 0) && Card.checks(number)),
    YEAR_MONTH_DAY(number -> isYearMonthDay(number, 0));

    private final Predicate<String> check;

    IdentityCheck(Predicate<String> check) {
        this.check = check;
    }

    boolean holds(String number) {
        return check.test(number);
    }

    private static char last(String number) {
        return number.charAt(number.length() - 1);
    }

    private static String twoDigits(char letter) {
        return String.valueOf(100 + letter - 'A' + 1).substring(1);
    }

    private static char spanishLetter(String digits) {
        return "TRWAGMYFPDXBNJZSQVHLCKE".charAt(Integer.parseInt(digits) % 23);
    }

    private static boolean brazilian(String number, int count, int firstWeight) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += digit(number, i) * (firstWeight - i);
        }
        return sum * 10 % 11 % 10 == digit(number, count);
    }

    private static boolean isPalindrome(String number) {
        return new StringBuilder(number).reverse().toString().equals(number);
    }

    /** Of the first ten digits one at most stands twice or three times, the others once. */
    private static boolean repeatsLittle(String number) {
        int[] count = new int[10];
        int repeated = 0;
        for (int i = 0; i < 10; i++) {
            int times = ++count[digit(number, i)];
            if (times > 3) {
                return false;
            }
            repeated += times == 2 ? 1 : 0;
        }
        return repeated <= 1;
    }

    private static boolean mexicanCode(String number) {
        String order = "0123456789ABCDEFGHIJKLMN\u00d1OPQRSTUVWXYZ";
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            sum += order.indexOf(number.charAt(i)) * (18 - i);
        }
        return isDate(2000 + two(number, 4), two(number, 6), two(number, 8))
                && (10 - sum % 10) % 10 == digit(number, 17);
    }

    /** ISO 3779 with the check digit of 49 CFR 565.15. */
    private static boolean vin(String number) {
        int[] weights = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
        String letters = "ABCDEFGH.JKLMN.P.R.STUVWXYZ";
        String values = "12345678.12345.7.9.23456789";
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            char c = number.charAt(i);
            int value = Chars.digit(c) ? c - '0' : values.charAt(letters.indexOf(c)) - '0';
            sum += value * weights[i];
        }
        return "0123456789X".charAt(sum % 11) == number.charAt(8);
    }
}
