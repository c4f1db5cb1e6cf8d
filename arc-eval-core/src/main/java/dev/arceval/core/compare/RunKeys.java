package dev.arceval.core.compare;

import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says which runs repeat each other and which ran on both sides.
 *
 * @param pairBy attribute that names the input; absent for the usual one
 * @param clusterBy attribute that names what repeats; absent for the usual one
 */
record RunKeys(@Nullable String pairBy, @Nullable String clusterBy) {

    static final RunKeys USUAL = new RunKeys(null, null);

    /** No input is known that could have run on the other side. */
    static final long NO_PAIR = 0;

    /** Readers move these into the typed fields of spans. */
    private static final Set<String> CONVERSATION = Set.of("gen_ai.conversation.id", "conversation.id", "session.id");

    static RunKeys of(ComparisonOptions options) {
        return new RunKeys(options.pairBy(), options.clusterBy());
    }

    /** What repeats: the task, else the input, else the conversation, else the run itself. */
    long cluster(Trace trace) {
        Optional<Long> input = input(trace);
        return value(trace, clusterBy == null ? ComparisonOptions.TASK_ID : clusterBy)
                .map(id -> Fingerprint.of("task", id))
                .or(() -> input)
                .or(() -> trace.conversationId().map(id -> Fingerprint.of("conversation", id)))
                .orElseGet(() -> Fingerprint.of("trace", trace.traceId()));
    }

    /** Whether a run carries the attribute that says what repeats. */
    boolean namesCluster(Trace trace) {
        return value(trace, clusterBy == null ? ComparisonOptions.TASK_ID : clusterBy)
                .isPresent();
    }

    /** What may have run on both sides: the case, else the input, else the task; an attribute given is the only answer. */
    long pair(Trace trace) {
        if (pairBy != null) {
            return value(trace, pairBy).map(id -> Fingerprint.of("case", id)).orElse(NO_PAIR);
        }
        return value(trace, ComparisonOptions.CASE_ID)
                .map(id -> Fingerprint.of("case", id))
                .or(() -> input(trace))
                .or(() -> value(trace, ComparisonOptions.TASK_ID).map(id -> Fingerprint.of("task", id)))
                .orElse(NO_PAIR);
    }

    private static Optional<Long> input(Trace trace) {
        return trace.input().map(text -> Fingerprint.of("input", text.strip()));
    }

    private static Optional<String> value(Trace trace, String name) {
        for (Span span : trace.topLevel()) {
            Optional<Object> value =
                    span.attributes().get(name).or(() -> span.resource().get(name));
            if (value.isPresent()) {
                return value.map(Object::toString);
            }
        }
        return CONVERSATION.contains(name) ? trace.conversationId() : Optional.empty();
    }
}
