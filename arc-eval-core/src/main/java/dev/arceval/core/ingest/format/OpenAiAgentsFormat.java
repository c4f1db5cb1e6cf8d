package dev.arceval.core.ingest.format;

import dev.arceval.core.ingest.RecordSpans;
import dev.arceval.core.ingest.Shape;
import dev.arceval.core.ingest.SpanDraft;
import dev.arceval.trace.Attributes;
import dev.arceval.trace.Span;
import dev.arceval.trace.Usage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the OpenAI Agents SDK hands to its trace processors and sends to OpenAI: a {@code trace} that names the workflow and
 * the group, and a {@code trace.span} for each step, in a batch under {@code data} or each on its own. The trace becomes the
 * span on top, without times, since it is told before anything has happened.
 */
final class OpenAiAgentsFormat implements JsonFormat {

    private static final String TRACE = "trace";
    private static final String SPAN = "trace.span";
    private static final String ATTRIBUTE = "openai_agents.";

    @Override
    public String name() {
        return "openai-agents";
    }

    @Override
    public int recognise(Shape shape) {
        for (String prefix : List.of("", "data[].")) {
            String object = shape.text(prefix + "object");
            if (object.equals(TRACE) && shape.has(prefix + "workflow_name")
                    || object.equals(SPAN) && shape.has(prefix + "span_data.type")) {
                return CERTAIN;
            }
        }
        return 0;
    }

    @Override
    public void read(Node record, RecordSpans spans) {
        List<Node> items = record.has("data") ? record.get("data").items() : List.of(record);
        Map<String, Node> turns = new HashMap<>();
        items.forEach(item -> turns.put(item.get("id").text(""), item.at("span_data", "data", "usage")));
        for (Node item : items) {
            String object = item.get("object").text("");
            String traceId = object.equals(TRACE)
                    ? item.get("id").text("")
                    : item.get("trace_id").text("");
            if (traceId.isEmpty()
                    || !object.equals(TRACE) && item.get("id").text("").isEmpty()) {
                spans.reject(item.path() + " must be a trace or a trace.span and have its ids");
            } else {
                spans.accept(
                        traceId, object.equals(TRACE) ? top(item, traceId, spans) : span(item, traceId, turns, spans));
            }
        }
    }

    private static String topId(String traceId) {
        return Ids.span("openai-agents", traceId);
    }

    private static SpanDraft draft(String id, String name) {
        return new SpanDraft(id, name).scope(new Span.Scope("openai_agents", null, Attributes.empty()));
    }

    private static Span top(Node trace, String traceId, RecordSpans spans) {
        SpanDraft draft = draft(topId(traceId), trace.get("workflow_name").text(""));
        trace.get("metadata").fields().forEach((name, value) -> {
            if (value.exists()) {
                draft.attribute(ATTRIBUTE + "metadata." + name, value.tree());
            }
        });
        return spans.read(draft).toBuilder()
                .kind(Span.Kind.CHAIN)
                .conversationId(trace.get("group_id").filled())
                .build();
    }

    /** @param turns what the turns of the same record used, by their ids */
    private static Span span(Node item, String traceId, Map<String, Node> turns, RecordSpans spans) {
        Node data = item.get("span_data");
        Node error = item.get("error");
        String type = data.get("type").text("");
        SpanDraft draft = draft(item.get("id").text(""), data.get("name").text(type))
                .parent(item.get("parent_id").text(topId(traceId)))
                .times(Words.time(item.get("started_at"), spans), Words.time(item.get("ended_at"), spans))
                .status(
                        error.isObject() ? Span.Status.ERROR : Span.Status.UNSET,
                        error.get("message").filled());
        if (error.has("data")) {
            draft.attribute(ATTRIBUTE + "error", error.get("data").tree());
        }
        data.fields().forEach((name, value) -> {
            boolean content =
                    List.of("type", "name", "input", "output", "usage", "model").contains(name);
            if (!content && value.exists() && !name.isEmpty()) {
                draft.attribute(name.equals("response_id") ? "gen_ai.response.id" : ATTRIBUTE + name, value.tree());
            }
        });
        Span.Builder span = spans.read(draft).toBuilder();
        Span.Kind kind = kind(type, data);
        span.kind(kind).operation(type).usage(usage(kind, item, data, turns));
        if (kind == Span.Kind.TOOL) {
            span.toolName(data.get("name").text("tool"))
                    .toolArguments(data.get("input").content())
                    .toolResult(data.get("output").content());
        } else {
            said(span, data);
        }
        if (kind == Span.Kind.AGENT) {
            span.agentName(data.get("name").filled());
        }
        return span.build();
    }

    /** A turn calls the model once, and of some calls only the turn says what they used. */
    private static Usage usage(Span.Kind kind, Node item, Node data, Map<String, Node> turns) {
        Usage own = Usages.of(data.has("usage") ? data.get("usage") : data.at("data", "usage"));
        Node turn = turns.get(item.get("parent_id").text(""));
        return own.isEmpty() && kind == Span.Kind.LLM && turn != null ? Usages.of(turn) : own;
    }

    private static void said(Span.Builder span, Node data) {
        span.model(data.get("model").filled());
        Contents.input(data.get("input")).ifPresent(span::input);
        List<Node> output = data.get("output").items();
        ModelCall answer = output.size() == 1 ? ModelCall.ofResponse(output.get(0)) : null;
        if (answer == null || answer.said.isEmpty()) {
            Contents.output(data.get("output")).ifPresent(span::output);
            return;
        }
        span.output(Said.messages(answer.said)).finishReasons(answer.finishReasons);
        if (answer.model != null) {
            span.model(answer.model);
        }
        if (!answer.usage.isEmpty()) {
            span.usage(answer.usage);
        }
    }

    private static Span.Kind kind(String type, Node data) {
        return switch (type) {
            case "agent" -> Span.Kind.AGENT;
            case "function" -> Span.Kind.TOOL;
            case "generation", "response" -> Span.Kind.LLM;
            case "guardrail" -> Span.Kind.GUARDRAIL;
            case "custom" -> data.at("data", "sdk_span_type").exists() ? Span.Kind.CHAIN : Span.Kind.OTHER;
            default -> Span.Kind.OTHER;
        };
    }
}
