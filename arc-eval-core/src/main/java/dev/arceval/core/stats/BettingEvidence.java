package dev.arceval.core.stats;

/**
 * Evidence about the mean of paired outcomes of −1, 0 and 1, valid however often it is looked at.
 *
 * <p>Somebody bets a fixed share of his wealth on each pair being lost; if the mean is not below the bound, his wealth is not
 * expected to grow, and neither is that of many such bettors with different shares together. The wealth is the e-value. A
 * fixed list of cases whose means differ is allowed too as long as each was used equally often: the product of the
 * expectations is at most the power of their mean.
 *
 * <p>Against bound 0 this is the sequential form of McNemar's test: the likelihood ratio of "more pairs are lost than won"
 * against an even chance. Source: I. Waudby-Smith, A. Ramdas, "Estimating means of bounded random variables by betting",
 * JRSS B 86 (2024).
 *
 * @param won pairs in which current was better
 * @param lost pairs in which baseline was better
 * @param even pairs without a difference
 */
public record BettingEvidence(long won, long lost, long even) {

    /** Bettors; their shares are spread evenly over the possible range. */
    private static final int BETTORS = 48;

    public BettingEvidence {
        if (Math.min(won, Math.min(lost, even)) < 0) {
            throw new IllegalArgumentException("counts must not be negative: " + won + ", " + lost + ", " + even);
        }
    }

    /** Returns the number of pairs. */
    public long pairs() {
        return won + lost + even;
    }

    /** Returns the mean: pairs won minus pairs lost, over all pairs; 0 without pairs. */
    public double mean() {
        return pairs() == 0 ? 0 : (double) (won - lost) / pairs();
    }

    /** Returns the logarithm of the e-value against "the true mean is at least {@code bound}". */
    public double logBelow(double bound) {
        return logWealth(won, lost, bound);
    }

    /** Returns the logarithm of the e-value against "the true mean is at most {@code bound}". */
    public double logAbove(double bound) {
        return logWealth(lost, won, -bound);
    }

    /** Returns an interval that covers the true mean at all times together with this confidence. */
    public Interval interval(double confidence) {
        double wanted = -StrictMath.log(Confidence.tail(confidence));
        double lower = -1;
        double upper = 1;
        double lowerInside = mean();
        double upperInside = mean();
        for (int i = 0; i < 50; i++) {
            double middle = (lower + lowerInside) / 2;
            if (logAbove(middle) >= wanted) {
                lower = middle;
            } else {
                lowerInside = middle;
            }
            middle = (upper + upperInside) / 2;
            if (logBelow(middle) >= wanted) {
                upper = middle;
            } else {
                upperInside = middle;
            }
        }
        return new Interval(lower, upper);
    }

    /** Each bettor stakes against outcomes above {@code bound}: a loss pays 1 + bound, a win costs 1 − bound. */
    private double logWealth(long against, long in, double bound) {
        if (bound <= -1) {
            return 0;
        }
        double[] logs = new double[BETTORS];
        double most = 1 / (1 - Math.min(bound, 1 - 1e-9));
        for (int i = 0; i < BETTORS; i++) {
            double share = most * (i + 0.5) / BETTORS;
            logs[i] = against * Math.log1p(-share * (1 - bound))
                    + in * Math.log1p(share * (1 + bound))
                    + even * Math.log1p(share * bound);
        }
        return LogSum.mean(logs);
    }
}
