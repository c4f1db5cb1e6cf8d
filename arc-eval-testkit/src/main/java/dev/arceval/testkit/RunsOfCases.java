package dev.arceval.testkit;

import dev.arceval.Baselines;
import dev.arceval.Reports;
import dev.arceval.eval.GateReport;
import dev.arceval.eval.ReplayRun;
import dev.arceval.trace.Attributes;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** The runs of a gate as traces, to be kept as a baseline or compared with one. */
final class RunsOfCases {

    private final List<Trace> traces = new ArrayList<>();

    /** @param number orders the runs of a case; it stands for a time, which would change the file with every update */
    void add(ReplayRun.Result result, long number) {
        long start = 1 + number * 1_000_000;
        Span.Builder span = Span.builder(String.format(Locale.ROOT, "%016x", number), "replay")
                .kind(Span.Kind.AGENT)
                .agentName(result.evalCase().provenance().agent())
                .startEpochNanos(start)
                .endEpochNanos(start + Math.max(1, result.observation().took().toNanos()))
                .input(result.evalCase().input())
                .attributes(
                        Attributes.of(Map.of("eval.case.id", result.evalCase().id())));
        result.observation().output().ifPresent(span::output);
        if (!result.passed()) {
            span.failed(
                    "CaseFailed",
                    result.firstDivergence().map(one -> one.what()).orElse(null));
        }
        traces.add(Trace.of(String.format(Locale.ROOT, "%032x", number), List.of(span.build())));
    }

    /** Compares the runs with a baseline, or makes them the baseline. */
    void compare(String name, ReplayReport report) {
        Path directory = report.baselines();
        Baselines baselines = Baselines.in(directory);
        boolean known = baselines.find(name).isPresent();
        if (report.updates()) {
            if (known) {
                baselines.refresh(name, traces, "@Gate", true);
            } else {
                baselines.save(name, traces, "@Gate");
            }
            throw new TestAbortedException("the runs are now baseline " + name + " in " + directory);
        }
        if (!known) {
            throw new AssertionFailedError("there is no baseline " + name + " in " + directory + ": run once with -D"
                    + ReplayReport.UPDATE + "=true");
        }
        GateReport comparison =
                dev.arceval.Gate.of(baselines.runs(name), traces).named(name).run();
        report.write("gate-" + name, comparison);
        if (!comparison.passed()) {
            throw new AssertionFailedError(Reports.text(comparison));
        }
    }
}
