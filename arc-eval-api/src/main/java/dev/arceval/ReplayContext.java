package dev.arceval;

import dev.arceval.eval.EvalCase;
import dev.arceval.trace.Step;
import java.time.Clock;
import java.util.List;

/**
 * Everything one replayed case is answered with: the tools, which this is, the model, and the time.
 *
 * <p>How deep a replay goes is a matter of what the agent is given. With {@link #model()} and these tools only its own code
 * runs, without a network, in milliseconds. With the real model and these tools nothing has side effects. Single tools are
 * let through by {@link Replay#tool} and {@link dev.arceval.eval.CallPolicy#live()}.
 *
 * <p>Made for one run of one case; thread-safe.
 *
 * @since 0.1
 */
public interface ReplayContext extends RecordedTools {

    /** Returns the context of this case, with nothing called yet; {@link Replay#context} makes one under policies. */
    static ReplayContext of(EvalCase evalCase) {
        return Implementation.get().replayContext(evalCase);
    }

    /** Returns the case. */
    EvalCase evalCase();

    /** Returns the model of this case. */
    RecordedModel model();

    /** Returns a clock that stands at the time the run was recorded: what an agent says of today stays true. */
    Clock clock();

    /** Returns the calls of tools and models made so far, in order. */
    List<Step> steps();
}
