package dev.arceval.core;

import dev.arceval.Comparison;
import dev.arceval.core.compare.Comparer;
import dev.arceval.core.compare.ComparisonOptions;
import dev.arceval.core.compare.RunSummary;
import dev.arceval.core.mine.MinedPatterns;
import dev.arceval.core.mine.PatternMiner;
import dev.arceval.eval.Calibration;
import dev.arceval.eval.RegressionReport;
import dev.arceval.trace.Trace;
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

    static Comparison of(Supplier<Stream<Trace>> baseline, Supplier<Stream<Trace>> current) {
        return new ComparisonDoor(baseline, current, ComparisonOptions.defaults());
    }

    @Override
    public Comparison alpha(double alpha) {
        return with(options.alpha(alpha));
    }

    @Override
    public Comparison alpha(double overall, double details) {
        return with(options.alpha(overall, details));
    }

    @Override
    public Comparison minimum(String metric, double change) {
        return with(options.minimum(metric, change));
    }

    @Override
    public Comparison margin(String metric, double change) {
        return with(options.margin(metric, change));
    }

    @Override
    public Comparison pairBy(String attribute) {
        return with(options.pairBy(attribute));
    }

    @Override
    public Comparison clusterBy(String attribute) {
        return with(options.clusterBy(attribute));
    }

    @Override
    public Comparison lowerIsBetter(String... evaluations) {
        return with(options.lowerIsBetter(evaluations));
    }

    @Override
    public Comparison metrics(String... metrics) {
        return with(options.metrics(metrics));
    }

    @Override
    public RegressionReport report() {
        return new Comparer(options).compare(summary(baseline), summary(current));
    }

    @Override
    public Calibration calibration() {
        try (Stream<Trace> runs = baseline.get()) {
            return SelfCalibration.of(runs, options);
        }
    }

    private Comparison with(ComparisonOptions changed) {
        return new ComparisonDoor(baseline, current, changed);
    }

    private RunSummary summary(Supplier<Stream<Trace>> runs) {
        MinedPatterns structures = new PatternMiner().patterns(1);
        RunSummary summary = new RunSummary(options);
        try (Stream<Trace> traces = runs.get()) {
            traces.forEach(trace -> summary.add(trace, structures.patternId(trace)));
        }
        return summary;
    }
}
