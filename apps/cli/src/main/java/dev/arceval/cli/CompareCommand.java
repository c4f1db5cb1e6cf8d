package dev.arceval.cli;

import dev.arceval.Comparison;
import dev.arceval.Reports;
import dev.arceval.TraceRecycler;
import dev.arceval.eval.RegressionReport;
import dev.arceval.eval.Verdict;
import dev.arceval.trace.Trace;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says whether an agent got worse between two sets of runs. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Says whether an agent got worse between two sets of runs: a regression gives exit code 1.",
            "SRC is a trace file, or store?agent=...&version=...&from=...&to=... with dates like 2026-01-31."
        })
final class CompareCommand implements Callable<Integer> {

    @Mixin
    private final StoreOptions store = new StoreOptions();

    @Mixin
    private final Output output = new Output();

    @Option(names = "--baseline", paramLabel = "SRC", required = true, description = "The runs before")
    private String baseline = "";

    @Option(names = "--current", paramLabel = "SRC", required = true, description = "The runs now")
    private String current = "";

    @Override
    public Integer call() {
        RegressionReport report = compare();
        output.text().print(Reports.text(report));
        output.result(Reports.json(report));
        return report.verdict() == Verdict.REGRESSION ? ExitCode.WORSE : ExitCode.DONE;
    }

    private RegressionReport compare() {
        if (!Source.isStore(baseline) && !Source.isStore(current)) {
            return Comparison.of(Source.read(baseline), Source.read(current)).report();
        }
        try (TraceRecycler recycler = store.open()) {
            return Comparison.of(read(baseline, recycler), read(current, recycler))
                    .report();
        }
    }

    private static List<Trace> read(String source, TraceRecycler recycler) {
        return Source.isStore(source) ? Source.read(source, recycler) : Source.read(source);
    }
}
