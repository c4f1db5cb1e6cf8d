package dev.arceval.core;

import dev.arceval.TraceRecycler;
import dev.arceval.spi.TraceStore;
import dev.arceval.trace.Deletion;
import dev.arceval.trace.Retention;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The only way into the store: sample, redact, append, count into the patterns, forget what is too old. Thread-safe; one batch at a
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
    private final Expiry expiry;
    private final Sampler sampler;

    Intake(Function<Trace, Redacted> redact, TraceStore store, PatternBook patterns, Expiry expiry, Sampler sampler) {
        this.redact = redact;
        this.store = store;
        this.patterns = patterns;
        this.expiry = expiry;
        this.sampler = sampler;
    }

    /** Takes traces in and counts them. */
    synchronized void take(List<Trace> traces, IngestTally tally) {
        List<Trace> redacted = new ArrayList<>(traces.size());
        for (Trace trace : traces) {
            Trace kept = sampler.keep(trace).or(() -> moreOf(trace)).orElse(null);
            if (kept == null) {
                tally.sampledOut();
                continue;
            }
            Redacted result = redact.apply(kept);
            redacted.add(result.trace());
            tally.redacted(result);
        }
        List<TraceStore.Appended> appended = store.append(redacted);
        for (int i = 0; i < redacted.size(); i++) {
            tally.stored(redacted.get(i), appended.get(i));
            count(redacted.get(i), appended.get(i).effect());
        }
    }

    /** What comes late of a trace that was kept is kept too. */
    private Optional<Trace> moreOf(Trace trace) {
        return store.find(trace.traceId()).map(stored -> trace);
    }

    /** Forgets what has become too old by the traces taken in since the last call. */
    synchronized void forget(IngestTally tally) {
        long expired = expiry.apply(store);
        if (expired > 0) {
            patterns.changed();
        }
        tally.expired(expired);
    }

    /** Removes what exceeds these limits. */
    synchronized long retain(Retention limits) {
        long removed = 0;
        for (Map.Entry<String, Instant> cutoff : expiry.cutoffs(store, limits).entrySet()) {
            removed += store.expire(cutoff.getKey(), cutoff.getValue());
        }
        patterns.changed();
        return removed;
    }

    /** Writes what exceeds these limits to a file, then removes it. */
    synchronized TraceRecycler.Archived archive(Path file, Retention limits, long minFrequency) {
        TraceRecycler.Archived archived = Archive.write(store, file, expiry.cutoffs(store, limits), minFrequency);
        patterns.changed();
        return archived;
    }

    /** Removes traces for good. */
    synchronized Deletion delete(TraceQuery query, @Nullable Path home) {
        Deletion deletion = Erasure.of(store, query, home);
        patterns.changed();
        return deletion;
    }

    private void count(Trace trace, TraceStore.Effect effect) {
        switch (effect) {
            case ADDED -> {
                patterns.added(trace);
                expiry.see(trace);
            }
            case MERGED -> patterns.changed();
            case DUPLICATE -> {}
        }
    }
}
