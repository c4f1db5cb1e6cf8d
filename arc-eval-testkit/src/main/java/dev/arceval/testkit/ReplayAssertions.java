package dev.arceval.testkit;

import dev.arceval.RecordedTools;
import dev.arceval.eval.EvalCase;
import java.util.function.Function;

/**
 * Entry points of replay assertions, to be imported statically.
 *
 * @since 0.1
 */
public final class ReplayAssertions {

    private ReplayAssertions() {}

    /**
     * Runs the agent on the case, its tools being those of the running {@link RecycledTraces} test.
     *
     * @param agent the real agent, given the case's input; its exceptions are observed, not thrown
     * @throws IllegalStateException if no such test of this case runs on this thread
     */
    public static ReplayAssert assertThatReplay(EvalCase recorded, Function<? super String, ?> agent) {
        return assertThatReplay(recorded, CurrentReplay.tools(recorded), agent);
    }

    /**
     * Runs the agent on the case.
     *
     * @param tools the tools the agent uses, as {@link RecordedTools#of} makes them
     * @param agent the real agent, given the case's input; its exceptions are observed, not thrown
     */
    public static ReplayAssert assertThatReplay(
            EvalCase recorded, RecordedTools tools, Function<? super String, ?> agent) {
        return ReplayAssert.of(recorded, tools, agent);
    }
}
