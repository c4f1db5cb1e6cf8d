package dev.arceval.core.stats;

import java.util.Optional;

/**
 * Difference of two rates seen on the same inputs: McNemar's test with mid-p.
 *
 * <p>Hypothesis of {@code p.greater}: among inputs with the event on one side only, current is not the more frequent side.
 * Exact binomial apart from the mid-p, for any count. The interval is Newcombe's for paired data.
 *
 * <p>Source: M. W. Fagerland, S. Lydersen, P. Laake, "The McNemar test for binary matched-pairs data: mid-p and
 * asymptotic are better than exact conditional", BMC Med. Res. Methodol. 13:91 (2013).
 */
public final class PairedProportionTest {

    private PairedProportionTest() {}

    /** How many inputs had the event on both sides, on one, or on none. */
    public record Pairs(long both, long onlyBaseline, long onlyCurrent, long neither) {

        public Pairs {
            if (Math.min(Math.min(both, onlyBaseline), Math.min(onlyCurrent, neither)) < 0) {
                throw new IllegalArgumentException("counts must not be negative: " + both + ", " + onlyBaseline + ", "
                        + onlyCurrent + ", " + neither);
            }
        }

        private Proportion baseline() {
            return new Proportion(both + onlyBaseline, total());
        }

        private Proportion current() {
            return new Proportion(both + onlyCurrent, total());
        }

        private long total() {
            return both + onlyBaseline + onlyCurrent + neither;
        }
    }

    /** Returns current rate minus baseline rate; empty without pairs. */
    public static Optional<Estimate> compare(Pairs pairs, double confidence) {
        if (pairs.total() == 0) {
            return Optional.empty();
        }
        Proportion before = pairs.baseline();
        Proportion after = pairs.current();
        Interval interval = Newcombe.of(
                before.rate(), before.wilson(confidence), after.rate(), after.wilson(confidence), correlation(pairs));
        return Optional.of(new Estimate(after.rate() - before.rate(), interval, pValues(pairs)));
    }

    private static PValues pValues(Pairs pairs) {
        long discordant = pairs.onlyBaseline + pairs.onlyCurrent;
        return discordant == 0
                ? new PValues(1, 1)
                : CountDistribution.binomial(discordant, 0.5).midP(pairs.onlyCurrent);
    }

    /** The phi coefficient, a positive one corrected for continuity as Newcombe does. */
    private static double correlation(Pairs pairs) {
        Proportion before = pairs.baseline();
        Proportion after = pairs.current();
        double product = (double) before.events() * before.misses() * after.events() * after.misses();
        if (product == 0) {
            return 0;
        }
        double excess = (double) pairs.both * pairs.neither - (double) pairs.onlyBaseline * pairs.onlyCurrent;
        double corrected = excess > 0 ? Math.max(0, excess - pairs.total() / 2.0) : excess;
        return corrected / Math.sqrt(product);
    }
}
