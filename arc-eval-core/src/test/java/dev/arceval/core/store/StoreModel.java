package dev.arceval.core.store;

import dev.arceval.spi.TraceStore.AgentSummary;
import dev.arceval.spi.TraceStore.Appended;
import dev.arceval.spi.TraceStore.Effect;
import dev.arceval.trace.Annotations;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a store must do, said as simply as it can be. */
final class StoreModel {

    private final Map<String, Trace> traces = new HashMap<>();
    private final Map<String, Annotations> said = new HashMap<>();

    List<Appended> append(List<Trace> given) {
        List<Appended> effects = new ArrayList<>();
        for (Trace trace : given) {
            Trace known = traces.get(trace.traceId());
            Set<String> knownSpans = known == null
                    ? Set.of()
                    : known.spans().stream().map(Span::spanId).collect(Collectors.toSet());
            List<Span> newSpans = trace.spans().stream()
                    .filter(span -> !knownSpans.contains(span.spanId()))
                    .toList();
            List<Span> spans = new ArrayList<>(known == null ? List.of() : known.spans());
            spans.addAll(newSpans);
            traces.put(trace.traceId(), Trace.of(trace.traceId(), spans));
            Effect effect = known == null ? Effect.ADDED : newSpans.isEmpty() ? Effect.DUPLICATE : Effect.MERGED;
            effects.add(new Appended(effect, newSpans.size()));
        }
        return effects;
    }

    long expire(String agent, Instant cutoff) {
        int before = traces.size();
        traces.values()
                .removeIf(trace -> trace.agent().equals(agent)
                        && trace.startEpochNanos() != 0
                        && trace.startTime().isBefore(cutoff)
                        && !said(trace).isKept());
        said.keySet().retainAll(traces.keySet());
        return before - traces.size();
    }

    Optional<Annotations> tag(String traceId, String tag) {
        Trace trace = traces.get(traceId);
        if (trace == null) {
            return Optional.empty();
        }
        said.put(traceId, said(trace).withTag(tag));
        return Optional.of(said(trace));
    }

    /** Returns the ids of what was removed. */
    List<String> delete(TraceQuery query) {
        List<String> gone = find(query.limit(Integer.MAX_VALUE)).stream()
                .filter(trace -> !said(trace).isHeld())
                .map(Trace::traceId)
                .sorted()
                .toList();
        gone.forEach(traces::remove);
        gone.forEach(said::remove);
        return gone;
    }

    Annotations said(Trace trace) {
        return said.getOrDefault(trace.traceId(), Annotations.none());
    }

    List<Trace> find(TraceQuery query) {
        return traces.values().stream()
                .filter(trace -> query.matches(trace, TestObjects.pattern(trace), said(trace)))
                .sorted(Comparator.comparing(Trace::startTime).thenComparing(Trace::traceId))
                .limit(query.limit())
                .toList();
    }

    List<AgentSummary> agents() {
        Map<String, List<Trace>> byAgent = traces.values().stream()
                .collect(Collectors.groupingBy(Trace::agent, TreeMap::new, Collectors.toList()));
        List<AgentSummary> agents = new ArrayList<>();
        byAgent.forEach((agent, list) -> {
            List<Instant> starts = list.stream().map(Trace::startTime).sorted().toList();
            agents.add(new AgentSummary(agent, list.size(), starts.get(0), starts.get(starts.size() - 1)));
        });
        return agents;
    }
}
