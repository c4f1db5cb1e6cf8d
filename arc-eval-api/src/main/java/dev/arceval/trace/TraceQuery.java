package dev.arceval.trace;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which traces are wanted. Immutable; each method returns a new query. Without any condition it matches every trace.
 *
 * <p>Results come in order of start time, then of trace id.
 *
 * @since 0.1
 */
public final class TraceQuery {

    private static final TraceQuery ALL = new TraceQuery(null, null, null, null, null, Integer.MAX_VALUE);

    private final @Nullable String agent;
    private final @Nullable String version;
    private final @Nullable Instant from;
    private final @Nullable Instant to;
    private final Outcome.@Nullable Label outcome;
    private final int limit;

    private TraceQuery(
            @Nullable String agent,
            @Nullable String version,
            @Nullable Instant from,
            @Nullable Instant to,
            Outcome.@Nullable Label outcome,
            int limit) {
        this.agent = agent;
        this.version = version;
        this.from = from;
        this.to = to;
        this.outcome = outcome;
        this.limit = limit;
    }

    /** Returns the query that matches every trace. */
    public static TraceQuery all() {
        return ALL;
    }

    /** Only traces of this agent; see {@link Trace#agent()}. */
    public TraceQuery agent(String agent) {
        return new TraceQuery(agent, version, from, to, outcome, limit);
    }

    /** Only traces of this version of the agent; see {@link Trace#agentVersion()}. */
    public TraceQuery version(String version) {
        return new TraceQuery(agent, version, from, to, outcome, limit);
    }

    /** Only traces that started at {@code from} or later. */
    public TraceQuery from(Instant from) {
        return new TraceQuery(agent, version, from, to, outcome, limit);
    }

    /** Only traces that started before {@code to}. */
    public TraceQuery to(Instant to) {
        return new TraceQuery(agent, version, from, to, outcome, limit);
    }

    /** Only traces that ended this way. */
    public TraceQuery outcome(Outcome.Label outcome) {
        return new TraceQuery(agent, version, from, to, outcome, limit);
    }

    /**
     * At most the first {@code limit} matches.
     *
     * @throws IllegalArgumentException if {@code limit} is not positive
     */
    public TraceQuery limit(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be positive: " + limit);
        }
        return new TraceQuery(agent, version, from, to, outcome, limit);
    }

    public Optional<String> agent() {
        return Optional.ofNullable(agent);
    }

    public Optional<String> version() {
        return Optional.ofNullable(version);
    }

    public Optional<Instant> from() {
        return Optional.ofNullable(from);
    }

    public Optional<Instant> to() {
        return Optional.ofNullable(to);
    }

    public Optional<Outcome.Label> outcome() {
        return Optional.ofNullable(outcome);
    }

    /** Returns the most results wanted; {@link Integer#MAX_VALUE} without a limit. */
    public int limit() {
        return limit;
    }

    /** Returns whether {@code trace} meets every condition; the limit is not looked at. */
    public boolean matches(Trace trace) {
        Instant start = trace.startTime();
        return (agent == null || agent.equals(trace.agent()))
                && (version == null || version.equals(trace.agentVersion().orElse(null)))
                && (from == null || !start.isBefore(from))
                && (to == null || start.isBefore(to))
                && (outcome == null || outcome == trace.outcome().label());
    }

    @Override
    public String toString() {
        return "TraceQuery[agent=" + agent + ", version=" + version + ", from=" + from + ", to=" + to + ", outcome="
                + outcome + ", limit=" + limit + "]";
    }
}
