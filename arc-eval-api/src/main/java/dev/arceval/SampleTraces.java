package dev.arceval;

import dev.arceval.trace.Trace;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes traces that look like those of a real support agent: several tools, retries, failures, slow tails, realistic
 * text. For trying things out and for tests. Immutable; the same options give the same traces.
 *
 * @since 0.1
 */
public interface SampleTraces {

    /** Starts with this seed; defaults: 50 traces, ending at 2026-01-31T00:00Z. */
    static SampleTraces seed(long seed) {
        return Implementation.get().sampleTraces(seed);
    }

    /** Sets how many traces are made; 1 or more. */
    SampleTraces count(int traces);

    /** Sets the time of the newest trace; the others lie in the 72 hours before it. */
    SampleTraces endingAt(Instant newest);

    /** Multiplies every duration: 2 makes the agent half as fast. */
    SampleTraces slowedBy(double factor);

    /** Sets the share of runs that end in an error, instead of each workflow's own; 0 to 1. */
    SampleTraces errorRate(double share);

    /** Returns the traces one by one, in order of start time. */
    Stream<Trace> stream();

    /** Returns the traces, in order of start time. */
    default List<Trace> toList() {
        return stream().toList();
    }
}
