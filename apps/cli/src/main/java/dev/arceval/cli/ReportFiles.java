package dev.arceval.cli;

import dev.arceval.Reports;
import dev.arceval.eval.Report;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Where a report is also written, in the format that a file's name asks for. */
final class ReportFiles {

    @Option(
            names = "--report",
            paramLabel = "FILE",
            split = ",",
            description =
                    "Also write the report; the name's end says as what: html (one page with plots), md (for a pull"
                            + " request), xml (JUnit), json or txt. May be given several times")
    private List<Path> files = List.of();

    /** Fails before any work if a name asks for no format. */
    void check() {
        files.forEach(Reports.Format::of);
    }

    void write(Report report) {
        files.forEach(file -> Reports.write(report, file));
    }
}
