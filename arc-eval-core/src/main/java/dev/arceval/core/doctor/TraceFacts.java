package dev.arceval.core.doctor;

import dev.arceval.trace.Diagnosis.Content;
import dev.arceval.trace.Diagnosis.Share;
import dev.arceval.trace.Diagnosis.Use;
import dev.arceval.trace.Framework;
import dev.arceval.trace.Message;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Span;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Trace;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What one trace carries: for each kind of content in how many of the spans to which it applies. */
final class TraceFacts {

    private static final Set<String> ASKS_FOR_TOOL = Set.of("tool_calls", "tool_use", "function_call", "tool_call");

    private final Trace trace;
    private final Map<String, Span> byId = new HashMap<>();
    private final Map<Content, Share> spans = new EnumMap<>(Content.class);
    private final Map<Content, Boolean> carries = new EnumMap<>(Content.class);

    private TraceFacts(Trace trace) {
        this.trace = trace;
    }

    static TraceFacts of(Trace trace) {
        TraceFacts facts = new TraceFacts(trace);
        facts.look();
        return facts;
    }

    /** Whether an agent, a model or a tool took part. */
    static boolean ofAgent(Trace trace, Framework framework) {
        return !framework.isUnknown()
                || trace.spans().stream().anyMatch(span -> span.kind() != Span.Kind.OTHER)
                || trace.input().isPresent()
                || trace.output().isPresent();
    }

    /** Returns in how many of the spans to which it applies {@code content} is. */
    Share spans(Content content) {
        return spans.getOrDefault(content, Share.NONE);
    }

    /** Returns whether the trace carries {@code content} wherever it applies; empty if it applies nowhere. */
    Optional<Boolean> carries(Content content) {
        return Optional.ofNullable(carries.get(content));
    }

    Set<Content> lacks() {
        Set<Content> lacks = EnumSet.noneOf(Content.class);
        carries.forEach((content, there) -> {
            if (!there) {
                lacks.add(content);
            }
        });
        return lacks;
    }

    /** Returns whether the trace can be used so; empty if the use makes no sense for it. */
    Optional<Boolean> supports(Use use) {
        boolean makesSense = switch (use) {
            case EXPECTATION -> carries.containsKey(Content.ANSWER);
            case COST -> carries.containsKey(Content.TOKENS);
            default -> true;
        };
        return makesSense
                ? Optional.of(use.needs().stream().allMatch(need -> carries.getOrDefault(need, true)))
                : Optional.empty();
    }

    private void look() {
        trace.spans().forEach(span -> byId.put(span.spanId(), span));
        Outcome.Label outcome = trace.outcome().label();
        boolean failed = outcome == Outcome.Label.FAILURE || outcome == Outcome.Label.ABORTED;
        whole(Content.INPUT, trace.input().isPresent());
        if (!failed) {
            whole(Content.ANSWER, trace.output().isPresent());
        }
        whole(Content.CONVERSATION, trace.conversationId().isPresent());
        whole(Content.VERSION, trace.agentVersion().isPresent());
        whole(Content.OUTCOME, failed || !trace.evaluations().isEmpty() || statesSuccess());
        whole(Content.TIMES, trace.duration().isPresent());
        modelCalls();
        toolCalls();
    }

    private boolean statesSuccess() {
        return trace.root().map(root -> root.status() == Span.Status.OK).orElse(false);
    }

    private void whole(Content content, boolean there) {
        carries.put(content, there);
        long with =
                trace.spans().stream().filter(span -> carriedBy(content, span)).count();
        spans.put(content, new Share(with, trace.spans().size()));
    }

    private static boolean carriedBy(Content content, Span span) {
        return switch (content) {
            case INPUT -> span.inputText().isPresent();
            case ANSWER -> span.outputText().isPresent();
            case CONVERSATION -> span.conversationId().isPresent();
            case VERSION ->
                span.agentVersion().isPresent()
                        || span.resource().text("service.version").isPresent();
            case OUTCOME ->
                span.status() != Span.Status.UNSET || !span.evaluations().isEmpty();
            case TIMES -> span.duration().isPresent();
            default -> false;
        };
    }

    private void modelCalls() {
        // A call that failed has no answer whose tokens could be counted.
        List<Span> calls = trace.spans().stream()
                .filter(span -> span.kind() == Span.Kind.LLM && !span.failed())
                .toList();
        if (calls.isEmpty()) {
            return;
        }
        covered(
                Content.MESSAGES,
                calls,
                span -> !span.input().isEmpty() || !span.output().isEmpty());
        covered(Content.MODEL, calls, span -> span.model().isPresent());
        covered(Content.TOKENS, calls, span -> span.usage().totalTokens().isPresent());
    }

    /** A call is often recorded twice, by the framework and by the client below it: it is enough if one of them says it. */
    private void covered(Content content, List<Span> calls, Predicate<Span> says) {
        Set<String> saying = new HashSet<>();
        Set<String> aboveSaying = new HashSet<>();
        for (Span call : calls) {
            if (says.test(call)) {
                saying.add(call.spanId());
                aboveSaying.addAll(ancestors(call));
            }
        }
        boolean all = calls.stream()
                .allMatch(call -> saying.contains(call.spanId())
                        || aboveSaying.contains(call.spanId())
                        || ancestors(call).stream().anyMatch(saying::contains));
        carries.put(content, all);
        spans.put(content, new Share(saying.size(), calls.size()));
    }

    private Set<String> ancestors(Span span) {
        Set<String> ancestors = new HashSet<>();
        Span at = span;
        while (at != null && at.parentSpanId().isPresent()) {
            String parent = at.parentSpanId().get();
            if (!ancestors.add(parent)) {
                break;
            }
            at = byId.get(parent);
        }
        return ancestors;
    }

    private void toolCalls() {
        List<Span> calls = trace.spans().stream()
                .filter(span -> span.kind() == Span.Kind.TOOL || span.toolCall().isPresent())
                .toList();
        if (calls.isEmpty()) {
            if (trace.spans().stream().anyMatch(TraceFacts::asksForTool)) {
                carries.put(Content.TOOL_ARGUMENTS, false);
                carries.put(Content.TOOL_RESULTS, false);
            }
            return;
        }
        long answerable = calls.stream()
                .filter(span -> span.toolCall().map(ToolCall::answerable).orElse(span.failed()))
                .count();
        long withArguments = calls.stream()
                .filter(span ->
                        span.toolCall().map(call -> call.arguments() != null).orElse(false))
                .count();
        carries.put(Content.TOOL_RESULTS, answerable == calls.size());
        // Where some calls carry arguments, those that do not had none.
        carries.put(Content.TOOL_ARGUMENTS, withArguments > 0);
        spans.put(Content.TOOL_RESULTS, new Share(answerable, calls.size()));
        spans.put(Content.TOOL_ARGUMENTS, new Share(withArguments, calls.size()));
    }

    private static boolean asksForTool(Span span) {
        return span.finishReasons().stream().anyMatch(ASKS_FOR_TOOL::contains)
                || span.output().stream()
                        .flatMap(message -> message.parts().stream())
                        .anyMatch(Message.ToolRequest.class::isInstance);
    }
}
