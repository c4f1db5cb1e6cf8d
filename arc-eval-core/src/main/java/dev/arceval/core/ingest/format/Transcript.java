package dev.arceval.core.ingest.format;

import dev.arceval.core.ingest.RecordSpans;
import dev.arceval.core.ingest.SpanDraft;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Message;
import dev.arceval.trace.Span;
import dev.arceval.trace.Usage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a trace of a conversation: the agent's run as the root, and below it one model call for each message of the
 * assistant and one tool call for each call it asks for, with the answer that carries the same id, or else the next one.
 *
 * <p>A model call is given what was said since the one before it, so that each text stands in the trace once. Where nobody
 * wrote down when something was said, times stay unknown and ids are in the order of the conversation, which is the order
 * of the spans then. Mutable, for one record.
 */
final class Transcript {

    private final String traceId;
    private final RecordSpans spans;
    private final Map<String, Deque<Said.Answer>> answersById = new LinkedHashMap<>();
    private final Deque<Said.Answer> answersInOrder = new ArrayDeque<>();
    private int position;

    String name = "conversation";

    @Nullable
    String agent;

    @Nullable
    String agentVersion;

    @Nullable
    String conversation;

    @Nullable
    String provider;

    @Nullable
    String model;

    Usage usage = Usage.none();
    long start;
    long end;
    boolean failed;

    @Nullable
    String errorType;

    @Nullable
    String errorMessage;

    final List<Evaluation> evaluations = new ArrayList<>();
    final Map<String, Object> attributes = new LinkedHashMap<>();

    Transcript(String traceId, RecordSpans spans) {
        this.traceId = traceId;
        this.spans = spans;
    }

    /** Writes what was said, and no more. */
    void write(List<Said> said) {
        write(said, null);
    }

    /**
     * Writes the trace.
     *
     * @param said the conversation, in order
     * @param answer the last call's answer, if it is known apart from what was said
     */
    void write(List<Said> said, @Nullable ModelCall answer) {
        List<Said> everything = new ArrayList<>(said);
        if (answer != null) {
            everything.addAll(answer.said);
        }
        everything.forEach(this::collect);
        String root = nextId();
        root(root, everything);
        steps(root, said, answer);
        orphans(root);
        if (start == 0 && everything.stream().allMatch(each -> each.start == 0)) {
            spans.repaired(Words.NO_TIMES);
        }
    }

    private void collect(Said said) {
        for (Said.Answer answer : said.answers) {
            if (answer.id() == null) {
                answersInOrder.add(answer);
            } else {
                answersById
                        .computeIfAbsent(answer.id(), id -> new ArrayDeque<>())
                        .add(answer);
            }
        }
    }

    private void root(String id, List<Said> everything) {
        SpanDraft draft = new SpanDraft(id, name)
                .times(start, end)
                .status(failed ? Span.Status.ERROR : Span.Status.UNSET, errorMessage)
                .attribute("gen_ai.operation.name", "invoke_agent");
        attributes.forEach(draft::attribute);
        Span read = spans.read(draft);
        Span.Builder root = read.toBuilder()
                .input(opening(everything))
                .output(last(everything).map(List::of).orElse(List.of()))
                .usage(usage)
                .evaluations(evaluations);
        if (errorType != null) {
            root.errorType(errorType);
        }
        spans.accept(traceId, named(root, read).build());
    }

    private Span.Builder named(Span.Builder span, Span read) {
        return span.agentName(agent == null ? read.agentName().orElse(null) : agent)
                .agentVersion(agentVersion)
                .conversationId(conversation == null ? read.conversationId().orElse(null) : conversation);
    }

    /** What the agent was asked: everything before it first spoke. */
    private static List<Message> opening(List<Said> everything) {
        List<Message> opening = new ArrayList<>();
        for (Said said : everything) {
            if (said.message.role() == Message.Role.ASSISTANT) {
                break;
            }
            if (said.message.role() != Message.Role.TOOL) {
                opening.add(said.message);
            }
        }
        return opening;
    }

    private static Optional<Message> last(List<Said> everything) {
        for (int i = everything.size() - 1; i >= 0; i--) {
            Message message = everything.get(i).message;
            if (message.role() == Message.Role.ASSISTANT && !message.text().isEmpty()) {
                return Optional.of(message);
            }
        }
        return Optional.empty();
    }

