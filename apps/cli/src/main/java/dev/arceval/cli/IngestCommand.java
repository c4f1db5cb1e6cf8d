package dev.arceval.cli;

import dev.arceval.Reports;
import dev.arceval.TraceRecycler;
import dev.arceval.trace.IngestReport;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads trace files into the store. */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        description =
                "Reads trace files into the store, whatever of the known formats they are in (docs/formats.md), plain,"
                        + " gzip or zstd. What can be read is kept; what cannot is listed with its line, and the exit code"
                        + " is 3.")
final class IngestCommand implements Callable<Integer> {

    @Mixin
    private final StoreOptions store = new StoreOptions();

    @Mixin
    private final RedactionOptions redaction = new RedactionOptions();

    @Mixin
    private final Output output = new Output();

    @Option(names = "--lenient", description = "Exit with 0 if anything could be read")
    private boolean lenient;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Trace files, directories, patterns, or - for standard input")
    private List<Path> files = List.of();

    @Override
    public Integer call() {
        try (TraceRecycler recycler = store.open(redaction)) {
            IngestReport report = Ingest.files(recycler, files, output.err());
            output.text().print(Reports.text(report));
            output.result(() -> Reports.json(report));
            return Ingest.exitCode(report, lenient);
        }
    }
}
