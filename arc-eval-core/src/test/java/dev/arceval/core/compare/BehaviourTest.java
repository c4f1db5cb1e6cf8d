package dev.arceval.core.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arceval.eval.Cause;
import dev.arceval.eval.Finding;
import dev.arceval.eval.RegressionReport;
import dev.arceval.eval.Verdict;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Behaviour that moved, the shape of latency, and what carries a change. */
class BehaviourTest {

    private static final long START = 1_700_000_000_000_000_000L;
    private static final Comparer COMPARER = new Comparer(ComparisonOptions.defaults());

    @Test
    void toolThatIsCalledLess_isNamed_andIsNoRegression() {
        SplittableRandom random = new SplittableRandom(1);
        List<Trace> before = runs(200, i -> calling("a" + i, "q" + i, 100, i % 3 == 0 ? "lookup" : "search", "search"));
        List<Trace> after =
                runs(200, i -> calling("b" + i, "q" + i, 100, random.nextInt(4) == 0 ? "lookup" : "search", "browse"));

        RegressionReport report = compare(before, after);

        Finding tools = report.overall("tools").orElseThrow();
        assertThat(tools.verdict()).isEqualTo(Verdict.REGRESSION);
        assertThat(tools.better()).isEqualTo(Finding.Better.NEITHER);
        assertThat(tools.test()).contains("sign flips", "input or task (200)");
        assertThat(tools.causes()).extracting(Cause::name).contains("browse", "search");
        assertThat(tools.causes().get(0).kind()).isEqualTo(Cause.Kind.TOOL);
        assertThat(report.drifts()).contains(tools);
        assertThat(report.regressions()).isEmpty();
        assertThat(report.verdict()).isNotEqualTo(Verdict.REGRESSION);
    }

    @Test
    void sameTools_inAnotherOrder_areAnotherPath() {
        List<Trace> before = runs(100, i -> calling("a" + i, "q" + i, 100, "search", "book"));
        List<Trace> after = runs(
                100,
                i -> calling("b" + i, "q" + i, 100, i % 2 == 0 ? "book" : "search", i % 2 == 0 ? "search" : "book"));

        RegressionReport report = compare(before, after);

        assertThat(report.overall("tools").orElseThrow().verdict()).isEqualTo(Verdict.NO_REGRESSION);
        Finding paths = report.overall("paths").orElseThrow();
        assertThat(paths.verdict()).isEqualTo(Verdict.REGRESSION);
        assertThat(paths.causes()).extracting(Cause::name).contains("start → book", "book → end");
    }

    @Test
    void longerAnswersAndRefusals_areFound() {
        List<Trace> before = runs(120, i -> answering("a" + i, "It is done. " + "x".repeat(100 + i)));
        List<Trace> longer = runs(120, i -> answering("b" + i, "It is done. " + "x".repeat(200 + i)));
        List<Trace> refusing = runs(
                120,
                i -> answering(
                        "c" + i,
                        i % 3 == 0
                                ? "I\u2019m sorry, but I cannot help. " + "x".repeat(80 + i)
                                : "It is done. " + "x".repeat(100 + i)));

        Finding length = compare(before, longer).overall("length").orElseThrow();
        assertThat(length.verdict()).isEqualTo(Verdict.REGRESSION);
        assertThat(length.scale()).isEqualTo(Finding.Scale.RATIO);
        assertThat(length.effect()).isBetween(1.4, 1.9);

        Finding refusals = compare(before, refusing).overall("length").orElseThrow();
        assertThat(refusals.verdict()).isEqualTo(Verdict.REGRESSION);
        assertThat(refusals.causes().get(0).name()).isEqualTo("refusals");
        assertThat(refusals.effect()).isCloseTo(1 / 3., within(1e-9));
    }

    @Test
    void slowEndThatMoves_isFoundWhereTheMeanHardlyDoes() {
        List<Trace> before = runs(2_000, i -> TestRuns.run("a" + i, "p", 100 + i % 50));
        List<Trace> after = runs(2_000, i -> TestRuns.run("b" + i, "p", (100 + i % 50) * (i % 13 == 0 ? 3 : 1)));

        RegressionReport report = compare(before, after);

        Finding tail = find(report, "p95");
        assertThat(tail.verdict()).isEqualTo(Verdict.REGRESSION);
        assertThat(tail.effect()).isGreaterThan(1.5);
        assertThat(find(report, "p50").verdict()).isEqualTo(Verdict.NO_REGRESSION);
        assertThat(find(report, "ranks").verdict()).isEqualTo(Verdict.NO_REGRESSION);
    }

