package dev.arceval.core.curate;

import dev.arceval.eval.EvaluationCandidate;
import dev.arceval.eval.TracePattern.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a run that could become a case.
 *
 * @param inputHead the start of the input, for people
 * @param goodness how good a model for others it is
 * @param said what people said about it
 * @param answerHash hash of its answer; 0 without one
 * @param task the same for runs that repeat one task
 * @param structure features of its steps and size
 * @param evidence features of its kinds and error
 */
record Candidate(
        String traceId,
        long startEpochNanos,
        String agent,
        String inputHead,
        InputText input,
        List<String> tools,
        @Nullable String errorType,
        String patternId,
        long task,
        Set<Kind> kinds,
        Goodness goodness,
        Said said,
        long answerHash,
        Quality.Properties properties,
        int[] structure,
        int[] evidence) {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** How good a model for others a run is; the best comes last. */
    enum Goodness {
        FAILED,
        SUCCEEDED,
        /** It succeeded, and an evaluation or a person says so. */
        CONFIRMED
    }

    boolean good() {
        return goodness != Goodness.FAILED;
    }

    EvaluationCandidate toApi(Quality quality, Evidence worth) {
        return new EvaluationCandidate(
                traceId,
                Instant.ofEpochSecond(startEpochNanos / NANOS_PER_SECOND, startEpochNanos % NANOS_PER_SECOND),
                agent,
                inputHead,
                tools,
                errorType,
                patternId,
                kinds,
                quality.of(this),
                quality.terms(this),
                worth.of(this),
                worth.terms(this));
    }
}
