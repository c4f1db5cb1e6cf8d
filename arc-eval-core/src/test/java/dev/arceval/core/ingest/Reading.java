package dev.arceval.core.ingest;

import dev.arceval.spi.TraceFormat;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What came of reading something. */
final class Reading implements TraceFormat.Sink {

    final Map<String, List<Span>> spans = new LinkedHashMap<>();
    final List<String> rejected = new ArrayList<>();
    final List<String> repaired = new ArrayList<>();
    final List<String> accepted = new ArrayList<>();
    String format = "";

    static Reading of(String content) {
        return of(content.getBytes(StandardCharsets.UTF_8));
    }

    static Reading of(byte[] content) {
        Reading reading = new Reading();
        reading.format = new TraceReader(TraceReader.builtIn()).read(new ByteArrayInputStream(content), reading);
        return reading;
    }

    static Reading of(Path file) {
        Reading reading = new Reading();
        reading.format = new TraceReader(TraceReader.builtIn()).read(file, reading);
        return reading;
    }

    @Override
    public void accept(long line, String traceId, List<Span> more) {
        accepted.add(line + ":" + traceId);
        spans.computeIfAbsent(traceId, id -> new ArrayList<>()).addAll(more);
    }

    @Override
    public void reject(long line, String reason) {
        rejected.add(line + ": " + reason);
    }

    @Override
    public void repaired(long line, String repair) {
        repaired.add(repair);
    }

    List<Trace> traces() {
        return spans.entrySet().stream()
                .map(entry -> Trace.of(entry.getKey(), entry.getValue()))
                .toList();
    }

    Trace trace() {
        List<Trace> traces = traces();
        if (traces.size() != 1) {
            throw new AssertionError(traces.size() + " traces; rejected: " + rejected);
        }
        return traces.get(0);
    }

    Span span() {
        List<Span> all = trace().spans();
        if (all.size() != 1) {
            throw new AssertionError(all.size() + " spans; rejected: " + rejected);
        }
        return all.get(0);
    }

    long spanCount() {
        return traces().stream().mapToLong(trace -> trace.spans().size()).sum();
    }
}
