package dev.arceval.core.stats;

/** Adds numbers given by their logarithms. */
public final class LogSum {

    private LogSum() {}

    /** Returns the logarithm of the sum; minus infinity for nothing. */
    public static double of(double... logs) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double log : logs) {
            largest = Math.max(largest, log);
        }
        if (largest == Double.NEGATIVE_INFINITY) {
            return largest;
        }
        double sum = 0;
        for (double log : logs) {
            sum += Math.exp(log - largest);
        }
        return largest + Math.log(sum);
    }

    /** Returns the logarithm of the arithmetic mean. */
    static double mean(double... logs) {
        return of(logs) - Math.log(logs.length);
    }
}
