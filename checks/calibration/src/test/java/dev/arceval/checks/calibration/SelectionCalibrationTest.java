package dev.arceval.checks.calibration;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.checks.calibration.SelectionAxes.Score;
import dev.arceval.core.compare.RunKeys;
import dev.arceval.core.curate.CurationRequest;
import dev.arceval.core.curate.CurationRequest.Minimum;
import dev.arceval.core.curate.Curator;
import dev.arceval.core.curate.Run;
import dev.arceval.core.mine.ErrorLabels;
import dev.arceval.core.mine.MinedPatterns;
import dev.arceval.core.mine.PatternMiner;
import dev.arceval.core.mine.RunClass;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.QualityWeights;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is chosen, against what chance and the recycler in Python would choose, on every axis. */
class SelectionCalibrationTest {

    private static final int RANDOM_CHOICES = 20;
    private static final int SETS = "full".equals(System.getProperty("calibration")) ? 150 : 6;
    /** In the few others chance has the better likeness by a hair, where runs stray much from a few usual ways. */
    private static final double MOST_SETS = .75;

    private static final int[] COUNTS = {10, 20, 50};

    @ParameterizedTest(name = "{0}: {1} cases")
    @CsvSource({
        RealDataTest.AIRLINE + ", 10",
        RealDataTest.AIRLINE + ", 20",
        RealDataTest.AIRLINE + ", 50",
        RealDataTest.ATTACKED + ", 20",
        RealDataTest.ATTACKED + ", 50",
    })
    void recordedRuns_areChosenBetterOnEveryAxis(String file, int count) {
        List<Trace> runs = RealDataTest.read(file);

        assertThat(lost(file.substring(0, 12), runs, count, true)).isEmpty();
    }

    /** Sets of runs of every kind, with a third more different inputs than cases: the short form looks at a few. */
    @Test
    void threeQuartersOfGeneratedSets_areChosenBetterOnEveryAxis() {
        int better = 0;
        int all = 0;
        for (int set = 0; set < SETS; set++) {
            SplittableRandom random = new SplittableRandom(set + 1);
            WordyAgent agent = WordyAgent.any(random);
            List<Trace> runs = agent.runs(random);
            int count = COUNTS[set % COUNTS.length];
            if (new SelectionAxes(runs).distinctInputs() * 3 >= count * 4) {
                List<String> lost = lost("set " + set, runs, count, false);
                all++;
                better += lost.isEmpty() ? 1 : 0;
            }
        }
        System.out.printf(
                Locale.ROOT, "better on every axis than chance and both originals: %d of %d sets%n", better, all);

        assertThat(all).isPositive();
        assertThat((double) better / all).isGreaterThanOrEqualTo(MOST_SETS);
    }

    /** Returns the axes on which another choice is better. */
    private static List<String> lost(String name, List<Trace> runs, int count, boolean show) {
        SelectionAxes axes = new SelectionAxes(runs);
        List<Trace> chosen = chosen(runs, count);
        assertThat(chosen).as(name).hasSize(count);
        Score ours = axes.of(chosen);
        Map<String, Score> others = new LinkedHashMap<>();
        others.put("chance", byChance(axes, runs, count));
        for (OriginalSelection original : OriginalSelection.values()) {
            others.put("the original, " + original, axes.of(original.choose(runs, count)));
        }
        List<String> lost = new ArrayList<>();
        others.forEach(
                (other, score) -> ours.worseThan(score).forEach(axis -> lost.add(other + " has better " + axis)));
        if (show || !lost.isEmpty()) {
            System.out.printf("%s, %d of %d runs: %s %s%n    %s%n", name, count, runs.size(), ours, lost, others);
        }
        return lost;
    }

    private static List<Trace> chosen(List<Trace> runs, int count) {
        Map<String, Trace> byId = runs.stream().collect(toMap(Trace::traceId, Function.identity()));
        PatternMiner miner = new PatternMiner();
        runs.forEach(miner::add);
        MinedPatterns patterns = miner.patterns(3);
        ErrorLabels errors = new ErrorLabels();
        Curator curator = new Curator(
                new CurationRequest(count, .7, Minimum.PREFERRED, Set.of(), Set.of(), QualityWeights.defaults(), 42));
        for (Trace run : runs) {
            RunClass where = patterns.classify(run);
            curator.add(new Run(
                    run, where.patternId(), where.kinds(), where.outlier(), errors.apply(run), RunKeys.clusterOf(run)));
        }
        return curator.choose("chosen", id -> Optional.ofNullable(byId.get(id))).dataset().cases().stream()
                .map(EvalCase::provenance)
                .map(provenance -> byId.get(provenance.traceId()))
                .toList();
    }

    private static Score byChance(SelectionAxes axes, List<Trace> runs, int count) {
        List<Trace> shuffled = new ArrayList<>(runs);
        return Score.mean(IntStream.range(0, RANDOM_CHOICES)
                .mapToObj(choice -> {
                    Collections.shuffle(shuffled, new Random(choice));
                    return axes.of(shuffled.subList(0, count));
                })
                .toList());
    }
}
