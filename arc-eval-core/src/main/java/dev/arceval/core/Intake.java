package dev.arceval.core;

import dev.arceval.TraceRecycler;
import dev.arceval.spi.TraceStore;
import dev.arceval.spi.TraceStore.Problem;
import dev.arceval.spi.TraceStore.TraceStoreException;
import dev.arceval.trace.Annotations;
import dev.arceval.trace.Deletion;
import dev.arceval.trace.Retention;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private final Function<Trace, Redacted> redact;
    private final UnaryOperator<Annotations> redactSaid;
    private final TraceStore store;
    private final PatternBook patterns;
    private final Expiry expiry;
    private final Sampler sampler;

    Intake(
            Function<Trace, Redacted> redact,
            UnaryOperator<Annotations> redactSaid,
            TraceStore store,
            PatternBook patterns,
            Expiry expiry,
            Sampler sampler) {
        this.redact = redact;
        this.redactSaid = redactSaid;
        this.store = store;
        this.patterns = patterns;
        this.expiry = expiry;
        this.sampler = sampler;
    }

    /** Takes traces in and counts them. */
    synchronized void take(List<Trace> traces, IngestTally tally) {
        List<Trace> redacted = new ArrayList<>(traces.size());
        Map<String, Annotations> said = new LinkedHashMap<>();
        for (Trace given : traces) {
            Optional<Annotations> carried = CarriedAnnotations.of(given);
            Trace trace = carried.isPresent() ? CarriedAnnotations.without(given) : given;
            Trace kept = sampler.keep(trace).or(() -> moreOf(trace)).orElse(null);
            if (kept == null) {
                tally.sampledOut();
                continue;
            }
            Redacted result = redact.apply(kept);
            redacted.add(result.trace());
            tally.redacted(result);
            carried.map(redactSaid).ifPresent(more -> said.merge(trace.traceId(), more, CarriedAnnotations::joined));
        }
        List<TraceStore.Appended> appended = store.append(redacted);
        for (int i = 0; i < redacted.size(); i++) {
            tally.stored(redacted.get(i), appended.get(i));
            count(redacted.get(i), appended.get(i).effect());
        }
        said.forEach(this::annotate);
    }

    /** Redacts traces and counts them, and hands them on instead of storing them. */
    synchronized void pass(List<Trace> traces, IngestTally tally, Consumer<Trace> on) {
        for (Trace given : traces) {
            boolean carries = CarriedAnnotations.of(given).isPresent();
            Redacted result = redact.apply(carries ? CarriedAnnotations.without(given) : given);
            tally.redacted(result);
            tally.examined(result.trace(), result.trace().agent());
            on.accept(result.trace());
        }
    }

    /** Adds what an archive says about a trace to what is known of it. */
    private void annotate(String traceId, Annotations carried) {
        try {
            store.annotate(traceId, known -> CarriedAnnotations.joined(known, carried));
        } catch (TraceStoreException refused) {
            if (refused.problem() != Problem.UNSUPPORTED) {
                throw refused;
            }
            LOG.warn("What was said about trace {} is not kept: {}", traceId, refused.getMessage());
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
