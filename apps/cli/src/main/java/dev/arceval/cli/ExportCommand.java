package dev.arceval.cli;

import dev.arceval.TraceFiles;
import dev.arceval.TraceRecycler;
import dev.arceval.trace.IngestReport;
import dev.arceval.trace.Retention;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes traces for other tools. Has no {@code --version} of the program: here it is the agent's. */
@Command(
        name = "export",
        description = {
            "Writes traces as OTLP/JSON Lines, one trace a line, for any OpenTelemetry tool.",
            "They come from the store, or from trace files in any format that can be read; what is read from files is"
                    + " redacted as it would be for the store, which it does not touch. Reading the export back gives the"
                    + " same traces."
        })
final class ExportCommand implements Callable<Integer> {

    private static final String STANDARD = "-";

    @Mixin
    private final StoreOptions store = new StoreOptions();

    @Mixin
    private final RedactionOptions redaction = new RedactionOptions();

    @Mixin
    private final QueryOptions choice = new QueryOptions();

    @Mixin
    private final Output output = new Output();

    /** The standard options would take --version, which here means the agent's. Read by picocli. */
    @SuppressWarnings("UnusedVariable")
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    private boolean help;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "Where to write; compressed if it ends in .gz; - is standard output")
    private String out = STANDARD;

    @Option(names = "--lenient", description = "Exit with 0 if anything could be read")
    private boolean lenient;

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "Trace files. Default: the store")
    private List<Path> files = List.of();

    @Override
    public Integer call() throws IOException {
        if (out.equals(STANDARD) && output.json()) {
            throw new IllegalArgumentException("--json and --out - both want standard output");
        }
        TraceQuery query = choice.query();
        if (files.isEmpty()) {
            try (TraceRecycler recycler = store.openToRead()) {
                export(recycler, query);
                return ExitCode.DONE;
            }
        }
        try (TraceRecycler recycler = inMemory()) {
            IngestReport report = recycler.ingest(files);
            report.files()
                    .forEach(source -> source.rejections()
                            .forEach(rejection -> output.err()
                                    .println(source.file() + (rejection.line() == 0 ? "" : ":" + rejection.line())
                                            + ": " + rejection.reason())));
            export(recycler, query);
            return Ingest.exitCode(report, lenient);
        }
    }

    private TraceRecycler inMemory() {
        TraceRecycler.Builder builder =
                TraceRecycler.builder().fromEnvironment().store("memory:").retention(Retention.FOREVER);
        redaction.applyTo(builder);
        return builder.build();
    }

    private void export(TraceRecycler recycler, TraceQuery query) throws IOException {
        AtomicLong count = new AtomicLong();
        try (Stream<Trace> found = recycler.find(query)) {
            Stream<Trace> counted = found.peek(trace -> count.incrementAndGet());
            if (out.equals(STANDARD)) {
                // Never through the writer for people: it would be another encoding of the same bytes.
                OutputStream standard = new BufferedOutputStream(System.out);
                TraceFiles.write(counted, standard);
                standard.flush();
            } else {
                TraceFiles.write(counted, Path.of(out));
            }
        }
        String traces = count.get() + (count.get() == 1 ? " trace" : " traces");
        (out.equals(STANDARD) ? output.err() : output.text())
                .println(traces + " written to " + (out.equals(STANDARD) ? "standard output" : out) + ".");
        output.result(() -> "{\"traces\":" + count.get() + ",\"file\":" + DatasetText.quoted(out) + "}\n");
    }
}
