package dev.arceval.core.store;

import dev.arceval.spi.TraceCodec;
import dev.arceval.spi.TraceStore;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the newest traces in memory, up to a size; they end with the process.
 *
 * <p>When the size is exceeded the traces that started first go first, and are counted. So what is kept does not depend on
 * the order of arrival: it is the newest of all that was given. (A cache would decide by use; here a trace that nobody has
 * read yet is as good as any other, and a new one must not be turned away for lack of readers.)
 */
public final class MemoryTraceStore implements TraceStore {

    /** The size of a store that is not told another: 256 MiB. */
    public static final long DEFAULT_MAX_BYTES = 256L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(MemoryTraceStore.class);

    private final long maxBytes;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<String, Trace> byId = new HashMap<>();
    private final NavigableMap<Key, Trace> byStart = new TreeMap<>();
    private final NavigableMap<String, NavigableMap<Key, Trace>> byAgent = new TreeMap<>();
    private long bytes;
    private long evicted;
    private boolean closed;

    /**
     * Creates an empty store.
     *
     * @param maxBytes about how much heap the traces may take, by an estimate that counts two bytes a character
     * @throws IllegalArgumentException if {@code maxBytes} is not positive
     */
    public MemoryTraceStore(long maxBytes) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be positive: " + maxBytes);
        }
        this.maxBytes = maxBytes;
    }

    @Override
    public List<Appended> append(List<Trace> traces) {
        List<Trace> given = List.copyOf(traces);
        lock.writeLock().lock();
        try {
            requireOpen();
            List<Appended> effects = new ArrayList<>(given.size());
            given.forEach(trace -> effects.add(append(trace)));
            evict();
            return effects;
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public Optional<Trace> find(String traceId) {
        return read(() -> Optional.ofNullable(byId.get(traceId)));
    }

    /**
     * {@inheritDoc}
     *
     * <p>The stream shows the store as it was at this call.
     */
    @Override
    public Stream<Trace> find(TraceQuery query) {
        return read(() -> candidates(query).stream()
                        .filter(query::matches)
                        .limit(query.limit())
                        .toList())
                .stream();
    }

    @Override
    public List<AgentSummary> agents() {
        return read(() -> {
            List<AgentSummary> agents = new ArrayList<>();
            byAgent.forEach((agent, traces) -> agents.add(new AgentSummary(
                    agent,
                    traces.size(),
                    traces.firstEntry().getValue().startTime(),
                    traces.lastEntry().getValue().startTime())));
            return agents;
        });
    }

    @Override
    public long expire(String agent, Instant cutoff) {
        lock.writeLock().lock();
        try {
            requireOpen();
            NavigableMap<Key, Trace> traces = byAgent.getOrDefault(agent, new TreeMap<>());
            List<Trace> expired =
                    List.copyOf(traces.headMap(Key.firstAt(cutoff), false).values());
            expired.forEach(this::remove);
            return expired.size();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Returns how many traces had to go because the store was full. */
    public long evicted() {
        return read(() -> evicted);
    }

    @Override
    public void flush() {
        read(() -> true);
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            closed = true;
            byId.clear();
            byStart.clear();
            byAgent.clear();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private Appended append(Trace given) {
        Trace stored = byId.get(given.traceId());
        if (stored == null) {
            add(given);
            return new Appended(Effect.ADDED, given.spans().size());
        }
        Trace merged = Merge.of(stored, given);
        int newSpans = merged.spans().size() - stored.spans().size();
        if (newSpans == 0) {
            return new Appended(Effect.DUPLICATE, 0);
        }
        remove(stored);
        add(merged);
        return new Appended(Effect.MERGED, newSpans);
    }

    private void add(Trace trace) {
        Key key = Key.of(trace);
        byId.put(trace.traceId(), trace);
        byStart.put(key, trace);
        byAgent.computeIfAbsent(trace.agent(), agent -> new TreeMap<>()).put(key, trace);
        bytes += TraceWeight.bytes(trace);
    }

    private void remove(Trace trace) {
        Key key = Key.of(trace);
        byId.remove(trace.traceId());
        byStart.remove(key);
        byAgent.computeIfPresent(trace.agent(), (agent, traces) -> {
            traces.remove(key);
            return traces.isEmpty() ? null : traces;
        });
        bytes -= TraceWeight.bytes(trace);
    }

    private void evict() {
        while (bytes > maxBytes) {
            remove(byStart.firstEntry().getValue());
            if (evicted++ == 0) {
                LOG.warn("The memory store is full ({} bytes): the oldest traces are dropped from now on.", maxBytes);
            }
        }
    }

    /** The traces, in order, among which all matches are. */
    private Collection<Trace> candidates(TraceQuery query) {
        NavigableMap<Key, Trace> traces = query.agent()
                .map(agent -> byAgent.getOrDefault(agent, new TreeMap<>()))
                .orElse(byStart);
        Instant from = query.from().orElse(Instant.MIN);
        Instant to = query.to().orElse(Instant.MAX);
        return from.isBefore(to)
                ? traces.subMap(
                                Key.firstAt(from),
                                true,
                                Key.firstAt(to),
                                query.to().isEmpty())
                        .values()
                : List.of();
    }

    private <R> R read(Reading<R> reading) {
        lock.readLock().lock();
        try {
            requireOpen();
            return reading.read();
        } finally {
            lock.readLock().unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new TraceStoreException(Problem.CLOSED, "The memory store is closed.", null);
        }
    }

    private interface Reading<R> {
        R read();
    }

    /** Where a trace stands in the order of results. */
    private record Key(Instant start, String traceId) implements Comparable<Key> {

        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::start).thenComparing(Key::traceId);

        static Key of(Trace trace) {
            return new Key(trace.startTime(), trace.traceId());
        }

        /** Returns the key before all traces that start at {@code start}; no trace has an empty id. */
        static Key firstAt(Instant start) {
            return new Key(start, "");
        }

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /** Opens stores in memory; the location is the size in MiB, or nothing for {@link #DEFAULT_MAX_BYTES}. */
    public static final class Provider implements TraceStore.Provider {

        @Override
        public String scheme() {
            return "memory";
        }

        @Override
        public TraceStore open(String location, TraceCodec codec) {
            return new MemoryTraceStore(location.isEmpty() ? DEFAULT_MAX_BYTES : megabytes(location) << 20);
        }

        private static long megabytes(String location) {
            try {
                return Integer.parseInt(location);
            } catch (NumberFormatException noNumber) {
                throw new IllegalArgumentException(
                        "memory store takes its size in MiB, or nothing: " + location, noNumber);
            }
        }
    }
}
