package dev.arceval.core;

import dev.arceval.core.ingest.TraceReader;
import dev.arceval.trace.IngestReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The files that a caller named, directories replaced by the traces in them.
 *
 * @param files what is to be read, in order
 * @param directories what else the report must say: of directories, what was left out of them
 */
record NamedInputs(List<Path> files, List<IngestReport.Source> directories) {

    static NamedInputs of(Collection<Path> named, TraceReader reader) {
        NamedInputs inputs = new NamedInputs(new ArrayList<>(), new ArrayList<>());
        for (Path file : named) {
            if (Files.isDirectory(file)) {
                inputs.add(file, reader);
            } else {
                inputs.files.add(file);
            }
        }
        return inputs;
    }

    /** Returns the report of what was read, with what was not. */
    IngestReport report(List<IngestReport.Source> read) {
        List<IngestReport.Source> sources = new ArrayList<>(read);
        sources.addAll(directories);
        return IngestReport.of(sources);
    }

    /** Among other files those that are no traces are no mistake: they are counted, and a directory without any is one. */
    private void add(Path directory, TraceReader reader) {
        TraceInputs inputs = TraceInputs.in(directory);
        IngestTally tally = new IngestTally(directory.toString());
        tally.format("directory");
        boolean any = false;
        for (Path file : inputs.files()) {
            if (reader.recognises(file)) {
                files.add(file);
                any = true;
            } else {
                tally.repaired("file that is no trace left out");
            }
        }
        for (long i = 0; i < inputs.hidden(); i++) {
            tally.repaired("hidden file left out");
        }
        if (!any) {
            tally.rejected(0, "holds no file of traces");
        }
        IngestReport.Source rest = tally.report();
        if (!any || !rest.counts().repaired().isEmpty()) {
            directories.add(rest);
        }
    }
}
