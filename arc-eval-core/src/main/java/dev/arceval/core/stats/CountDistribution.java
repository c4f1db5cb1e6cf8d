package dev.arceval.core.stats;

import java.util.function.LongToDoubleFunction;

/**
 * Probabilities of an event count on a finite range.
 *
 * <p>They come from the ratio of neighbours, walked outwards from the mode, and are divided by their sum, so no factorial is
 * needed and the relative error stays near 1e-16 times the number of steps. The walk ends where a probability falls
 * below 1e-300 of the mode's: at most about 75 standard deviations are stored, whatever the counts.
 */
final class CountDistribution {

    private static final double NEGLIGIBLE = 1e-300;

    private final long lowest;
    private final double[] probabilities;

    private CountDistribution(long lowest, double[] probabilities) {
        this.lowest = lowest;
        this.probabilities = probabilities;
    }

    /** Returns the hypergeometric count of events among the current trials when both margins of the table are fixed. */
    static CountDistribution hypergeometric(Proportion baseline, Proportion current) {
        long events = baseline.events() + current.events();
        long drawn = current.trials();
        long others = baseline.trials();
        long least = Math.max(0, events - others);
        long most = Math.min(events, drawn);
        long mode = (long) ((events + 1.0) * (drawn + 1.0) / (drawn + others + 2.0));
        return walk(
                least,
                most,
                mode,
                k -> ((double) (events - k) / (k + 1)) * ((double) (drawn - k) / (others - events + k + 1)));
    }

    /**
     * Returns the binomial count of events.
     *
     * @param rate strictly between 0 and 1
     */
    static CountDistribution binomial(long trials, double rate) {
        double odds = rate / (1 - rate);
        return walk(0, trials, (long) ((trials + 1.0) * rate), k -> (double) (trials - k) / (k + 1) * odds);
    }

    /** Walks from the mode; {@code growth} gives the probability of k + 1 over that of k. */
    private static CountDistribution walk(long least, long most, long nearMode, LongToDoubleFunction growth) {
        long mode = Math.max(least, Math.min(most, nearMode));
        long lowest = mode;
        for (double w = 1; lowest > least && w > NEGLIGIBLE; lowest--) {
            w /= growth.applyAsDouble(lowest - 1);
        }
        long highest = mode;
        for (double w = 1; highest < most && w > NEGLIGIBLE; highest++) {
            w *= growth.applyAsDouble(highest);
        }
        double[] weights = new double[Math.toIntExact(highest - lowest + 1)];
        int peak = (int) (mode - lowest);
        weights[peak] = 1;
        for (int i = peak; i > 0; i--) {
            weights[i - 1] = weights[i] / growth.applyAsDouble(lowest + i - 1);
        }
        for (int i = peak; i < weights.length - 1; i++) {
            weights[i + 1] = weights[i] * growth.applyAsDouble(lowest + i);
        }
        return new CountDistribution(lowest, normalised(weights));
    }

    private static double[] normalised(double[] weights) {
        double total = 0;
        for (double weight : weights) {
            total += weight;
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= total;
        }
        return weights;
    }

    /** Returns the distribution of the sum of two independent counts. */
    CountDistribution plus(CountDistribution other) {
        double[] sums = new double[probabilities.length + other.probabilities.length - 1];
        for (int i = 0; i < probabilities.length; i++) {
            for (int j = 0; j < other.probabilities.length; j++) {
                sums[i + j] += probabilities[i] * other.probabilities[j];
            }
        }
        return new CountDistribution(lowest + other.lowest, sums);
    }

    double at(long k) {
        long i = k - lowest;
        return i >= 0 && i < probabilities.length ? probabilities[(int) i] : 0;
    }

    /** Returns the probability of k or more. */
    double upperTail(long k) {
        return sum(k, lowest + probabilities.length);
    }

    /** Returns both tails at k, the probability of k itself counted half in each. */
    PValues midP(long k) {
        double half = at(k) / 2;
        return new PValues(Math.min(1, half + upperTail(k + 1)), Math.min(1, half + sum(lowest, k)));
    }

    private double sum(long from, long to) {
        double sum = 0;
        for (long k = Math.max(from, lowest); k < Math.min(to, lowest + probabilities.length); k++) {
            sum += at(k);
        }
        return sum;
    }
}
