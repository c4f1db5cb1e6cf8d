package dev.arceval.core;

import dev.arceval.core.mine.MinedPatterns;
import dev.arceval.core.mine.PatternMiner;
import dev.arceval.spi.TraceStore;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.util.stream.Stream;

/**
 * The patterns of all stored traces, kept up to date as traces arrive.
 *
 * <p>A new trace is counted at once. When a stored trace changed or went away, or the store was filled by an earlier
 * process, the next question reads the store from the start: counting cannot be undone one by one. Thread-safe.
 */
final class PatternBook {

    private final TraceStore store;
    private PatternMiner miner = new PatternMiner();
    private boolean current;

    /** @param empty whether the store is known to hold nothing yet */
    PatternBook(TraceStore store, boolean empty) {
        this.store = store;
        this.current = empty;
    }

    /** Takes note of a trace that was added to the store. */
    synchronized void added(Trace trace) {
        if (current) {
            miner.add(trace);
        }
    }

    /** Takes note that stored traces changed or went away. */
    synchronized void changed() {
        current = false;
    }

    /** Returns the patterns of what is stored now. */
    synchronized MinedPatterns patterns(long minFrequency) {
        if (!current) {
            miner = new PatternMiner();
            try (Stream<Trace> traces = store.find(TraceQuery.all())) {
                traces.forEach(miner::add);
            }
            current = true;
        }
        return miner.patterns(minFrequency);
    }
}
