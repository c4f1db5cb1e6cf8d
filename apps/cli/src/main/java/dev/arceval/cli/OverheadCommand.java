package dev.arceval.cli;

import dev.arceval.OverheadReport;
import dev.arceval.OverheadReport.Added;
import dev.arceval.Tracer;
import dev.arceval.trace.Agent;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures what recording costs on this machine. */
@Command(
        name = "overhead",
        mixinStandardHelpOptions = true,
        description = {
            "Measures what recording adds to a call on this machine: bare and recorded calls of an invented agent in pairs,"
                    + " ten seconds at most. A budget that is not kept gives exit code 1.",
            "For your own agent call OverheadReport.measure in a test."
        })
final class OverheadCommand implements Callable<Integer> {

    @Mixin
    private final Output output = new Output();

    @Option(
            names = "--work",
            paramLabel = "MICROS",
            description = "What a bare call takes. Default: ${DEFAULT-VALUE}",
            defaultValue = "100")
    private long workMicros;

    @Option(
            names = "--tools",
            paramLabel = "N",
            description = "Tool calls in each call. Default: ${DEFAULT-VALUE}",
            defaultValue = "1")
    private int tools;

    @Option(
            names = "--chars",
            paramLabel = "N",
            description = "Length of each input and output. Default: ${DEFAULT-VALUE}",
            defaultValue = "200")
    private int chars;

    @Option(
            names = "--budget",
            paramLabel = "MILLIS",
            description = "What a call may take longer. Default: ${DEFAULT-VALUE}",
            defaultValue = "50")
    private double budgetMillis;

    @Override
    public Integer call() {
        if (workMicros < 0 || tools < 0 || chars < 0) {
            throw new IllegalArgumentException("--work, --tools and --chars must not be negative");
        }
        OverheadReport report =
                OverheadReport.measure(this::agent, Duration.ofNanos(Math.round(budgetMillis * 1_000_000)));
        output.text().println(report);
        output.result(() -> json(report));
        return report.verdict() == OverheadReport.Verdict.OVER_BUDGET ? ExitCode.WORSE : ExitCode.DONE;
    }

    private Supplier<String> agent(Tracer tracer) {
        String text = "x".repeat(chars);
        Function<String, String> tool = tracer.tool("look_up", query -> text);
        Agent<String, String> agent = tracer.agent(question -> {
            String answer = text;
            for (int i = 0; i < tools; i++) {
                answer = tool.apply(answer);
            }
            work();
            return answer;
        });
        return () -> agent.run(text);
    }

    private void work() {
        long end = System.nanoTime() + workMicros * 1_000;
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    private static String json(OverheadReport report) {
        Added bytes = report.allocated();
        return "{\"verdict\":\"" + report.verdict() + "\",\"budgetNanos\":"
                + report.budget().toNanos() + ",\"pairs\":" + report.pairs() + ",\"callsPerPair\":"
                + report.callsPerPair() + ",\"bareMedianNanos\":" + number(report.bareMedian()) + ",\"medianNanos\":"
                + json(report.median()) + ",\"p95Nanos\":" + json(report.p95())
                + (bytes == null ? "" : ",\"allocatedBytes\":" + json(bytes)) + "}\n";
    }

    private static String json(Added added) {
        return "{\"value\":" + number(added.value()) + ",\"lower\":" + number(added.lower()) + ",\"upper\":"
                + number(added.upper()) + "}";
    }

    /** JSON has no infinity: an open end is null. */
    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.1f", value) : "null";
    }
}
