package dev.arceval.checks.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.core.compare.RunKeys;
import dev.arceval.core.mine.MinedPatterns;
import dev.arceval.core.mine.PatternMiner;
import dev.arceval.eval.PatternReport;
import dev.arceval.eval.PatternReport.Separator;
import dev.arceval.eval.PatternReport.WithinTask;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes with failing, and which runs are slow, where the truth is known. */
class PatternCalibrationTest {

    private static final long SEED = 17;
    private static final double SHARE = .06;

    @ParameterizedTest
    @CsvSource({"1000, .78", "2000, .94"})
    void plantedSequences_areFound(int runs, double recall) {
        Repeats repeats = new Repeats("5 planted sequences, " + runs + " runs", 4, 100);

        double found = repeats.mean("significant", random -> {
            List<Separator> significant =
                    mined(new PlantedAgent(SHARE).runs(runs, random)).significant(SEED);
            return PlantedAgent.PLANTED.stream()
                            .filter(steps -> names(significant, steps))
                            .count()
                    / 5.0;
        });

        assertThat(found).isGreaterThanOrEqualTo(repeats.atLeast(recall));
    }

    @Test
    void plantedSequences_areWhatIsNamedFirst() {
        Repeats repeats = new Repeats("5 planted sequences, 2000 runs", 4, 100);

        double found = repeats.mean("first five", random -> {
            List<Separator> first = mined(new PlantedAgent(SHARE).runs(2_000, random))
                    .report(3, SEED)
                    .separators();
            List<Separator> five = first.subList(0, Math.min(5, first.size()));
            return PlantedAgent.PLANTED.stream()
                            .filter(steps -> names(five, steps))
                            .count()
                    / 5.0;
        });

        assertThat(found).isGreaterThanOrEqualTo(repeats.atLeast(.88));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 1_000})
    void nothingPlanted_nothingIsNamed(int runs) {
        Repeats repeats = new Repeats("nothing planted, " + runs + " runs", 8, 2_000);

        double any = repeats.share(
                "any separator",
                random -> !mined(new PlantedAgent(0).runs(runs, random))
                        .significant(SEED)
                        .isEmpty());

        assertThat(any).isLessThanOrEqualTo(repeats.atMost(.065));
    }

    @ParameterizedTest
    @EnumSource
    void tasksWithHabitsOfTheirOwn_nothingIsNamed(HabitAgent.Sizes sizes) {
        Repeats repeats = new Repeats("80 tasks with habits, runs each: " + sizes, 10, 1_000);

        double any = repeats.share(
                "any separator",
                random -> !mined(new HabitAgent(80, sizes).runs(random))
                        .significant(random.nextLong())
                        .isEmpty());

        assertThat(any).isLessThanOrEqualTo(repeats.atMost(.065));
    }

    /** Nothing goes with failing once whole tasks have traded their outcomes, however unequal the tasks are. */
    @ParameterizedTest
    @ValueSource(strings = {RealDataTest.AIRLINE, RealDataTest.ATTACKED})
    void outcomesTradedBetweenTasks_nothingIsNamed(String file) {
        List<Trace> runs = RealDataTest.read(file);
        Repeats repeats = new Repeats("outcomes traded between tasks, " + file.substring(0, 12), 15, 1_000);

        double any = repeats.share(
                "any separator",
                random -> !mined(traded(runs, random))
                        .significant(random.nextLong())
                        .isEmpty());

        assertThat(any).isLessThanOrEqualTo(repeats.atMost(.065));
    }

    @Test
    void airline_hardTasksAreNotCalledWrongSteps() {
        PatternReport report = mined(RealDataTest.read(RealDataTest.AIRLINE)).report(3, SEED);

        report.separators().forEach(each -> System.out.println("    " + each));
        assertThat(report.separators()).hasSizeBetween(1, 10);
        assertThat(report.separators()).noneMatch(each -> each.withinTask() == WithinTask.HOLDS);
    }

    @Test
    void slowRuns_areFound() {
        Repeats repeats = new Repeats("slow runs, 1 % x10, 2000 runs", 10, 150);
        double[] caught = new double[3];

        repeats.mean("recall", random -> {
            double[] counts = slowRuns(random);
            for (int i = 0; i < caught.length; i++) {
                caught[i] += counts[i];
            }
            return counts[0] / counts[1];
        });

        double recall = caught[0] / caught[1];
        double precision = caught[0] / caught[2];
        System.out.printf(Locale.ROOT, "    recall %.3f, precision %.3f%n", recall, precision);
        assertThat(recall).isGreaterThanOrEqualTo(.85);
        assertThat(precision).isGreaterThanOrEqualTo(.80);
    }

    /** Found, planted, flagged. */
    private static double[] slowRuns(SplittableRandom random) {
        List<Trace> runs = new ArrayList<>();
        boolean[] slow = new boolean[2_000];
        double[] shares = new double[20];
        double[] medians = new double[20];
        SplittableRandom fixed = new SplittableRandom(7);
        double sum = 0;
        for (int i = 0; i < 20; i++) {
            medians[i] = StrictMath.log(1500) + .8 * fixed.nextGaussian();
            sum += 1.0 / (i + 1);
            shares[i] = sum;
        }
        PatternMiner miner = new PatternMiner();
        for (int i = 0; i < slow.length; i++) {
            slow[i] = random.nextInt(100) == 0;
            double at = random.nextDouble() * sum;
            int pattern = 0;
            while (shares[pattern] < at) {
                pattern++;
            }
            double ms = StrictMath.exp(medians[pattern] + .5 * random.nextGaussian()) * (slow[i] ? 10 : 1);
            Trace run = lasting("run" + i, pattern, ms);
            runs.add(run);
            miner.add(run);
        }
        MinedPatterns patterns = miner.patterns(1);
        double[] counts = new double[3];
        for (int i = 0; i < slow.length; i++) {
            boolean flagged = patterns.classify(runs.get(i)).outlier();
            counts[0] += flagged && slow[i] ? 1 : 0;
            counts[1] += slow[i] ? 1 : 0;
            counts[2] += flagged ? 1 : 0;
        }
        return counts;
    }

    private static Trace lasting(String id, int pattern, double ms) {
        return Trace.of(
                id,
                List.of(Span.builder("1", "work " + (char) ('a' + pattern))
                        .kind(Span.Kind.AGENT)
                        .startEpochNanos(1)
                        .endEpochNanos(1 + Math.round(ms * 1e6))
                        .build()));
    }

    /**
     * The same runs, where each task got the outcomes of another one in random order, repeated where that has fewer runs. In the
     * recorded order they would keep what is true: the first run of each AgentDojo task met the same injected prompt, and so on.
     */
    private static List<Trace> traded(List<Trace> runs, SplittableRandom random) {
        Map<String, List<Trace>> byTask = new TreeMap<>();
        runs.forEach(run -> byTask.computeIfAbsent(RealDataTest.task(run), task -> new ArrayList<>())
                .add(run));
        List<List<Trace>> tasks = new ArrayList<>(byTask.values());
        List<List<Trace>> others = new ArrayList<>(tasks);
        Collections.shuffle(others, new Random(random.nextLong()));
        List<Trace> traded = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            List<Trace> other = new ArrayList<>(others.get(i));
            Collections.shuffle(other, new Random(random.nextLong()));
            for (int j = 0; j < tasks.get(i).size(); j++) {
                boolean failed = other.get(j % other.size()).outcome().label() != Outcome.Label.SUCCESS;
                traded.add(withOutcome(tasks.get(i).get(j), failed));
            }
        }
        return traded;
    }

    private static Trace withOutcome(Trace run, boolean failed) {
        List<Span> spans = new ArrayList<>();
        for (Span span : run.spans()) {
            boolean top = run.topLevel().contains(span);
            Span.Builder copy = span.toBuilder().evaluations(List.of());
            if (top) {
                copy.status(Span.Status.OK)
                        .evaluations(List.of(new Evaluation("task_success", null, failed ? "fail" : "pass", null)));
            }
            spans.add(copy.build());
        }
        return Trace.of(run.traceId(), spans);
    }

    private static boolean names(List<Separator> separators, List<String> steps) {
        return separators.stream().anyMatch(each -> each.steps().equals(steps));
    }

    private static PatternMiner mined(List<Trace> runs) {
        PatternMiner miner = new PatternMiner(PatternMiner.DEFAULT_CAPACITY, RunKeys::clusterOf);
        runs.forEach(miner::add);
        return miner;
    }
}
