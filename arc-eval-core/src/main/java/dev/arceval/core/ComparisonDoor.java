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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
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
        List<String> sampled = new ArrayList<>();
        RegressionReport report = new Comparer(options)
                .compare(summary("baseline", baseline, sampled), summary("current side", current, sampled));
        if (sampled.isEmpty()) {
            return report;
        }
        List<String> notes = new ArrayList<>(report.notes());
        notes.addAll(sampled);
        return new RegressionReport(
                report.verdict(), report.comparable(), report.findings(), report.distributions(), notes);
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

    /** @param sampled gets a note if the runs had to be thinned */
    private RunSummary summary(String side, Supplier<Stream<Trace>> runs, List<String> sampled) {
        EqualChances chances = new EqualChances();
        RunSummary all = summary(runs, trace -> {
            chances.note(trace);
            return true;
        });
        if (chances.areEqual()) {
            return all;
        }
        RunSummary thinned = summary(runs, chances::keeps);
        sampled.add(chances.note(side));
        return thinned;
    }

    private RunSummary summary(Supplier<Stream<Trace>> runs, Predicate<Trace> which) {
        MinedPatterns structures = new PatternMiner().patterns(1);
        RunSummary summary = new RunSummary(options);
        try (Stream<Trace> traces = runs.get()) {
            traces.filter(which).forEach(trace -> summary.add(trace, structures.patternId(trace)));
        }
        return summary;
    }
}
