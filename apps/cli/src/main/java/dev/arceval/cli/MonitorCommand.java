package dev.arceval.cli;

import dev.arceval.Monitor;
import dev.arceval.Reports;
import dev.arceval.TraceRecycler;
import dev.arceval.eval.MonitorReport;
import dev.arceval.eval.Verdict;
import dev.arceval.trace.Trace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Watches runs against a baseline, batch by batch. */
@Command(
        name = "monitor",
        mixinStandardHelpOptions = true,
        description = {
            "Watches runs against a baseline: may be run after every batch without making a false alarm likelier. An open"
                    + " alert gives exit code 1.",
            "With --state, what was seen is kept between calls: the first call needs --baseline, later ones take the runs"
                    + " that are new. SRC is a trace file, baseline:NAME, or store?agent=...&from=..."
        })
final class MonitorCommand implements Callable<Integer> {

    @Mixin
    private final StoreOptions store = new StoreOptions();

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final ReportFiles reports = new ReportFiles();

    @Mixin
    private final ScoreOptions scores = new ScoreOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--baseline", paramLabel = "SRC", description = "The runs to compare with")
    private @Nullable String baseline;

    @Option(names = "--current", paramLabel = "SRC", required = true, description = "The runs to watch")
    private String current = "";

    @Option(names = "--state", paramLabel = "FILE", description = "Where the monitor's state is kept between calls")
    private @Nullable Path state;

    @Option(names = "--alpha", paramLabel = "P", description = "Chance of any false alarm. Default: 0.05")
    private @Nullable Double alpha;

    @Option(
            names = "--quiet-period",
            paramLabel = "PERIOD",
            description = "How long a metric that raised an alert raises no other, like PT1H. Default: PT1H")
    private @Nullable Duration quietPeriod;

    @Override
    public Integer call() {
        reports.check();
        baseline = baseline == null ? null : store.source(baseline);
        current = store.source(current);
        MonitorReport report = watch();
        output.text().print(Reports.text(report));
        output.result(() -> Reports.json(report));
        reports.write(report);
        return report.verdict() == Verdict.REGRESSION ? ExitCode.WORSE : ExitCode.DONE;
    }

    private MonitorReport watch() {
        boolean fromStore = Source.isStore(current) || (baseline != null && Source.isStore(baseline));
        if (!fromStore) {
            // Files need not be in the order of time, and a monitor takes what comes as it comes.
            List<Trace> runs = Source.read(current).stream()
                    .sorted(Comparator.comparingLong(Trace::startEpochNanos))
                    .toList();
            return watch(() -> Source.read(needed()).stream(), runs::stream);
        }
        try (TraceRecycler recycler = store.openToRead()) {
            return watch(() -> Source.read(needed(), recycler), () -> Source.read(current, recycler));
        }
    }

    private MonitorReport watch(Supplier<Stream<Trace>> before, Supplier<Stream<Trace>> now) {
        Monitor monitor = state != null && Files.exists(state) ? resumed(state) : started(before);
        try (Stream<Trace> runs = now.get()) {
            runs.forEach(monitor::add);
        }
        if (state != null) {
            monitor.save(state);
        }
        return monitor.report();
    }

    private Monitor resumed(Path file) {
        return Monitor.resume(file, alert -> {});
    }

    private Monitor started(Supplier<Stream<Trace>> before) {
        Monitor.Builder builder = Monitor.against(before).lowerIsBetter(scores.lowerIsBetter());
        if (alpha != null) {
            builder.alpha(alpha);
        }
        if (quietPeriod != null) {
            builder.quietPeriod(quietPeriod);
        }
        return builder.start();
    }

    private String needed() {
        if (baseline == null) {
            CommandSpec command = spec;
            if (command == null) {
                throw new IllegalStateException("not part of a command");
            }
            throw new ParameterException(
                    command.commandLine(),
                    "Missing required option: '--baseline=SRC'"
                            + (state == null ? "" : " (there is no " + state + " yet)"));
        }
        return baseline;
    }
}
