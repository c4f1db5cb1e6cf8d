package dev.arceval.store.postgresql;

import dev.arceval.spi.TraceStore.Appended;
import dev.arceval.spi.TraceStore.Effect;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The traces of one call that have the same id, in order. */
final class Incoming {

    private final List<Integer> places = new ArrayList<>();
    private final List<Trace> traces = new ArrayList<>();

    void add(int place, Trace trace) {
        places.add(place);
        traces.add(trace);
    }

    /** Where in the call they stand. */
    List<Integer> places() {
        return places;
    }

    /**
     * What becomes of them.
     *
     * @param stored what is stored already
     */
    Folded onto(@Nullable Trace stored) {
        List<Appended> effects = new ArrayList<>(traces.size());
        Trace whole = stored;
        for (Trace given : traces) {
            if (whole == null) {
                whole = given;
                effects.add(new Appended(Effect.ADDED, given.spans().size()));
            } else {
                Trace merged = merged(whole, given);
                int newSpans = merged.spans().size() - whole.spans().size();
                effects.add(new Appended(newSpans == 0 ? Effect.DUPLICATE : Effect.MERGED, newSpans));
                whole = newSpans == 0 ? whole : merged;
            }
        }
        return new Folded(whole == null ? traces.get(0) : whole, effects);
    }

    private static Trace merged(Trace stored, Trace given) {
        List<Span> spans = new ArrayList<>(stored.spans());
        spans.addAll(given.spans());
        return Trace.of(stored.traceId(), spans);
    }

    /** One trace of them all, and what each did. */
    record Folded(Trace trace, List<Appended> effects) {

        boolean isChanged() {
            return effects.stream().anyMatch(appended -> appended.effect() != Effect.DUPLICATE);
        }
    }
}