    @Test
    void moreTrafficOnASlowPattern_movesNoQuantile() {
        List<Trace> before = TestRuns.sample("a", 1, 2_000, 2, 500, 0);
        List<Trace> after = new ArrayList<>(TestRuns.sample("b", 2, 1_000, 2, 500, 0));
        TestRuns.sample("c", 3, 4_000, 2, 500, 0).stream()
                .filter(run -> TestRuns.PATTERN.apply(run).equals("pattern-1"))
                .forEach(after::add);

        RegressionReport report = compare(before, after);

        assertThat(find(report, "p50").effect()).isBetween(.9, 1.1);
        assertThat(report.regressions()).isEmpty();
    }

    @Test
    void slowerTool_carriesTheLatency_andTheVersionIsNamed() {
        List<Trace> before = runs(100, i -> timed("a" + i, "1.0", 50 + i % 10, 100 + i % 7));
        List<Trace> after = runs(100, i -> timed("b" + i, "1.1", 50 + i % 10, 300 + i % 7));

        Finding latency = compare(before, after).overall("latency").orElseThrow();

        assertThat(latency.verdict()).isEqualTo(Verdict.REGRESSION);
        assertThat(latency.causes().get(0).kind()).isEqualTo(Cause.Kind.TOOL);
        assertThat(latency.causes().get(0).name()).isEqualTo("slow");
        assertThat(latency.causes().get(0).share()).isCloseTo(1, within(.01));
        assertThat(latency.causes())
                .filteredOn(cause -> cause.kind() == Cause.Kind.VERSION)
                .extracting(Cause::name)
                .containsExactly("1.0", "1.1");
    }

    @Test
    void newError_carriesTheErrors() {
        List<Trace> before =
                runs(300, i -> i % 50 == 0 ? TestRuns.failed("a" + i, "p", 5, "Old") : TestRuns.run("a" + i, "p", 100));
        List<Trace> after = runs(
                300,
                i -> i % 6 == 0
                        ? TestRuns.failed("b" + i, "p", 5, i % 50 == 0 ? "Old" : "New")
                        : TestRuns.run("b" + i, "p", 100));

        Finding errors = compare(before, after).overall("errors").orElseThrow();

        assertThat(errors.verdict()).isEqualTo(Verdict.REGRESSION);
        assertThat(errors.causes().get(0).name()).isEqualTo("New");
        assertThat(errors.causes().get(0).kind()).isEqualTo(Cause.Kind.ERROR);
    }

    private static RegressionReport compare(List<Trace> before, List<Trace> after) {
        return COMPARER.compare(before, after, TestRuns.PATTERN);
    }

    private static Finding find(RegressionReport report, String scope) {
        return report.findings().stream()
                .filter(finding ->
                        finding.metric().equals("latency") && finding.scope().equals(scope))
                .findFirst()
                .orElseThrow();
    }

    private static List<Trace> runs(int count, IntFunction<Trace> run) {
        return IntStream.range(0, count).mapToObj(run).toList();
    }

    private static Trace calling(String id, String input, double ms, String... tools) {
        List<Span> spans = new ArrayList<>();
        spans.add(root(ms).input(input).build());
        for (int i = 0; i < tools.length; i++) {
            spans.add(tool(i + 2, tools[i], i * 10, i * 10 + 5));
        }
        return Trace.of(id, spans);
    }

    private static Trace timed(String id, String version, double fastMs, double slowMs) {
        return Trace.of(
                id,
                List.of(
                        root(fastMs + slowMs).agentVersion(version).build(),
                        tool(2, "fast", 0, fastMs),
                        tool(3, "slow", fastMs, fastMs + slowMs)));
    }

    private static Trace answering(String id, String answer) {
        return Trace.of(id, List.of(root(100).output(answer).build()));
    }

    private static Span.Builder root(double ms) {
        return Span.builder("1", "p").startEpochNanos(START).endEpochNanos(START + Math.round(ms * 1e6));
    }

    private static Span tool(int number, String name, double fromMs, double toMs) {
        return Span.builder(Integer.toString(number), "execute_tool " + name)
                .parentSpanId("1")
                .kind(Span.Kind.TOOL)
                .toolName(name)
                .startEpochNanos(START + Math.round(fromMs * 1e6))
                .endEpochNanos(START + Math.round(toMs * 1e6))
                .build();
    }
}
