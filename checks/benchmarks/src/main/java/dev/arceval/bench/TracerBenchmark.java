package dev.arceval.bench;

import dev.arceval.Tracer;
import dev.arceval.trace.Agent;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What instrumented code pays when nothing is recorded. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TracerBenchmark {

    private final Function<String, Integer> bare = String::length;
    private final Agent<String, Integer> notRecorded = Tracer.noop().agent(String::length);

    @Benchmark
    public Integer bareCall() {
        return bare.apply("question");
    }

    @Benchmark
    public Integer callThroughNoopTracer() {
        return notRecorded.run("question");
    }
}
