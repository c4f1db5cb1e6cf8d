package dev.arceval.cli;

import dev.arceval.SampleTraces;
import dev.arceval.TraceFiles;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes sample traces. */
@Command(
        name = "sample",
        mixinStandardHelpOptions = true,
        description = "Writes traces of an invented support agent as OTLP/JSON Lines, to try things out.")
final class SampleCommand implements Callable<Integer> {

    @Mixin
    private final Output output = new Output();

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "How many traces. Default: ${DEFAULT-VALUE}",
            defaultValue = "50")
    private int count;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Another seed, other traces. Default: ${DEFAULT-VALUE}",
            defaultValue = "0")
    private long seed;

    @Option(
            names = "--slowed-by",
            paramLabel = "F",
            description = "Multiply every duration. Default: ${DEFAULT-VALUE}",
            defaultValue = "1")
    private double slowedBy;

    @Option(
            names = "--error-rate",
            paramLabel = "SHARE",
            description = "Share of runs that end in an error, instead of each workflow's own",
            defaultValue = "NaN",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
    private double errorRate;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to write; compressed if it ends in .gz. Default: ${DEFAULT-VALUE}",
            defaultValue = "sample-traces.jsonl")
    private Path out = Path.of("sample-traces.jsonl");

    @Override
    public Integer call() {
        SampleTraces samples = SampleTraces.seed(seed).count(count).slowedBy(slowedBy);
        TraceFiles.write((Double.isNaN(errorRate) ? samples : samples.errorRate(errorRate)).stream(), out);
        output.text().println(count + (count == 1 ? " sample trace" : " sample traces") + " written to " + out + ".");
        output.result(() -> "{\"traces\":" + count + ",\"file\":" + DatasetText.quoted(out.toString()) + ",\"seed\":"
                + seed + "}\n");
        return ExitCode.DONE;
    }
}
