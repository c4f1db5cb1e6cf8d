package dev.arceval.core;

import dev.arceval.Comparison;
import dev.arceval.core.compare.Comparer;
import dev.arceval.core.compare.ComparisonOptions;
import dev.arceval.core.compare.RunSummary;
import dev.arceval.core.mine.MinedPatterns;
import dev.arceval.core.mine.PatternMiner;
import dev.arceval.eval.RegressionReport;
import dev.arceval.trace.Trace;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The door to the comparison. Runs are read when the report is asked for, one by one, and not kept. */
final class ComparisonDoor implements Comparison {

    private final Supplier<Stream<Trace>> baseline;
    private final Supplier<Stream<Trace>> current;
    private final ComparisonOptions options;

    private ComparisonDoor(
            Supplier<Stream<Trace>> baseline, Supplier<Stream<Trace>> current, ComparisonOptions options) {
        this.baseline = baseline;
        this.current = current;
        this.options = options;
    }

    static Comparison of(Collection<Trace> baseline, Collection<Trace> current) {
        List<Trace> before = List.copyOf(baseline);
        List<Trace> now = List.copyOf(current);
        return of(before::stream, now::stream);
    }

    static Comparison of(Supplier<Stream<Trace>> baseline, Supplier<Stream<Trace>> current) {
        return new ComparisonDoor(baseline, current, ComparisonOptions.defaults());
    }

    @Override
    public Comparison alpha(double alpha) {
        return new ComparisonDoor(baseline, current, options.alpha(alpha));
    }

    @Override
    public Comparison minLatencyRatio(double ratio) {
        return new ComparisonDoor(baseline, current, options.minLatencyRatio(ratio));
    }

    @Override
    public Comparison minErrorIncrease(double increase) {
        return new ComparisonDoor(baseline, current, options.minErrorIncrease(increase));
    }

    @Override
    public RegressionReport report() {
        return new Comparer(options).compare(summary(baseline), summary(current));
    }

    private static RunSummary summary(Supplier<Stream<Trace>> runs) {
        MinedPatterns structures = new PatternMiner().patterns(1);
        RunSummary summary = new RunSummary();
        try (Stream<Trace> traces = runs.get()) {
            traces.forEach(
                    trace -> summary.add(trace, structures.classify(trace).patternId()));
        }
        return summary;
    }
}
