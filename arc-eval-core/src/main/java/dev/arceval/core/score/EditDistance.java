package dev.arceval.core.score;

/**
 * Least number of elements to insert, delete or replace. Time is the product of the lengths, space the shorter one.
 *
 * <p>Source: R. Wagner and M. Fischer, JACM 21 (1974).
 */
final class EditDistance {

    private static final long MAX_CELLS = 400_000_000;

    private EditDistance() {}

    /** Whether elements at two places are the same. */
    @FunctionalInterface
    interface Same {
        boolean test(int one, int other);
    }

    static boolean isFeasible(int one, int other) {
        return (long) one * other <= MAX_CELLS;
    }

    /** Returns one less the distance over the longer length; 1 if both are empty. */
    static double similarity(int[] one, int[] other) {
        int longer = Math.max(one.length, other.length);
        return longer == 0 ? 1 : 1 - of(one.length, other.length, (i, j) -> one[i] == other[j]) / (double) longer;
    }

    static int of(int rows, int columns, Same same) {
        int[] above = new int[columns + 1];
        for (int j = 0; j <= columns; j++) {
            above[j] = j;
        }
        for (int i = 0; i < rows; i++) {
            int diagonal = above[0];
            above[0] = i + 1;
            for (int j = 0; j < columns; j++) {
                int replaced = diagonal + (same.test(i, j) ? 0 : 1);
                diagonal = above[j + 1];
                above[j + 1] = Math.min(replaced, 1 + Math.min(diagonal, above[j]));
            }
        }
        return above[columns];
    }

    /** Returns the length of the longest common subsequence. */
    static int common(int rows, int columns, Same same) {
        int[] above = new int[columns + 1];
        for (int i = 0; i < rows; i++) {
            int diagonal = 0;
            for (int j = 0; j < columns; j++) {
                int longer = same.test(i, j) ? diagonal + 1 : Math.max(above[j + 1], above[j]);
                diagonal = above[j + 1];
                above[j + 1] = longer;
            }
        }
        return above[columns];
    }
}
