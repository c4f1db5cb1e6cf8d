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
public record RunKeys(@Nullable String pairBy, @Nullable String clusterBy) {

    static final RunKeys USUAL = new RunKeys(null, null);

    /** No input is known that could have run on the other side. */
    static final long NO_PAIR = 0;

    /** Readers move these into the typed fields of spans. */
    private static final Set<String> CONVERSATION = Set.of("gen_ai.conversation.id", "conversation.id", "session.id");

    static RunKeys of(ComparisonOptions options) {
        return new RunKeys(options.pairBy(), options.clusterBy());
    }

    /**
     * Where a run belongs.
     *
     * @param cluster what repeats: the task, else the input, else the conversation, else the run itself
     * @param pair what may have run on both sides: the case, else the input, else the task; an attribute given is the only
     *     answer
     * @param namesCluster whether the run carries the attribute that says what repeats
     */
    record Keys(long cluster, long pair, boolean namesCluster) {}

    /** Returns the same number for runs that repeat each other, told in the usual way. */
    public static long clusterOf(Trace trace) {
        return USUAL.of(trace).cluster();
    }

    Keys of(Trace trace) {
        Optional<String> task = value(trace, clusterBy == null ? ComparisonOptions.TASK_ID : clusterBy);
        Optional<String> side = value(trace, pairBy == null ? ComparisonOptions.CASE_ID : pairBy);
        // Reading the input is what costs most here, and it may serve as both.
        boolean needed = task.isEmpty() || (side.isEmpty() && pairBy == null);
        Optional<Long> input = needed ? input(trace) : Optional.empty();
        long cluster = task.map(id -> Fingerprint.of("task", id))
                .or(() -> input)
                .or(() -> trace.conversationId().map(id -> Fingerprint.of("conversation", id)))
                .orElseGet(() -> Fingerprint.of("trace", trace.traceId()));
        Optional<Long> pair = side.map(id -> Fingerprint.of("case", id));
        if (pairBy == null) {
            pair = pair.or(() -> input)
                    .or(() -> value(trace, ComparisonOptions.TASK_ID).map(id -> Fingerprint.of("task", id)));
        }
        return new Keys(cluster, pair.orElse(NO_PAIR), task.isPresent());
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
