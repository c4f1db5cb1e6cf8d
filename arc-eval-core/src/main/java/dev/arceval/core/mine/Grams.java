package dev.arceval.core.mine;

import java.util.Arrays;

/**
 * Short sequences of steps: one to three of them, at most one skipped between neighbours. A set for each structure; two
 * sequences with the same steps are one, whatever was skipped.
 */
final class Grams {

    private Grams() {}

    /** What becomes of one, two or three steps. Absent ones are 0. */
    interface Pack {
        long of(int first, int second, int third);
    }

    /** Returns the distinct sequences of steps whose numbers are given, packed and sorted; numbers must not be 0. */
    static long[] of(int[] numbers, Pack pack) {
        long[] grams = new long[numbers.length * 7];
        int used = 0;
        for (int i = 0; i < numbers.length; i++) {
            grams[used++] = pack.of(numbers[i], 0, 0);
            for (int j = i + 1; j < Math.min(numbers.length, i + 3); j++) {
                grams[used++] = pack.of(numbers[i], numbers[j], 0);
                for (int k = j + 1; k < Math.min(numbers.length, j + 3); k++) {
                    grams[used++] = pack.of(numbers[i], numbers[j], numbers[k]);
                }
            }
        }
        return sortedDistinct(grams, used);
    }

    private static long[] sortedDistinct(long[] values, int used) {
        Arrays.sort(values, 0, used);
        int kept = 0;
        for (int i = 0; i < used; i++) {
            if (i == 0 || values[i] != values[i - 1]) {
                values[kept++] = values[i];
            }
        }
        return Arrays.copyOf(values, kept);
    }
}
