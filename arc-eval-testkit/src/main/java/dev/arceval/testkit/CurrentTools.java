package dev.arceval.testkit;

import dev.arceval.RecordedTools;
import dev.arceval.eval.EvalCase;
import org.jspecify.annotations.Nullable;

/** The tools of the test that runs on this thread, for assertions that are not handed them. */
final class CurrentTools {

    private static final ThreadLocal<@Nullable Current> CURRENT = new ThreadLocal<>();

    private CurrentTools() {}

    private record Current(EvalCase evalCase, RecordedTools tools) {}

    static void set(EvalCase evalCase, RecordedTools tools) {
        CURRENT.set(new Current(evalCase, tools));
    }

    static void clear() {
        CURRENT.remove();
    }

    static RecordedTools of(EvalCase evalCase) {
        Current current = CURRENT.get();
        if (current == null) {
            throw new IllegalStateException("no test of @RecycledTraces runs on this thread: call"
                    + " assertThatReplay(evalCase, tools, agent) with the tools the agent uses");
        }
        if (!current.evalCase().id().equals(evalCase.id())) {
            throw new IllegalStateException(
                    "this test runs case " + current.evalCase().id() + ", not " + evalCase.id()
                            + ": call assertThatReplay(evalCase, tools, agent) with the tools the agent uses");
        }
        return current.tools();
    }
}
