package dev.arceval.testkit;

import dev.arceval.Replay;
import dev.arceval.eval.EvalCase;
import java.util.List;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;

/** One test: a case, and what answers from its recording. */
final class CaseInvocation implements TestTemplateInvocationContext {

    private static final int MAX_INPUT_CHARS = 60;

    private final EvalCase evalCase;
    private final Replay replay;
    private final Cases cases;
    private final ReplayReport report;

    CaseInvocation(EvalCase evalCase, Replay replay, Cases cases, ReplayReport report) {
        this.evalCase = evalCase;
        this.replay = replay;
        this.cases = cases;
        this.report = report;
    }

    @Override
    public String getDisplayName(int invocationIndex) {
        return displayName(evalCase);
    }

    static String displayName(EvalCase evalCase) {
        return evalCase.id() + ": " + Text.oneLine(evalCase.input(), MAX_INPUT_CHARS);
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
        Bench bench = new Bench(new CurrentReplay(replay, replay.context(evalCase)));
        return List.of(bench, new CaseCheck(bench.current(), cases, report));
    }
}
