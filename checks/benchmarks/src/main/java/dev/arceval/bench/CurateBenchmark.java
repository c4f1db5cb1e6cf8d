package dev.arceval.bench;

import dev.arceval.SampleTraces;
import dev.arceval.core.curate.CurationRequest;
import dev.arceval.core.curate.Curator;
import dev.arceval.core.curate.Run;
import dev.arceval.core.curate.Selection;
import dev.arceval.core.mine.MinedPatterns;
import dev.arceval.core.mine.PatternMiner;
import dev.arceval.core.mine.RunClass;
import dev.arceval.eval.QualityWeights;
import dev.arceval.trace.Trace;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A dataset of 100 cases out of 2,000 runs: looking at the runs, and choosing and freezing. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CurateBenchmark {

    private static final int RUNS = 2_000;
    private static final CurationRequest REQUEST = new CurationRequest(
            100, .7, CurationRequest.Minimum.PREFERRED, Set.of(), Set.of(), QualityWeights.defaults(), 0);

    private final Map<String, Trace> traces =
            SampleTraces.seed(42).count(RUNS).stream().collect(Collectors.toMap(Trace::traceId, Function.identity()));
    private final List<Run> runs = runs(traces.values());
    private final Curator curator = look();

    @Benchmark
    public Curator look() {
        Curator looking = new Curator(REQUEST);
        runs.forEach(looking::add);
        return looking;
    }

    @Benchmark
    public Selection choose() {
        return curator.choose("bench", id -> Optional.ofNullable(traces.get(id)));
    }

    private static List<Run> runs(Collection<Trace> traces) {
        PatternMiner miner = new PatternMiner();
        traces.forEach(miner::add);
        MinedPatterns patterns = miner.patterns(1);
        return traces.stream()
                .map(trace -> run(trace, patterns.classify(trace)))
                .toList();
    }

    private static Run run(Trace trace, RunClass place) {
        return new Run(trace, place.patternId(), place.kinds(), place.outlier(), List.of(), 0);
    }
}
