package dev.arceval.cli;

import dev.arceval.ArcEvalException;
import dev.arceval.Gate;
import dev.arceval.Reports;
import dev.arceval.TraceRecycler;
import dev.arceval.eval.GateReport;
import dev.arceval.eval.Verdict;
import dev.arceval.trace.Trace;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Opens or closes a gate between recorded replays. */
@Command(
        name = "gate",
        mixinStandardHelpOptions = true,
        description = {
            "Says whether a candidate passes as many runs of the same cases as the baseline. Looks at round after round until"
                    + " it is certain; a closed gate gives exit code 1, sides without a case in common exit code 3.",
            "SRC is a trace file, baseline:NAME, or store?agent=...&version=...&from=...&to=..."
        })
final class GateCommand implements Callable<Integer> {

    @Mixin
    private final StoreOptions store = new StoreOptions();

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final ReportFiles reports = new ReportFiles();

    @Option(names = "--baseline", paramLabel = "SRC", required = true, description = "Replays of what runs now")
    private String baseline = "";

    @Option(
            names = {"--current", "--candidate"},
            paramLabel = "SRC",
            required = true,
            description = "Replays of what wants in")
    private String candidate = "";

    @Option(names = "--name", paramLabel = "NAME", description = "What reports call the gate", defaultValue = "")
    private String name = "";

    @Option(
            names = "--fail-on",
            paramLabel = "VERDICT",
            split = ",",
            description = "What closes the gate beside a regression: INCONCLUSIVE")
    private Set<Verdict> failOn = EnumSet.noneOf(Verdict.class);

    @Option(
            names = "--alpha",
            paramLabel = "P",
            description = "Chance of calling an unchanged candidate worse. Default: 0.05")
    private @Nullable Double alpha;

    @Option(names = "--margin", paramLabel = "FALL", description = "The fall that counts as one. Default: 0.05")
    private @Nullable Double margin;

    @Option(
            names = "--judged-by",
            paramLabel = "NAME",
            description = "The evaluation that says what passed. Default: outcome")
    private @Nullable String judgedBy;

    @Option(names = "--max-runs", paramLabel = "N", description = "How many runs may be used, both sides together")
    private @Nullable Long maxRuns;

    @Override
    public Integer call() {
        reports.check();
        baseline = store.source(baseline);
        candidate = store.source(candidate);
        GateReport report = gate();
        if (report.pairs() == 0) {
            throw new ArcEvalException(
                    "no case ran on both sides; runs are paired by eval.case.id, eval.task.id, else input. "
                            + String.join(" ", report.notes()));
        }
        output.text().print(Reports.text(report));
        output.result(() -> Reports.json(report));
        reports.write(report);
        return report.passed() ? ExitCode.DONE : ExitCode.WORSE;
    }

    private GateReport gate() {
        if (!Source.isStore(baseline) && !Source.isStore(candidate)) {
            return settled(Gate.of(Source.read(baseline), Source.read(candidate)))
                    .run();
        }
        try (TraceRecycler recycler = store.openToRead()) {
            return settled(Gate.of(read(baseline, recycler), read(candidate, recycler)))
                    .run();
        }
    }

    private Gate settled(Gate plain) {
        Set<Verdict> fails = EnumSet.of(Verdict.REGRESSION);
        fails.addAll(failOn);
        Gate gate = plain.named(name).failOn(fails.toArray(Verdict[]::new));
        if (alpha != null) {
            gate = gate.alpha(alpha);
        }
        if (margin != null) {
            gate = gate.margin(margin);
        }
        if (judgedBy != null) {
            gate = gate.judgedBy(judgedBy);
        }
        return maxRuns == null ? gate : gate.maxRuns(maxRuns);
    }

    private static List<Trace> read(String source, TraceRecycler recycler) {
        try (Stream<Trace> runs = Source.read(source, recycler)) {
            return runs.toList();
        }
    }
}
