package dev.arceval.bench;

import dev.arceval.SampleTraces;
import dev.arceval.core.compare.Comparer;
import dev.arceval.core.compare.ComparisonOptions;
import dev.arceval.core.compare.RunSummary;
import dev.arceval.eval.RegressionReport;
import dev.arceval.trace.Trace;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Comparing two sets of 2,000 runs of 20 patterns: summing a side up, and the tests. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CompareBenchmark {

    private static final int RUNS = 2_000;
    private static final int PATTERNS = 20;

    private final Comparer comparer = new Comparer(ComparisonOptions.defaults());
    private final List<Trace> runs = SampleTraces.seed(1).count(RUNS).toList();
    private final RunSummary baseline = summary(runs);
    private final RunSummary current = summary(SampleTraces.seed(2).count(RUNS).toList());

    @Benchmark
    public RunSummary sumUp() {
        return summary(runs);
    }

    @Benchmark
    public RegressionReport compare() {
        return comparer.compare(baseline, current);
    }

    /** The samples have few structures of their own, so patterns are dealt out in turn. */
    private static RunSummary summary(List<Trace> runs) {
        RunSummary summary = new RunSummary();
        for (int i = 0; i < runs.size(); i++) {
            summary.add(runs.get(i), "pattern-" + i % PATTERNS);
        }
        return summary;
    }
}
