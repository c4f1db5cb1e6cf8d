package dev.arceval.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of critical values, computed anew from random permutations. */
class ChangePointTableTest {

    private static final int REPEATS = 10_000;

    /** Values of the table are right to within 0.05, which moves a probability by a seventh. */
    private static final double TABLE_ERROR = .15;

    /** A correct table fails once in ten thousand. */
    private static final double STANDARD_ERRORS = 4;

    @ParameterizedTest
    @CsvSource({"14, .05", "20, .05", "20, .01", "36, .05", "64, .01", "160, .05", "256, .01"})
    void pValue_isTheShareOfPermutationsThatDifferAsMuch(int length, double level) {
        SplittableRandom random = new SplittableRandom(length);
        double[] ranks = new double[length];
        for (int i = 0; i < length; i++) {
            ranks[i] = i + 1;
        }
        int beyond = 0;
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            shuffle(ranks, random);
            double largest = RankCusum.best(ranks).orElseThrow().statistic();
            beyond += RankCusum.pValue(length, largest) <= level ? 1 : 0;
        }
        double error = STANDARD_ERRORS * Math.sqrt(level * (1 - level) / REPEATS) + TABLE_ERROR * level;
        assertThat((double) beyond / REPEATS).isBetween(level - error, level + error);
    }

    private static void shuffle(double[] values, SplittableRandom random) {
        for (int i = values.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            double value = values[i];
            values[i] = values[other];
            values[other] = value;
        }
    }
}
