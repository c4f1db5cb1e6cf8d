package dev.arceval.core;

import dev.arceval.spi.TraceStore;
import dev.arceval.trace.Trace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Forgets traces by their own time: those that started longer than the retention before the newest trace of their agent.
 *
 * <p>Only a newer trace moves the limit, so that old recordings can be read today. A trace that lies further in the future
 * than clocks differ moves nothing: one broken clock would empty the store. Not thread-safe.
 */
final class Retention {

    private static final Duration CLOCK_DIFFERENCE = Duration.ofDays(1);

    private final Duration retention;
    private final Clock clock;
    private final Map<String, Instant> newest = new HashMap<>();
    private final Map<String, Instant> moved = new TreeMap<>();

    Retention(Duration retention, Clock clock, List<TraceStore.AgentSummary> stored) {
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
        for (Map.Entry<String, Instant> agent : moved.entrySet()) {
            expired += store.expire(agent.getKey(), agent.getValue().minus(retention));
        }
        moved.clear();
        return expired;
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
