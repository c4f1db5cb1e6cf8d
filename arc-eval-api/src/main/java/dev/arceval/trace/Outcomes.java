package dev.arceval.trace;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Derives a run's outcome by the rules of {@link Trace#outcome()}. */
final class Outcomes {

    /** Words in an error type that mean the run was cut short rather than wrong. */
    private static final Set<String> ABORT_WORDS =
            Set.of("timeout", "timedout", "timed_out", "deadline", "cancel", "interrupted", "abort");

    private Outcomes() {}

    static Outcome of(Trace trace) {
        Span failed = trace.root().isPresent()
                ? trace.root().filter(Span::failed).orElse(null)
                : lastUnresolved(trace.topLevel());
        if (failed != null) {
            return ended(failed);
        }
        Outcome.Failure judged = failingEvaluation(trace);
        if (judged != null) {
            return judged;
        }
        return endUnseen(trace) ? new Outcome.Unknown("the root span has no end") : new Outcome.Success();
    }

    private static Outcome ended(Span failed) {
        String type = failed.errorType().orElse("error");
        String word = type.toLowerCase(Locale.ROOT);
        if (ABORT_WORDS.stream().anyMatch(word::contains)) {
            return new Outcome.Aborted(type, failed.spanId());
        }
        return new Outcome.Failure(
                Outcome.Failure.Cause.ERROR, type, failed.statusMessage().orElse(null), failed.spanId());
    }

    private static @Nullable Span lastUnresolved(List<Span> topLevel) {
        if (topLevel.stream().noneMatch(Span::failed)) {
            return null;
        }
        Set<Step> redone = new HashSet<>();
        for (int i = topLevel.size() - 1; i >= 0; i--) {
            Span span = topLevel.get(i);
            if (!span.failed()) {
                redone.add(Step.of(span));
            } else if (!redone.contains(Step.of(span))) {
                return span;
            }
        }
        return null;
    }

    /** What makes two spans attempts at the same thing. */
    private record Step(String name, Optional<String> operation, Optional<String> tool) {

        static Step of(Span span) {
            return new Step(span.name(), span.operation(), span.toolCall().map(ToolCall::name));
        }
    }

    private static Outcome.@Nullable Failure failingEvaluation(Trace trace) {
        for (Span span : trace.spans()) {
            for (Evaluation evaluation : span.evaluations()) {
                if (evaluation.passed().equals(Optional.of(false))) {
                    return new Outcome.Failure(
                            Outcome.Failure.Cause.EVALUATION,
                            evaluation.name(),
                            evaluation.explanation(),
                            span.spanId());
                }
            }
        }
        return null;
    }

    private static boolean endUnseen(Trace trace) {
        return trace.root()
                        .filter(root -> root.startEpochNanos() != 0 && root.endEpochNanos() == 0)
                        .isPresent()
                && trace.spans().stream().anyMatch(span -> span.endEpochNanos() != 0);
    }
}
