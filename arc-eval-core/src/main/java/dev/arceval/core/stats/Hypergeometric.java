package dev.arceval.core.stats;

/**
 * Distribution of an integer on a finite range, here the number of events among current trials when both margins of a
 * 2x2 table, or of several, are fixed.
 *
 * <p>Probabilities come from the ratio of neighbours, walked outwards from the mode, and are divided by their sum, so no
 * factorial is needed and the relative error stays near 1e-16 times the number of steps. The walk ends where a
 * probability falls below 1e-300 of the mode's, so the cost is about 75 standard deviations, whatever the counts.
 */
final class Hypergeometric {

    private static final double NEGLIGIBLE = 1e-300;

    private final long lowest;
    private final double[] probabilities;

    private Hypergeometric(long lowest, double[] probabilities) {
        this.lowest = lowest;
        this.probabilities = probabilities;
    }

    static Hypergeometric of(Proportion baseline, Proportion current) {
        long events = baseline.events() + current.events();
        long trials = baseline.trials() + current.trials();
        long least = Math.max(0, events - baseline.trials());
        long most = Math.min(events, current.trials());
        long mode = (long) ((events + 1.0) * (current.trials() + 1.0) / (trials + 2.0));
        mode = Math.max(least, Math.min(most, mode));

        long lowest = mode;
        for (double w = 1; lowest > least && w > NEGLIGIBLE; lowest--) {
            w /= growth(lowest - 1, events, current.trials(), baseline.trials());
        }
        long highest = mode;
        for (double w = 1; highest < most && w > NEGLIGIBLE; highest++) {
            w *= growth(highest, events, current.trials(), baseline.trials());
        }

        double[] weights = new double[Math.toIntExact(highest - lowest + 1)];
        int peak = (int) (mode - lowest);
        weights[peak] = 1;
        for (int i = peak; i > 0; i--) {
            weights[i - 1] = weights[i] / growth(lowest + i - 1, events, current.trials(), baseline.trials());
        }
        for (int i = peak; i < weights.length - 1; i++) {
            weights[i + 1] = weights[i] * growth(lowest + i, events, current.trials(), baseline.trials());
        }
        return new Hypergeometric(lowest, normalised(weights));
    }

    /** Returns the probability of k + 1 over that of k. */
    private static double growth(long k, long events, long drawn, long others) {
        return ((double) (events - k) / (k + 1)) * ((double) (drawn - k) / (others - events + k + 1));
    }

    /** Returns the distribution of the sum of two independent numbers. */
    Hypergeometric plus(Hypergeometric other) {
        double[] sums = new double[probabilities.length + other.probabilities.length - 1];
        for (int i = 0; i < probabilities.length; i++) {
            for (int j = 0; j < other.probabilities.length; j++) {
                sums[i + j] += probabilities[i] * other.probabilities[j];
            }
        }
        return new Hypergeometric(lowest + other.lowest, sums);
    }

    int size() {
        return probabilities.length;
    }

    /** Returns both tails at k, the probability of k itself counted half in each. */
    PValues midP(long k) {
        double at = at(k) / 2;
        return new PValues(
                Math.min(1, at + sum(k + 1, lowest + probabilities.length)), Math.min(1, at + sum(lowest, k)));
    }

    /** Returns the tails at k, the probability of k itself counted in each. */
    PValues exact(long k) {
        return new PValues(Math.min(1, sum(k, lowest + probabilities.length)), Math.min(1, sum(lowest, k + 1)));
    }

    private double at(long k) {
        long i = k - lowest;
        return i >= 0 && i < probabilities.length ? probabilities[(int) i] : 0;
    }

    private double sum(long from, long to) {
        double sum = 0;
        for (long k = Math.max(from, lowest); k < Math.min(to, lowest + probabilities.length); k++) {
            sum += at(k);
        }
        return sum;
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
}
