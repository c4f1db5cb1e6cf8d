package dev.arceval.core.stats;

import java.util.Arrays;

/**
 * Chooses among many e-values so that the expected share of false choices stays below the level.
 *
 * <p>Valid under any dependence between them, and at any time if each is an e-process. When nothing is true at all, the chance of
 * choosing any is also at most the level. Source: R. Wang, A. Ramdas, "False discovery rate control with e-values", JRSS B
 * 84 (2022).
 */
public final class EBenjaminiHochberg {

    private EBenjaminiHochberg() {}

    /**
     * Returns the smallest logarithm of an e-value that is chosen; infinite if none is.
     *
     * @param logValues logarithms of e-values, in any order
     * @param alpha the level
     */
    public static double threshold(double[] logValues, double alpha) {
        PValues.requireProbability("alpha", alpha);
        double[] ascending = logValues.clone();
        Arrays.sort(ascending);
        double needed = Math.log(ascending.length / alpha);
        for (int rank = ascending.length; rank >= 1; rank--) {
            double value = ascending[ascending.length - rank];
            if (value >= needed - Math.log(rank)) {
                return value;
            }
        }
        return Double.POSITIVE_INFINITY;
    }
}
