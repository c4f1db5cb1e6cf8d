package dev.arceval;

import dev.arceval.eval.CallPolicy;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.MutationReport;
import dev.arceval.eval.Observation;
import dev.arceval.eval.ReplayRun;
import dev.arceval.eval.Score;
import dev.arceval.spi.Scorer;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * Runs a real agent on the cases of a dataset, its tools answered from the recording. Immutable: each option returns a
 * new replay. In JUnit, {@code @RecycledTraces} of the testkit does the same with one test per case.
 *
 * {@snippet class="dev.arceval.examples.Snippets" region="replay"}
 *
 * @since 0.1
 */
public interface Replay {

    /**
     * Starts a replay.
     *
     * @throws IllegalArgumentException if the dataset is empty: a replay of nothing would prove nothing
     */
    static Replay of(Dataset dataset) {
        return Implementation.get().replay(dataset);
    }

    /**
     * Says how the traces of the dataset were redacted, so that what the live agent says is brought into the same form before
     * it is compared. Without this call it is what {@code ARC_EVAL_REDACTION} and {@code ARC_EVAL_REDACTION_RULES} name, as
     * for a recycler. Needed where values are dropped or found by rules of one's own.
     */
    Replay redaction(Redaction redaction);

    /** Says when a call of any tool counts as the recorded one; default {@link CallPolicy#strict()}. */
    Replay tools(CallPolicy policy);

    /** Says the same of one tool, whatever holds for the others. */
    Replay tool(String name, CallPolicy policy);

    /** Says when a call of the model counts as the recorded one; default {@link CallPolicy#strict()}. */
    Replay model(CallPolicy policy);

    /**
     * Makes answers of a tool, recorded or not, come late by this time: the call waits, and {@link ReplayContext#clock()} moves as
     * far.
     */
    Replay delay(String tool, Duration delay);

    /** Adds a scorer to the check of the case's own expectations. */
    Replay scoredBy(Scorer scorer);

    /**
     * Runs the agent on every case, one after the other.
     *
     * @param agent given the case's tools and model, returns the agent to ask
     */
    ReplayRun run(Function<? super ReplayContext, ? extends Function<? super String, ?>> agent);

    /** Returns what one run of a case is answered with, under the policies of this replay, with nothing called yet. */
    ReplayContext context(EvalCase evalCase);

    /**
     * Runs the agent on one case and watches. Its exceptions become part of the observation.
     *
     * @param tools the tools the agent was given; a {@link ReplayContext} tells of model calls too
     */
    Observation observe(EvalCase evalCase, RecordedTools tools, Function<? super String, ?> agent);

    /** Scores what was observed: the case's expectations first, then each added scorer. */
    List<Score> score(EvalCase evalCase, Observation observation);

    /** Scores what was observed and, if it did not pass, finds where it left the recording. */
    ReplayRun.Result judge(EvalCase evalCase, Observation observation);

    /**
     * Changes the behaviour of an agent at its seams, one change at a time, and tells which changes the cases notice. Runs the
     * agent once a case, and again for each change of its tools' arguments and errors.
     *
     * @param agent given the case's tools and model, returns the agent to ask
     */
    MutationReport mutants(Function<? super ReplayContext, ? extends Function<? super String, ?>> agent);
}
