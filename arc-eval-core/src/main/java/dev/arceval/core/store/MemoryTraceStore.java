package dev.arceval.core.store;

import dev.arceval.spi.TraceStore;
import dev.arceval.trace.Annotations;
import dev.arceval.trace.Deletion;
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
import java.util.TreeSet;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
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
    private final Function<Trace, String> patterns;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<String, Trace> byId = new HashMap<>();
    private final Map<String, Annotations> annotations = new HashMap<>();
    private final Map<Place, TreeSet<String>> copies = new TreeMap<>();
    private final NavigableMap<Key, Trace> byStart = new TreeMap<>();
    private final NavigableMap<String, NavigableMap<Key, Trace>> byAgent = new TreeMap<>();
    private long bytes;
    private long evicted;
    private boolean closed;

    /**
     * Creates an empty store.
     *
     * @param maxBytes about how much heap the traces may take, by an estimate that counts two bytes a character
     * @param patterns see {@link TraceStore.Setup}
     * @throws IllegalArgumentException if {@code maxBytes} is not positive
     */
    public MemoryTraceStore(long maxBytes, Function<Trace, String> patterns) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be positive: " + maxBytes);
        }
        this.maxBytes = maxBytes;
        this.patterns = patterns;
    }

    @Override
    public List<Appended> append(List<Trace> traces) {
        List<Trace> given = List.copyOf(traces);
        return write(() -> {
            List<Appended> effects = new ArrayList<>(given.size());
            given.forEach(trace -> effects.add(append(trace)));
            evict();
            return effects;
        });
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
                        .filter(trace -> matches(query, trace))
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
        return write(() -> {
            List<Trace> expired = of(agent).headMap(Key.firstAt(cutoff), false).values().stream()
                    .filter(this::mayGo)
                    .toList();
            expired.forEach(this::forget);
            return (long) expired.size();
        });
    }

    @Override
    public Optional<Instant> cutoff(String agent, long maxTraces, long maxBytesOfAgent) {
        return read(() -> {
            Collection<Trace> traces = of(agent).values();
            long tracesToGo = traces.size() - maxTraces;
            long bytesToGo = traces.stream().mapToLong(TraceWeight::bytes).sum() - maxBytesOfAgent;
            if (tracesToGo <= 0 && bytesToGo <= 0) {
                return Optional.empty();
            }
            List<Trace> mayGo = traces.stream().filter(this::mayGo).toList();
            for (Trace trace : mayGo) {
                if (tracesToGo <= 0 && bytesToGo <= 0) {
                    return Optional.of(trace.startTime());
                }
                tracesToGo--;
                bytesToGo -= TraceWeight.bytes(trace);
            }
            return mayGo.isEmpty()
                    ? Optional.empty()
                    : Optional.of(mayGo.get(mayGo.size() - 1).startTime().plusNanos(1));
        });
    }

    @Override
    public Optional<Annotations> annotations(String traceId) {
        return read(() -> byId.containsKey(traceId) ? Optional.of(said(traceId)) : Optional.empty());
    }

    @Override
    public Optional<Annotations> annotate(String traceId, UnaryOperator<Annotations> change) {
        return write(() -> {
            if (!byId.containsKey(traceId)) {
                return Optional.empty();
            }
            Annotations changed = change.apply(said(traceId));
            annotations.put(traceId, changed);
            return Optional.of(changed);
        });
    }

    @Override
    public Deletion delete(TraceQuery query) {
        return write(() -> {
            List<Trace> found = candidates(query).stream()
                    .filter(trace -> matches(query, trace))
                    .toList();
            List<String> held = found.stream()
                    .map(Trace::traceId)
                    .filter(id -> said(id).isHeld())
                    .toList();
            List<Trace> gone = found.stream()
                    .filter(trace -> !held.contains(trace.traceId()))
                    .toList();
            List<String> ids = gone.stream().map(Trace::traceId).toList();
            long said = ids.stream().filter(id -> !said(id).isEmpty()).count();
            long spans = gone.stream().mapToLong(trace -> trace.spans().size()).sum();
            gone.forEach(this::forget);
            List<String> noted = new ArrayList<>(ids);
            query.traceId()
                    .filter(id -> !held.contains(id) && !ids.contains(id))
                    .ifPresent(noted::add);
            List<Deletion.Copy> unreached = takeCopies(noted);
            long notes =
                    unreached.stream().mapToLong(copy -> copy.traceIds().size()).sum();
            return new Deletion(
                    ids,
                    held,
                    Map.of("traces", (long) ids.size(), "spans", spans, "annotations", said, "notes of copies", notes),
                    unreached);
        });
    }

    @Override
    public void copied(List<Deletion.Copy> made) {
        write(() -> {
            for (Deletion.Copy copy : made) {
                copies.computeIfAbsent(new Place(copy.where(), copy.item()), place -> new TreeSet<>())
                        .addAll(copy.traceIds());
            }
            return true;
        });
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
            annotations.clear();
            copies.clear();
            byStart.clear();
            byAgent.clear();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Returns what was made from these traces, and may have been, and forgets that it was. */
    private List<Deletion.Copy> takeCopies(List<String> traceIds) {
        List<Deletion.Copy> found = new ArrayList<>();
        for (Map.Entry<Place, TreeSet<String>> copy : List.copyOf(copies.entrySet())) {
            List<String> of =
                    copy.getValue().stream().filter(traceIds::contains).toList();
            if (!of.isEmpty() || (copy.getValue().isEmpty() && !traceIds.isEmpty())) {
                found.add(new Deletion.Copy(copy.getKey().where(), copy.getKey().item(), of));
            }
            copy.getValue().removeAll(of);
            if (!of.isEmpty() && copy.getValue().isEmpty()) {
                copies.remove(copy.getKey());
            }
        }
        return found;
    }

    private boolean matches(TraceQuery query, Trace trace) {
        String pattern = query.pattern().isPresent() ? patterns.apply(trace) : "";
        return query.matches(trace, pattern, said(trace.traceId()));
    }

    /** Whether retention may take it: it is not kept, and its start is known. */
    private boolean mayGo(Trace trace) {
        return trace.startEpochNanos() != 0 && !said(trace.traceId()).isKept();
    }

    private Annotations said(String traceId) {
        return annotations.getOrDefault(traceId, Annotations.none());
    }

    private NavigableMap<Key, Trace> of(String agent) {
        return byAgent.getOrDefault(agent, new TreeMap<>());
    }

    private void forget(Trace trace) {
        remove(trace);
        annotations.remove(trace.traceId());
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
            forget(byStart.firstEntry().getValue());
            if (evicted++ == 0) {
                LOG.warn("The memory store is full ({} bytes): the oldest traces are dropped from now on.", maxBytes);
            }
        }
    }

    /** The traces, in order, among which all matches are. */
    private Collection<Trace> candidates(TraceQuery query) {
        NavigableMap<Key, Trace> traces = query.agent().map(this::of).orElse(byStart);
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

    private <R> R write(Supplier<R> writing) {
        lock.writeLock().lock();
        try {
            requireOpen();
            return writing.get();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private <R> R read(Supplier<R> reading) {
        lock.readLock().lock();
        try {
            requireOpen();
            return reading.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new TraceStoreException(Problem.CLOSED, "The memory store is closed.", null);
        }
    }

    /** Where a copy is: the thing, and the part of it. */
    private record Place(String where, String item) implements Comparable<Place> {

        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::where).thenComparing(Place::item);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    /** Where a trace stands in the order of results. */
    private record Key(Instant start, String traceId) implements Comparable<Key> {

        static Key of(Trace trace) {
            return new Key(trace.startTime(), trace.traceId());
        }

        /** Returns the key before all traces that start at {@code start}; no trace has an empty id. */
        static Key firstAt(Instant start) {
            return new Key(start, "");
        }

        @Override
        public int compareTo(Key other) {
            int byStart = start.compareTo(other.start);
            return byStart != 0 ? byStart : traceId.compareTo(other.traceId);
        }
    }

    /** Opens stores in memory; the location is the size in MiB, or nothing for {@link #DEFAULT_MAX_BYTES}. */
    public static final class Provider implements TraceStore.Provider {

        @Override
        public String scheme() {
            return "memory";
        }

        @Override
        public TraceStore open(String location, Setup setup) {
            return new MemoryTraceStore(
                    location.isEmpty() ? DEFAULT_MAX_BYTES : megabytes(location) << 20, setup.patterns());
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
