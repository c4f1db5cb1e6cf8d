package dev.arceval.store.postgresql;

import java.time.Instant;
import java.util.OptionalLong;

/** Times as the database has them: nanoseconds since 1970. */
final class EpochNanos {

    private static final long PER_SECOND = 1_000_000_000;

    private EpochNanos() {}

    /** Returns the number; empty beyond what a {@code long} holds, 1677 to 2262. */
    static OptionalLong of(Instant time) {
        try {
            return OptionalLong.of(
                    Math.addExact(Math.multiplyExact(time.getEpochSecond(), PER_SECOND), time.getNano()));
        } catch (ArithmeticException outOfRange) {
            return OptionalLong.empty();
        }
    }

    /** Returns the number, or the nearest there is. */
    static long nearest(Instant time) {
        return of(time).orElse(time.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE);
    }

    static Instant instant(long epochNanos) {
        return Instant.ofEpochSecond(Math.floorDiv(epochNanos, PER_SECOND), Math.floorMod(epochNanos, PER_SECOND));
    }
}
