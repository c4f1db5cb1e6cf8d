package dev.arceval.bench;

import dev.arceval.core.stats.Estimate;
import dev.arceval.core.stats.LogHistogram;
import dev.arceval.core.stats.Moments;
import dev.arceval.core.stats.QuantileTest;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Summaries of latencies: built for every trace, compared once a report. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StatsBenchmark {

    @Param({"300", "10000"})
    private int size;

    private double[] baseline = {};
    private double[] current = {};
    private LogHistogram baselineHistogram = LogHistogram.of();
    private LogHistogram currentHistogram = LogHistogram.of();

    /** Log-normal, as latencies are. */
    @Setup
    public void draw() {
        SplittableRandom random = new SplittableRandom(42);
        baseline = latencies(random);
        current = latencies(random);
        baselineHistogram = LogHistogram.of(baseline);
        currentHistogram = LogHistogram.of(current);
    }

    @Benchmark
    public LogHistogram histogram() {
        return LogHistogram.of(baseline);
    }

    @Benchmark
    public Moments moments() {
        return Moments.of(current);
    }

    @Benchmark
    public Optional<Estimate> compareQuantiles() {
        return QuantileTest.compare(baselineHistogram, currentHistogram, .95, .95);
    }

    private double[] latencies(SplittableRandom random) {
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = 800 * Math.exp(.6 * random.nextGaussian());
        }
        return values;
    }
}
