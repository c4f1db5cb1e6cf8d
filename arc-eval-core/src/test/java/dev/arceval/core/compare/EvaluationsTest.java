package dev.arceval.core.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arceval.eval.Finding;
import dev.arceval.eval.Regression;
import dev.arceval.eval.RegressionReport;
import dev.arceval.eval.Verdict;
import dev.arceval.trace.Attributes;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import dev.arceval.trace.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What judges say about runs, and what runs consume. */
class EvaluationsTest {

    private static final ComparisonOptions OPTIONS = ComparisonOptions.defaults();

    @Test
    void labels_sayWhichDirectionIsGood() {
        List<Trace> before = runs(200, i -> judged("a" + i, "attack_success", i % 10 == 0 ? 1 : 0, i % 10 == 0));
        List<Trace> after = runs(200, i -> judged("b" + i, "attack_success", i % 3 == 0 ? 1 : 0, i % 3 == 0));

        Finding worse = quality(compare(OPTIONS, before, after), "attack_success");
        assertThat(worse.verdict()).isEqualTo(Verdict.REGRESSION);
        assertThat(worse.better()).isEqualTo(Finding.Better.LOWER);
        assertThat(worse.baseline()).isCloseTo(.1, within(1e-12));
        assertThat(worse.effect()).isCloseTo(67 / 200. - .1, within(1e-12));

        Finding better = quality(compare(OPTIONS, after, before), "attack_success");
        assertThat(better.verdict()).isEqualTo(Verdict.IMPROVEMENT);
    }

    @Test
    void labelsWithoutScores_showTheShareThatPasses() {
        List<Trace> before = runs(200, i -> labelled("a" + i, i % 10 != 0));
        List<Trace> after = runs(200, i -> labelled("b" + i, i % 3 != 0));

        Finding worse = quality(compare(OPTIONS, before, after), "correct");

        assertThat(worse.baseline()).isCloseTo(.9, within(1e-12));
        assertThat(worse.effect()).isCloseTo(.1 - 67 / 200., within(1e-12));
        assertThat(worse.interval().high()).isNegative();
        assertThat(worse.detectable()).isNegative();
        assertThat(worse.verdict()).isEqualTo(Verdict.REGRESSION);
    }

    @Test
    void scoresWithoutLabels_areBetterWhenHigher_unlessSaidOtherwise() {
        List<Trace> before = graded("a", 1, 200, 3.9);
        List<Trace> after = graded("b", 2, 200, 3.2);

        RegressionReport report = compare(OPTIONS, before, after);
        assertThat(quality(report, "helpful").verdict()).isEqualTo(Verdict.REGRESSION);
        assertThat(quality(report, "helpful").effect()).isCloseTo(-.7, within(.2));
        assertThat(report.regressions())
                .singleElement()
                .isInstanceOfSatisfying(
                        Regression.Quality.class,
                        worse -> assertThat(worse.evaluation()).isEqualTo("helpful"));

        RegressionReport toxicity = compare(OPTIONS.lowerIsBetter("helpful"), before, after);
        assertThat(quality(toxicity, "helpful").verdict()).isEqualTo(Verdict.IMPROVEMENT);
        assertThat(quality(toxicity, "helpful").better()).isEqualTo(Finding.Better.LOWER);
    }

    @Test
    void scoresOnTheSameInputs_areComparedInputByInput() {
        List<Trace> before = runs(40, i -> scored("a" + i, "q" + i, i % 10));
        List<Trace> after = runs(40, i -> scored("b" + i, "q" + i, i % 10 - (i % 4 == 0 ? 1 : .5)));

        Finding worse = quality(compare(OPTIONS, before, after), "helpful");

        assertThat(worse.verdict()).isEqualTo(Verdict.REGRESSION);
        assertThat(worse.test()).contains("paired t test of scores", "input (40)");
    }

    @Test
    void triesOfOneTask_areOnePieceOfEvidence_andGiveReliability() {
        // Tasks either always succeed or succeed every other time: five tries of eight tasks and two.
        List<Trace> before = tries("a", 5);
        List<Trace> after = tries("b", 25);

        RegressionReport report = compare(OPTIONS, before, after);

        Finding passk = report.overall("passk:correct").orElseThrow();
        assertThat(passk.test()).contains("pass^4", "input (50)");
        assertThat(passk.baseline()).isCloseTo(.9, within(1e-12));
        assertThat(passk.current()).isCloseTo(.5, within(1e-12));
        assertThat(passk.verdict()).isEqualTo(Verdict.REGRESSION);
        assertThat(report.notes())
                .anySatisfy(note ->
                        assertThat(note).contains("passk:correct", "0.950 → 0.750", "0.917 → 0.583", "0.900 → 0.500"));
        assertThat(report.regressions()).hasAtLeastOneElementOfType(Regression.Reliability.class);
    }

