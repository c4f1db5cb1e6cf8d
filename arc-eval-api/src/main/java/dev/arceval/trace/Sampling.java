package dev.arceval.trace;

/**
 * Which runs are kept where there are more than one wants to store.
 *
 * <p>Kept always: runs that failed or were cut short, runs slower than 19 in 20 of their pattern before, and the first
 * {@value #RARE} runs of a pattern, so that what is rare is there. Of the ordinary rest a share is kept, chosen by a hash of
 * trace id and seed. A kept run says how many it stands for, as OpenTelemetry has it: the rejection threshold
 * {@code ot=th:…} in the trace state of its first span, which survives every export. Patterns count by it.
 *
 * @param rate the share of ordinary runs that is kept, above 0 to 1
 * @param perPattern how many ordinary runs of a pattern are kept before fewer are: of {@code n} seen since the recycler was
 *     opened, {@code perPattern / n}. So their number grows with the logarithm; {@link Long#MAX_VALUE} for any number
 * @since 0.1
 */
public record Sampling(double rate, long perPattern) {

    /** How many runs of a pattern are kept whatever the rate. */
    public static final int RARE = 20;

    private static final double LEAST = 1e-6;

    private static final Sampling NONE = new Sampling(1, Long.MAX_VALUE);

    public Sampling {
        if (!(rate >= LEAST && rate <= 1)) {
            throw new IllegalArgumentException("rate must be between 0.000001 and 1: " + rate);
        }
        if (perPattern < RARE) {
            throw new IllegalArgumentException("perPattern must be at least " + RARE + ": " + perPattern);
        }
    }

    /** Keeps every run. */
    public static Sampling none() {
        return NONE;
    }

    /** Keeps this share of ordinary runs. */
    public static Sampling rate(double rate) {
        return new Sampling(rate, Long.MAX_VALUE);
    }

    /** Returns this sampling with fewer and fewer ordinary runs of a pattern beyond so many. */
    public Sampling perPattern(long runs) {
        return new Sampling(rate, runs);
    }

    /** Whether every run is kept. */
    public boolean isNone() {
        return equals(NONE);
    }
}
