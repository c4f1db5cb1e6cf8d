package dev.arceval.core.stats;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Adjusts p-values for the number of tests so that the expected share of false findings stays below the level.
 *
 * <p>Valid for independent and for positively dependent tests. When no effect is real at all, the chance of any finding is
 * also below the level.
 *
 * <p>Source: Y. Benjamini, Y. Hochberg, JRSS B 57 (1995).
 */
public final class BenjaminiHochberg {

    private BenjaminiHochberg() {}

    /** Returns the adjusted p-values in the order given: reject those at or below the level. */
    public static double[] adjust(double... pValues) {
        for (double p : pValues) {
            PValues.requireProbability("p-value", p);
        }
        int[] descending = IntStream.range(0, pValues.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -pValues[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] adjusted = new double[pValues.length];
        double least = 1;
        for (int k = 0; k < descending.length; k++) {
            int rank = pValues.length - k;
            least = Math.min(least, pValues[descending[k]] * ((double) pValues.length / rank));
            adjusted[descending[k]] = least;
        }
        return adjusted;
    }
}
