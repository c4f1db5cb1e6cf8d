package dev.arceval.eval;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A monitor's word on one metric.
 *
 * @param metric what got worse, such as {@code latency}, {@code slow} or {@code errors}
 * @param scope {@code overall} or a pattern's id
 * @param state how far it has come
 * @param at when, by the time of the traces
 * @param runs how many runs the monitor had seen by then
 * @param baseline the metric in the baseline: geometric mean in milliseconds for latency, a share for errors
 * @param current the metric since the monitor started or was last resolved, in the same unit
 * @param effect how much it changed, read by {@code scale}
 * @param interval where the true effect lies with 95 % confidence, at all times together; absent if unbounded
 * @param scale how to read effect and interval
 * @param evidence the e-value: how many times likelier a change makes what was seen; an alert needs the number of monitors
 *     over alpha, or less if several alert together
 * @since 0.1
 */
public record Alert(
        String metric,
        String scope,
        State state,
        Instant at,
        long runs,
        @Nullable Double baseline,
        @Nullable Double current,
        @Nullable Double effect,
        Finding.@Nullable Interval interval,
        Finding.Scale scale,
        double evidence) {

    /** The life of an alert. */
    public enum State {
        /** It got worse, as far as one stretch of runs tells. */
        PROVISIONAL,
        /** A second, separate stretch of runs shows it again. */
        CONFIRMED,
        /** Recent runs show that it is over; the monitor starts afresh. */
        RESOLVED
    }
}
