package dev.arceval.checks.calibration;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
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

    private static final int RANDOM_CHOICES = 100;
    private static final int SETS = "full".equals(System.getProperty("calibration")) ? 150 : 6;
    private static final String CHANCE = "chance";
    private static final int[] COUNTS = {5, 10, 20, 50, 100};
    /** With fewer, the later original may be the luckier by a hair; the first one chooses nothing. */
    private static final int FEW = 10;

    @ParameterizedTest(name = "{0}: {1} cases")
    @CsvSource({
        RealDataTest.AIRLINE + ", 10",
        RealDataTest.AIRLINE + ", 20",
        RealDataTest.AIRLINE + ", 50",
        RealDataTest.AIRLINE + ", 100",
        RealDataTest.ATTACKED + ", 20",
        RealDataTest.ATTACKED + ", 50",
    })
    void recordedRuns_areChosenBetterOnEveryAxis(String file, int count) {
        List<Trace> runs = RealDataTest.read(file);

        assertThat(lost(file.substring(0, 12), new SelectionAxes(runs), runs, count, true))
                .isEmpty();
    }

    /**
     * As if all trials of a task had been asked the same, in the words of one of them: then chance has a likeness of 0.49 and
     * 0.70, and edges, tasks and repeated inputs of 0.54, 18 and 12 % and of 0.77, 35 and 31 %.
     */
    @ParameterizedTest(name = "{0} cases")
    @CsvSource({"20, .84, 19, .52, .02, .49", "50, .98, 45, .79, .10, .70"})
    void airline_oneInputForEachTask(
            int count, double edges, int tasks, double likeness, double repeated, double likenessByChance) {
        List<Trace> runs = RealDataTest.read(RealDataTest.AIRLINE);
        Map<String, String> asked = new HashMap<>();
        runs.forEach(
                run -> asked.putIfAbsent(RealDataTest.task(run), run.input().orElseThrow()));
        SelectionAxes axes = new SelectionAxes(runs, run -> asked.get(RealDataTest.task(run)));

        Score ours = axes.of(chosen(runs, count));

        System.out.printf(
                "airline, one input for each task, %d: %s; most like %s%n", count, ours, axes.ofMostLike(count));
        assertThat(byChance(axes, runs, count).likeness()).isCloseTo(likenessByChance, within(.01));
        assertThat(ours.edges()).isGreaterThanOrEqualTo(edges);
        assertThat(ours.tasks()).isGreaterThanOrEqualTo(tasks);
        assertThat(ours.likeness()).isGreaterThanOrEqualTo(likeness);
        assertThat(ours.repeated()).isLessThanOrEqualTo(repeated * count);
        assertThat(lost("airline, one input for each task", axes, runs, count, true))
                .isEmpty();
    }

    /**
     * Sets of runs of every kind, with a third more different inputs than cases: the short form looks at a few. The original
     * may ask the same twice, as when a good and a failed run have one input, and so cover an edge that we leave.
     */
    @Test
    void generatedSets_areChosenBetterThanByChanceAlways_andThanByTheOriginalInNinetyNineOfAHundred() {
        List<String> lost = new ArrayList<>();
        int all = 0;
        for (int set = 0; set < SETS; set++) {
            SplittableRandom random = new SplittableRandom(set + 1);
            WordyAgent agent = WordyAgent.any(random);
            List<Trace> runs = agent.runs(random);
            SelectionAxes axes = new SelectionAxes(runs);
            int inputs = axes.distinctInputs();
            for (int count : COUNTS) {
                if (inputs * 3 >= count * 4) {
                    all++;
                    lost.addAll(lost("set " + set + ", " + agent, axes, runs, count, false));
                }
            }
        }
        System.out.printf("%d choices from %d generated sets, lost: %s%n", all, SETS, lost);

        assertThat(all).isPositive();
        assertThat(lost).noneMatch(choice -> choice.contains(CHANCE));
        assertThat(lost).hasSizeLessThanOrEqualTo(all / 100);
    }

    /** Returns the axes on which another choice is better. */
    private static List<String> lost(String name, SelectionAxes axes, List<Trace> runs, int count, boolean show) {
        List<Trace> chosen = chosen(runs, count);
        assertThat(chosen).as(name).hasSize(count);
        Score ours = axes.of(chosen);
        Map<String, Score> others = new LinkedHashMap<>();
        others.put(CHANCE, byChance(axes, runs, count));
        for (OriginalSelection original : OriginalSelection.values()) {
            others.put("the original, " + original, axes.of(original.choose(runs, count)));
        }
        List<String> worse = new ArrayList<>();
        others.forEach(
                (other, score) -> ours.worseThan(score).forEach(axis -> worse.add(other + " has better " + axis)));
        if (show || !worse.isEmpty()) {
            System.out.printf("%s, %d of %d runs: %s %s%n    %s%n", name, count, runs.size(), ours, worse, others);
        }
        return worse.stream()
                .filter(axis -> count >= FEW || !axis.contains(OriginalSelection.LATER.name()))
                .map(axis -> name + ", " + count + " cases: " + axis)
                .toList();
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
