package dev.arceval.core;

import dev.arceval.spi.TraceStore;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The only way into the store: redact, append, count into the patterns, forget what is too old. Thread-safe; one batch at a
 * time.
 */
final class Intake {

    /**
     * A redacted trace.
     *
     * @param texts in how many texts something was replaced
     * @param failures how many texts were given up for a placeholder
     */
    record Redacted(Trace trace, long texts, long failures) {}

    private final Function<Trace, Redacted> redact;
    private final TraceStore store;
    private final PatternBook patterns;
    private final Retention retention;

    Intake(Function<Trace, Redacted> redact, TraceStore store, PatternBook patterns, Retention retention) {
        this.redact = redact;
        this.store = store;
        this.patterns = patterns;
        this.retention = retention;
    }

    /** Takes traces in and counts them. */
    synchronized void take(List<Trace> traces, IngestTally tally) {
        List<Trace> redacted = new ArrayList<>(traces.size());
        for (Trace trace : traces) {
            Redacted result = redact.apply(trace);
            redacted.add(result.trace());
            tally.redacted(result);
        }
        List<TraceStore.Appended> appended = store.append(redacted);
        for (int i = 0; i < redacted.size(); i++) {
            tally.stored(redacted.get(i), appended.get(i));
            count(redacted.get(i), appended.get(i).effect());
        }
    }

    /** Forgets what has become too old by the traces taken in since the last call. */
    synchronized void forget(IngestTally tally) {
        long expired = retention.apply(store);
        if (expired > 0) {
            patterns.changed();
        }
        tally.expired(expired);
    }

    private void count(Trace trace, TraceStore.Effect effect) {
        switch (effect) {
            case ADDED -> {
                patterns.added(trace);
                retention.see(trace);
            }
            case MERGED -> patterns.changed();
            case DUPLICATE -> {}
        }
    }
}
