package dev.arceval.cli;

import dev.arceval.TraceRecycler;
import dev.arceval.trace.IngestReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads files into a recycler, with a progress bar where a person watches. */
final class Ingest {

    private Ingest() {}

    static IngestReport files(TraceRecycler recycler, List<Path> files, PrintWriter terminal) {
        List<Path> inputs = Inputs.named(files);
        if (inputs.size() == 1) {
            return one(recycler, inputs.get(0), terminal);
        }
        // What one file says of the spans of another is only joined where they are read together.
        List<Path> named = new ArrayList<>(inputs);
        if (!named.remove(Inputs.STANDARD_INPUT)) {
            return recycler.ingest(named);
        }
        List<IngestReport.Source> sources =
                new ArrayList<>(one(recycler, Inputs.STANDARD_INPUT, terminal).files());
        sources.addAll(recycler.ingest(named).files());
        return IngestReport.of(sources);
    }

    /** The exit code of reading: input that was refused is an input error, though the rest of it was kept. */
    static int exitCode(IngestReport report, boolean lenient) {
        boolean anyTaken = report.totals().traces()
                        + report.totals().merged()
                        + report.totals().duplicates()
                > 0;
        return report.totals().rejected() == 0 || (lenient && anyTaken) ? ExitCode.DONE : ExitCode.INPUT;
    }

    private static IngestReport one(TraceRecycler recycler, Path file, PrintWriter terminal) {
        if (file.equals(Inputs.STANDARD_INPUT)) {
            return recycler.ingest("standard input", System.in);
        }
        return Progress.watched() ? watched(recycler, file, terminal) : recycler.ingest(file);
    }

    private static IngestReport watched(TraceRecycler recycler, Path file, PrintWriter terminal) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            return recycler.ingest(file);
        }
        try (InputStream content = Files.newInputStream(file);
                Progress progress =
                        new Progress(content, String.valueOf(file.getFileName()), Files.size(file), terminal)) {
            return recycler.ingest(file.toString(), progress);
        } catch (IOException gone) {
            return recycler.ingest(file);
        }
    }
}
