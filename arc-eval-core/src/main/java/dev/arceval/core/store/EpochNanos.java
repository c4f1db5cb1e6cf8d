package dev.arceval.core.store;

import java.time.Instant;

/** Times as the database has them: nanoseconds since 1970. */
final class EpochNanos {

    private static final long PER_SECOND = 1_000_000_000;

    private EpochNanos() {}

    /** Returns the number to compare with; infinity beyond what a {@code long} holds, 1677 to 2262. */
    static Number of(Instant time) {
        try {
            return Math.addExact(Math.multiplyExact(time.getEpochSecond(), PER_SECOND), time.getNano());
        } catch (ArithmeticException outOfRange) {
            return time.getEpochSecond() < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
    }

    static Instant instant(long epochNanos) {
        return Instant.ofEpochSecond(Math.floorDiv(epochNanos, PER_SECOND), Math.floorMod(epochNanos, PER_SECOND));
    }
}
