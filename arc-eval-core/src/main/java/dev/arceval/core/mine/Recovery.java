package dev.arceval.core.mine;

import dev.arceval.trace.Outcome;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether a run recovered: a step failed, a later one went another way and worked, and the run ended well.
 *
 * <p>The same call once more is a retry and proves nothing: in real traces a tool that succeeded on the second try was found in
 * more failed runs than good ones. Another way is another tool, other arguments, or for a failed model call another model. A
 * model that only talks after a tool failed has given up politely. The end decides in any case.
 */
final class Recovery {

    private Recovery() {}

    static boolean shownBy(Trace trace, Outcome outcome) {
        if (!(outcome instanceof Outcome.Success)) {
            return false;
        }
        List<Span> failed = trace.spans().stream()
                .filter(span -> RunFacts.failedByItself(trace, span))
                .toList();
        if (failed.isEmpty()) {
            return false;
        }
        Set<Long> worked = new HashSet<>();
        List<Span> later = new ArrayList<>(trace.spans());
        later.removeIf(span -> span.failed() || !trace.children(span).isEmpty());
        later.forEach(span -> worked.add(Way.of(span)));
        return failed.stream()
                .filter(span -> !worked.contains(Way.of(span)))
                .anyMatch(span -> later.stream().anyMatch(other -> isAnotherWay(span, other)));
    }

    private static boolean isAnotherWay(Span failed, Span later) {
        return acts(later, failed) && startsAfter(failed, later) && Way.of(failed) != Way.of(later);
    }

    /** Whether {@code step} could do the job of {@code failed}: a model does that of a model, anything that acts that of a tool. */
    private static boolean acts(Span step, Span failed) {
        return (step.kind() == Span.Kind.LLM) == (failed.kind() == Span.Kind.LLM);
    }

    private static boolean startsAfter(Span failed, Span later) {
        return failed.endEpochNanos() == 0
                ? later.startEpochNanos() >= failed.startEpochNanos()
                : later.startEpochNanos() >= failed.endEpochNanos();
    }
}
