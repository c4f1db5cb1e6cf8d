package dev.arceval;

import dev.arceval.trace.Trace;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads and writes trace files without a store.
 *
 * @since 0.1
 */
public final class TraceFiles {

    private TraceFiles() {}

    /**
     * Reads all traces of a file that {@link TraceRecycler#ingest(java.util.Collection)} can read, by start time. They are
     * held in memory and <b>not redacted</b>: for a comparison, not for keeping.
     *
     * @throws ArcEvalException if the file cannot be read or any record of it is rejected; the message names file, line and
     *     reason
     */
    public static List<Trace> read(Path file) {
        return Implementation.get().readTraces(file);
    }

    /**
     * Writes traces as OTLP/JSON Lines, one trace a line, compressed if the file's name ends in {@code .gz}. Closes the
     * stream. The file is replaced in one step.
     *
     * @throws ArcEvalException if the file cannot be written
     */
    public static void write(Stream<Trace> traces, Path file) {
        Implementation.get().writeTraces(traces, file);
    }

    /**
     * Writes traces as OTLP/JSON Lines, one trace a line. Closes the stream of traces and leaves {@code out} open.
     *
     * @throws ArcEvalException if writing fails; what came before it is written
     */
    public static void write(Stream<Trace> traces, OutputStream out) {
        Implementation.get().writeTraces(traces, out);
    }
}
