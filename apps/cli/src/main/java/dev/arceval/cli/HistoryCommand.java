package dev.arceval.cli;

import dev.arceval.History;
import dev.arceval.Reports;
import dev.arceval.TraceRecycler;
import dev.arceval.eval.Finding;
import dev.arceval.eval.HistoryReport;
import dev.arceval.eval.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says when a level changed. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description = {
            "Says when the level of a metric changed, and for the better or the worse. If the present level of any is worse"
                    + " than the one before it, or its newest point is worse than all before it suggest, the exit code is"
                    + " 1; without any runs 3.",
            "SRC is a trace file, or store?agent=...&version=...&from=...&to=... Default: store"
        })
final class HistoryCommand implements Callable<Integer> {

    @Mixin
    private final StoreOptions store = new StoreOptions();

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final ReportFiles reports = new ReportFiles();

    @Mixin
    private final ScoreOptions scores = new ScoreOptions();

    @Parameters(paramLabel = "SRC", arity = "0..*", description = "The runs")
    private List<String> sources = List.of();

    @Option(
            names = "--by",
            paramLabel = "STEP",
            description = "What makes a point: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}",
            defaultValue = "DAY")
    private History.Step step = History.Step.DAY;

    @Option(
            names = "--min-runs",
            paramLabel = "N",
            description = "Leave out points of fewer runs. Default: ${DEFAULT-VALUE}",
            defaultValue = "5")
    private int minRuns;

    @Option(
            names = "--values",
            paramLabel = "FILE",
            description = "Look at a series of numbers instead: one a line, a column of CSV, or an array in JSON")
    private @Nullable Path values;

    @Option(
            names = "--column",
            paramLabel = "NAME",
            description =
                    "With --values: the column, or the name or label of the array. Default: the last column, the only array")
    private @Nullable String column;

    @Option(
            names = "--better",
            paramLabel = "WAY",
            description = "With --values: which way is better: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}",
            defaultValue = "LOWER")
    private Finding.Better better = Finding.Better.LOWER;

    @Override
    public Integer call() {
        reports.check();
        HistoryReport report = values == null
                ? ofRuns()
                : History.ofValues(
                        column == null ? String.valueOf(values.getFileName()) : column,
                        better,
                        NumberFile.read(values, column));
        output.text().print(Reports.text(report));
        output.result(() -> Reports.json(report));
        reports.write(report);
        if (report.series().isEmpty()) {
            return ExitCode.INPUT;
        }
        return report.verdict() == Verdict.REGRESSION ? ExitCode.WORSE : ExitCode.DONE;
    }

    private HistoryReport ofRuns() {
        List<String> all = sources.isEmpty() ? List.of("store") : sources;
        if (all.stream().noneMatch(Source::isStore)) {
            return settled(History.of(() -> all.stream().flatMap(source -> Source.read(source).stream())));
        }
        try (TraceRecycler recycler = store.openToRead()) {
            return settled(History.of(() -> all.stream().flatMap(source -> Source.read(source, recycler))));
        }
    }

    private HistoryReport settled(History history) {
        return history.by(step)
                .minRuns(minRuns)
                .lowerIsBetter(scores.lowerIsBetter())
                .report();
    }
}
