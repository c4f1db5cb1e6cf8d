package dev.arceval.core.monitor;

import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Trace;
import dev.arceval.trace.Usage;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a monitor keeps of one run: numbers only.
 *
 * @param pattern the runs it is like
 * @param ending how it ended
 * @param ms how long it took, of a completed run
 * @param tokens what its model calls consumed, of a completed run
 * @param costUsd what they cost, of a completed run
 * @param failed by name of an evaluation, 1 where its label is a failing one, else 0
 * @param scores by name of an evaluation, its score
 */
record RunValues(
        String pattern,
        Ending ending,
        @Nullable Double ms,
        @Nullable Double tokens,
        @Nullable Double costUsd,
        Map<String, Double> failed,
        Map<String, Double> scores) {

    /** What a clock that ticks in milliseconds calls 0 ms has no logarithm. */
    private static final double SHORTEST_MS = 0.001;

    /** How a run ended. */
    enum Ending {
        /** It ran to its end, whatever the answer is worth. */
        COMPLETED,
        /** It ended in an error. */
        ERROR,
        /** It was cut short. */
        ABORTED,
        /** Nobody saw the end. */
        UNKNOWN
    }

    static RunValues of(Trace run, String pattern) {
        Ending ending = ending(run.outcome());
        boolean completed = ending == Ending.COMPLETED;
        Usage usage = completed ? run.usage() : Usage.none();
        Map<String, Double> failed = new TreeMap<>();
        Map<String, Double> scores = new TreeMap<>();
        for (Evaluation evaluation : run.evaluations()) {
            evaluation.passed().ifPresent(passed -> failed.put(evaluation.name(), passed ? 0.0 : 1.0));
            Double score = evaluation.score();
            if (score != null && Double.isFinite(score)) {
                scores.put(evaluation.name(), score);
            }
        }
        Double ms = completed ? run.duration().map(RunValues::milliseconds).orElse(null) : null;
        Double tokens =
                usage.totalTokens().isPresent() ? positive(usage.totalTokens().getAsLong()) : null;
        Double cost = usage.cost().isPresent() ? positive(usage.cost().getAsDouble()) : null;
        return new RunValues(pattern, ending, ms, tokens, cost, failed, scores);
    }

    private static @Nullable Double milliseconds(Duration duration) {
        return duration.isNegative()
                ? null
                : Double.valueOf(Math.max(SHORTEST_MS, duration.getSeconds() * 1e3 + duration.getNano() / 1e6));
    }

    /** What cost nothing has no logarithm. */
    private static @Nullable Double positive(double value) {
        return value > 0 ? value : null;
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
