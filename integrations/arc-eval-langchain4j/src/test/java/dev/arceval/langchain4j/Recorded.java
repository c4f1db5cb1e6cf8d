package dev.arceval.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.TraceRecycler;
import dev.arceval.Tracer;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What was recorded, as it comes out of the store. */
final class Recorded implements AutoCloseable {

    private final TraceRecycler recycler =
            TraceRecycler.builder().store("memory:").withoutRedaction().build();

    Tracer tracer() {
        return recycler.tracer("support");
    }

    List<Trace> traces() {
        assertThat(recycler.flush(Duration.ofSeconds(30))).isTrue();
        try (Stream<Trace> traces = recycler.find(TraceQuery.all())) {
            return traces.toList();
        }
    }

    /** A stream may tell its reader that it is over a moment before those who observe it. */
    Trace only() {
        while (recycler.capture().produced() == 0 && !Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
        List<Trace> traces = traces();
        assertThat(traces).hasSize(1);
        return traces.get(0);
    }

    static List<String> names(Trace trace) {
        return trace.spans().stream().map(Span::name).toList();
    }

    static List<Span> spans(Trace trace, Span.Kind kind) {
        return trace.spans().stream().filter(span -> span.kind() == kind).toList();
    }

    @Override
    public void close() {
        recycler.close();
    }
}
