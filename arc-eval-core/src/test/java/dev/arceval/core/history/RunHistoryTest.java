package dev.arceval.core.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.eval.Finding;
import dev.arceval.eval.HistoryReport;
import dev.arceval.eval.Verdict;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RunHistoryTest {

    private static final Instant FIRST = Instant.parse("2026-01-05T00:30:00Z");

    private final SplittableRandom random = new SplittableRandom(5);

    @Test
    void slowdown_isFoundOnItsDay_inAnyOrderOfRuns() {
        List<Trace> runs = new ArrayList<>();
        for (int day = 0; day < 40; day++) {
            for (int i = 0; i < 20; i++) {
                runs.add(run(FIRST.plus(day, ChronoUnit.DAYS), day < 25 ? 1_000 : 1_500, "pass", null));
            }
        }
        HistoryReport report = report(runs, RunHistory.Step.DAY);
        Collections.shuffle(runs, new Random(1));

        assertThat(report(runs, RunHistory.Step.DAY)).isEqualTo(report);
        assertThat(report.verdict()).isEqualTo(Verdict.REGRESSION);
        HistoryReport.Series latency = report.series("latency").orElseThrow();
        assertThat(latency.points()).hasSize(40);
        assertThat(latency.changes()).singleElement().satisfies(change -> {
            assertThat(change.label()).isEqualTo("2026-01-30");
            assertThat(change.worse()).isTrue();
            assertThat(change.after() / change.before()).isBetween(1.35, 1.65);
        });
        assertThat(report.series("errors").orElseThrow().changes()).isEmpty();
        assertThat(report.series("quality:judge").orElseThrow().better()).isEqualTo(Finding.Better.HIGHER);
    }

    @Test
    void worseNewestDay_alarms_beforeThereIsALevel() {
        List<Trace> runs = new ArrayList<>();
        for (int day = 0; day < 30; day++) {
            for (int i = 0; i < 20; i++) {
                String label = day == 29 && i < 8 ? "fail" : "pass";
                runs.add(run(FIRST.plus(day, ChronoUnit.DAYS), day == 29 ? 2_000 : 1_000, label, null));
            }
        }
        HistoryReport report = report(runs, RunHistory.Step.DAY);

        assertThat(report.verdict()).isEqualTo(Verdict.REGRESSION);
        for (String metric : List.of("latency", "quality:judge")) {
            HistoryReport.Series series = report.series(metric).orElseThrow();
            assertThat(series.changes()).isEmpty();
            assertThat(series.endsInAlarm()).isTrue();
            assertThat(series.alarms())
                    .singleElement()
                    .satisfies(alarm -> assertThat(alarm.label()).isEqualTo("2026-02-03"));
        }
        assertThat(report.series("quality:judge").orElseThrow().alarms().get(0).value())
                .isEqualTo(.6);
        assertThat(report(runs.subList(0, 29 * 20), RunHistory.Step.DAY).verdict())
                .isEqualTo(Verdict.NO_REGRESSION);
    }

    @Test
    void betterNewestDay_orASingleFailure_isNoAlarm() {
        List<Trace> runs = new ArrayList<>();
        for (int day = 0; day < 30; day++) {
            for (int i = 0; i < 20; i++) {
                String label = day == 29 && i == 0 ? "fail" : "pass";
                runs.add(run(FIRST.plus(day, ChronoUnit.DAYS), day == 29 ? 300 : 1_000, label, null));
            }
        }
        assertThat(report(runs, RunHistory.Step.DAY).series())
                .allSatisfy(series -> assertThat(series.alarms()).isEmpty());
    }

    @Test
    void versions_standInOrderOfAppearance() {
        List<Trace> runs = new ArrayList<>();
        for (int version = 0; version < 24; version++) {
            for (int i = 0; i < 10; i++) {
                runs.add(run(
                        FIRST.plus(version, ChronoUnit.HOURS),
                        version < 12 ? 1_000 : 400,
                        "pass",
                        "v" + (50 - version)));
            }
        }
        HistoryReport report = report(runs, RunHistory.Step.VERSION);
        HistoryReport.Series latency = report.series("latency").orElseThrow();
        assertThat(latency.points()).extracting(HistoryReport.Point::label).startsWith("v50", "v49");
        assertThat(latency.changes())
                .singleElement()
                .satisfies(change -> assertThat(change.worse()).isFalse());
        assertThat(report.verdict()).isEqualTo(Verdict.NO_REGRESSION);
    }

    @Test
    void everyMonday_isNoChange() {
        List<Trace> runs = new ArrayList<>();
        for (int hour = 0; hour < 24 * 28; hour++) {
            Instant at = FIRST.plus(hour, ChronoUnit.HOURS);
            boolean busy = hour % 168 < 48;
            for (int i = 0; i < 5; i++) {
                runs.add(run(at, busy ? 3_000 : 1_000, "pass", null));
            }
        }
        assertThat(report(runs, RunHistory.Step.HOUR)
                        .series("latency")
                        .orElseThrow()
                        .changes())
                .isEmpty();
    }

    @Test
    void fewRuns_areLeftOut_andTooFewPointsAreNoAnswer() {
        List<Trace> runs = new ArrayList<>();
        for (int day = 0; day < 8; day++) {
            for (int i = 0; i < (day == 3 ? 2 : 6); i++) {
                runs.add(run(FIRST.plus(day, ChronoUnit.DAYS), 1_000, "pass", null));
            }
        }
        HistoryReport report = report(runs, RunHistory.Step.DAY);
        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.series("latency").orElseThrow().points()).hasSize(7);
        assertThat(report.notes()).anyMatch(note -> note.contains("fewer than 5 runs were left out: 1"));
        assertThat(report(List.of(), RunHistory.Step.WEEK).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void numbers_haveATrendWhereTheyHaveNoLevels() {
        double[] steady = new double[40];
        for (int i = 0; i < steady.length; i++) {
            steady[i] = 100 + random.nextGaussian();
        }
        HistoryReport.Series series = RunHistory.ofValues("size", Finding.Better.LOWER, steady)
                .series()
                .get(0);
        assertThat(series.changes()).isEmpty();
        assertThat(series.trend()).isNotNull();
        assertThat(series.trend().clear()).isFalse();
        assertThat(series.trend().interval().low()).isLessThan(0);
    }

    private static HistoryReport report(List<Trace> runs, RunHistory.Step step) {
        RunHistory history = new RunHistory(step, 5, Set.of());
        runs.forEach(history::add);
        return history.report();
    }

    private Trace run(Instant at, double ms, String label, String version) {
        long start = at.toEpochMilli() * 1_000_000;
        Span.Builder span = Span.builder("1", "answer")
                .startEpochNanos(start)
                .endEpochNanos(start + Math.round(ms * Math.exp(.3 * random.nextGaussian()) * 1e6))
                .evaluations(List.of(new Evaluation("judge", .5, label, null)));
        if (version != null) {
            span.agentVersion(version);
        }
        return Trace.of("t" + random.nextLong(), List.of(span.build()));
    }
}
