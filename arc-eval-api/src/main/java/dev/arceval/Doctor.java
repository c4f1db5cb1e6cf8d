package dev.arceval;

import dev.arceval.trace.Diagnosis;
import dev.arceval.trace.IngestReport;
import dev.arceval.trace.Trace;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Says whether traces carry what is needed, agent by agent, and if not which setting of which framework brings it. Nothing is
 * stored, and no content is quoted.
 *
 * @since 0.1
 */
public final class Doctor {

    private Doctor() {}

    /**
     * Reads the files that {@link TraceRecycler#ingest(Collection)} can read, one after the other, and keeps nothing. Memory
     * does not grow with the files. A trace whose spans lie far apart in a large file may be counted in pieces.
     *
     * @return what was read and refused, and with {@link IngestReport#diagnosis()} what the traces carry and lack
     */
    public static IngestReport examine(Collection<Path> files) {
        return Implementation.get().examine(List.copyOf(files));
    }

    /**
     * Reads content that is in no file, such as standard input, to its end without closing it; see {@link
     * #examine(Collection)}.
     *
     * @param name stands for it in the report
     */
    public static IngestReport examine(String name, InputStream content) {
        return Implementation.get().examine(name, content);
    }

    /** Returns what these traces carry and lack. Closes the stream. */
    public static Diagnosis diagnose(Stream<Trace> traces) {
        return Implementation.get().diagnose(traces);
    }
}
