package dev.arceval.cli;

import dev.arceval.TraceRecycler;
import dev.arceval.eval.PatternComparison;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Which two versions of an agent are compared. */
final class AgentVersions {

    private AgentVersions() {}

    /** @param versions {@code OLD..NEW}, or nothing for the two whose traces came last */
    static PatternComparison compare(TraceRecycler recycler, TraceQuery runs, String versions, PrintWriter text) {
        List<String> pair = versions.isEmpty() ? lastTwo(recycler, runs) : named(versions);
        text.println("Version " + pair.get(0) + " against " + pair.get(1) + ".");
        return recycler.comparePatterns(runs.version(pair.get(0)), runs.version(pair.get(1)));
    }

    private static List<String> named(String versions) {
        int dots = versions.indexOf("..");
        if (dots < 1 || dots + 2 == versions.length()) {
            throw new IllegalArgumentException("--compare-versions takes OLD..NEW: " + versions);
        }
        return List.of(versions.substring(0, dots), versions.substring(dots + 2));
    }

    private static List<String> lastTwo(TraceRecycler recycler, TraceQuery runs) {
        Map<String, Instant> first = new TreeMap<>();
        try (Stream<Trace> traces = recycler.find(runs)) {
            traces.forEach(trace -> trace.agentVersion()
                    .ifPresent(version -> first.merge(
                            version, trace.startTime(), (one, other) -> one.isBefore(other) ? one : other)));
        }
        if (first.size() < 2) {
            throw new IllegalArgumentException("two versions are needed, the stored traces name: " + first.keySet());
        }
        List<String> byTime = first.entrySet().stream()
                .sorted(Map.Entry.<String, Instant>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
        return byTime.subList(byTime.size() - 2, byTime.size());
    }
}
