package dev.arceval.checks.calibration;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.arceval.trace.Span;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** What a choice of runs is measured by. Written without the code under test. */
final class SelectionAxes {

    private static final double NEAR_DUPLICATE = .9;

    private final List<Trace> runs;
    private final Map<String, Set<String>> edges;
    private final Map<String, Set<String>> features;
    private final Map<String, Set<String>> wordPairs;
    private final Set<String> recurringEdges;

    SelectionAxes(List<Trace> runs) {
        this.runs = runs;
        this.edges = runs.stream().collect(toMap(Trace::traceId, SelectionAxes::edgesOf));
        this.features = runs.stream().collect(toMap(Trace::traceId, run -> featuresOf(run, edges.get(run.traceId()))));
        this.wordPairs = runs.stream().collect(toMap(Trace::traceId, SelectionAxes::wordPairsOf));
        Set<String> once = new HashSet<>();
        this.recurringEdges = edges.values().stream()
                .flatMap(Set::stream)
                .filter(edge -> !once.add(edge))
                .collect(toSet());
    }

    /**
     * How good a choice is.
     *
     * @param edges share of the steps one directly after another, seen in two runs at least, that it covers
     * @param tasks different tasks in it
     * @param likeness mean likeness of every run to the nearest that is chosen, half by input and half by behaviour
     * @param repeated how many chosen ones have nearly the input of one chosen before
     */
    record Score(double edges, double tasks, double likeness, double repeated) {

        /** Returns the axes on which another choice is better. */
        List<String> worseThan(Score other) {
            List<String> worse = new ArrayList<>();
            if (edges < other.edges) {
                worse.add("edges");
            }
            if (tasks < other.tasks) {
                worse.add("tasks");
            }
            if (likeness < other.likeness) {
                worse.add("likeness");
            }
            if (repeated > other.repeated) {
                worse.add("repeated inputs");
            }
            return worse;
        }

        static Score mean(List<Score> scores) {
            return new Score(
                    scores.stream().mapToDouble(Score::edges).average().orElseThrow(),
                    scores.stream().mapToDouble(Score::tasks).average().orElseThrow(),
                    scores.stream().mapToDouble(Score::likeness).average().orElseThrow(),
                    scores.stream().mapToDouble(Score::repeated).average().orElseThrow());
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "edges %.2f, tasks %.1f, likeness %.3f, repeated %.1f",
                    edges,
                    tasks,
                    likeness,
                    repeated);
        }
    }

    Score of(List<Trace> chosen) {
        return new Score(edgesCovered(chosen), tasks(chosen), likeness(chosen), duplicates(chosen));
    }

    /** Returns how many runs can be chosen without repeating an input. */
    int distinctInputs() {
        return (int) (runs.size() - duplicates(runs));
    }

    private double edgesCovered(List<Trace> chosen) {
        Set<String> covered = new HashSet<>();
        chosen.forEach(run -> covered.addAll(edges.get(run.traceId())));
        covered.retainAll(recurringEdges);
        return (double) covered.size() / recurringEdges.size();
    }

    private static double tasks(List<Trace> chosen) {
        return chosen.stream().map(RealDataTest::task).distinct().count();
    }

    private double likeness(List<Trace> chosen) {
        return runs.stream()
                .mapToDouble(run -> chosen.stream()
                        .mapToDouble(each -> (shared(features, run, each) + shared(wordPairs, run, each)) / 2)
                        .max()
                        .orElse(0))
                .average()
                .orElseThrow();
    }

    private long duplicates(List<Trace> chosen) {
        return IntStream.range(0, chosen.size())
                .filter(i -> chosen.subList(0, i).stream()
                        .anyMatch(earlier -> shared(wordPairs, chosen.get(i), earlier) >= NEAR_DUPLICATE))
                .count();
    }

    private static double shared(Map<String, Set<String>> sets, Trace one, Trace two) {
        Set<String> first = sets.get(one.traceId());
        Set<String> second = sets.get(two.traceId());
        long both = first.stream().filter(second::contains).count();
        return (double) both / (first.size() + second.size() - both);
    }

    private static Set<String> featuresOf(Trace run, Set<String> edges) {
        Set<String> features = new HashSet<>(edges);
        run.toolCalls().forEach(call -> features.add("tool " + call.name()));
        run.spans().stream()
                .filter(Span::failed)
                .forEach(span -> features.add("error " + span.errorType().orElse("")));
        features.add("outcome " + run.outcome().label());
        features.add(
                "length " + Integer.toString(run.input().orElse("").length()).length());
        return features;
    }

    private static Set<String> edgesOf(Trace run) {
        List<String> steps = new ArrayList<>(List.of("start"));
        run.toolCalls().stream().map(ToolCall::name).forEach(steps::add);
        steps.add("end");
        return pairs(steps);
    }

    private static Set<String> wordPairsOf(Trace run) {
        return pairs(Arrays.asList(("^ " + run.input().orElseThrow().toLowerCase(Locale.ROOT)).split("\\W+")));
    }

    private static Set<String> pairs(List<String> steps) {
        return IntStream.range(1, steps.size())
                .mapToObj(i -> steps.get(i - 1) + '>' + steps.get(i))
                .collect(toSet());
    }
}
