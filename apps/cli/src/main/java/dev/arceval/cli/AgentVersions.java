package dev.arceval.cli;

import dev.arceval.TraceRecycler;
import dev.arceval.eval.PatternComparison;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which two versions of an agent are compared. */
final class AgentVersions {

    private AgentVersions() {}

    /** @param versions {@code OLD..NEW}, or nothing for the two of one agent whose traces came last */
    static PatternComparison compare(TraceRecycler recycler, TraceQuery runs, String versions, PrintWriter text) {
        if (!versions.isEmpty()) {
            return compare(recycler, runs, named(versions), "", text);
        }
        Seen last = lastTwo(recycler, runs);
        return compare(recycler, runs.agent(last.agent()), last.versions(), " of " + last.agent(), text);
    }

    private static PatternComparison compare(
            TraceRecycler recycler, TraceQuery runs, List<String> pair, String agent, PrintWriter text) {
        text.println("Version " + pair.get(0) + " against " + pair.get(1) + agent + ".");
        return recycler.comparePatterns(runs.version(pair.get(0)), runs.version(pair.get(1)));
    }

    private record Seen(String agent, Instant last, List<String> versions) {}

    private static List<String> named(String versions) {
        int dots = versions.indexOf("..");
        if (dots < 1 || dots + 2 == versions.length()) {
            throw new IllegalArgumentException("--compare-versions takes OLD..NEW: " + versions);
        }
        return List.of(versions.substring(0, dots), versions.substring(dots + 2));
    }

    private static Seen lastTwo(TraceRecycler recycler, TraceQuery runs) {
        Map<String, Map<String, Instant>> byAgent = new TreeMap<>();
        try (Stream<Trace> traces = recycler.find(runs)) {
            traces.forEach(trace -> trace.agentVersion()
                    .ifPresent(version -> byAgent.computeIfAbsent(trace.agent(), agent -> new TreeMap<>())
                            .merge(version, trace.startTime(), (one, other) -> one.isBefore(other) ? one : other)));
        }
        return byAgent.entrySet().stream()
                .filter(agent -> agent.getValue().size() > 1)
                .map(agent -> seen(agent.getKey(), agent.getValue()))
                .max(Comparator.comparing(Seen::last).thenComparing(Seen::agent))
                .orElseThrow(() ->
                        new IllegalArgumentException("two versions of an agent are needed, the stored traces name: "
                                + byAgent.entrySet().stream()
                                        .map(agent -> agent.getKey() + " "
                                                + agent.getValue().keySet())
                                        .collect(Collectors.joining(", "))));
    }

    private static Seen seen(String agent, Map<String, Instant> first) {
        List<String> byTime = first.entrySet().stream()
                .sorted(Map.Entry.<String, Instant>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
        return new Seen(agent, Collections.max(first.values()), byTime.subList(byTime.size() - 2, byTime.size()));
    }
}
