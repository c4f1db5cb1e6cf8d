package dev.arceval.testkit;

import dev.arceval.RecordedTools;
import dev.arceval.Replay;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Observation;
import dev.arceval.eval.ReplayRun;
import dev.arceval.eval.Score;
import dev.arceval.spi.Scorer;
import java.util.List;
import java.util.function.Function;
import org.opentest4j.AssertionFailedError;

/**
 * What an agent did on a case, ready to be judged. Immutable: the agent has run once and does not run again.
 *
 * @since 0.1
 */
public final class ReplayAssert {

    private final EvalCase recorded;
    private final Observation observation;
    private final Replay replay;

    private ReplayAssert(EvalCase recorded, Observation observation, Replay replay) {
        this.recorded = recorded;
        this.observation = observation;
        this.replay = replay;
    }

    static ReplayAssert of(EvalCase recorded, RecordedTools tools, Function<? super String, ?> agent) {
        Replay replay = CurrentReplay.replay(recorded, tools);
        return new ReplayAssert(recorded, replay.observe(recorded, tools, agent), replay);
    }

    /** Adds a scorer to the check of the case's own expectations. */
    public ReplayAssert scoredBy(Scorer scorer) {
        return new ReplayAssert(recorded, observation, replay.scoredBy(scorer));
    }

    /** Returns what the agent did. */
    public Observation observation() {
        return observation;
    }

    /** Returns what each scorer says, the case's expectations first. */
    public List<Score> scores() {
        return replay.score(recorded, observation);
    }

    /** Returns what each scorer says and, if the case did not pass, where the run left the recording. */
    public ReplayRun.Result result() {
        return replay.judge(recorded, observation);
    }

    /**
     * Fails unless the agent met the case's expectations, every added scorer passed or abstained, and every tool call was
     * answered from the recording. The message shows what is different, the first difference first.
     *
     * @return this, for further assertions
     */
    public ReplayAssert meetsExpectations() {
        ReplayRun.Result result = result();
        CurrentReplay.judged(result);
        if (result.passed()) {
            return this;
        }
        String message = FailureMessage.of(result);
        throw recorded.expectedAnswer()
                .map(expected -> new AssertionFailedError(
                        message, expected, observation.output().orElse(null)))
                .orElseGet(() -> new AssertionFailedError(message));
    }
}
