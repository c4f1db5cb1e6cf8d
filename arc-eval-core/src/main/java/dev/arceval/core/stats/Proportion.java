package dev.arceval.core.stats;

/** How many of a number of trials had an event, such as an error. */
public record Proportion(long events, long trials) {

    public Proportion {
        if (events < 0 || trials < events || trials > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "events must lie between 0 and trials, trials at most 2^31-1: " + events + " of " + trials);
        }
    }

    /** Returns the sum of both counts. */
    public Proportion plus(Proportion other) {
        return new Proportion(events + other.events, trials + other.trials);
    }

    /** Returns events over trials; 0 without trials. */
    public double rate() {
        return trials == 0 ? 0 : (double) events / trials;
    }

    /**
     * Returns the Wilson score interval of the rate; [0, 1] without trials.
     *
     * <p>Source: E. B. Wilson, JASA 22 (1927).
     */
    public Interval wilson(double confidence) {
        return wilson(rate(), trials, confidence);
    }

    /** The same for a rate seen in an effective number of trials, which need not be whole. */
    static Interval wilson(double rate, double trials, double confidence) {
        double z = Confidence.normalQuantile(confidence);
        if (trials == 0) {
            return new Interval(0, 1);
        }
        double z2 = z * z;
        double centre = (2 * trials * rate + z2) / (2 * (trials + z2));
        double halfWidth = z * Math.sqrt(z2 + 4 * trials * rate * (1 - rate)) / (2 * (trials + z2));
        // At rate 0 and 1 one end is exact, and rounding must not push it past the rate.
        double lower = Math.min(rate, Math.max(0, centre - halfWidth));
        double upper = Math.max(rate, Math.min(1, centre + halfWidth));
        return new Interval(rate == 0 ? 0 : lower, rate == 1 ? 1 : upper);
    }

    long misses() {
        return trials - events;
    }
}
