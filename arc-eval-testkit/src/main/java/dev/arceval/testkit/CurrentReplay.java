package dev.arceval.testkit;

import dev.arceval.RecordedTools;
import dev.arceval.Replay;
import dev.arceval.ReplayContext;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.ReplayRun;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The replay of the test that runs on this thread, for assertions that are not handed it, and what they found. */
final class CurrentReplay {

    private static final ThreadLocal<@Nullable CurrentReplay> CURRENT = new ThreadLocal<>();

    private final Replay replay;
    private final ReplayContext context;
    private ReplayRun.@Nullable Result result;

    CurrentReplay(Replay replay, ReplayContext context) {
        this.replay = replay;
        this.context = context;
    }

    static void set(CurrentReplay current) {
        CURRENT.set(current);
    }

    static void clear() {
        CURRENT.remove();
    }

    /** Returns the tools of the running test, which must be one of this case. */
    static RecordedTools tools(EvalCase evalCase) {
        CurrentReplay current = CURRENT.get();
        if (current == null) {
            throw new IllegalStateException("no test of @RecycledTraces runs on this thread: call"
                    + " assertThatReplay(evalCase, tools, agent) with the tools the agent uses");
        }
        EvalCase running = current.context.evalCase();
        if (!running.id().equals(evalCase.id())) {
            throw new IllegalStateException("this test runs case " + running.id() + ", not " + evalCase.id()
                    + ": call assertThatReplay(evalCase, tools, agent) with the tools the agent uses");
        }
        return current.context;
    }

    /** Returns the replay that made these tools; one without options if nobody knows. */
    static Replay replay(EvalCase evalCase, RecordedTools tools) {
        CurrentReplay current = CURRENT.get();
        return current != null && current.context == tools
                ? current.replay
                : Replay.of(new Dataset("test", List.of(evalCase)));
    }

    /** Takes a note of what was judged, for the report. */
    static void judged(ReplayRun.Result result) {
        CurrentReplay current = CURRENT.get();
        if (current != null
                && current.context.evalCase().id().equals(result.evalCase().id())) {
            current.result = result;
        }
    }

    ReplayContext context() {
        return context;
    }

    /** Returns what was judged last; null if nothing was. */
    ReplayRun.@Nullable Result result() {
        return result;
    }

    Replay replay() {
        return replay;
    }
}
