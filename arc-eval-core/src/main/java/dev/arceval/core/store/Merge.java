package dev.arceval.core.store;

import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.List;

/** What becomes of a trace that arrives again. */
final class Merge {

    private Merge() {}

    /** Returns {@code stored} with the spans of {@code given} whose ids are new; {@code stored} itself if none is. */
    static Trace of(Trace stored, Trace given) {
        List<Span> spans = new ArrayList<>(stored.spans());
        spans.addAll(given.spans());
        Trace merged = Trace.of(stored.traceId(), spans);
        return merged.spans().size() == stored.spans().size() ? stored : merged;
    }
}
