package dev.arceval.core.doctor;

import dev.arceval.trace.Diagnosis.Content;
import dev.arceval.trace.Diagnosis.Use;
import dev.arceval.trace.Framework;
import dev.arceval.trace.Message;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Span;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What one trace carries: for each kind of content in how many of the spans to which it applies. Sets of {@link Content} are
 * bits by ordinal: this is done for every trace that is read.
 */
final class TraceFacts {

    private static final Set<String> ASKS_FOR_TOOL = Set.of("tool_calls", "tool_use", "function_call", "tool_call");
    private static final Content[] CONTENTS = Content.values();
    private static final Use[] USES = Use.values();
    private static final int[] NEEDS = needs();

    private final Trace trace;
    private final long[] with = new long[CONTENTS.length];
    private final long[] of = new long[CONTENTS.length];
    private int applies;
    private int there;

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
        if (!framework.isUnknown()) {
            return true;
        }
        for (Span span : trace.spans()) {
            if (span.kind() != Span.Kind.OTHER) {
                return true;
            }
        }
        return trace.input().isPresent() || trace.output().isPresent();
    }

    /** The bit of a kind of content. */
    static int bit(Content content) {
        return 1 << content.ordinal();
    }

    static int bits(Collection<Content> contents) {
        int bits = 0;
        for (Content content : contents) {
            bits |= bit(content);
        }
        return bits;
    }

    private static int[] needs() {
        int[] needs = new int[USES.length];
        for (Use use : USES) {
            needs[use.ordinal()] = bits(use.needs());
        }
        return needs;
    }

    /** Returns how many of the spans to which {@code content} applies carry it. */
    long spansWith(Content content) {
        return with[content.ordinal()];
    }

    /** Returns to how many spans {@code content} applies. */
    long spansOf(Content content) {
        return of[content.ordinal()];
    }

    /** Returns whether {@code content} makes sense anywhere in the trace. */
    boolean appliesTo(Content content) {
        return (applies & bit(content)) != 0;
    }

    /** Returns whether the trace carries {@code content} wherever it applies. */
    boolean carries(Content content) {
        return (there & bit(content)) != 0;
    }

    /** Returns the bits of what the trace should carry and does not. */
    int lacks() {
        return applies & ~there;
    }

    /** Returns whether such a use makes sense for the trace. */
    boolean allows(Use use) {
        return switch (use) {
            case EXPECTATION -> appliesTo(Content.ANSWER);
            case COST -> appliesTo(Content.TOKENS);
            default -> true;
        };
    }

    /** Returns whether the trace carries all that such a use needs. */
    boolean supports(Use use) {
        return (lacks() & NEEDS[use.ordinal()]) == 0;
    }

    private void look() {
        Outcome.Label outcome = trace.outcome().label();
        boolean failed = outcome == Outcome.Label.FAILURE || outcome == Outcome.Label.ABORTED;
        whole(Content.INPUT, trace.input().isPresent());
        if (!failed) {
            whole(Content.ANSWER, trace.output().isPresent());
        }
        whole(Content.CONVERSATION, trace.conversationId().isPresent());
        whole(Content.VERSION, trace.agentVersion().isPresent());
        whole(Content.OUTCOME, failed || isEvaluated() || statesSuccess());
        whole(Content.TIMES, trace.duration().isPresent());
        modelCalls();
        toolCalls();
    }

    private boolean isEvaluated() {
        for (Span span : trace.spans()) {
            if (!span.evaluations().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private boolean statesSuccess() {
        return trace.root().map(root -> root.status() == Span.Status.OK).orElse(false);
    }

    private void note(Content content, boolean carried) {
        applies |= bit(content);
        there |= carried ? bit(content) : 0;
    }

    private void spans(Content content, long carrying, long all) {
        with[content.ordinal()] = carrying;
        of[content.ordinal()] = all;
    }

    private void whole(Content content, boolean carried) {
        note(content, carried);
        long carrying = 0;
        for (Span span : trace.spans()) {
            carrying += carriedBy(content, span) ? 1 : 0;
        }
        spans(content, carrying, trace.spans().size());
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
        List<Span> calls = spans(span -> span.kind() == Span.Kind.LLM && !span.failed());
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

    private List<Span> spans(Predicate<Span> wanted) {
        List<Span> found = new ArrayList<>();
        for (Span span : trace.spans()) {
            if (wanted.test(span)) {
                found.add(span);
            }
        }
        return found;
    }

    /** A call is often recorded twice, by the framework and by the client below it: it is enough if one of them says it. */
    private void covered(Content content, List<Span> calls, Predicate<Span> says) {
        int saying = 0;
        for (Span call : calls) {
            saying += says.test(call) ? 1 : 0;
        }
        note(content, saying == calls.size() || (saying > 0 && coveredByRelatives(calls, says)));
        spans(content, saying, calls.size());
    }

    private boolean coveredByRelatives(List<Span> calls, Predicate<Span> says) {
        Map<String, Span> byId = new HashMap<>();
        trace.spans().forEach(span -> byId.put(span.spanId(), span));
        Set<String> saying = new HashSet<>();
        Set<String> aboveSaying = new HashSet<>();
        for (Span call : calls) {
            if (says.test(call)) {
                saying.add(call.spanId());
                aboveSaying.addAll(ancestors(call, byId));
            }
        }
        return calls.stream()
                .allMatch(call -> saying.contains(call.spanId())
                        || aboveSaying.contains(call.spanId())
                        || ancestors(call, byId).stream().anyMatch(saying::contains));
    }

    private static Set<String> ancestors(Span span, Map<String, Span> byId) {
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
        int calls = 0;
        int answerable = 0;
        int withArguments = 0;
        for (Span span : trace.spans()) {
            ToolCall call = span.toolCall().orElse(null);
            if (call != null || span.kind() == Span.Kind.TOOL) {
                calls++;
                answerable += (call == null ? span.failed() : call.answerable()) ? 1 : 0;
                withArguments += call != null && call.arguments() != null ? 1 : 0;
            }
        }
        if (calls == 0) {
            for (Span span : trace.spans()) {
                if (asksForTool(span)) {
                    note(Content.TOOL_ARGUMENTS, false);
                    note(Content.TOOL_RESULTS, false);
                    break;
                }
            }
            return;
        }
        note(Content.TOOL_RESULTS, answerable == calls);
        // Where some calls carry arguments, those that do not had none.
        note(Content.TOOL_ARGUMENTS, withArguments > 0);
        spans(Content.TOOL_RESULTS, answerable, calls);
        spans(Content.TOOL_ARGUMENTS, withArguments, calls);
    }

    private static boolean asksForTool(Span span) {
        for (String reason : span.finishReasons()) {
            if (ASKS_FOR_TOOL.contains(reason)) {
                return true;
            }
        }
        for (Message message : span.output()) {
            for (Message.Part part : message.parts()) {
                if (part instanceof Message.ToolRequest) {
                    return true;
                }
            }
        }
        return false;
    }
}
