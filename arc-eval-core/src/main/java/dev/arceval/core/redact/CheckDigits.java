package dev.arceval.core.redact;

import java.time.YearMonth;

/**
 * The arithmetic by which the issuers of numbers let a slip of the pen be noticed: each method says whether a number, in
 * upper case and without separators, could have been issued. Methods that expect digits are only called with digits.
 */
final class CheckDigits {

    private static final int[][] VERHOEFF_PERMUTATION = new int[8][10];
    private static final int[] VERHOEFF_START = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};

    static {
        for (int i = 0; i < 10; i++) {
            VERHOEFF_PERMUTATION[0][i] = i;
            VERHOEFF_PERMUTATION[1][i] = VERHOEFF_START[i];
        }
        for (int row = 2; row < 8; row++) {
            for (int i = 0; i < 10; i++) {
                VERHOEFF_PERMUTATION[row][i] = VERHOEFF_START[VERHOEFF_PERMUTATION[row - 1][i]];
            }
        }
    }

    private CheckDigits() {}

    static int digit(String number, int index) {
        return number.charAt(index) - '0';
    }

    /** The sum of the first digits, each times its weight. */
    static int weighted(String number, int... weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += digit(number, i) * weights[i];
        }
        return sum;
    }

    /** The same, with each product's digits added up. */
    static int weightedDigitSums(String number, int... weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            int product = digit(number, i) * weights[i];
            sum += product / 10 + product % 10;
        }
        return sum;
    }

    /** ISO/IEC 7064, MOD 11,10: the last digit checks the others. */
    static boolean mod11And10(String number) {
        int product = 10;
        for (int i = 0; i < number.length() - 1; i++) {
            int sum = (digit(number, i) + product) % 10;
            product = 2 * (sum == 0 ? 10 : sum) % 11;
        }
        return (11 - product) % 10 == digit(number, number.length() - 1);
    }

    /** ISO/IEC 7064, MOD 11-2: the last char checks the digits before it, X standing for ten. */
    static boolean mod11And2(String number) {
        int product = 0;
        for (int i = 0; i < number.length() - 1; i++) {
            product = (product + digit(number, i)) * 2 % 11;
        }
        return "0123456789X".charAt((12 - product) % 11) == number.charAt(number.length() - 1);
    }

    /** J. Verhoeff, Error detecting decimal codes, 1969: multiplication in the dihedral group of order ten. */
    static boolean verhoeff(String number) {
        int check = 0;
        for (int i = 0; i < number.length(); i++) {
            check = multiplied(check, VERHOEFF_PERMUTATION[i % 8][digit(number, number.length() - 1 - i)]);
        }
        return check == 0;
    }

    private static int multiplied(int a, int b) {
        if (a < 5) {
            return b < 5 ? (a + b) % 5 : 5 + (a + b - 5) % 5;
        }
        return b < 5 ? 5 + (a - 5 - b + 5) % 5 : (a - b + 5) % 5;
    }

    /** Weights 7, 3, 1 in turn over digits and letters, as on machine-readable travel documents (ICAO 9303, part 3). */
    static boolean travelDocument(String number) {
        int sum = 0;
        for (int i = 0; i < number.length() - 1; i++) {
            sum += Character.digit(number.charAt(i), 36) * (i % 3 == 0 ? 7 : i % 3 == 1 ? 3 : 1);
        }
        return sum % 10 == digit(number, number.length() - 1);
    }

    static boolean isDate(int year, int month, int day) {
        return month >= 1
                && month <= 12
                && day >= 1
                && day <= YearMonth.of(year, month).lengthOfMonth();
    }

    /** Whether six digits are year, month and day of either century. */
    static boolean isYearMonthDay(String number, int from) {
        int month = two(number, from + 2);
        int day = two(number, from + 4);
        return isDate(2000 + two(number, from), month, day) || isDate(1900 + two(number, from), month, day);
    }

    /** Whether six digits are day, month and year of either century. */
    static boolean isDayMonthYear(String number, int from) {
        int month = two(number, from + 2);
        int day = two(number, from);
        return isDate(2000 + two(number, from + 4), month, day) || isDate(1900 + two(number, from + 4), month, day);
    }

    static int two(String number, int from) {
        return digit(number, from) * 10 + digit(number, from + 1);
    }
}
