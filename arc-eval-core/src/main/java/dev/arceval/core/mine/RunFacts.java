package dev.arceval.core.mine;

import dev.arceval.trace.Outcome;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * What mining needs to know about one run beside its structure. Computed once.
 *
 * @param errorTypes those of failed steps, each once; of a run that an evaluation failed, {@code evaluation} and its name too
 * @param failedSteps tokens of steps below the root that failed by themselves
 * @param errors what steps that failed by themselves said, each once
 * @param models models that answered
 */
record RunFacts(
        String traceId,
        Outcome outcome,
        boolean recovered,
        boolean looped,
        boolean abandoned,
        long weight,
        Example example,
        OptionalDouble durationMs,
        OptionalLong tokens,
        Set<String> errorTypes,
        Set<Token> failedSteps,
        List<Said> errors,
        Set<String> models) {

    private static final int MOST_MODELS = 8;
    private static final int MOST_ERRORS = 20;

    /** A masked message, with the kind of error and the step. */
    record Said(long key, String type, String step, String message) {}

    static RunFacts of(Trace trace, Vocabulary vocabulary) {
        Outcome outcome = trace.outcome();
        OptionalDouble durationMs = Kinds.durationMs(trace, outcome);
        Set<String> errorTypes = new HashSet<>();
        Set<Token> failedSteps = new HashSet<>();
        Map<Long, Said> errors = new LinkedHashMap<>();
        Set<String> models = new TreeSet<>();
        for (Span span : trace.spans()) {
            if (span.failed()) {
                errorTypes.add(typeOf(span));
            }
            if (failedByItself(trace, span)) {
                Token token = vocabulary.tokenOf(span);
                Said said = said(span, token);
                errors.putIfAbsent(said.key, said);
                if (!isTop(trace, span)) {
                    failedSteps.add(token);
                }
            }
            span.model().ifPresent(models::add);
        }
        if (outcome instanceof Outcome.Failure failure && failure.cause() == Outcome.Failure.Cause.EVALUATION) {
            errorTypes.add("evaluation " + failure.errorType());
        }
        return new RunFacts(
                trace.traceId(),
                outcome,
                !errorTypes.isEmpty() && Recovery.shownBy(trace, outcome),
                Repetition.shownBy(trace),
                Abandonment.shownBy(trace, outcome),
                SamplingWeight.of(trace),
                Example.of(trace.traceId(), trace.startEpochNanos(), durationMs),
                durationMs,
                tokens(trace),
                errorTypes,
                failedSteps,
                errors.values().stream().limit(MOST_ERRORS).toList(),
                models.size() <= MOST_MODELS ? models : new TreeSet<>(new ArrayList<>(models).subList(0, MOST_MODELS)));
    }

    /** Whether a step failed and not only passed on what failed inside it. */
    static boolean failedByItself(Trace trace, Span span) {
        return span.failed() && trace.children(span).stream().noneMatch(Span::failed);
    }

    /** Whether the run failed or was cut short. */
    boolean failed() {
        return outcome instanceof Outcome.Failure || outcome instanceof Outcome.Aborted;
    }

    boolean succeeded() {
        return outcome instanceof Outcome.Success;
    }

    private static boolean isTop(Trace trace, Span span) {
        return trace.root().map(span::equals).orElse(false);
    }

    private static OptionalLong tokens(Trace trace) {
        return trace.usage().totalTokens();
    }

    private static String typeOf(Span span) {
        return span.errorType().orElse("error");
    }

    private static Said said(Span span, Token token) {
        String message = ErrorMask.mask(message(span));
        long key = Hash.of(typeOf(span) + '\u001f' + token.hash() + '\u001f' + message);
        return new Said(key, typeOf(span), token.label(), message);
    }

    /** Returns what a failed step said: its status, else what the tool returned. */
    static String message(Span span) {
        return span.statusMessage()
                .filter(text -> !text.isBlank())
                .or(() -> span.toolCall().flatMap(call -> Optional.ofNullable(call.result())))
                .orElse("");
    }
}
