package dev.arceval.cli;

import dev.arceval.Comparison;
import dev.arceval.Reports;
import dev.arceval.TraceRecycler;
import dev.arceval.eval.Calibration;
import dev.arceval.eval.RegressionReport;
import dev.arceval.eval.Verdict;
import dev.arceval.trace.Trace;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says whether an agent got worse between two sets of runs. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Says whether an agent got worse between two sets of runs: a regression gives exit code 1, sides that cannot be"
                    + " compared exit code 3.",
            "SRC is a trace file, baseline:NAME, or store?agent=...&version=...&from=...&to=... with dates like 2026-01-31."
        })
final class CompareCommand implements Callable<Integer> {

    @Mixin
    private final StoreOptions store = new StoreOptions();

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final ReportFiles reports = new ReportFiles();

    @Mixin
    private final ComparisonSettings settings = new ComparisonSettings();

    @Option(names = "--baseline", paramLabel = "SRC", required = true, description = "The runs before")
    private String baseline = "";

    @Option(names = "--current", paramLabel = "SRC", required = true, description = "The runs now")
    private String current = "";

    @Option(
            names = "--fail-on",
            paramLabel = "WHAT",
            split = ",",
            description = "What beside a regression gives exit code 1: ${COMPLETION-CANDIDATES}")
    private Set<FailOn> failOn = EnumSet.noneOf(FailOn.class);

    @Option(
            names = "--calibrate",
            description =
                    "Also measure on the baseline itself how often such a comparison alarms falsely, and what it can find")
    private boolean calibrate;

    /** What can fail a comparison beside a regression. */
    enum FailOn {
        /** Not enough data to say. */
        INCONCLUSIVE,
        /** Tools, paths or length of answers moved. */
        DRIFT
    }

    @Override
    public Integer call() {
        reports.check();
        baseline = store.source(baseline);
        current = store.source(current);
        RegressionReport report = compare();
        output.text().print(Reports.text(report));
        if (calibrate) {
            output.text().print(CalibrationText.of(calibration()));
        }
        output.result(() -> Reports.json(report));
        reports.write(report);
        if (!report.comparable()) {
            return ExitCode.INPUT;
        }
        return fails(report) ? ExitCode.WORSE : ExitCode.DONE;
    }

    private boolean fails(RegressionReport report) {
        return report.verdict() == Verdict.REGRESSION
                || (report.verdict() == Verdict.INCONCLUSIVE && failOn.contains(FailOn.INCONCLUSIVE))
                || (!report.drifts().isEmpty() && failOn.contains(FailOn.DRIFT));
    }

    private RegressionReport compare() {
        if (!Source.isStore(baseline) && !Source.isStore(current)) {
            return settings.apply(Comparison.of(Source.read(baseline), Source.read(current)))
                    .report();
        }
        try (TraceRecycler recycler = store.openToRead()) {
            return settings.apply(Comparison.of(runs(baseline, recycler), runs(current, recycler)))
                    .report();
        }
    }

    private Calibration calibration() {
        if (!Source.isStore(baseline)) {
            List<Trace> runs = Source.read(baseline);
            return settings.apply(Comparison.of(runs, runs)).calibration();
        }
        try (TraceRecycler recycler = store.openToRead()) {
            return settings.apply(Comparison.of(runs(baseline, recycler), runs(baseline, recycler)))
                    .calibration();
        }
    }

    /** Runs of the store are read one by one when they are compared, those of a file at once. */
    private static Supplier<Stream<Trace>> runs(String source, TraceRecycler recycler) {
        if (Source.isStore(source)) {
            return () -> Source.read(source, recycler);
        }
        List<Trace> runs = Source.read(source);
        return runs::stream;
    }
}
