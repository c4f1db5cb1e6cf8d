package dev.arceval.trace;

import static dev.arceval.trace.TestObjects.child;
import static dev.arceval.trace.TestObjects.seconds;
import static dev.arceval.trace.TestObjects.span;
import static dev.arceval.trace.TestObjects.trace;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeTest {

    private static final List<Evaluation> FAILED = List.of(new Evaluation("task_success", 0.0, "fail", "wrong flight"));

    @Test
    void rootFailed_isAFailureWithItsEvidence() {
        assertThat(trace(span("root", 0).failed("IllegalStateException", "no order"))
                        .outcome())
                .isEqualTo(
                        new Outcome.Failure(Outcome.Failure.Cause.ERROR, "IllegalStateException", "no order", "root"));
    }

    @Test
    void rootTimedOut_isAborted() {
        for (String type :
                List.of("java.net.http.HttpTimeoutException", "CancellationException", "deadline_exceeded")) {
            assertThat(trace(span("root", 0).failed(type, null)).outcome().label())
                    .isEqualTo(Outcome.Label.ABORTED);
        }
    }

    @Test
    void errorBelowAGoodRoot_wasHandled() {
        assertThat(trace(span("root", 0), child("tool", "root", 1).failed("IOException", null))
                        .outcome())
                .isEqualTo(new Outcome.Success());
    }

    @Test
    void failingEvaluation_isAFailure_thoughNoSpanFailed() {
        assertThat(trace(span("root", 0).evaluations(FAILED)).outcome())
                .isEqualTo(
                        new Outcome.Failure(Outcome.Failure.Cause.EVALUATION, "task_success", "wrong flight", "root"));
    }

    @Test
    void error_winsOverAnEvaluation() {
        assertThat(trace(span("root", 0).evaluations(FAILED).failed("X", null)).outcome())
                .extracting(outcome -> ((Outcome.Failure) outcome).cause())
                .isEqualTo(Outcome.Failure.Cause.ERROR);
    }

    @Test
    void scoreWithoutLabel_saysNothing() {
        assertThat(trace(span("root", 0).evaluations(List.of(new Evaluation("toxicity", 0.0, null, null))))
                        .outcome())
                .isEqualTo(new Outcome.Success());
    }

    @Test
    void flatTrace_errorRedoneLater_isASuccess() {
        assertThat(trace(
                                span("a", 1).toolName("search").failed("X", null),
                                span("b", 2).toolName("search"))
                        .outcome())
                .isEqualTo(new Outcome.Success());
    }

    @Test
    void flatTrace_errorNotRedone_isAFailure() {
        assertThat(trace(
                                span("a", 1).toolName("search").failed("X", null),
                                span("b", 2).toolName("other"))
                        .outcome())
                .isEqualTo(new Outcome.Failure(Outcome.Failure.Cause.ERROR, "X", null, "a"));
    }

    @Test
    void rootWithoutEnd_isUnknown() {
        Span root = Span.builder("root", "agent").startEpochNanos(seconds(0)).build();
        assertThat(Trace.of("t", List.of(root, child("a", "root", 1).build()))
                        .outcome()
                        .label())
                .isEqualTo(Outcome.Label.UNKNOWN);
    }

    @Test
    void noTimesAtAll_isASuccess() {
        assertThat(Trace.of("t", List.of(Span.builder("a", "x").build())).outcome())
                .isEqualTo(new Outcome.Success());
    }

    @Test
    void query_matchesEveryCondition() {
        Trace trace =
                trace(span("root", 0).agentName("support").agentVersion("2").failed("X", null));
        TraceQuery query = TraceQuery.all()
                .agent("support")
                .version("2")
                .from(trace.startTime())
                .to(trace.startTime().plusNanos(1))
                .outcome(Outcome.Label.FAILURE);
        assertThat(query.matches(trace)).isTrue();
        assertThat(query.agent("other").matches(trace)).isFalse();
        assertThat(query.version("1").matches(trace)).isFalse();
        assertThat(query.from(trace.startTime().plusNanos(1)).matches(trace)).isFalse();
        assertThat(query.to(trace.startTime()).matches(trace)).isFalse();
        assertThat(query.outcome(Outcome.Label.SUCCESS).matches(trace)).isFalse();
    }
}
