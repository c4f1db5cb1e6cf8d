package dev.arceval.core.stats;

import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * Evidence that a rate rose, valid however often it is looked at.
 *
 * <p>The e-value is the mean, over a few odds ratios, of the likelihood ratio of "the odds are that many times as high" against the
 * largest rate that still counts as unchanged. While the true rate is not above that, its expectation never exceeds 1 at
 * any stopping time. Events may be shares between 0 and 1, such as the share of failing runs of a session: the likelihood
 * ratio is convex, so the expectation only falls.
 *
 * <p>Source: S. R. Howard et al., "Time-uniform Chernoff bounds via nonnegative supermartingales", Probability Surveys 17
 * (2020).
 *
 * @param events how many units had the event, or the sum of their shares
 * @param units how many units were seen
 */
public record RateEvidence(double events, double units) {

    private static final double[] ODDS_RATIOS = {1.25, 1.5, 2, 3, 5};

    /** A rate of exactly 0 or 1 would turn a single event into certainty. */
    private static final double LEAST_RATE = 1e-9;

    public RateEvidence {
        if (!(events >= 0 && events <= units && Double.isFinite(units))) {
            throw new IllegalArgumentException("events must lie between 0 and units: " + events + " of " + units);
        }
    }

    /** Returns events over units; 0 without units. */
    public double rate() {
        return units == 0 ? 0 : events / units;
    }

    /** Returns the logarithm of the e-value against "the true rate is at most {@code bound}". */
    public double logAbove(double bound) {
        return new Bound(bound, 1).logEvidence(this);
    }

    /** Returns the logarithm of the e-value against "the true rate is at least {@code bound}". */
    public double logBelow(double bound) {
        return new Bound(bound, -1).logEvidence(this);
    }

    /** A rate that is not to be exceeded, ready to be tested many times. Immutable. */
    public static final class Bound {

        private final double rate;
        private final double[] perEvent = new double[ODDS_RATIOS.length];
        private final double[] perOther = new double[ODDS_RATIOS.length];

        /** A rate that is not to be exceeded. */
        public Bound(double rate) {
            this(rate, 1);
        }

        private Bound(double rate, int direction) {
            this.rate = rate;
            double unchanged = Math.min(1 - LEAST_RATE, Math.max(LEAST_RATE, rate));
            for (int i = 0; i < ODDS_RATIOS.length; i++) {
                double odds = unchanged / (1 - unchanged) * (direction > 0 ? ODDS_RATIOS[i] : 1 / ODDS_RATIOS[i]);
                double changed = odds / (1 + odds);
                perEvent[i] = Math.log(changed / unchanged);
                perOther[i] = Math.log1p(-changed) - Math.log1p(-unchanged);
            }
        }

        public double rate() {
            return rate;
        }

        /** Returns the logarithm of the e-value against "the true rate is on this side of the bound". */
        public double logEvidence(RateEvidence seen) {
            double[] logs = new double[ODDS_RATIOS.length];
            for (int i = 0; i < logs.length; i++) {
                logs[i] = seen.events * perEvent[i] + (seen.units - seen.events) * perOther[i];
            }
            return LogSum.mean(logs);
        }
    }

    /** Returns an interval that covers the true rate at all times together with this confidence. */
    public Interval interval(double confidence) {
        double wanted = -StrictMath.log(Confidence.tail(confidence));
        double lower = events == 0 ? 0 : border(0, rate(), wanted, 1);
        double upper = events == units ? 1 : border(1, rate(), wanted, -1);
        return new Interval(lower, upper);
    }

    /**
     * Returns the upper Clopper–Pearson bound of the rate, for a sample of fixed size.
     *
     * @param miss probability that the true rate lies above
     */
    public double upperBound(double miss) {
        return events >= units
                ? 1
                : BetaDistribution.of(events + 1, units - events).inverseSurvivalProbability(miss);
    }

    private double border(double excluded, double included, double wanted, int direction) {
        double out = excluded;
        double in = included;
        for (int i = 0; i < 50; i++) {
            double middle = (out + in) / 2;
            if (new Bound(middle, direction).logEvidence(this) >= wanted) {
                out = middle;
            } else {
                in = middle;
            }
        }
        return out;
    }
}
