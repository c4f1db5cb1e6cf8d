package dev.arceval.trace;

import java.time.Duration;

/**
 * How much is kept of each agent. What exceeds any limit goes, the oldest first; age is that of a trace against the newest
 * one of its agent, not against the clock. Runs whose start is not known have no age and stay.
 *
 * @param age how much older than the newest a trace may be
 * @param maxTraces how many traces may stay; {@link Long#MAX_VALUE} for any number
 * @param maxBytes about how much they may take in the store; {@link Long#MAX_VALUE} for any size
 * @since 0.1
 */
public record Retention(Duration age, long maxTraces, long maxBytes) {

    /** As long as can be set: a hundred years. */
    public static final Duration FOREVER = Duration.ofDays(36_500);

    public Retention {
        if (age.isNegative() || age.isZero()) {
            throw new IllegalArgumentException("retention must be positive: " + age);
        }
        if (maxTraces < 1) {
            throw new IllegalArgumentException("maxTraces must be positive: " + maxTraces);
        }
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be positive: " + maxBytes);
        }
    }

    /** Keeps any number of traces for so long. */
    public static Retention of(Duration age) {
        return new Retention(age, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /** Returns this retention with a limit on the number of traces. */
    public Retention withMaxTraces(long maxTraces) {
        return new Retention(age, maxTraces, maxBytes);
    }

    /** Returns this retention with a limit on their size. */
    public Retention withMaxBytes(long maxBytes) {
        return new Retention(age, maxTraces, maxBytes);
    }

    /** Whether age alone decides. */
    public boolean isByAge() {
        return maxTraces == Long.MAX_VALUE && maxBytes == Long.MAX_VALUE;
    }
}
