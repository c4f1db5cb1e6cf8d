package dev.arceval.bench;

import dev.arceval.SampleTraces;
import dev.arceval.core.mine.MinedPatterns;
import dev.arceval.core.mine.PatternMiner;
import dev.arceval.trace.Trace;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Counting traces into patterns, per trace, and asking for the patterns. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MineBenchmark {

    private static final int TRACES = 1_000;

    private final List<Trace> traces = SampleTraces.seed(42).count(TRACES).toList();
    private final PatternMiner miner = new PatternMiner();

    public MineBenchmark() {
        traces.forEach(miner::add);
    }

    @Benchmark
    @OperationsPerInvocation(TRACES)
    public PatternMiner add() {
        traces.forEach(miner::add);
        return miner;
    }

    @Benchmark
    public MinedPatterns patterns() {
        return miner.patterns(3);
    }
}
