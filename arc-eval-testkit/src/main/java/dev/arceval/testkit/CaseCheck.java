package dev.arceval.testkit;

import dev.arceval.Redaction;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Observation;
import dev.arceval.eval.ReplayRun;
import dev.arceval.eval.Score;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** Looks a test over: no call may be hidden; what came of it goes into the report, or into the recording. */
record CaseCheck(CurrentReplay current, Cases cases, ReplayReport report) implements InvocationInterceptor {

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> invoked, ExtensionContext context)
            throws Throwable {
        try {
            proceed(invocation, current);
            note(context, null);
        } catch (TestAbortedException aborted) {
            throw aborted;
        } catch (Throwable failure) {
            ReplayRun.Result result = note(context, failure);
            if (report.updates(cases, result)) {
                throw new TestAbortedException("case " + result.evalCase().id() + " takes over what the agent did now");
            }
            throw failure;
        }
    }

    /** A test that failed has said why; one that passed must not have hidden a call. */
    static void proceed(InvocationInterceptor.Invocation<Void> invocation, CurrentReplay current) throws Throwable {
        invocation.proceed();
        List<String> unrecorded = current.context().unrecorded();
        if (!unrecorded.isEmpty()) {
            throw new AssertionFailedError(
                    "Case " + current.context().evalCase().id()
                            + " made calls that were not recorded, and the test passed without them:\n"
                            + Text.indented(String.join("\n", unrecorded)));
        }
    }

    private ReplayRun.Result note(ExtensionContext context, @Nullable Throwable failure) {
        ReplayRun.Result result = result(current, failure);
        report.add(cases.whole().name(), result);
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("arceval.case", result.evalCase().id());
        entries.put("arceval.trace", result.evalCase().provenance().traceId());
        entries.put("arceval.passed", String.valueOf(result.passed()));
        result.firstDivergence().ifPresent(divergence -> {
            entries.put("arceval.blame", divergence.blame().name());
            entries.put("arceval.divergence", divergence.what());
        });
        entries.values().removeIf(String::isBlank);
        context.publishReportEntry(entries);
        return result;
    }

    /** What a test's own assertion says may quote what the agent said, which nobody has looked at. */
    static String said(Throwable failure) {
        return Redaction.balanced().masking().redact(String.valueOf(failure.getMessage()));
    }

    /** What was judged; of a test that judged in its own way, or failed although the case passed, what it came to. */
    static ReplayRun.Result result(CurrentReplay current, @Nullable Throwable failure) {
        ReplayRun.Result judged = current.result();
        if (judged != null && judged.passed() == (failure == null)) {
            return judged;
        }
        EvalCase evalCase = current.context().evalCase();
        Observation observed = judged == null
                ? new Observation(
                        null,
                        null,
                        null,
                        current.context().steps(),
                        current.context().unrecorded(),
                        Duration.ZERO)
                : judged.observation();
        Score score = failure == null ? Score.pass("test") : Score.fail("test", said(failure));
        return new ReplayRun.Result(
                evalCase,
                observed,
                List.of(score),
                failure == null
                        ? null
                        : current.replay().judge(evalCase, observed).divergence());
    }
}
