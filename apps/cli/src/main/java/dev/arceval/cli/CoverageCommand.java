package dev.arceval.cli;

import dev.arceval.DatasetFiles;
import dev.arceval.Reports;
import dev.arceval.TraceRecycler;
import dev.arceval.eval.CoverageReport;
import dev.arceval.eval.CoverageReport.Part;
import dev.arceval.eval.Dataset;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Holds a dataset against the stored traces. */
@Command(
        name = "coverage",
        description =
                "Says how much of what the stored traces do a dataset covers, what is missing, and which traces would"
                        + " add most. Below --min the exit code is 1.")
final class CoverageCommand implements Callable<Integer> {

    /** The standard options would take --version, which here means the agent's. Read by picocli. */
    @SuppressWarnings("UnusedVariable")
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    private boolean help;

    @Mixin
    private final StoreOptions store = new StoreOptions();

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final QueryOptions traffic = new QueryOptions();

    @Option(
            names = "--min",
            paramLabel = "SHARE",
            description = "The share that must be covered, 0 to 1, of each part that occurs")
    private @Nullable Double minimum;

    @Option(
            names = "--of",
            paramLabel = "PART",
            split = ",",
            description = "What --min is about: ${COMPLETION-CANDIDATES}. Default: all but structures")
    private Part[] parts = new Part[0];

    @Option(
            names = "--report",
            paramLabel = "FILE",
            split = ",",
            description = "Also write the report; the name's end says as what: html, md, xml (JUnit), json or txt")
    private List<Path> reports = List.of();

    @Parameters(paramLabel = "DATASET", description = "The dataset's file")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        reports.forEach(Reports.Format::of);
        if (parts.length > 0 && minimum == null) {
            throw new IllegalArgumentException("--of says what --min is about, which is missing");
        }
        Dataset dataset = DatasetFiles.read(file);
        try (TraceRecycler recycler = store.openToRead()) {
            CoverageReport report = recycler.coverage(dataset, traffic.query());
            CoverageReport asked = minimum == null ? report : report.requiring(minimum, parts);
            output.text().print(Reports.render(asked, Reports.Format.TEXT));
            output.result(() -> Reports.render(asked, Reports.Format.JSON));
            reports.forEach(target -> Reports.write(asked, target));
            return asked.passed() ? ExitCode.DONE : ExitCode.WORSE;
        }
    }
}
