package dev.arceval.store.postgresql;

import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Trace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A trace as it goes into the database.
 *
 * @param start nanoseconds since the epoch; 0 if unknown
 * @param pattern the hash of the pattern's id
 * @param terms see {@link Terms}
 * @param scores the evaluations in the trace that have a score
 * @param body checksum, length and packed text; not copied, rows do not leave the package
 */
record Row(
        String traceId,
        String agent,
        @Nullable String version,
        long start,
        String outcome,
        int spans,
        long pattern,
        int[] terms,
        List<Evaluation> scores,
        byte[] body) {

    /**
     * The columns beside the body and the entries in the indexes, as measured with ids of 32 characters and some forty
     * different words, see AppendRateTest.
     */
    static final int OVERHEAD = 1_375;

    static Row of(Trace trace, String pattern, byte[] body) {
        List<Evaluation> scores = trace.evaluations().stream()
                .filter(evaluation ->
                        evaluation.score() != null && !evaluation.score().isNaN())
                .toList();
        return new Row(
                trace.traceId(),
                trace.agent(),
                trace.agentVersion().orElse(null),
                trace.startEpochNanos(),
                trace.outcome().label().name(),
                trace.spans().size(),
                Terms.hash(pattern),
                Terms.of(trace),
                scores,
                body);
    }

    Key key() {
        return new Key(traceId, start);
    }

    /** About what the row takes on disk, with its places in the indexes. */
    long bytes() {
        return (long) body.length + OVERHEAD;
    }

    /** Where a row is: its start says in which partition. */
    record Key(String traceId, long start) {}
}
