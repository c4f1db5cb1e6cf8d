package dev.arceval.core.compare;

import dev.arceval.trace.Outcome;
import dev.arceval.trace.Trace;
import java.util.Arrays;
import java.util.Map;

/**
 * What a comparison needs to know about one run.
 *
 * @param ending how it ended
 * @param amounts figures in the order of {@link Amount}, NaN where unknown; never changed
 * @param logs their natural logarithms; never changed
 * @param judgements what evaluations say, by name
 * @param traits how it behaved
 * @param keys where it belongs
 */
record RunFacts(
        Ending ending,
        double[] amounts,
        double[] logs,
        Map<String, Judgement> judgements,
        Traits traits,
        RunKeys.Keys keys) {

    /** How a run ended. */
    enum Ending {
        /** It ran to its end, whether the answer was right or judged wrong afterwards: its amounts count. */
        COMPLETED,
        /** It ended in an error: it is fast or slow for another reason, so its amounts do not count. */
        ERROR,
        /** It was cut short by a time-out or a cancellation. */
        ABORTED,
        /** Nobody saw the end. */
        UNKNOWN
    }

    static RunFacts of(Trace trace, RunKeys keys) {
        double[] amounts = Amount.of(trace);
        return new RunFacts(
                ending(trace.outcome()),
                amounts,
                Arrays.stream(amounts).map(StrictMath::log).toArray(),
                Judgement.of(trace),
                Traits.of(trace),
                keys.of(trace));
    }

    private static Ending ending(Outcome outcome) {
        if (outcome instanceof Outcome.Success) {
            return Ending.COMPLETED;
        }
        if (outcome instanceof Outcome.Failure failure) {
            return failure.cause() == Outcome.Failure.Cause.EVALUATION ? Ending.COMPLETED : Ending.ERROR;
        }
        return outcome instanceof Outcome.Aborted ? Ending.ABORTED : Ending.UNKNOWN;
    }
}
