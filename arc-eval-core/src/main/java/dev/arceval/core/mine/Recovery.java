package dev.arceval.core.mine;

import dev.arceval.trace.Outcome;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether a run recovered: a step failed, a later step did not, and the run ended well.
 *
 * <p>Whether the later step is the same tool or another way does not matter, but the end does: in real traces a tool that
 * succeeded on the second try was found in more failed runs than good ones, so a retry alone proves nothing. A run that
 * ends with the failed step has given up politely and did not recover.
 */
final class Recovery {

    private Recovery() {}

    static boolean shownBy(Trace trace, Outcome outcome) {
        if (!(outcome instanceof Outcome.Success)) {
            return false;
        }
        List<Span> spans = trace.spans();
        int last = spans.size() - 1;
        while (last >= 0 && !spans.get(last).failed()) {
            last--;
        }
        if (last < 0) {
            return false;
        }
        Span failed = spans.get(last);
        Set<String> around = enclosing(trace, failed);
        return spans.subList(last + 1, spans.size()).stream()
                .anyMatch(span -> !around.contains(span.spanId()) && startsAfter(failed, span));
    }

    private static boolean startsAfter(Span failed, Span later) {
        return failed.endEpochNanos() == 0 || later.startEpochNanos() >= failed.endEpochNanos();
    }

    /** The ids of the spans that hold {@code span}: they may start with it, but are no later step. */
    private static Set<String> enclosing(Trace trace, Span span) {
        Map<String, Span> byId = new HashMap<>();
        trace.spans().forEach(each -> byId.put(each.spanId(), each));
        Set<String> ids = new HashSet<>();
        Span parent = span.parentSpanId().map(byId::get).orElse(null);
        while (parent != null && ids.add(parent.spanId())) {
            parent = parent.parentSpanId().map(byId::get).orElse(null);
        }
        return ids;
    }
}
