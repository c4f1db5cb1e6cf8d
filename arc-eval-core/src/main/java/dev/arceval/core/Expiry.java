package dev.arceval.core;

import dev.arceval.spi.TraceStore;
import dev.arceval.trace.Retention;
import dev.arceval.trace.Trace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Forgets traces by their own time: those that started longer than the retention before the newest trace of their agent,
 * and the oldest ones where an agent has more than it may.
 *
 * <p>Only a newer trace moves the limit, so that old recordings can be read today. A trace that lies further in the future
 * than clocks differ moves nothing: one broken clock would empty the store. Not thread-safe.
 */
final class Expiry {

    private static final Duration CLOCK_DIFFERENCE = Duration.ofDays(1);

    private final Retention retention;
    private final Clock clock;
    private final Map<String, Instant> newest = new HashMap<>();
    private final Map<String, Instant> moved = new TreeMap<>();

    Expiry(Retention retention, Clock clock, List<TraceStore.AgentSummary> stored) {
        this.retention = retention;
        this.clock = clock;
        stored.forEach(agent -> see(agent.agent(), agent.newest()));
        moved.clear();
    }

    /** Takes note of a trace that was stored. */
    void see(Trace trace) {
        see(trace.agent(), trace.startTime());
    }

    /** Forgets what is too old by what was seen since the last call, and returns how many traces that were. */
    long apply(TraceStore store) {
        long expired = 0;
        for (Map.Entry<String, Instant> cutoff :
                cutoffs(store, moved, retention).entrySet()) {
            expired += store.expire(cutoff.getKey(), cutoff.getValue());
        }
        moved.clear();
        return expired;
    }

    /** Returns before when the traces of each agent must go for it to be within other limits. */
    Map<String, Instant> cutoffs(TraceStore store, Retention limits) {
        return cutoffs(store, newest, limits);
    }

    private static Map<String, Instant> cutoffs(TraceStore store, Map<String, Instant> newest, Retention limits) {
        Map<String, Instant> cutoffs = new TreeMap<>();
        newest.forEach((agent, latest) -> {
            cutoffs.put(agent, latest.minus(limits.age()));
            if (!limits.isByAge()) {
                store.cutoff(agent, limits.maxTraces(), limits.maxBytes())
                        .ifPresent(cutoff ->
                                cutoffs.merge(agent, cutoff, (one, other) -> one.isAfter(other) ? one : other));
            }
        });
        return cutoffs;
    }

    private void see(String agent, Instant start) {
        if (start.isAfter(clock.instant().plus(CLOCK_DIFFERENCE))) {
            return;
        }
        Instant known = newest.get(agent);
        if (known == null || start.isAfter(known)) {
            newest.put(agent, start);
            moved.put(agent, start);
        }
    }
}
