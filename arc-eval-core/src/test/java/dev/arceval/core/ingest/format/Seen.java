package dev.arceval.core.ingest.format;

import dev.arceval.core.ingest.TraceReader;
import dev.arceval.spi.TraceFormat;
import dev.arceval.trace.Message;
import dev.arceval.trace.Span;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Trace;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What came of reading something with every format there is. */
final class Seen implements TraceFormat.Sink {

    final Map<String, List<Span>> spans = new LinkedHashMap<>();
    final List<String> rejected = new ArrayList<>();
    final List<String> repaired = new ArrayList<>();
    String format = "";

    static TraceReader reader() {
        List<TraceFormat> formats = new ArrayList<>(Formats.all());
        formats.addAll(TraceReader.builtIn());
        return new TraceReader(formats);
    }

    static TraceFormat format(String name) {
        return Formats.all().stream()
                .filter(format -> format.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static Seen of(String content) {
        Seen seen = new Seen();
        seen.format = reader().read(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)), seen);
        return seen;
    }

    static Seen of(Path file) {
        Seen seen = new Seen();
        seen.format = reader().read(file, seen);
        return seen;
    }

    @Override
    public void accept(long line, String traceId, List<Span> more) {
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

    List<Span> all() {
        return traces().stream().flatMap(trace -> trace.spans().stream()).toList();
    }

    Span span(String name) {
        Optional<Span> found =
                all().stream().filter(span -> span.name().equals(name)).findFirst();
        return found.orElseThrow(() -> new AssertionError("no span " + name + " in " + all()));
    }

    List<Span> of(Span.Kind kind) {
        return all().stream().filter(span -> span.kind() == kind).toList();
    }

    List<ToolCall> toolCalls() {
        return traces().stream().flatMap(trace -> trace.toolCalls().stream()).toList();
    }

    static List<Message.ToolRequest> requests(List<Message> messages) {
        return messages.stream()
                .flatMap(message -> message.parts().stream())
                .filter(Message.ToolRequest.class::isInstance)
                .map(Message.ToolRequest.class::cast)
                .toList();
    }
}
