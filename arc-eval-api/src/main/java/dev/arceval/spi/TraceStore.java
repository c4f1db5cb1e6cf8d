package dev.arceval.spi;

import dev.arceval.trace.Annotations;
import dev.arceval.trace.Deletion;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps traces.
 *
 * <p>Every method may be called from any thread. A method that cannot do its work throws a {@link TraceStoreException};
 * then nothing of that call was applied. Traces and annotations given to a store have been redacted.
 *
 * <p>A store that cannot keep annotations, or cannot delete, leaves those methods as they are: they throw
 * {@link Problem#UNSUPPORTED}.
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
     * Removes the traces of {@code agent} that started before {@code cutoff}, with all that was said about them. Those that
     * are {@linkplain Annotations#isKept() pinned or on legal hold} stay, and those whose start is not known, though queries
     * take it for 1970: {@link #delete} removes them.
     *
     * @return how many were removed
     */
    long expire(String agent, Instant cutoff);

    /**
     * Returns the cutoff with which {@link #expire} brings an agent within limits, the oldest going first; empty if it is
     * within them. Traces that {@code expire} leaves alone count, but others go in their place. Traces that start together
     * stay together, so a few more than {@code maxTraces} may be left.
     *
     * @param maxTraces how many traces may stay
     * @param maxBytes how much they may take, as this store counts it: about what they take on its disk or in memory
     */
    default Optional<Instant> cutoff(String agent, long maxTraces, long maxBytes) {
        throw unsupported("limits of count and size");
    }

    /** Returns what was said about a trace; empty if there is no such trace. */
    default Optional<Annotations> annotations(String traceId) {
        throw unsupported("annotations");
    }

    /**
     * Changes what is said about a trace, in one step with regard to other changes.
     *
     * @param change from the present annotations to the new ones; may be called again if another writer was faster
     * @return the new annotations; empty if there is no such trace
     */
    default Optional<Annotations> annotate(String traceId, UnaryOperator<Annotations> change) {
        throw unsupported("annotations");
    }

    /**
     * Removes the traces that match and everything made from them in this store: annotations, index entries, notes of
     * {@linkplain #copied copies}. Nothing of them is left in its files. Traces on legal hold stay.
     *
     * @param query its limit does not count
     * @return what was removed, and the copies of it that were noted
     */
    default Deletion delete(TraceQuery query) {
        throw unsupported("delete");
    }

    /** Notes what was made from traces outside of the store, for {@link #delete} to say. Noted twice counts once. */
    default void copied(List<Deletion.Copy> copies) {
        throw unsupported("notes of copies");
    }

    /** Returns how many traces are stored. */
    default long count() {
        return agents().stream().mapToLong(AgentSummary::traces).sum();
    }

    /** Returns when everything appended so far is as durable as the store can make it. */
    default void flush() {}

    @Override
    void close();

    private static TraceStoreException unsupported(String what) {
        return new TraceStoreException(Problem.UNSUPPORTED, "This kind of store does not support " + what + ".", null);
    }

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
         * Opens the store at {@code location}; one that is opened to write is created if it is not there.
         *
         * @param location what follows the scheme and its colon, such as a directory
         * @throws TraceStoreException if the store cannot be opened; the message says what to do
         */
        TraceStore open(String location, Setup setup);
    }

    /**
     * What a store is given when it is opened.
     *
     * @param codec how traces become bytes
     * @param patterns the id of the pattern that a trace belongs to, for {@link TraceQuery#pattern}; thread-safe
     * @param access what it is opened for
     */
    record Setup(TraceCodec codec, Function<Trace, String> patterns, Access access) {

        /** Returns this setup for other use. */
        public Setup with(Access other) {
            return new Setup(codec, patterns, other);
        }
    }

    /** What a store is opened for. */
    enum Access {
        /** To write and to read. */
        WRITE,
        /**
         * To read only, beside a process that writes. Everything else throws {@link Problem#READ_ONLY}; nothing is created,
         * and a store that is not there is {@link Problem#MISSING}.
         */
        READ
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
        /** There is no store to read from. */
        MISSING,
        /** The store was opened to read only. */
        READ_ONLY,
        /** This kind of store cannot do it. */
        UNSUPPORTED,
        /** The store was closed. */
        CLOSED,
        /** Anything else the operating system or database reported. */
        IO
    }
}
