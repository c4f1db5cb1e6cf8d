package dev.arceval.core.mine;

import dev.arceval.trace.Outcome;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.util.List;

/**
 * Whether a run broke off: it was cut short, nobody saw its end, or its last step is a tool call whose result no model took up,
 * in a run that has model calls and records what they say.
 */
final class Abandonment {

    private Abandonment() {}

    static boolean shownBy(Trace trace, Outcome outcome) {
        if (outcome instanceof Outcome.Aborted || outcome instanceof Outcome.Unknown) {
            return true;
        }
        List<Span> spans = trace.spans();
        Span last = spans.get(spans.size() - 1);
        return last.kind() == Span.Kind.TOOL
                && trace.root().map(root -> root.outputText().isEmpty()).orElse(true)
                && spans.stream().anyMatch(Abandonment::speaks)
                && spans.stream().noneMatch(span -> span.kind() == Span.Kind.LLM && endsAfter(span, last));
    }

    /** A model that answers with calls alone may have no text; one that is heard shows that content is recorded. */
    private static boolean speaks(Span span) {
        return span.kind() == Span.Kind.LLM && span.outputText().isPresent();
    }

    private static boolean endsAfter(Span span, Span last) {
        return span.endEpochNanos() > last.endEpochNanos();
    }
}
