package dev.arceval.core;

import dev.arceval.SampleTraces;
import dev.arceval.core.sample.SampleGenerator;
import dev.arceval.trace.Trace;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The door to the sample generator. */
record SampleTracesDoor(long seed, int count, Instant newest, double slowdown, OptionalDouble share)
        implements SampleTraces {

    private static final int DEFAULT_COUNT = 50;

    /** A fixed day, so that samples made next year are the same. */
    private static final Instant DEFAULT_NEWEST = Instant.parse("2026-01-31T00:00:00Z");

    SampleTracesDoor {
        // Fails at once, not when the first trace is made.
        new SampleGenerator(seed, count, newest, slowdown, share);
    }

    static SampleTraces of(long seed) {
        return new SampleTracesDoor(seed, DEFAULT_COUNT, DEFAULT_NEWEST, 1, OptionalDouble.empty());
    }

    @Override
    public SampleTraces count(int traces) {
        return new SampleTracesDoor(seed, traces, newest, slowdown, share);
    }

    @Override
    public SampleTraces endingAt(Instant newest) {
        return new SampleTracesDoor(seed, count, newest, slowdown, share);
    }

    @Override
    public SampleTraces slowedBy(double factor) {
        return new SampleTracesDoor(seed, count, newest, factor, share);
    }

    @Override
    public SampleTraces errorRate(double share) {
        return new SampleTracesDoor(seed, count, newest, slowdown, OptionalDouble.of(share));
    }

    @Override
    public Stream<Trace> stream() {
        SampleGenerator generator = new SampleGenerator(seed, count, newest, slowdown, share);
        return IntStream.range(0, count).mapToObj(generator::trace);
    }
}
