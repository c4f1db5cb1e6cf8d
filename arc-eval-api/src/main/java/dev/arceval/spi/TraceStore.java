package dev.arceval.spi;

import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps traces.
 *
 * <p>Every method may be called from any thread. A method that cannot do its work throws a {@link TraceStoreException};
 * then nothing of that call was applied. Traces given to a store have been redacted.
 *
 * @since 0.1
 */
public interface TraceStore extends AutoCloseable {

    /**
     * Adds traces. When the method returns they survive the end of the process, if the store is a durable one.
     *
     * <p>A trace whose id is stored already is merged: spans with new ids are added, spans with known ids are kept as
     * they are. All of {@code traces} are applied or none.
     *
     * @return what was done with each trace, in the order given
     */
    List<Appended> append(List<Trace> traces);

    /** Returns the trace with this id. */
    Optional<Trace> find(String traceId);

    /**
     * Returns the traces that match, by start time and then trace id, read as the stream is consumed. The caller closes
     * the stream. Traces appended or removed meanwhile may or may not appear.
     */
    Stream<Trace> find(TraceQuery query);

    /** Returns what is stored of each agent, by name. Costs no more than a look at an index. */
    List<AgentSummary> agents();

    /**
     * Removes the traces of {@code agent} that started before {@code cutoff}.
     *
     * @return how many were removed
     */
    long expire(String agent, Instant cutoff);

    /** Returns how many traces are stored. */
    default long count() {
        return agents().stream().mapToLong(AgentSummary::traces).sum();
    }

    /** Returns when everything appended so far is as durable as the store can make it. */
    default void flush() {}

    @Override
    void close();

    /**
     * What an append did with one trace.
     *
     * @param effect whether it was new
     * @param newSpans how many of its spans were stored: all of them, some, or none
     */
    record Appended(Effect effect, int newSpans) {}

    /** What became of a trace that was given to a store. */
    enum Effect {
        /** Its id was new. */
        ADDED,
        /** Its id was known, and it brought new spans. */
        MERGED,
        /** It brought nothing new. */
        DUPLICATE
    }

    /**
     * What is stored of one agent.
     *
     * @param agent the agent's name
     * @param traces how many traces
     * @param oldest start of the earliest one
     * @param newest start of the latest one
     */
    record AgentSummary(String agent, long traces, Instant oldest, Instant newest) {}

    /** Opens stores of one kind; found through {@link java.util.ServiceLoader}. */
    interface Provider {

        /** Returns the scheme that names this kind of store, such as {@code sqlite}. */
        String scheme();

        /**
         * Opens the store at {@code location}, creating it if it is not there.
         *
         * @param location what follows the scheme and its colon, such as a directory
         * @param codec how traces become bytes
         * @throws TraceStoreException if the store cannot be opened; the message says what to do
         */
        TraceStore open(String location, TraceCodec codec);
    }

    /**
     * A store that could not do its work.
     *
     * @since 0.1
     */
    class TraceStoreException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final Problem problem;

        public TraceStoreException(Problem problem, String message, @Nullable Throwable cause) {
            super(message, cause);
            this.problem = problem;
        }

        /** Returns what kind of problem it was. */
        public Problem problem() {
            return problem;
        }
    }

    /** Why a store could not do its work. */
    enum Problem {
        /** Another process or object writes to the store. */
        IN_USE,
        /** The file is damaged, or was written by something else. */
        DAMAGED,
        /** The file was written by a newer version. */
        NEWER_VERSION,
        /** No space or memory is left. */
        FULL,
        /** The store was closed. */
        CLOSED,
        /** Anything else the operating system or database reported. */
        IO
    }
}
