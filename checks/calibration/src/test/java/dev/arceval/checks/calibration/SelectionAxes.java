package dev.arceval.checks.calibration;

import dev.arceval.trace.Span;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What a choice of runs is measured by. Written without the code under test. */
final class SelectionAxes {

    private static final double NEAR_DUPLICATE = .9;
    /** Above what sums of floats differ by. */
    private static final double DIFFERENT = 1e-9;

    private final List<Trace> runs;
    private final Map<String, Integer> places = new HashMap<>();
    private final List<Set<String>> edges;
    private final Set<String> recurringEdges = new HashSet<>();
    private final float[][] likeness;
    private final boolean[][] sameInput;

    SelectionAxes(List<Trace> runs) {
        this(runs, run -> run.input().orElseThrow());
    }

    /** @param input what a run was asked */
    SelectionAxes(List<Trace> runs, Function<Trace, String> input) {
        this.runs = runs;
        this.edges = runs.stream().map(SelectionAxes::edgesOf).toList();
        Set<String> once = new HashSet<>();
        edges.forEach(some -> some.stream().filter(edge -> !once.add(edge)).forEach(recurringEdges::add));
        this.likeness = new float[runs.size()][runs.size()];
        this.sameInput = new boolean[runs.size()][runs.size()];
        Numbers numbers = new Numbers();
        List<BitSet> features = new ArrayList<>();
        List<BitSet> wordPairs = new ArrayList<>();
        for (Trace run : runs) {
            int place = places.size();
            places.put(run.traceId(), place);
            features.add(numbers.of(featuresOf(run, edges.get(place), input.apply(run))));
            wordPairs.add(numbers.of(wordPairsOf(input.apply(run))));
        }
        for (int i = 0; i < runs.size(); i++) {
            for (int j = 0; j <= i; j++) {
                double inputs = shared(wordPairs.get(i), wordPairs.get(j));
                likeness[i][j] = (float) ((inputs + shared(features.get(i), features.get(j))) / 2);
                likeness[j][i] = likeness[i][j];
                sameInput[i][j] = inputs >= NEAR_DUPLICATE;
                sameInput[j][i] = sameInput[i][j];
            }
        }
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
            if (edges < other.edges - DIFFERENT) {
                worse.add("edges");
            }
            if (tasks < other.tasks - DIFFERENT) {
                worse.add("tasks");
            }
            if (likeness < other.likeness - DIFFERENT) {
                worse.add("likeness");
            }
            if (repeated > other.repeated + DIFFERENT) {
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
                    "edges %.3f, tasks %.1f, likeness %.3f, repeated %.1f",
                    edges,
                    tasks,
                    likeness,
                    repeated);
        }
    }

    Score of(List<Trace> chosen) {
        int[] places =
                chosen.stream().mapToInt(run -> this.places.get(run.traceId())).toArray();
        return new Score(edgesCovered(places), tasks(chosen), likeness(places), repeated(places));
    }

    /** Returns the score of the choice that a greedy one for likeness alone makes: how much likeness can be had. */
    Score ofMostLike(int count) {
        List<Trace> chosen = new ArrayList<>();
        double[] nearest = new double[runs.size()];
        for (int i = 0; i < count; i++) {
            int best = -1;
            double most = -1;
            for (int j = 0; j < runs.size(); j++) {
                double gain = 0;
                for (int k = 0; k < nearest.length; k++) {
                    gain += Math.max(0, likeness[k][j] - nearest[k]);
                }
                if (gain > most && !chosen.contains(runs.get(j))) {
                    best = j;
                    most = gain;
                }
            }
            chosen.add(runs.get(best));
            for (int k = 0; k < nearest.length; k++) {
                nearest[k] = Math.max(nearest[k], likeness[k][best]);
            }
        }
        return of(chosen);
    }

    /** Returns how many runs can be chosen without repeating an input. */
    int distinctInputs() {
        return runs.size() - repeated(IntStream.range(0, runs.size()).toArray());
    }

    private double edgesCovered(int[] chosen) {
        Set<String> covered = new HashSet<>();
        IntStream.of(chosen).forEach(place -> covered.addAll(edges.get(place)));
        covered.retainAll(recurringEdges);
        return recurringEdges.isEmpty() ? 1 : (double) covered.size() / recurringEdges.size();
    }

    private static double tasks(List<Trace> chosen) {
        return chosen.stream().map(RealDataTest::task).distinct().count();
    }

    private double likeness(int[] chosen) {
        double sum = 0;
        for (float[] others : likeness) {
            float nearest = 0;
            for (int place : chosen) {
                nearest = Math.max(nearest, others[place]);
            }
            sum += nearest;
        }
        return sum / runs.size();
    }

    private int repeated(int[] chosen) {
        return (int) IntStream.range(0, chosen.length)
                .filter(i -> IntStream.range(0, i).anyMatch(earlier -> sameInput[chosen[i]][chosen[earlier]]))
                .count();
    }

    /** Numbers words, so that sets of them are compared quickly. */
    private static final class Numbers {

        private final Map<String, Integer> numbers = new HashMap<>();

        BitSet of(Collection<String> words) {
            BitSet set = new BitSet();
            words.forEach(word -> set.set(numbers.computeIfAbsent(word, same -> numbers.size())));
            return set;
        }
    }

    private static double shared(BitSet one, BitSet two) {
        BitSet both = (BitSet) one.clone();
        both.and(two);
        int common = both.cardinality();
        return (double) common / (one.cardinality() + two.cardinality() - common);
    }

    /** Its tools and edges, errors, outcome, loop, classes of duration and length, and all its steps as one. */
    private static Set<String> featuresOf(Trace run, Set<String> edges, String input) {
        Set<String> features = new HashSet<>(edges);
        run.toolCalls().forEach(call -> features.add("tool " + call.name()));
        run.spans().stream()
                .filter(Span::failed)
                .forEach(span -> features.add("error " + span.errorType().orElse("")));
        features.add("outcome " + run.outcome().label());
        features.add("length " + Integer.toString(input.length()).length());
        run.duration().ifPresent(time -> features.add("duration " + Long.highestOneBit(time.toMillis())));
        features.add("steps " + steps(run));
        if (run.toolCalls().stream().anyMatch(call -> edges.contains(call.name() + '>' + call.name()))) {
            features.add("loop");
        }
        return features;
    }

    private static Set<String> edgesOf(Trace run) {
        return pairs(steps(run));
    }

    private static List<String> steps(Trace run) {
        List<String> steps = new ArrayList<>(List.of("start"));
        run.toolCalls().stream().map(ToolCall::name).forEach(steps::add);
        steps.add("end");
        return steps;
    }

    private static Set<String> wordPairsOf(String input) {
        return pairs(Arrays.asList(("^ " + input.toLowerCase(Locale.ROOT)).split("\\W+")));
    }

    private static Set<String> pairs(List<String> steps) {
        Set<String> pairs = new HashSet<>();
        for (int i = 1; i < steps.size(); i++) {
            pairs.add(steps.get(i - 1) + '>' + steps.get(i));
        }
        return pairs;
    }
}
