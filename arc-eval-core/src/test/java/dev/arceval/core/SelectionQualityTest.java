package dev.arceval.core;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.core.curate.CurationRequest;
import dev.arceval.core.curate.CurationRequest.Minimum;
import dev.arceval.core.curate.Curator;
import dev.arceval.core.mine.MinedPatterns;
import dev.arceval.core.mine.PatternMiner;
import dev.arceval.core.mine.RunClass;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.QualityWeights;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mining and curation joined on real runs: what is chosen against what chance would choose. */
class SelectionQualityTest {

    private static final String AIRLINE = "tau-airline-gpt4o/gpt-4o-airline.otlp.jsonl.gz";
    private static final String ATTACKED = "agentdojo/gpt-4o-2024-05-13.attacked-important_instructions.otlp.jsonl.gz";
    private static final int RANDOM_CHOICES = 20;

    /** Floors: edges covered, tasks, likeness of all runs to the nearest case. Chance gives what the name says. */
    @ParameterizedTest(name = "{0}: {1} cases")
    @CsvSource({
        // by chance 0.53, 17, 0.43 and 0.76, 34, 0.58
        AIRLINE + ", 20, 0.80, 18, 0.45",
        AIRLINE + ", 50, 0.98, 44, 0.60",
        // by chance 0.25, 18, 0.33 and 0.45, 39, 0.51
        ATTACKED + ", 20, 0.38, 20, 0.34",
        ATTACKED + ", 50, 0.58, 50, 0.57",
    })
    void choiceCoversMoreThanChanceOnEveryAxis(String file, int limit, double edges, int tasks, double likeness) {
        List<Trace> runs = RecordedRuns.read(file);
        Axes axes = new Axes(runs);
        List<Trace> chosen = chosen(runs, limit);

        assertThat(chosen).hasSize(limit);
        assertThat(axes.edgesCovered(chosen))
                .isGreaterThan(edges)
                .isGreaterThan(byChance(runs, limit, axes::edgesCovered));
        assertThat(axes.tasks(chosen)).isGreaterThanOrEqualTo(tasks).isGreaterThan(byChance(runs, limit, axes::tasks));
        assertThat(axes.likeness(chosen)).isGreaterThan(likeness).isGreaterThan(byChance(runs, limit, axes::likeness));
        assertThat(axes.duplicates(chosen)).isLessThanOrEqualTo(limit / 50);
    }

    private static List<Trace> chosen(List<Trace> runs, int limit) {
        Map<String, Trace> byId = runs.stream().collect(toMap(Trace::traceId, Function.identity()));
        PatternMiner miner = new PatternMiner();
        runs.forEach(miner::add);
        MinedPatterns patterns = miner.patterns(3);
        Curator curator = new Curator(
                new CurationRequest(limit, 0.7, Minimum.PREFERRED, Set.of(), Set.of(), QualityWeights.defaults(), 42));
        for (Trace run : runs) {
            RunClass where = patterns.classify(run);
            curator.add(CurationDoor.run(run, where));
        }
        return curator.choose("real", id -> Optional.ofNullable(byId.get(id))).dataset().cases().stream()
                .map(EvalCase::provenance)
                .map(provenance -> byId.get(provenance.traceId()))
                .toList();
    }

    private static double byChance(List<Trace> runs, int limit, ToDoubleFunction<List<Trace>> axis) {
        List<Trace> shuffled = new ArrayList<>(runs);
        return IntStream.range(0, RANDOM_CHOICES)
                .mapToDouble(choice -> {
                    Collections.shuffle(shuffled, new Random(choice));
                    return axis.applyAsDouble(shuffled.subList(0, limit));
                })
                .average()
                .orElseThrow();
    }

    /** What a choice is measured by. Written without the code under test. */
    private static final class Axes {

        private final List<Trace> runs;
        private final Map<String, Set<String>> edges;
        private final Map<String, Set<String>> wordPairs;
        private final Set<String> recurringEdges;

        Axes(List<Trace> runs) {
            this.runs = runs;
            this.edges = runs.stream().collect(toMap(Trace::traceId, Axes::edgesOf));
            this.wordPairs = runs.stream().collect(toMap(Trace::traceId, Axes::wordPairsOf));
            Set<String> once = new HashSet<>();
            this.recurringEdges = edges.values().stream()
                    .flatMap(Set::stream)
                    .filter(edge -> !once.add(edge))
                    .collect(toSet());
        }

        double edgesCovered(List<Trace> chosen) {
            Set<String> covered = new HashSet<>();
            chosen.forEach(run -> covered.addAll(edges.get(run.traceId())));
            covered.retainAll(recurringEdges);
            return (double) covered.size() / recurringEdges.size();
        }

        double tasks(List<Trace> chosen) {
            return chosen.stream()
                    .map(run -> run.root()
                            .orElseThrow()
                            .attributes()
                            .text("eval.task.id")
                            .orElseThrow())
                    .distinct()
                    .count();
        }

        double likeness(List<Trace> chosen) {
            return runs.stream()
                    .mapToDouble(run -> chosen.stream()
                            .mapToDouble(each -> (shared(edges, run, each) + shared(wordPairs, run, each)) / 2)
                            .max()
                            .orElseThrow())
                    .average()
                    .orElseThrow();
        }

        long duplicates(List<Trace> chosen) {
            return IntStream.range(0, chosen.size())
                    .filter(i -> chosen.subList(0, i).stream()
                            .anyMatch(earlier -> shared(wordPairs, chosen.get(i), earlier) >= 0.9))
                    .count();
        }

        private static double shared(Map<String, Set<String>> sets, Trace one, Trace two) {
            Set<String> first = sets.get(one.traceId());
            Set<String> second = sets.get(two.traceId());
            long both = first.stream().filter(second::contains).count();
            return (double) both / (first.size() + second.size() - both);
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
}
