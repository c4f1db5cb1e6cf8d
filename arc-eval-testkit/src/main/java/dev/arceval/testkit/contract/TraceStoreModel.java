package dev.arceval.testkit.contract;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.arceval.spi.TraceStore;
import dev.arceval.trace.Annotations;
import dev.arceval.trace.Deletion;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What a store must do, said as simply as it can be: what another store is held against. Every question looks at every
 * trace. It knows no limit of size, since each store counts its own, and notes no copies. Not thread-safe.
 *
 * @since 0.1
 */
public final class TraceStoreModel implements TraceStore {

    private final Map<String, Trace> traces = new HashMap<>();
    private final Map<String, Annotations> said = new HashMap<>();
    private final Function<Trace, String> patterns;

    /** @param patterns the id of the pattern that a trace belongs to */
    public TraceStoreModel(Function<Trace, String> patterns) {
        this.patterns = patterns;
    }

    @Override
    public List<Appended> append(List<Trace> given) {
        return given.stream().map(this::append).toList();
    }

    private Appended append(Trace given) {
        Trace known = traces.get(given.traceId());
        List<Span> spans = new ArrayList<>(known == null ? List.of() : known.spans());
        List<String> knownIds = spans.stream().map(Span::spanId).toList();
        List<Span> newSpans = given.spans().stream()
                .filter(span -> !knownIds.contains(span.spanId()))
                .toList();
        spans.addAll(newSpans);
        traces.put(given.traceId(), Trace.of(given.traceId(), spans));
        Effect effect = known == null ? Effect.ADDED : newSpans.isEmpty() ? Effect.DUPLICATE : Effect.MERGED;
        return new Appended(effect, newSpans.size());
    }

    @Override
    public Optional<Trace> find(String traceId) {
        return Optional.ofNullable(traces.get(traceId));
    }

    @Override
    public Stream<Trace> find(TraceQuery query) {
        return sorted(traces.values().stream()
                        .filter(trace -> query.matches(trace, patterns.apply(trace), said(trace.traceId()))))
                .stream()
                .limit(query.limit());
    }

    @Override
    public List<AgentSummary> agents() {
        List<AgentSummary> agents = new ArrayList<>();
        traces.values().stream()
                .collect(groupingBy(Trace::agent, TreeMap::new, toList()))
                .forEach((agent, all) -> {
                    List<Trace> sorted = sorted(all.stream());
                    Instant oldest = sorted.get(0).startTime();
                    Instant newest = sorted.get(sorted.size() - 1).startTime();
                    agents.add(new AgentSummary(agent, sorted.size(), oldest, newest));
                });
        return agents;
    }

    @Override
    public long expire(String agent, Instant cutoff) {
        List<Trace> gone = mayGo(agent).stream()
                .filter(trace -> trace.startTime().isBefore(cutoff))
                .toList();
        gone.forEach(this::remove);
        return gone.size();
    }

    /** @param maxBytes not looked at */
    @Override
    public Optional<Instant> cutoff(String agent, long maxTraces, long maxBytes) {
        long count = traces.values().stream()
                .filter(trace -> trace.agent().equals(agent))
                .count();
        List<Trace> mayGo = mayGo(agent);
        int toGo = (int) Math.min(mayGo.size(), count - maxTraces);
        if (toGo <= 0) {
            return Optional.empty();
        }
        return Optional.of(
                toGo < mayGo.size()
                        ? mayGo.get(toGo).startTime()
                        : mayGo.get(toGo - 1).startTime().plusNanos(1));
    }

    @Override
    public Optional<Annotations> annotations(String traceId) {
        return find(traceId).map(trace -> said(traceId));
    }

    @Override
    public Optional<Annotations> annotate(String traceId, UnaryOperator<Annotations> change) {
        annotations(traceId).ifPresent(before -> said.put(traceId, change.apply(before)));
        return annotations(traceId);
    }

    @Override
    public Deletion delete(TraceQuery query) {
        List<Trace> found = find(query.limit(Integer.MAX_VALUE)).toList();
        List<Trace> gone =
                found.stream().filter(trace -> !said(trace.traceId()).isHeld()).toList();
        gone.forEach(this::remove);
        List<String> held = found.stream()
                .map(Trace::traceId)
                .filter(traces::containsKey)
                .sorted()
                .toList();
        return new Deletion(gone.stream().map(Trace::traceId).sorted().toList(), held, Map.of(), List.of());
    }

    @Override
    public void close() {}

    private Annotations said(String traceId) {
        return said.getOrDefault(traceId, Annotations.none());
    }

    private void remove(Trace trace) {
        traces.remove(trace.traceId());
        said.remove(trace.traceId());
    }

    /** What retention may take of an agent, the oldest first. */
    private List<Trace> mayGo(String agent) {
        return sorted(traces.values().stream()
                .filter(trace -> trace.agent().equals(agent)
                        && trace.startEpochNanos() != 0
                        && !said(trace.traceId()).isKept()));
    }

    private static List<Trace> sorted(Stream<Trace> traces) {
        return traces.sorted(comparing(Trace::startTime).thenComparing(Trace::traceId))
                .toList();
    }
}
