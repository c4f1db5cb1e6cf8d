package dev.arceval.core.mine;

import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.util.List;
import java.util.function.Function;

/**
 * Names the errors of a run by type and message without the parts that vary, each once: what error templates are folded from.
 * Of steps that failed because a step inside them did, only the innermost counts. Thread-safe; linear in the number of spans.
 */
public final class ErrorLabels implements Function<Trace, List<String>> {

    private static final int MOST = 20;

    @Override
    public List<String> apply(Trace trace) {
        return trace.spans().stream()
                .filter(span -> RunFacts.failedByItself(trace, span))
                .map(ErrorLabels::label)
                .distinct()
                .limit(MOST)
                .toList();
    }

    private static String label(Span span) {
        String type = span.errorType().orElse("error");
        String message = ErrorMask.mask(RunFacts.message(span));
        return message.isEmpty() ? type : type + ": " + message;
    }
}
