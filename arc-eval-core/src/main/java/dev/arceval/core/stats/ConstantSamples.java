package dev.arceval.core.stats;

/**
 * What can be said when neither sample varies, so that no standard error exists.
 *
 * <p>If labels were exchangeable, only one of the C(n1 + n2, n1) ways to deal them puts all equal values on the same
 * side; that share is an exact p-value. The interval shrinks to the difference once this share is at most the tail
 * that the confidence leaves out, and stays open before: two runs that both took 100 ms do not prove equality.
 */
final class ConstantSamples {

    private ConstantSamples() {}

    static Estimate compare(double difference, double luckyDeal, double confidence) {
        boolean settled = luckyDeal <= Confidence.tail(confidence);
        Interval interval = settled ? new Interval(difference, difference) : Interval.UNBOUNDED;
        return new Estimate(
                difference, interval, new PValues(difference > 0 ? luckyDeal : 1, difference < 0 ? luckyDeal : 1));
    }

    /** Returns 1 / C(n1 + n2, n1). */
    static double luckyDeal(long n1, long n2) {
        double share = 1;
        for (long i = 1; i <= Math.min(n1, n2) && share > 0; i++) {
            share *= (double) i / (Math.max(n1, n2) + i);
        }
        return share;
    }
}
