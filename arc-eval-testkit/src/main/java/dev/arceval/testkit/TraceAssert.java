package dev.arceval.testkit;

import dev.arceval.trace.Outcome;
import dev.arceval.trace.Span;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Trace;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.AbstractAssert;

/**
 * AssertJ assertions on a trace; needs AssertJ on the class path.
 *
 * @since 0.1
 */
public final class TraceAssert extends AbstractAssert<TraceAssert, Trace> {

    private TraceAssert(Trace actual) {
        super(actual, TraceAssert.class);
    }

    /** Begins assertions; to be imported statically. */
    public static TraceAssert assertThatTrace(Trace actual) {
        return new TraceAssert(actual);
    }

    /** The run ended well. */
    public TraceAssert succeeded() {
        isNotNull();
        if (!(actual.outcome() instanceof Outcome.Success)) {
            failWithMessage("Expected trace %s to succeed, but it ended as %s", actual.traceId(), actual.outcome());
        }
        return this;
    }

    /** The run failed with this kind of error. */
    public TraceAssert failedWith(String errorType) {
        isNotNull();
        if (!(actual.outcome() instanceof Outcome.Failure failure)
                || !failure.errorType().equals(errorType)) {
            failWithMessage(
                    "Expected trace %s to fail with %s, but it ended as %s",
                    actual.traceId(), errorType, actual.outcome());
        }
        return this;
    }

    /** The answer is this text. */
    public TraceAssert answers(String text) {
        isNotNull();
        String answer = actual.output().orElse(null);
        if (!text.equals(answer)) {
            throw failureWithActualExpected(
                    answer,
                    text,
                    "Expected trace %s to answer %n  %s%nbut it answered %n  %s",
                    actual.traceId(),
                    text,
                    answer);
        }
        return this;
    }

    /** These tools were called, in this order, and no other. */
    public TraceAssert callsTools(String... names) {
        isNotNull();
        List<String> called = actual.toolCalls().stream().map(ToolCall::name).toList();
        if (!called.equals(List.of(names))) {
            failWithMessage("Expected trace %s to call %s, but it called %s", actual.traceId(), List.of(names), called);
        }
        return this;
    }

    /** This tool was not called. */
    public TraceAssert neverCalls(String tool) {
        isNotNull();
        if (actual.toolCalls().stream().anyMatch(call -> call.name().equals(tool))) {
            failWithMessage("Expected trace %s never to call %s, but it did", actual.traceId(), tool);
        }
        return this;
    }

    /** No step failed, handled or not. */
    public TraceAssert hasNoFailedStep() {
        isNotNull();
        actual.spans().stream()
                .filter(Span::failed)
                .findFirst()
                .ifPresent(failed -> failWithMessage(
                        "Expected trace %s to have no failed step, but %s failed: %s",
                        actual.traceId(), failed.name(), failed.statusMessage().orElse("")));
        return this;
    }

    /** So many tokens were used at most; fails if nobody counted. */
    public TraceAssert usesAtMostTokens(long tokens) {
        isNotNull();
        long used = actual.usage().totalTokens().orElse(Long.MAX_VALUE);
        if (used > tokens) {
            failWithMessage(
                    "Expected trace %s to use at most %s tokens, but it used %s",
                    actual.traceId(), tokens, used == Long.MAX_VALUE ? "an unknown number" : used);
        }
        return this;
    }

    /** The run took so long at most; fails if nobody measured. */
    public TraceAssert tookAtMost(Duration limit) {
        isNotNull();
        Duration took = actual.duration().orElse(null);
        if (took == null || took.compareTo(limit) > 0) {
            failWithMessage("Expected trace %s to take at most %s, but it took %s", actual.traceId(), limit, took);
        }
        return this;
    }
}
