package dev.arceval.core.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.arceval.eval.Alert;
import dev.arceval.eval.Finding;
import dev.arceval.eval.MonitorReport;
import dev.arceval.eval.Verdict;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class RunMonitorTest {

    private static final Function<Trace, String> PATTERN =
            trace -> trace.spans().get(0).name();
    private static final long START = 1_700_000_000_000_000_000L;
    private static final long MINUTE = 60_000_000_000L;

    private final SplittableRandom random = new SplittableRandom(1);
    private int next;

    @Test
    void sameAgent_isWatchedWithoutAlert_andCleared() {
        RunMonitor monitor = started(new Agent(1_000, .01));

        List<Alert> alerts = feed(monitor, new Agent(1_000, .01), 5_000);

        assertThat(alerts).isEmpty();
        MonitorReport report = monitor.report();
        assertThat(report.verdict()).isEqualTo(Verdict.NO_REGRESSION);
        assertThat(report.runs()).isEqualTo(5_000);
        assertThat(report.open()).isEmpty();
        assertThat(finding(report, "latency").interval().low()).isLessThan(1);
        assertThat(finding(report, "latency").interval().high()).isBetween(1.0, 1.1);
        assertThat(report.notes().get(0)).contains("2000 baseline runs").contains("5.0 %");
    }

    @Test
    void moreErrors_areProvisional_thenConfirmed_thenResolved() {
        RunMonitor monitor = started(new Agent(1_000, .02));

        List<Alert> bad = feed(monitor, new Agent(1_000, .25), 400);

        List<Alert> errors =
                bad.stream().filter(alert -> about(alert, "errors", "overall")).toList();
        assertThat(errors).extracting(Alert::state).containsExactly(Alert.State.PROVISIONAL, Alert.State.CONFIRMED);
        assertThat(errors.get(0).runs()).isLessThan(100);
        assertThat(errors.get(0).evidence()).isGreaterThan(20);
        assertThat(errors.get(0).effect()).isGreaterThan(.1);
        assertThat(monitor.report().verdict()).isEqualTo(Verdict.REGRESSION);
        assertThat(monitor.report().open()).anyMatch(alert -> about(alert, "errors", "overall"));

        List<Alert> good = feed(monitor, new Agent(1_000, .02), 4_000);

        assertThat(good).anyMatch(alert -> about(alert, "errors", "overall") && alert.state() == Alert.State.RESOLVED);
        assertThat(monitor.report().open()).isEmpty();
        assertThat(monitor.report().verdict()).isNotEqualTo(Verdict.REGRESSION);
        assertThat(monitor.report().history()).hasSameSizeAs(concat(bad, good));
    }

    @Test
    void slowerRuns_areFound_thoughTrafficMovedToFastOnes() {
        RunMonitor monitor = started(new Agent(1_000, .02));
        Agent slower = new Agent(1_250, .02);
        slower.fastShare = .9;

        List<Alert> alerts = feed(monitor, slower, 600);

        assertThat(alerts).anyMatch(alert -> about(alert, "latency", "overall"));
        assertThat(finding(monitor.report(), "latency").effect()).isBetween(1.15, 1.35);
    }

    @Test
    void trafficThatMovesToSlowRuns_isNoSlowdown() {
        RunMonitor monitor = started(new Agent(1_000, .02));
        Agent moved = new Agent(1_000, .02);
        moved.fastShare = .1;
        assertThat(feed(monitor, moved, 1_500)).isEmpty();
    }

    @Test
    void changeAfterALongGoodTime_isFoundNotMuchLater() {
        int early = 0;
        int late = 0;
        for (int repeat = 0; repeat < 5; repeat++) {
            early += delayAfter(200);
            late += delayAfter(4_000);
        }
        assertThat(late).isLessThan(5 * early);
    }

    private int delayAfter(int good) {
        RunMonitor monitor = started(new Agent(1_000, .02));
        feed(monitor, new Agent(1_000, .02), good);
        for (int runs = 1; runs < 2_000; runs++) {
            if (!feed(monitor, new Agent(1_000, .10), 1).isEmpty()) {
                return runs;
            }
        }
        return 2_000;
    }

    @Test
    void quietPeriod_holdsBackTheNextAlert() {
        MonitorOptions quiet = MonitorOptions.defaults().quietPeriod(Duration.ofDays(3_650));
        RunMonitor monitor = RunMonitor.start(runs(new Agent(1_000, .02), 2_000), PATTERN, quiet);
        feed(monitor, new Agent(1_000, .3), 300);
        feed(monitor, new Agent(1_000, .02), 4_000);
        long before = raised(monitor);
        assertThat(feed(monitor, new Agent(1_000, .3), 300)).noneMatch(alert -> about(alert, "errors", "overall"));
        assertThat(raised(monitor)).isEqualTo(before);
    }

    private static long raised(RunMonitor monitor) {
        return monitor.report().history().stream()
                .filter(alert -> about(alert, "errors", "overall") && alert.state() == Alert.State.PROVISIONAL)
                .count();
    }

    @Test
    void savedState_goesOnAsIfNothingHappened() {
        RunMonitor one = started(new Agent(1_000, .02));
        List<Trace> first = runs(new Agent(1_000, .2), 150);
        List<Trace> second = runs(new Agent(1_000, .2), 150);
        List<Trace> third = runs(new Agent(1_000, .02), 2_000);
        first.forEach(run -> one.add(run, PATTERN.apply(run)));

        byte[] saved = MonitorCodec.write(one);
        RunMonitor two = MonitorCodec.read(saved);

        assertThat(MonitorCodec.write(two)).isEqualTo(saved);
        for (Trace run : concat(second, third)) {
            assertThat(two.add(run, PATTERN.apply(run))).isEqualTo(one.add(run, PATTERN.apply(run)));
        }
        assertThat(MonitorCodec.write(two)).isEqualTo(MonitorCodec.write(one));
        assertThat(two.report()).isEqualTo(one.report());
        assertThat(new String(saved, StandardCharsets.UTF_8)).doesNotContain("conversation-");
    }

    @Test
    void brokenState_isRefusedWithAReason() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MonitorCodec.read("{}".getBytes(StandardCharsets.UTF_8)))
                .withMessageContaining("format must be arc-eval-monitor/1");
        assertThatIllegalArgumentException().isThrownBy(() -> MonitorCodec.read("[".getBytes(StandardCharsets.UTF_8)));
        String text = new String(MonitorCodec.write(started(new Agent(1_000, .02))), StandardCharsets.UTF_8);
        for (int at = 1; at < text.length(); at += 97) {
            String cut = text.substring(0, at);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MonitorCodec.read(cut.getBytes(StandardCharsets.UTF_8)));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MonitorCodec.read(
                        text.replaceFirst("\"sums\":\\[", "\"sums\":[1,").getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void runsSeenBefore_countOnce() {
        RunMonitor monitor = started(new Agent(1_000, .02));
        List<Trace> batch = runs(new Agent(1_000, .02), 100);
        batch.forEach(run -> monitor.add(run, PATTERN.apply(run)));
        batch.forEach(run -> monitor.add(run, PATTERN.apply(run)));
        assertThat(monitor.report().runs()).isEqualTo(100);
        assertThat(monitor.report().notes()).anyMatch(note -> note.contains("left out: 100"));
    }

    @Test
    void conversation_isOnePieceOfEvidence() {
        RunMonitor monitor = started(new Agent(1_000, .02));
        for (int i = 0; i < 50; i++) {
            Trace run = Trace.of(
                    "talk" + i,
                    List.of(span("fast", 100, i)
                            .conversationId("conversation-1")
                            .build()));
            monitor.add(run, "fast");
        }
        assertThat(finding(monitor.report(), "errors").nCurrent()).isZero();
        assertThat(monitor.report().notes()).anyMatch(note -> note.contains("50 wait"));

        Trace later = Trace.of("later", List.of(span("fast", 100, 50 + 31).build()));
        monitor.add(later, "fast");

        assertThat(finding(monitor.report(), "errors").nCurrent()).isEqualTo(2);
    }

    @Test
    void batchOfOlderRuns_isCountedToo() {
        RunMonitor monitor = started(new Agent(1_000, .02));
        for (int minute : new int[] {10_000, 5_000, 5_100, 5_200}) {
            Trace run = Trace.of(
                    "run" + minute,
                    List.of(span("fast", 100, minute)
                            .conversationId("conversation-" + minute)
                            .build()));
            monitor.add(run, "fast");
        }
        assertThat(finding(monitor.report(), "errors").nCurrent()).isEqualTo(3);
    }

    @Test
    void evaluations_areWatchedByTheirLabelsElseTheirScores() {
        Agent graded = new Agent(1_000, .02);
        graded.passing = .9;
        RunMonitor monitor = started(graded);
        Agent worse = new Agent(1_000, .02);
        worse.passing = .6;

        List<Alert> alerts = feed(monitor, worse, 500);

        assertThat(alerts).anyMatch(alert -> about(alert, "quality:labelled", "overall"));
        assertThat(alerts).anyMatch(alert -> about(alert, "quality:scored", "overall"));
        Finding labelled = finding(monitor.report(), "quality:labelled");
        assertThat(labelled.better()).isEqualTo(Finding.Better.HIGHER);
        assertThat(labelled.baseline()).isBetween(.87, .93);
        assertThat(labelled.effect()).isBetween(-.4, -.2);
        assertThat(labelled.interval().high()).isLessThan(0);
    }

    @Test
    void tooSmallABaseline_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunMonitor.start(runs(new Agent(1_000, .02), 29), PATTERN, MonitorOptions.defaults()))
                .withMessage("baseline must have at least 30 runs to watch anything: 29");
    }

    @Test
    void options_nameWhatIsWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MonitorOptions.defaults().alpha(1))
                .withMessage("alpha must be between 0 and 1: 1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MonitorOptions.defaults().minimum("speed", 2))
                .withMessageContaining("unknown metric speed; known: aborts");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MonitorOptions.defaults().minimum("latency", .5))
                .withMessage("minimum of latency must be at least 1: 0.5");
    }

    @Test
    void runsThatAreAllOfTheirOwnKind_areWatchedTogether() {
        List<Trace> before = new ArrayList<>();
        for (Trace run : runs(new Agent(1_000, .02), 200)) {
            before.add(run);
        }
        RunMonitor monitor = RunMonitor.start(before, Trace::traceId, MonitorOptions.defaults());
        List<Alert> alerts = new ArrayList<>();
        for (Trace run : runs(new Agent(4_000, .02), 200)) {
            alerts.addAll(monitor.add(run, run.traceId()));
        }
        assertThat(alerts).anyMatch(alert -> about(alert, "latency", "overall"));
        assertThat(finding(monitor.report(), "latency").test()).contains("all runs");
    }

    /** Two workflows, a fast and a slow one. */
    private static final class Agent {
        private final double medianMs;
        private final double errorRate;
        private double fastShare = .5;
        private double passing = -1;

        Agent(double medianMs, double errorRate) {
            this.medianMs = medianMs;
            this.errorRate = errorRate;
        }
    }

    private RunMonitor started(Agent agent) {
        return RunMonitor.start(runs(agent, 2_000), PATTERN, MonitorOptions.defaults());
    }

    private List<Alert> feed(RunMonitor monitor, Agent agent, int count) {
        List<Alert> alerts = new ArrayList<>();
        for (Trace run : runs(agent, count)) {
            alerts.addAll(monitor.add(run, PATTERN.apply(run)));
        }
        return alerts;
    }

    private List<Trace> runs(Agent agent, int count) {
        List<Trace> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean fast = random.nextDouble() < agent.fastShare;
            double ms = agent.medianMs * (fast ? 1 : 8) * Math.exp(.4 * random.nextGaussian());
            int number = next++;
            Span.Builder span = span(fast ? "fast" : "slow", ms, number);
            if (agent.passing >= 0) {
                boolean passed = random.nextDouble() < agent.passing;
                span.evaluations(List.of(
                        new Evaluation("labelled", null, passed ? "pass" : "fail", null),
                        new Evaluation("scored", (passed ? .8 : .3) + .1 * random.nextGaussian(), null, null)));
            }
            boolean fails = random.nextDouble() < agent.errorRate;
            runs.add(Trace.of("run" + number, List.of((fails ? span.failed("ToolError", null) : span).build())));
        }
        return runs;
    }

    private static Span.Builder span(String name, double ms, int minute) {
        return Span.builder("1", name)
                .startEpochNanos(START + minute * MINUTE)
                .endEpochNanos(START + minute * MINUTE + Math.round(ms * 1e6));
    }

    private static boolean about(Alert alert, String metric, String scope) {
        return alert.metric().equals(metric) && alert.scope().equals(scope);
    }

    private static Finding finding(MonitorReport report, String metric) {
        return report.findings().stream()
                .filter(finding ->
                        finding.metric().equals(metric) && finding.scope().equals(Finding.OVERALL))
                .findFirst()
                .orElseThrow();
    }

    private static <T> List<T> concat(List<T> one, List<T> two) {
        List<T> all = new ArrayList<>(one);
        all.addAll(two);
        return all;
    }
}
