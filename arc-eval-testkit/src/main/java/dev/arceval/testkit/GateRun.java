package dev.arceval.testkit;

import dev.arceval.Replay;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.PassRate;
import dev.arceval.eval.ReplayRun;
import dev.arceval.eval.Verdict;
import java.lang.reflect.Method;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * The invocations of a method with a {@link Gate}: rounds over all cases as long as the answer is open, then one that carries
 * it. JUnit takes an invocation from the stream when the one before has ended, which {@link Gate} makes sure of.
 */
final class GateRun {

    private static final int MOST_REPEATS = 1_000;

    private final Gate gate;
    private final Cases cases;
    private final Replay replay;
    private final ReplayReport report;
    private final GateBudget budget;
    private final RunsOfCases runs = new RunsOfCases();
    private long passed;
    private long done;
    private @Nullable String lastFailure;

    GateRun(Gate gate, Cases cases, Replay replay, ReplayReport report) {
        this.gate = gate;
        this.cases = cases;
        this.replay = replay;
        this.report = report;
        if (gate.repeats() < 1 || gate.repeats() > MOST_REPEATS) {
            throw new ExtensionConfigurationException(
                    "@Gate: repeats must be from 1 to " + MOST_REPEATS + ": " + gate.repeats());
        }
        this.budget = new GateBudget(gate);
        soFar();
    }

    private PassRate soFar() {
        try {
            return dev.arceval.Gate.passRate(passed, done, gate.passRate(), gate.confidence());
        } catch (IllegalArgumentException broken) {
            throw new ExtensionConfigurationException("@Gate: " + broken.getMessage(), broken);
        }
    }

    Stream<TestTemplateInvocationContext> invocations() {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(new Rounds(), Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    private boolean isOpen() {
        return budget.spent() == null && soFar().verdict() == Verdict.INCONCLUSIVE;
    }

    private String summary() {
        PassRate rate = soFar();
        return String.format(
                Locale.ROOT,
                "%s: %d of %d runs passed; the true share lies between %.0f %% and %.0f %% (wanted at least %.0f %%,"
                        + " confidence %.0f %% on each side); %s",
                word(rate.verdict()),
                passed,
                done,
                Math.floor(100 * rate.low()),
                Math.ceil(100 * rate.high()),
                100 * gate.passRate(),
                100 * gate.confidence(),
                budget.stopped(rate.verdict()));
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case NO_REGRESSION, IMPROVEMENT -> "PASSED";
            case REGRESSION -> "FAILED";
            case INCONCLUSIVE -> "INCONCLUSIVE";
        };
    }

    private final class Rounds implements Iterator<TestTemplateInvocationContext> {

        private int round;
        private int next;
        private boolean answered;

        @Override
        public boolean hasNext() {
            return !answered;
        }

        @Override
        public TestTemplateInvocationContext next() {
            if (answered) {
                throw new NoSuchElementException();
            }
            if (next == cases.chosen().size()) {
                next = 0;
                round++;
            }
            if (next == 0 && round > 0 && (round == gate.repeats() || !isOpen())) {
                answered = true;
                return new Answer();
            }
            return new Run(cases.chosen().get(next++), round + 1);
        }
    }

    /** One run of a case, which counts. */
    private final class Run implements TestTemplateInvocationContext, InvocationInterceptor {

        private final EvalCase evalCase;
        private final int round;
        private final CurrentReplay current;

        Run(EvalCase evalCase, int round) {
            this.evalCase = evalCase;
            this.round = round;
            this.current = new CurrentReplay(replay, replay.context(evalCase));
        }

        @Override
        public String getDisplayName(int invocationIndex) {
            return CaseInvocation.displayName(evalCase) + " (run " + round + " of at most " + gate.repeats() + ")";
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new Bench(current), this);
        }

        @Override
        public void interceptTestTemplateMethod(
                Invocation<Void> invocation, ReflectiveInvocationContext<Method> invoked, ExtensionContext context)
                throws Throwable {
            try {
                CaseCheck.proceed(invocation, current);
                count(null);
            } catch (TestAbortedException aborted) {
                throw aborted;
            } catch (Exception | AssertionError failure) {
                count(failure);
                throw new TestAbortedException("did not pass, and counts: " + CaseCheck.said(failure), failure);
            }
        }

        private void count(@Nullable Throwable failure) {
            ReplayRun.Result result = CaseCheck.result(current, failure);
            done++;
            budget.add(result);
            passed += failure == null ? 1 : 0;
            lastFailure = failure == null ? lastFailure : CaseCheck.said(failure);
            runs.add(result, done);
            report.add(cases.whole().name(), result);
        }
    }

    /** The test that carries the answer; the method itself is not run again. */
    private final class Answer implements TestTemplateInvocationContext, InvocationInterceptor {

        @Override
        public String getDisplayName(int invocationIndex) {
            return "gate";
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(
                    new Bench(new CurrentReplay(
                            replay, replay.context(cases.chosen().get(0)))),
                    this);
        }

        @Override
        public void interceptTestTemplateMethod(
                Invocation<Void> invocation, ReflectiveInvocationContext<Method> invoked, ExtensionContext context) {
            invocation.skip();
            String answer = summary();
            context.publishReportEntry("arceval.gate", answer);
            report.gate(context, answer);
            if (!gate.baseline().isEmpty()) {
                runs.compare(gate.baseline(), report);
            }
            Verdict verdict = soFar().verdict();
            if (verdict == Verdict.REGRESSION) {
                throw new AssertionFailedError(answer + "\nlast failure: " + lastFailure);
            }
            if (verdict == Verdict.INCONCLUSIVE) {
                if (gate.whenInconclusive() == Gate.WhenInconclusive.FAIL) {
                    throw new AssertionFailedError(answer);
                }
                throw new TestAbortedException(answer);
            }
        }
    }
}
