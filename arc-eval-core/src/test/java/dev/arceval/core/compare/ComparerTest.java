package dev.arceval.core.compare;

import static dev.arceval.core.compare.TestRuns.PATTERN;
import static dev.arceval.core.compare.TestRuns.asked;
import static dev.arceval.core.compare.TestRuns.failed;
import static dev.arceval.core.compare.TestRuns.judgedWrong;
import static dev.arceval.core.compare.TestRuns.ofTask;
import static dev.arceval.core.compare.TestRuns.run;
import static dev.arceval.core.compare.TestRuns.sample;
import static dev.arceval.core.compare.TestRuns.untimed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arceval.eval.Distribution;
import dev.arceval.eval.Finding;
import dev.arceval.eval.Regression;
import dev.arceval.eval.RegressionReport;
import dev.arceval.eval.Verdict;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ComparerTest {

    private static final Comparer COMPARER = new Comparer(ComparisonOptions.defaults());

    @Test
    void sameAgent_isQuietOnceThereIsEnoughData() {
        RegressionReport report = compare(sample("a", 1, 2_000, 3, 800, .05), sample("b", 2, 2_000, 3, 800, .05));

        assertThat(report.verdict()).isEqualTo(Verdict.NO_REGRESSION);
        assertThat(report.regressions()).isEmpty();
        Finding latency = latency(report);
        assertThat(latency.effect()).isCloseTo(1, within(.05));
        assertThat(latency.interval().high()).isLessThan(1.1);
    }

    @Test
    void slowdown_showsInTheDistribution() {
        RegressionReport report = compare(sample("a", 1, 500, 3, 800, .05), sample("b", 2, 400, 3, 1_600, .05));

        Distribution latency = report.distributions().get(0);
        assertThat(latency.metric()).isEqualTo("latency");
        assertThat(total(latency.baseline())).isEqualTo(latency(report).nBaseline());
        assertThat(total(latency.current())).isEqualTo(latency(report).nCurrent());
        int middle = latency.baseline().size() / 2;
        assertThat(total(latency.baseline().subList(middle, 2 * middle)) / 500.0)
                .isLessThan(total(latency.current().subList(middle, 2 * middle)) / 400.0);
    }

    private static long total(List<Long> counts) {
        return counts.stream().mapToLong(count -> count).sum();
    }

    @Test
    void driftAlone_isComparedButShowsNoVerdict() {
        List<Trace> before = sample("a", 1, 200, 3, 800, .05);
        Comparer paths = new Comparer(ComparisonOptions.defaults().metrics("paths"));

        RegressionReport report = paths.compare(
                before,
                sample("b", 2, 200, 3, 800, .05),
                trace -> trace.spans().get(0).name());

        assertThat(report.comparable()).isTrue();
        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void baselineNewerThanTheCurrentRuns_isToldFirst() {
        List<Trace> early = TestRuns.from(0, sample("a", 1, 2_000, 3, 800, .05));
        List<Trace> late = TestRuns.from(86_400, sample("b", 2, 2_000, 3, 800, .05));
        List<Trace> slow = TestRuns.from(0, sample("c", 2, 2_000, 3, 1_600, .05));

        assertThat(compare(early, late).verdict()).isEqualTo(Verdict.NO_REGRESSION);
        RegressionReport swapped = compare(late, early);
        assertThat(swapped.verdict()).isEqualTo(Verdict.NO_REGRESSION);
        assertThat(swapped.notes().get(0))
                .contains("baseline is newer", "2023-11-15T22:13:20Z", "2023-11-14T22:13:20Z");
        assertThat(compare(late, slow).verdict()).isEqualTo(Verdict.REGRESSION);
    }

    @Test
    void sameTracesOnBothSides_areNoPass() {
        List<Trace> runs = TestRuns.from(0, sample("a", 1, 3_000, 3, 800, .05));
        List<Trace> others = TestRuns.from(10, sample("b", 2, 2_700, 3, 800, .05));

        RegressionReport same = compare(runs, runs);
        assertThat(same.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(same.notes().get(0)).startsWith("100 % of the current runs are also in the baseline");
        assertThat(same.notes()).anySatisfy(note -> assertThat(note).contains("overlap in time"));

        RegressionReport few = compare(
                runs, Stream.concat(runs.stream().limit(300), others.stream()).toList());
        assertThat(few.verdict()).isEqualTo(Verdict.NO_REGRESSION);
        assertThat(few.notes())
                .anySatisfy(note -> assertThat(note)
                        .matches("(7|8|9|10|11|12|13)\\.\\d % of the current runs are also in the baseline, .*"));
        assertThat(compare(runs, others).notes()).noneMatch(note -> note.contains("also in the baseline"));
    }

    @Test
    void sameAgent_littleData_isInconclusiveAndSaysHowMuchIsMissing() {
        RegressionReport report = compare(sample("a", 1, 40, 1, 800, .05), sample("b", 2, 40, 1, 800, .05));

        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.overall("errors").orElseThrow().nNeeded()).isBetween(41L, 10_000L);
    }

    @Test
    void doubledLatency_isFoundOverallAndInThePattern() {
        RegressionReport report = compare(sample("a", 1, 300, 2, 800, .02), sample("b", 2, 300, 2, 1_600, .02));

        assertThat(report.verdict()).isEqualTo(Verdict.REGRESSION);
        Finding latency = latency(report);
        assertThat(latency.verdict()).isEqualTo(Verdict.REGRESSION);
        assertThat(latency.scale()).isEqualTo(Finding.Scale.RATIO);
        assertThat(latency.effect()).isCloseTo(2, within(.2));
        assertThat(latency.interval().low()).isLessThan(latency.effect());
        assertThat(latency.interval().high()).isGreaterThan(latency.effect());
        assertThat(latency.pAdjusted()).isLessThan(.001);
        assertThat(latency.nNeeded()).isNull();
        assertThat(report.regressions())
                .allSatisfy(regression -> assertThat(regression).isInstanceOf(Regression.Latency.class))
                .extracting(regression -> regression.finding().scope())
                .containsExactlyInAnyOrder("overall", "p50", "p95", "pattern-0", "pattern-1");
    }

    @Test
    void moreErrors_areFound() {
        RegressionReport report = compare(sample("a", 1, 300, 1, 800, .02), sample("b", 2, 300, 1, 800, .12));

        Finding errors = errors(report);
        assertThat(errors.verdict()).isEqualTo(Verdict.REGRESSION);
        assertThat(errors.scale()).isEqualTo(Finding.Scale.DIFFERENCE);
        assertThat(errors.effect()).isCloseTo(errors.current() - errors.baseline(), within(1e-12));
        assertThat(errors.nBaseline()).isEqualTo(300);
    }

    @Test
    void errorsWithAStructureOfTheirOwn_areFoundAndNamed() {
        List<Trace> before = runs(500, i -> i % 50 == 0 ? failed("a" + i, "crash", 5, "X") : run("a" + i, "good", 100));
        List<Trace> after =
                runs(500, i -> i % 9 == 0 ? failed("b" + i, "new-crash", 5, "X") : run("b" + i, "good", 100));

        RegressionReport report = compare(before, after);

        assertThat(errors(report).verdict()).isEqualTo(Verdict.REGRESSION);
        assertThat(report.notes()).anySatisfy(note -> assertThat(note).contains("New pattern new-crash", "56 of 500"));
        assertThat(report.notes()).anySatisfy(note -> assertThat(note).contains("Vanished pattern crash"));
    }

    @Test
    void errorsThatOnlyFollowTheTraffic_areSaidToDoSo() {
        List<Trace> before = runs(1_000, i -> mixed("a" + i, i, i % 5 == 0));
        List<Trace> after = runs(1_000, i -> mixed("b" + i, i, i % 5 != 0));

        RegressionReport report = compare(before, after);

        assertThat(errors(report).verdict()).isEqualTo(Verdict.REGRESSION);
        assertThat(report.notes()).anySatisfy(note -> assertThat(note).contains("moved to patterns that fail more"));
    }

    @Test
    void moreTrafficOnASlowPattern_isNotASlowerAgent() {
        List<Trace> before =
                runs(1_000, i -> run("a" + i, i % 4 == 0 ? "slow" : "fast", spread(i) * (i % 4 == 0 ? 50 : 5)));
        List<Trace> after =
                runs(1_000, i -> run("b" + i, i % 4 != 0 ? "slow" : "fast", spread(i) * (i % 4 != 0 ? 50 : 5)));

        RegressionReport report = compare(before, after);
        Finding latency = latency(report);
        assertThat(report.notes())
                .anySatisfy(
                        note -> assertThat(note).contains("measured within patterns", "geometric means differ by +"));

        assertThat(latency.verdict()).isEqualTo(Verdict.NO_REGRESSION);
        assertThat(latency.effect()).isCloseTo(1, within(.02));
    }

    @Test
    void fasterAgent_isAnImprovementAndNotARegression() {
        RegressionReport report = compare(sample("a", 1, 500, 1, 1_600, .02), sample("b", 2, 500, 1, 800, .02));

        assertThat(latency(report).verdict()).isEqualTo(Verdict.IMPROVEMENT);
        assertThat(report.regressions()).isEmpty();
        assertThat(report.improvements()).isNotEmpty();
    }

    @Test
    void significantButTinyChange_isNoRegression() {
        List<Trace> before = runs(2_000, i -> run("a" + i, "p", 100 + i % 7));
        List<Trace> after = runs(2_000, i -> run("b" + i, "p", 102 + i % 7));

        Finding latency = latency(compare(before, after));

        assertThat(latency.pAdjusted()).isLessThan(.001);
        assertThat(latency.verdict()).isEqualTo(Verdict.NO_REGRESSION);
    }

    @Test
    void latency_looksAtCompletedRunsOnly() {
        List<Trace> before = runs(100, i -> run("a" + i, "p", spread(i)));
        List<Trace> after = new ArrayList<>(runs(100, i -> run("b" + i, "p", spread(i))));
        after.addAll(runs(30, i -> failed("c" + i, "p", 100_000, "TimeoutException")));
        after.addAll(runs(30, i -> judgedWrong("d" + i, "p", spread(i))));

        RegressionReport report = compare(before, after);

        assertThat(latency(report).nCurrent()).isEqualTo(130);
        assertThat(latency(report).effect()).isCloseTo(1, within(.1));
        assertThat(errors(report).nCurrent()).isEqualTo(160);
        assertThat(errors(report).current()).isZero();
        Finding aborts = report.overall("aborts").orElseThrow();
        assertThat(aborts.current()).isEqualTo(30 / 160.0);
        assertThat(aborts.verdict()).isEqualTo(Verdict.REGRESSION);
        assertThat(report.regressions()).hasAtLeastOneElementOfType(Regression.Aborts.class);
        assertThat(report.notes())
                .anySatisfy(note -> assertThat(note).contains("of the current leave out 30 runs that failed"));
    }

    @Test
    void sameInputsOnBothSides_areComparedInputByInput() {
        List<Trace> before = runs(20, i -> asked("a" + i, "question " + i, "p", Math.exp(i), false));
        List<Trace> after =
                runs(20, i -> asked("b" + i, "question " + i, "q", 1.2 * Math.exp(i) * (1 + i % 3 / 50.0), false));

        RegressionReport report = compare(before, after);

        // Between inputs durations differ by a factor of e^19; 20 % shows only within inputs.
        assertThat(latency(report).verdict()).isEqualTo(Verdict.REGRESSION);
        assertThat(latency(report).effect()).isBetween(1.2, 1.25);
        assertThat(latency(report).test()).contains("paired", "input (20)");
        assertThat(errors(report).test()).contains("McNemar");
        assertThat(report.notes().get(0)).contains("20 inputs occur on both sides");
    }

    @Test
    void fewInputsThatHappenToRecur_doNotThrowAwayTheRest() {
        List<Trace> before = runs(200, i -> asked("a" + i, i < 12 ? "hi " + i : "old " + i, "p", spread(i), false));
        List<Trace> after = runs(200, i -> asked("b" + i, i < 12 ? "hi " + i : "new " + i, "p", spread(i), false));

        assertThat(latency(compare(before, after)).nBaseline()).isEqualTo(200);
    }

    @Test
    void oneInputRunManyTimes_isComparedWithItself() {
        List<Trace> before = runs(300, i -> asked("a" + i, "ping", "p", spread(i), i % 50 == 0));
        List<Trace> after = runs(300, i -> asked("b" + i, "ping", "p", 2 * spread(i), i % 8 == 0));

        RegressionReport report = compare(before, after);

        assertThat(latency(report).verdict()).isEqualTo(Verdict.REGRESSION);
        assertThat(errors(report).verdict()).isEqualTo(Verdict.REGRESSION);
        assertThat(report.notes().get(0)).contains("same few inputs (1)");
    }

    @Test
    void repeatedRunsOfATask_areOnePieceOfEvidence() {
        // Twelve tasks a side, ten nearly equal runs each: 120 runs that are worth little more than twelve.
        List<Trace> before = tasks("a", 12, 10, 11);
        List<Trace> after = tasks("b", 12, 10, 12);

        Finding latency = latency(compare(before, after));

        assertThat(latency.test()).contains("unit: task (design effect 10.");
        Finding naive = latency(compare(withoutTasks(before), withoutTasks(after)));
        double wider = width(latency) / width(naive);
        assertThat(wider).isBetween(2.5, 4.0);
    }

    @Test
    void allRunsOfOneUnsharedTask_cannotBeJudged() {
        RegressionReport report = compare(tasks("a", 1, 50, 1), tasks("b", 1, 50, 2));

        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(latency(report).effect()).isNull();
        assertThat(latency(report).test()).contains("one task");
    }

    @Test
    void emptySide_isInconclusiveAndSaysSo() {
        List<Trace> some = sample("a", 1, 50, 1, 800, .1);

        for (RegressionReport report : List.of(compare(some, List.of()), compare(List.of(), some))) {
            assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(report.comparable()).isFalse();
            assertThat(report.findings()).isEmpty();
            assertThat(report.notes().get(0)).contains("holds no runs");
        }
        assertThat(compare(List.of(), List.of()).notes()).hasSize(2);
    }

    @Test
    void oddData_neverGivesNotANumber() {
        List<List<Trace>> samples = List.of(
                runs(1, i -> run("one" + i, "p", 5)),
                runs(2, i -> run("two" + i, "p", 5)),
                runs(30, i -> run("zero" + i, "p", 0)),
                runs(30, i -> run("same" + i, "p", 5)),
                runs(30, i -> failed("bad" + i, "p", 5, "X")),
                runs(30, i -> untimed("untimed" + i, "p")),
                runs(30, i -> asked("asked" + i, "q" + i % 15, "p" + i, 0, i % 2 == 0)),
                tasks("task", 3, 5, 1),
                sample("some", 1, 30, 4, 800, .5));

        for (List<Trace> before : samples) {
            for (List<Trace> after : samples) {
                RegressionReport report = compare(before, after);
                assertThat(report.findings()).allSatisfy(ComparerTest::assertAllFiguresAreNumbers);
                assertThat(report.toString()).doesNotContain("NaN", "Infinity");
            }
        }
    }

    @Test
    void comparedWithItself_nothingGotWorse() {
        List<Trace> runs = sample("a", 1, 1_000, 5, 800, .05);

        assertThat(compare(runs, runs).regressions()).isEmpty();
    }

    @Test
    void constantDurations_areJudgedByCounting() {
        assertThat(latency(compare(runs(2, i -> run("a" + i, "p", 5)), runs(2, i -> run("b" + i, "p", 50))))
                        .verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(latency(compare(runs(20, i -> run("a" + i, "p", 5)), runs(20, i -> run("b" + i, "p", 50))))
                        .verdict())
                .isEqualTo(Verdict.REGRESSION);
        assertThat(latency(compare(runs(20, i -> run("a" + i, "p", 5)), runs(20, i -> run("b" + i, "p", 5))))
                        .verdict())
                .isEqualTo(Verdict.NO_REGRESSION);
    }

    @Test
    void unknownEndings_areLeftOutAndNoted() {
        List<Trace> before = runs(50, i -> run("a" + i, "p", spread(i)));
        List<Trace> after = Stream.concat(
                        runs(50, i -> run("b" + i, "p", spread(i))).stream(),
                        runs(7, ComparerTest::neverEnded).stream())
                .toList();

        RegressionReport report = compare(before, after);

        assertThat(errors(report).nCurrent()).isEqualTo(50);
        assertThat(report.notes()).anySatisfy(note -> assertThat(note).contains("7 runs whose end is not known"));
    }

    @Test
    void options_moveTheLine() {
        List<Trace> before = sample("a", 1, 2_000, 1, 1_000, .02);
        List<Trace> after = sample("b", 2, 2_000, 1, 1_200, .02);

        assertThat(latency(compare(before, after)).verdict()).isEqualTo(Verdict.REGRESSION);
        Comparer lenient = new Comparer(
                ComparisonOptions.defaults().minimum("latency", 1.3).margin("latency", 1.4));
        assertThat(lenient.compare(before, after, PATTERN)
                        .overall("latency")
                        .orElseThrow()
                        .verdict())
                .isEqualTo(Verdict.NO_REGRESSION);
    }

    @Test
    void options_refuseWhatCannotBe() {
        ComparisonOptions options = ComparisonOptions.defaults();

        assertThatThrownBy(() -> options.alpha(0)).hasMessage("alpha must be between 0 and 1: 0.0");
        assertThatThrownBy(() -> options.minimum("latency", Double.NaN))
                .hasMessage("minimum of latency must be at least 1: NaN");
        assertThatThrownBy(() -> options.margin("latency", 1)).hasMessageContaining("margin of latency");
        assertThatThrownBy(() -> options.minimum("errors", -.1)).hasMessageContaining("minimum of errors");
        assertThatThrownBy(() -> options.margin("quality:helpful", 0))
                .hasMessageContaining("margin of quality:helpful");
        assertThatThrownBy(() -> options.minimum("speed", 1))
                .hasMessageContaining("unknown metric speed; known: latency");
        assertThatThrownBy(() -> options.metrics("latency", "speed")).hasMessageContaining("unknown metric speed");
        assertThatThrownBy(() -> options.pairBy(" ")).hasMessage("pairBy must name an attribute");
    }

    private static RegressionReport compare(List<Trace> baseline, List<Trace> current) {
        return COMPARER.compare(baseline, current, PATTERN);
    }

    private static Finding latency(RegressionReport report) {
        return report.overall("latency").orElseThrow();
    }

    private static Finding errors(RegressionReport report) {
        return report.overall("errors").orElseThrow();
    }

    private static List<Trace> runs(int count, IntFunction<Trace> run) {
        return IntStream.range(0, count).mapToObj(run).toList();
    }

    /** Durations that vary a little. */
    private static double spread(int i) {
        return 100 + i * 37 % 41;
    }

    private static Trace mixed(String id, int i, boolean hard) {
        String pattern = hard ? "hard" : "easy";
        return hard && i % 3 == 0 ? failed(id, pattern, spread(i), "X") : run(id, pattern, spread(i));
    }

    private static List<Trace> tasks(String name, int tasks, int runs, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Trace> all = new ArrayList<>();
        for (int task = 0; task < tasks; task++) {
            double level = Math.exp(6 + random.nextGaussian());
            for (int i = 0; i < runs; i++) {
                String id = name + "-" + task;
                double ms = level * Math.exp(.1 * random.nextGaussian());
                all.add(ofTask(id + "-" + i, id, id, "p", ms));
            }
        }
        return all;
    }

    private static List<Trace> withoutTasks(List<Trace> runs) {
        return runs.stream()
                .map(trace ->
                        run(trace.traceId(), "p", trace.duration().orElseThrow().toNanos() / 1e6))
                .toList();
    }

    private static double width(Finding finding) {
        return Math.log(finding.interval().high() / finding.interval().low());
    }

    private static Trace neverEnded(int i) {
        Trace ended = run("open" + i, "p", 5);
        return Trace.of(
                ended.traceId(),
                List.of(
                        ended.spans().get(0).toBuilder().endEpochNanos(0).build(),
                        ended.spans().get(0).toBuilder()
                                .spanId("2")
                                .parentSpanId("1")
                                .build()));
    }

    private static void assertAllFiguresAreNumbers(Finding finding) {
        assertThat(Stream.of(finding.baseline(), finding.current(), finding.effect(), finding.pAdjusted())
                        .filter(figure -> figure != null)
                        .toList())
                .allSatisfy(figure -> assertThat(figure).isFinite());
    }
}
