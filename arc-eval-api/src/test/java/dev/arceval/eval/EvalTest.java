package dev.arceval.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arceval.trace.Feedback;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class EvalTest {

    @Test
    void dataset_sortsByIdAndRefusesTwins() {
        assertThat(new Dataset("d", List.of(evalCase("b"), evalCase("a"))).cases())
                .extracting(EvalCase::id)
                .containsExactly("a", "b");
        assertThatThrownBy(() -> new Dataset("d", List.of(evalCase("a"), evalCase("a"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("holds case a twice");
    }

    @Test
    void evalCase_thatExpectsNothing_isRefused() {
        assertThatThrownBy(() -> evalCase("a").withExpectations(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expects nothing");
    }

    @Test
    void replay_passesOnlyIfSomethingPassedAndNothingElse() {
        assertThat(result(List.of(), Score.pass("s"), Score.abstain("t", "")).passed())
                .isTrue();
        assertThat(result(List.of(), Score.abstain("t", "")).passed()).isFalse();
        assertThat(result(List.of(), Score.pass("s"), Score.fail("t", "")).passed())
                .isFalse();
        assertThat(result(List.of(), Score.pass("s"), Score.error("t", "")).passed())
                .isFalse();
        assertThat(result(List.of("search was never recorded"), Score.pass("s")).passed())
                .isFalse();
    }

    @Test
    void reliabilityThatFell_saysByHowMuch() {
        Finding fallen = finding("pass^k:polite", Finding.Scale.DIFFERENCE, -.1, Verdict.REGRESSION);
        Regression.Reliability reliability = new Regression.Reliability(fallen);

        assertThat(reliability.decrease()).isEqualTo(.1);
        assertThat(reliability.evaluation()).isEqualTo("polite");
    }

    @Test
    void feedback_keepsWhatWasSaidBefore() {
        Feedback feedback =
                Feedback.of(false, "erika", Instant.EPOCH).withScore(2).withNotes("wrong order");

        assertThat(feedback.notes()).isEqualTo("wrong order");
        assertThat(feedback.rating()).hasValue(2);
        assertThat(feedback.verdict()).hasValue(false);
    }

    @Test
    void report_listsWhatGotWorse() {
        Finding slower = finding("latency", Finding.Scale.RATIO, 1.6, Verdict.REGRESSION);
        Finding better = finding("errors", Finding.Scale.DIFFERENCE, -.1, Verdict.IMPROVEMENT);
        RegressionReport report =
                new RegressionReport(Verdict.REGRESSION, true, List.of(slower, better), List.of(), List.of());
        assertThat(report.regressions())
                .singleElement()
                .isInstanceOfSatisfying(
                        Regression.Latency.class,
                        latency -> assertThat(latency.slowdown()).isCloseTo(.6, Offset.offset(1e-12)));
        assertThat(report.improvements()).containsExactly(better);
        assertThat(report.overall("errors")).hasValue(better);
    }

    @Test
    void weights_outsideTheirRange_areRefused() {
        assertThatThrownBy(() -> QualityWeights.defaults().errorOccurred(1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("errorOccurred");
        assertThatThrownBy(() -> QualityWeights.defaults().recent(Double.NaN, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void pattern_showsItsMostTellingKindFirst() {
        TracePattern pattern = new TracePattern(
                "0123456789abcdef",
                "0123456789abcdef",
                Set.of(TracePattern.Kind.SUCCESS, TracePattern.Kind.RECOVERY),
                3,
                3,
                List.of("chat"),
                List.of(),
                java.util.Map.of(),
                3,
                0,
                TracePattern.Quantiles.none(),
                TracePattern.Quantiles.none(),
                Instant.EPOCH,
                Instant.EPOCH,
                List.of(),
                List.of(),
                null,
                List.of());
        assertThat(pattern.kind()).isEqualTo(TracePattern.Kind.RECOVERY);
    }

    private static EvalCase evalCase(String id) {
        return new EvalCase(
                id,
                "input",
                List.of(),
                List.of(new Expectation.Succeeds()),
                new EvalCase.Provenance(
                        "trace",
                        List.of("trace"),
                        "agent",
                        null,
                        null,
                        Set.of(),
                        Instant.EPOCH,
                        1,
                        new EvalCase.Baseline(null, null)));
    }

    private static ReplayRun.Result result(List<String> unrecorded, Score... scores) {
        return new ReplayRun.Result(
                evalCase("a"),
                new Observation("answer", null, null, List.of(), unrecorded, Duration.ZERO),
                List.of(scores));
    }

    private static Finding finding(String metric, Finding.Scale scale, double effect, Verdict verdict) {
        return new Finding(
                metric,
                Finding.OVERALL,
                verdict,
                Finding.Better.LOWER,
                1.0,
                1.0,
                effect,
                null,
                scale,
                .001,
                10,
                10,
                "t",
                null,
                null,
                List.of());
    }
}
