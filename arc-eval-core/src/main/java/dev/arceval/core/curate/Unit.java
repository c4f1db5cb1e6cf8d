package dev.arceval.core.curate;

import dev.arceval.core.stats.Seeds;
import dev.arceval.eval.TracePattern.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Runs that become one case: those with the same agent, input and structure. Failed runs without a good one of their own
 * structure join the good runs of the same input, if there are any: then a case with a known answer exists, and a second
 * one that only says what not to do would add nothing.
 *
 * @param source the run to freeze: a good one if there is one, else the newest
 * @param runs all runs it stands for, of whatever kind and quality
 * @param eligible those of them that were asked for; at least one
 */
record Unit(Candidate source, List<Candidate> runs, List<Candidate> eligible) {

    /** The best model first: confirmed before plain success before failure, then the newest. */
    static final Comparator<Candidate> BEST_FIRST = Comparator.comparing(Candidate::goodness)
            .thenComparingLong(Candidate::startEpochNanos)
            .reversed()
            .thenComparing(Candidate::traceId);

    private record SameInput(String agent, long input) {}

    private record SameTask(SameInput input, String patternId) {}

    /** All candidates by input, for looking up the good runs of one. */
    static final class Index {

        /** What holds in all of so many does not in 6 % of the others at most, with 95 % confidence. */
        private static final int RUNS_OF_A_TOOL = 50;

        private static final int MOST_RUNS = 500;

        private final Map<SameInput, List<Candidate>> byInput = new HashMap<>();
        private final Map<SameTask, List<Candidate>> byTask = new HashMap<>();

        Index(List<Candidate> candidates) {
            for (Candidate candidate : candidates) {
                SameInput input = inputOf(candidate);
                byInput.computeIfAbsent(input, key -> new ArrayList<>(1)).add(candidate);
                byTask.computeIfAbsent(new SameTask(input, candidate.patternId()), key -> new ArrayList<>(1))
                        .add(candidate);
            }
            byInput.values().forEach(list -> list.sort(BEST_FIRST));
        }

        /** Returns all runs with the same agent and input as {@code candidate}, the best model first. */
        List<Candidate> sameInput(Candidate candidate) {
            return byInput.getOrDefault(inputOf(candidate), List.of());
        }

        /**
         * Returns good runs of an agent that call tools, so that of each tool there are {@value #RUNS_OF_A_TOOL}, if there are;
         * which ones depends on their ids only.
         */
        List<Candidate> goodRuns(String agent, Predicate<Candidate> wanted) {
            Map<String, Integer> calling = new HashMap<>();
            List<Candidate> chosen = new ArrayList<>();
            for (Candidate run : byHash(agent, wanted)) {
                boolean needed = run.tools().stream().anyMatch(tool -> calling.getOrDefault(tool, 0) < RUNS_OF_A_TOOL);
                if (needed && chosen.size() < MOST_RUNS) {
                    chosen.add(run);
                    run.tools().forEach(tool -> calling.merge(tool, 1, Integer::sum));
                }
            }
            return chosen;
        }

        private List<Candidate> byHash(String agent, Predicate<Candidate> wanted) {
            record Placed(long place, Candidate run) {}
            return byInput.entrySet().stream()
                    .filter(entry -> entry.getKey().agent().equals(agent))
                    .flatMap(entry -> entry.getValue().stream())
                    .filter(run -> run.good() && wanted.test(run))
                    .map(run -> new Placed(Seeds.random(0, run.traceId(), 0).nextLong(), run))
                    .sorted(Comparator.comparingLong(Placed::place)
                            .thenComparing(placed -> placed.run().traceId()))
                    .map(Placed::run)
                    .toList();
        }

        /** Returns the units that hold at least one of {@code eligible}. */
        List<Unit> units(List<Candidate> eligible) {
            Map<SameTask, List<Candidate>> asked = new LinkedHashMap<>();
            for (Candidate candidate : eligible) {
                asked.computeIfAbsent(taskOf(candidate), task -> new ArrayList<>(1))
                        .add(candidate);
            }
            Map<String, Unit> bySource = new LinkedHashMap<>();
            asked.forEach((task, candidates) -> {
                List<Candidate> runs = byTask.getOrDefault(task, candidates);
                Candidate source = source(runs);
                bySource.merge(source.traceId(), new Unit(source, runs, candidates), Unit::joined);
            });
            return List.copyOf(bySource.values());
        }

        private Candidate source(List<Candidate> runs) {
            Candidate best = runs.stream().min(BEST_FIRST).orElseThrow();
            return best.good() ? best : sameInput(best).get(0);
        }

        private static SameInput inputOf(Candidate candidate) {
            return new SameInput(candidate.agent(), candidate.input().key());
        }

        private static SameTask taskOf(Candidate candidate) {
            return new SameTask(inputOf(candidate), candidate.patternId());
        }
    }

    /** Returns this unit with the runs of {@code other} added. */
    Unit joined(Unit other) {
        return new Unit(source, concat(runs, other.runs), concat(eligible, other.eligible));
    }

    /** Returns what the runs that were asked for show. */
    Set<Kind> kinds() {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        eligible.forEach(candidate -> kinds.addAll(candidate.kinds()));
        return kinds;
    }

    /** Returns the best quality among the runs that were asked for. */
    double quality(Quality quality) {
        return eligible.stream().mapToDouble(quality::of).max().orElseThrow();
    }

    /** Returns the source's features, with the kinds and errors of the runs that were asked for. */
    int[] features() {
        List<int[]> sets = new ArrayList<>(List.of(source.structure()));
        eligible.forEach(candidate -> sets.add(candidate.evidence()));
        return Features.union(sets);
    }

    private static <T> List<T> concat(List<T> one, List<T> two) {
        return Stream.concat(one.stream(), two.stream()).toList();
    }
}
