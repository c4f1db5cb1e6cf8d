package dev.arceval.core.compare;

import dev.arceval.trace.Outcome;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison needs to know about one run.
 *
 * @param ending how it ended, as far as latency and errors care
 * @param duration how long it took; absent if unknown or negative
 * @param cluster what repeats: the task, else the input, else the run itself
 * @param pair what may have run on both sides: the case, else the input, else the task; {@link #NO_PAIR} if
 *     none is known
 */
record RunFacts(Ending ending, @Nullable Duration duration, long cluster, long pair) {

    static final long NO_PAIR = 0;

    private static final String TASK_ID = "eval.task.id";
    private static final String CASE_ID = "eval.case.id";

    /** How a run ended. */
    enum Ending {
        /** It ran to its end, whether the answer was right or judged wrong afterwards: its latency counts. */
        COMPLETED,
        /** It ended in an error or was cut short: it is fast or slow for another reason, so its latency does not count. */
        ERROR,
        /** Nobody saw the end: it counts nowhere. */
        UNKNOWN
    }

    static RunFacts of(Trace trace) {
        Optional<Long> input = trace.input().map(text -> Fingerprint.of("input", text.strip()));
        Optional<Long> task = attribute(trace, TASK_ID).map(id -> Fingerprint.of("task", id));
        long cluster = task.or(() -> input).orElseGet(() -> Fingerprint.of("trace", trace.traceId()));
        long pair = attribute(trace, CASE_ID)
                .map(id -> Fingerprint.of("case", id))
                .or(() -> input)
                .or(() -> task)
                .orElse(NO_PAIR);
        Duration duration =
                trace.duration().filter(length -> !length.isNegative()).orElse(null);
        return new RunFacts(ending(trace.outcome()), duration, cluster, pair);
    }

    private static Optional<String> attribute(Trace trace, String name) {
        for (Span span : trace.topLevel()) {
            Optional<Object> value = span.attributes().get(name);
            if (value.isPresent()) {
                return value.map(Object::toString);
            }
        }
        return Optional.empty();
    }

    private static Ending ending(Outcome outcome) {
        if (outcome instanceof Outcome.Success) {
            return Ending.COMPLETED;
        }
        if (outcome instanceof Outcome.Failure failure) {
            return failure.cause() == Outcome.Failure.Cause.EVALUATION ? Ending.COMPLETED : Ending.ERROR;
        }
        return outcome instanceof Outcome.Aborted ? Ending.ERROR : Ending.UNKNOWN;
    }
}
