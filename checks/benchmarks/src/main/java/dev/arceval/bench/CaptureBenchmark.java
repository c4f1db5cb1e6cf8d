package dev.arceval.bench;

import dev.arceval.TraceRecycler;
import dev.arceval.Tracer;
import dev.arceval.trace.Agent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What a call costs its caller: bare, not recorded, and recorded with one tool call below it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CaptureBenchmark {

    /** Fewer than the queue holds, so that no trace is dropped: dropping is cheaper than recording. */
    private static final int CALLS = 5_000;

    private static final String TEXT = "0123456789".repeat(20);

    private final Function<String, String> bare = text -> text;
    private final Agent<String, String> notRecorded = agent(Tracer.noop());

    @Benchmark
    public String bare() {
        return bare.apply(TEXT);
    }

    @Benchmark
    public String notRecorded() {
        return notRecorded.run(TEXT);
    }

    @Benchmark
    @OperationsPerInvocation(CALLS)
    public void recorded(Recording recording, Blackhole sink) {
        for (int i = 0; i < CALLS; i++) {
            sink.consume(recording.agent.run(TEXT));
        }
    }

    private static Agent<String, String> agent(Tracer tracer) {
        return tracer.agent(tracer.tool("look_up", text -> text));
    }

    /** An agent that is recorded, and the store its traces go to. */
    @State(Scope.Thread)
    public static class Recording {

        private final TraceRecycler recycler =
                TraceRecycler.builder().store("memory:").build();
        private final Agent<String, String> agent = CaptureBenchmark.agent(recycler.tracer("bench"));

        /** Waits for the store: what is measured is the caller's share. */
        @TearDown(Level.Invocation)
        public void drain() {
            if (!recycler.flush(Duration.ofSeconds(30))) {
                throw new IllegalStateException("traces were dropped: " + recycler.capture());
            }
        }

        @TearDown
        public void close() {
            recycler.close();
        }
    }
}
