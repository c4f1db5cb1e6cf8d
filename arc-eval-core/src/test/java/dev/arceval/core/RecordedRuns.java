package dev.arceval.core;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.arceval.core.ingest.TraceReader;
import dev.arceval.spi.TraceFormat;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Real runs from the developer data, which lies beside the project and not in it. */
final class RecordedRuns {

    private RecordedRuns() {}

    /** Reads a trace file, or skips the test where the data is absent. */
    static List<Trace> read(String name) {
        Path file = find("../shared/data/" + name);
        assumeTrue(file != null, "the developer data in ../shared/data is absent");
        Map<String, List<Span>> spans = new LinkedHashMap<>();
        new TraceReader(TraceReader.builtIn()).read(file, new TraceFormat.Sink() {
            @Override
            public void accept(long line, String traceId, List<Span> some) {
                spans.computeIfAbsent(traceId, id -> new ArrayList<>()).addAll(some);
            }

            @Override
            public void reject(long line, String reason) {
                throw new AssertionError(name + ":" + line + ": " + reason);
            }

            @Override
            public void repaired(long line, String repair) {}
        });
        return spans.entrySet().stream()
                .map(entry -> Trace.of(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static @Nullable Path find(String relative) {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null) {
            Path file = directory.resolve(relative).normalize();
            if (Files.exists(file)) {
                return file;
            }
            directory = directory.getParent();
        }
        return null;
    }
}