    private void steps(String root, List<Said> said, @Nullable ModelCall answer) {
        List<Message> pending = new ArrayList<>();
        for (int i = 0; i < said.size(); i++) {
            Said one = said.get(i);
            if (one.message.role() != Message.Role.ASSISTANT) {
                pending.add(one.message);
                continue;
            }
            int last = i;
            // What the responses API gives as several items is one answer.
            while (isItems(one) && last + 1 < said.size() && isItems(said.get(last + 1))) {
                last++;
            }
            modelCall(root, pending, said.subList(i, last + 1), null);
            pending = new ArrayList<>();
            i = last;
        }
        if (answer != null) {
            modelCall(root, pending, answer.said, answer);
        }
    }

    private static boolean isItems(Said said) {
        return said.message.role() == Message.Role.ASSISTANT && said.item;
    }

    private void modelCall(String root, List<Message> input, List<Said> output, @Nullable ModelCall call) {
        Said first = output.isEmpty() ? new Said(new Message(Message.Role.ASSISTANT, List.of(), null)) : output.get(0);
        Said last = output.isEmpty() ? first : output.get(output.size() - 1);
        String usedModel = call != null && call.model != null ? call.model : first.model == null ? model : first.model;
        SpanDraft draft = new SpanDraft(nextId(), usedModel == null ? "chat" : "chat " + usedModel)
                .parent(root)
                .times(first.start, last.end)
                .attribute("gen_ai.operation.name", "chat")
                .attribute("gen_ai.response.id", call == null ? null : call.responseId)
                .status(
                        call != null && call.errorType != null ? Span.Status.ERROR : Span.Status.UNSET,
                        call == null ? null : call.error);
        List<String> finish = call != null && !call.finishReasons.isEmpty()
                ? call.finishReasons
                : first.finishReason == null ? List.of() : List.of(first.finishReason);
        Span.Builder span = spans.read(draft).toBuilder()
                .input(input)
                .output(Said.messages(output))
                .model(usedModel)
                .provider(provider)
                .usage(call != null && !call.usage.isEmpty() ? call.usage : last.usage)
                .finishReasons(finish);
        if (call != null && call.errorType != null) {
            span.errorType(call.errorType);
        }
        spans.accept(traceId, span.build());
        for (Said said : output) {
            for (Message.Part part : said.message.parts()) {
                if (part instanceof Message.ToolRequest request) {
                    toolCall(root, request, last.end);
                }
            }
        }
    }

    private void toolCall(String root, Message.ToolRequest request, long asked) {
        Deque<Said.Answer> byId = request.id() == null ? null : answersById.get(request.id());
        Said.Answer answer = byId != null && !byId.isEmpty()
                ? byId.remove()
                : answersInOrder.isEmpty() || !fits(answersInOrder.peek(), request) ? null : answersInOrder.remove();
        toolSpan(root, request.name(), request.id(), request.arguments(), answer, asked);
    }

    private static boolean fits(Said.Answer answer, Message.ToolRequest request) {
        return answer.name() == null || answer.name().equals(request.name());
    }

    /** Answers nobody is known to have asked for; a window cut from a longer conversation starts with some. */
    private void orphans(String root) {
        List<Said.Answer> left = new ArrayList<>(answersInOrder);
        answersById.values().forEach(left::addAll);
        for (Said.Answer answer : left) {
            toolSpan(root, answer.name() == null ? "unknown" : answer.name(), answer.id(), null, answer, 0);
        }
    }

    private void toolSpan(
            String root,
            String tool,
            @Nullable String callId,
            @Nullable String arguments,
            Said.@Nullable Answer answer,
            long asked) {
        String error = answer == null ? null : answer.errorType();
        SpanDraft draft = new SpanDraft(nextId(), "execute_tool " + tool)
                .parent(root)
                .times(asked, 0)
                .attribute("gen_ai.operation.name", "execute_tool")
                .status(
                        error == null ? Span.Status.UNSET : Span.Status.ERROR,
                        answer == null || error == null ? null : answer.errorMessage());
        Span.Builder span = spans.read(draft).toBuilder()
                .toolName(tool.isEmpty() ? "unknown" : tool)
                .toolCallId(callId == null && answer != null ? answer.id() : callId)
                .toolArguments(arguments)
                .toolResult(answer == null ? null : answer.result());
        if (error != null) {
            span.errorType(error);
        }
        spans.accept(traceId, span.build());
    }

    private String nextId() {
        return Ids.step(traceId, ++position);
    }
}