    @Test
    void evaluationThatVanished_isNotAPass_andANewOneIsANote() {
        List<Trace> judged = runs(2_000, i -> labelled("a" + i, true));
        List<Trace> silent = runs(2_000, i -> TestRuns.run("b" + i, "p", 100));

        RegressionReport gone = compare(OPTIONS, judged, silent);
        assertThat(quality(gone, "correct").verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(gone.verdict()).isEqualTo(Verdict.INCONCLUSIVE);

        RegressionReport fresh = compare(OPTIONS, silent, judged);
        assertThat(fresh.overall("quality:correct")).isEmpty();
        assertThat(fresh.notes()).anySatisfy(note -> assertThat(note).contains("nothing to compare", "correct"));
    }

    @Test
    void moreTokensAndMoney_areFound() {
        List<Trace> before = runs(200, i -> priced("a" + i, 1_000 + i, .02 + i * 1e-4));
        List<Trace> after = runs(200, i -> priced("b" + i, 1_300 + i, .03 + i * 1e-4));

        RegressionReport report = compare(OPTIONS, before, after);

        assertThat(report.overall("tokens").orElseThrow().verdict()).isEqualTo(Verdict.REGRESSION);
        assertThat(report.overall("cost").orElseThrow().effect()).isBetween(1.2, 1.5);
        assertThat(report.regressions())
                .hasAtLeastOneElementOfType(Regression.Tokens.class)
                .hasAtLeastOneElementOfType(Regression.Cost.class);
    }

    @Test
    void attributesGiven_sayWhatPairsAndWhatRepeats() {
        List<Trace> before = runs(60, i -> keyed("a" + i, "ticket", "t" + i, 100 + i));
        List<Trace> after = runs(60, i -> keyed("b" + i, "ticket", "t" + i, 1.1 * (100 + i)));
        ComparisonOptions byTicket = OPTIONS.pairBy("ticket").clusterBy("ticket");

        RegressionReport report = compare(byTicket, before, after);
        assertThat(report.overall("latency").orElseThrow().test()).contains("paired", "input (60)");
        assertThat(report.overall("latency").orElseThrow().verdict()).isEqualTo(Verdict.REGRESSION);

        RegressionReport other = compare(OPTIONS.pairBy("case"), before, after);
        assertThat(other.comparable()).isFalse();
        assertThat(other.notes().get(0)).contains("No run of the baseline carries case");
    }

    @Test
    void sidesWithNothingInCommon_areNotComparable() {
        List<Trace> before = runs(20, i -> ofAgent("a" + i, "planner", "plan"));
        List<Trace> after = runs(20, i -> ofAgent("b" + i, "writer", "write"));

        RegressionReport report = compare(OPTIONS, before, after);

        assertThat(report.comparable()).isFalse();
        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.notes()).containsExactly("The two sides have no agent, no input and no pattern in common.");
    }

    @Test
    void metrics_limitWhatIsCompared() {
        List<Trace> before = runs(50, i -> labelled("a" + i, i % 5 != 0));

        RegressionReport report = compare(OPTIONS.metrics("quality"), before, before);

        assertThat(report.findings()).extracting(Finding::metric).containsOnly("quality:correct");
    }

    private static RegressionReport compare(ComparisonOptions options, List<Trace> before, List<Trace> after) {
        return new Comparer(options).compare(before, after, TestRuns.PATTERN);
    }

    private static Finding quality(RegressionReport report, String name) {
        return report.overall("quality:" + name).orElseThrow();
    }

    private static List<Trace> runs(int count, IntFunction<Trace> run) {
        return IntStream.range(0, count).mapToObj(run).toList();
    }

    private static List<Trace> tries(String side, int shakyTasks) {
        List<Trace> all = new ArrayList<>();
        for (int task = 0; task < 50; task++) {
            for (int i = 0; i < 4; i++) {
                boolean passes = task >= shakyTasks || i % 2 == 0;
                Map<String, String> names = Map.of("eval.task.id", "t" + task, "eval.case.id", "t" + task);
                all.add(trace(
                        side + task + "-" + i,
                        span("p", new Evaluation("correct", null, passes ? "pass" : "fail", null))
                                .attributes(Attributes.of(names))));
            }
        }
        return all;
    }

    private static List<Trace> graded(String side, long seed, int count, double mean) {
        SplittableRandom random = new SplittableRandom(seed);
        return runs(count, i -> trace(side + i, span("p", score(mean + random.nextGaussian()))));
    }

    private static Trace scored(String id, String input, double score) {
        return trace(id, span("p", score(score)).input(input));
    }

    private static Evaluation score(double score) {
        return new Evaluation("helpful", score, null, null);
    }

    private static Trace judged(String id, String name, double score, boolean failed) {
        return trace(id, span("p", new Evaluation(name, score, failed ? "fail" : "pass", null)));
    }

    private static Trace labelled(String id, boolean passed) {
        return trace(id, span("p", new Evaluation("correct", null, passed ? "pass" : "fail", null)));
    }

    private static Trace priced(String id, long tokens, double costUsd) {
        return trace(id, span("p", null).usage(new Usage(tokens, 0L, null, costUsd)));
    }

    private static Trace keyed(String id, String name, String value, double ms) {
        Span.Builder span = span("p", null).attributes(Attributes.of(Map.of(name, value)));
        return trace(id, span.endEpochNanos(1_000_000_000L + Math.round(ms * 1e6)));
    }

    private static Trace ofAgent(String id, String agent, String pattern) {
        return trace(id, span(pattern, null).agentName(agent));
    }

    private static Span.Builder span(String pattern, @Nullable Evaluation evaluation) {
        Span.Builder span =
                Span.builder("1", pattern).startEpochNanos(1_000_000_000L).endEpochNanos(1_100_000_000L);
        return evaluation == null ? span : span.evaluations(List.of(evaluation));
    }

    private static Trace trace(String id, Span.Builder span) {
        return Trace.of(id, List.of(span.build()));
    }
}
