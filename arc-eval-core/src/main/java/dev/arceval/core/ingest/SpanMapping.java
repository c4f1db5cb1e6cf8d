package dev.arceval.core.ingest;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Message;
import dev.arceval.trace.Span;
import dev.arceval.trace.Usage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fills the typed fields of a span from its attributes and events.
 *
 * <p>An attribute that feeds a field is gone from the attributes, so that each text exists once; every other one stays.
 */
final class SpanMapping {

    /** How the conventions name the span of a tool call. */
    private static final String TOOL_SPAN = "execute_tool ";

    static final String EVALUATION_EVENT = "gen_ai.evaluation.result";
    static final String EVALUATION_NAME = "gen_ai.evaluation.name";
    static final String EVALUATION_SCORE = "gen_ai.evaluation.score.value";
    static final String EVALUATION_LABEL = "gen_ai.evaluation.score.label";
    static final String EVALUATION_EXPLANATION = "gen_ai.evaluation.explanation";

    private final Map<String, Object> rest = new AttributeMap();
    private final @Nullable Fed[] fed = new Fed[Field.values().length];
    private final Map<String, Map<String, Object>> indexed = new LinkedHashMap<>();
    private final List<Evaluation> evaluations = new ArrayList<>();
    private final Conversation conversation;

    private record Fed(String attribute, Object raw, Object value, int rank) {}

    /** Returns the ids that stand in for those of the span, where they could not be written as such. */
    record Ids(
            @Nullable String traceId,
            @Nullable String spanId,
            @Nullable String parentId) {}

    /** Takes the attributes of a span, by name. */
    SpanMapping(Map<String, Object> attributes, Conversation conversation) {
        this(conversation);
        take(attributes);
    }

    /** Waits for the attributes of a span. */
    SpanMapping(Conversation conversation) {
        this.conversation = conversation;
    }

    /** Starts anew with the attributes of another span. */
    void take(Map<String, Object> attributes) {
        rest.clear();
        Arrays.fill(fed, null);
        indexed.clear();
        evaluations.clear();
        attributes.forEach(this::place);
        placeIndexed();
    }

    Ids ids() {
        return new Ids(text(Field.TRACE_ID), text(Field.SPAN_ID), text(Field.PARENT_ID));
    }

    /** Fills {@code span}, whose status is set, and leaves the events that are no evaluations. */
    void fill(
            Span.Builder span,
            String name,
            Span.Status status,
            @Nullable String statusMessage,
            List<Span.Event> events) {
        List<Span.Event> kept = takeEvaluations(events);
        String operation = text(Field.OPERATION);
        Span.Kind kind = kind(operation);
        placeValues(kind);
        nameTool(kind, name);
        span.kind(kind)
                .operation(operation)
                .agentName(text(Field.AGENT_NAME))
                .agentVersion(text(Field.AGENT_VERSION))
                .conversationId(text(Field.CONVERSATION))
                .provider(text(Field.PROVIDER))
                .model(text(Field.MODEL))
                .toolName(text(Field.TOOL_NAME))
                .toolCallId(text(Field.TOOL_CALL_ID))
                .toolArguments(text(Field.TOOL_ARGUMENTS))
                .toolResult(text(Field.TOOL_RESULT))
                .usage(usage())
                .finishReasons(list(Field.FINISH_REASONS))
                .input(input())
                .output(list(Field.OUTPUT))
                .evaluations(List.copyOf(evaluations))
                .events(kept);
        error(span, status, statusMessage, kept);
        span.attributes(Attributes.of(rest));
    }

    /**
     * Returns the kind that a span's words speak for, or else what it carries.
     *
     * @param operation the operation
     * @param otherWord OpenInference's word for the kind, where it was not taken as the operation
     * @param modelCall whether a model and the tokens it generated are stated
     */
    static Span.Kind kind(
            @Nullable String operation, @Nullable String otherWord, boolean namesTool, boolean modelCall) {
        Span.Kind kind = operation == null ? null : Vocabularies.kind(operation);
        if (kind == null && otherWord != null) {
            kind = Vocabularies.kind(otherWord);
        }
        return kind != null ? kind : namesTool ? Span.Kind.TOOL : modelCall ? Span.Kind.LLM : Span.Kind.OTHER;
    }

    private void place(String attribute, Object value) {
        if (attribute.startsWith(OwnWords.ESCAPE)) {
            rest.put(OwnWords.unescaped(attribute), value);
            return;
        }
        Vocabularies.Rule rule = Vocabularies.rule(attribute);
        if (rule != null) {
            feed(rule.field(), attribute, value, rule.rank());
            return;
        }
        String prefix = Vocabularies.messagePrefix(attribute);
        if (prefix == null) {
            rest.put(attribute, value);
        } else {
            indexed.computeIfAbsent(prefix, key -> new LinkedHashMap<>()).put(attribute, value);
        }
    }

    private void feed(Field field, String attribute, Object raw, int rank) {
        Fed before = fed[field.ordinal()];
        Object value = before != null && before.rank < rank ? null : field.read(raw, conversation);
        if (value == null) {
            rest.put(attribute, plain(raw));
            return;
        }
        if (before != null) {
            rest.put(before.attribute, plain(before.raw));
        }
        fed[field.ordinal()] = new Fed(attribute, raw, value, rank);
    }

    private void placeIndexed() {
        indexed.forEach((prefix, attributes) -> {
            Field field = Vocabularies.messages(prefix);
            List<Message> messages = has(field) ? null : IndexedMessages.read(prefix, attributes, rest);
            if (messages == null) {
                rest.putAll(attributes);
            } else {
                fed[field.ordinal()] = new Fed(prefix, messages, messages, Integer.MAX_VALUE);
            }
        });
    }

    private Span.Kind kind(@Nullable String operation) {
        String stated = text(Field.KIND);
        if (stated != null) {
            for (Span.Kind kind : Span.Kind.values()) {
                if (kind.name().equals(stated)) {
                    return kind;
                }
            }
            release(Field.KIND);
        }
        return kind(
                operation,
                rest.get(OpenInferenceWords.KIND) instanceof String word ? word : null,
                has(Field.TOOL_NAME),
                has(Field.MODEL) && has(Field.OUTPUT_TOKENS));
    }

    /** A tool's {@code input.value} is its arguments, any other step's is what it was told. */
    private void placeValues(Span.Kind kind) {
        boolean tool = kind == Span.Kind.TOOL;
        move(Field.INPUT_VALUE, tool ? Field.TOOL_ARGUMENTS : Field.INPUT);
        move(Field.OUTPUT_VALUE, tool ? Field.TOOL_RESULT : Field.OUTPUT);
    }

    /**
     * Arguments and results belong to a tool: one that is not named goes by the span's name, and on other steps they stay
     * attributes.
     */
    private void nameTool(Span.Kind kind, String spanName) {
        if (has(Field.TOOL_NAME)) {
            return;
        }
        boolean content = has(Field.TOOL_ARGUMENTS) || has(Field.TOOL_RESULT);
        String name = spanName.startsWith(TOOL_SPAN) ? spanName.substring(TOOL_SPAN.length()) : spanName;
        if (kind == Span.Kind.TOOL && content && !name.isEmpty()) {
            fed[Field.TOOL_NAME.ordinal()] = new Fed(GenAiWords.TOOL_NAME, name, name, Integer.MAX_VALUE);
        } else {
            release(Field.TOOL_ARGUMENTS);
            release(Field.TOOL_RESULT);
            release(Field.TOOL_CALL_ID);
        }
    }

    private void move(Field from, Field to) {
        Fed value = fed[from.ordinal()];
        if (value == null) {
            return;
        }
        Object read = has(to) ? null : to.read(value.value, conversation);
        if (read == null) {
            release(from);
        } else {
            fed[to.ordinal()] = new Fed(value.attribute, value.raw, read, value.rank);
        }
    }

    private void release(Field field) {
        Fed value = fed[field.ordinal()];
        fed[field.ordinal()] = null;
        if (value != null) {
            rest.put(value.attribute, plain(value.raw));
        }
    }

    private static Object plain(Object raw) {
        return raw instanceof MessageText text ? text.text() : raw;
    }

    /** System instructions and input; what was not read yet stays so. */
    private List<Message> input() {
        List<Message> system = list(Field.SYSTEM);
        List<Message> input = list(Field.INPUT);
        if (!has(Field.SYSTEM)) {
            return input;
        }
        return has(Field.INPUT) ? Conversation.joined(system, input) : system;
    }

    private Usage usage() {
        if (!has(Field.INPUT_TOKENS) && !has(Field.OUTPUT_TOKENS) && !has(Field.CACHED_TOKENS) && !has(Field.COST)) {
            return Usage.none();
        }
        return new Usage(
                (Long) value(Field.INPUT_TOKENS),
                (Long) value(Field.OUTPUT_TOKENS),
                (Long) value(Field.CACHED_TOKENS),
                (Double) value(Field.COST));
    }

    private void error(Span.Builder span, Span.Status status, @Nullable String statusMessage, List<Span.Event> events) {
        String type = text(Field.ERROR_TYPE);
        String message = statusMessage;
        if (message == null) {
            message = text(Field.ERROR_MESSAGE);
        } else {
            release(Field.ERROR_MESSAGE);
        }
        if (status == Span.Status.ERROR && value(Field.EXACT) == null && (type == null || message == null)) {
            Span.Event thrown = lastException(events);
            if (thrown != null) {
                type = type != null
                        ? type
                        : thrown.attributes().text("exception.type").orElse(null);
                message = message != null
                        ? message
                        : thrown.attributes().text("exception.message").orElse(null);
            }
        }
        span.errorType(type).statusMessage(message);
    }

    /** The exception that ended the span is the last one recorded. */
    static Span.@Nullable Event lastException(List<Span.Event> events) {
        for (int i = events.size() - 1; i >= 0; i--) {
            if (events.get(i).name().equals("exception")) {
                return events.get(i);
            }
        }
        return null;
    }

    private List<Span.Event> takeEvaluations(List<Span.Event> events) {
        if (events.isEmpty()) {
            return events;
        }
        List<Span.Event> kept = new ArrayList<>(events.size());
        for (Span.Event event : events) {
            if (!event.name().equals(EVALUATION_EVENT)
                    || event.attributes().text(EVALUATION_NAME).isEmpty()) {
                kept.add(new Span.Event(event.name(), event.epochNanos(), OwnWords.unescaped(event.attributes())));
                continue;
            }
            Map<String, Object> others = new HashMap<>(event.attributes().asMap());
            evaluations.add(evaluation(others));
            if (!others.isEmpty()) {
                kept.add(new Span.Event(event.name(), event.epochNanos(), OwnWords.unescaped(Attributes.of(others))));
            }
        }
        return kept;
    }

    private static Evaluation evaluation(Map<String, Object> attributes) {
        return new Evaluation(
                String.valueOf(attributes.remove(EVALUATION_NAME)),
                attributes.get(EVALUATION_SCORE) instanceof Number
                        ? Double.valueOf(((Number) attributes.remove(EVALUATION_SCORE)).doubleValue())
                        : null,
                attributes.get(EVALUATION_LABEL) instanceof String
                        ? (String) attributes.remove(EVALUATION_LABEL)
                        : null,
                attributes.get(EVALUATION_EXPLANATION) instanceof String
                        ? (String) attributes.remove(EVALUATION_EXPLANATION)
                        : null);
    }

    private boolean has(Field field) {
        return fed[field.ordinal()] != null;
    }

    private @Nullable Object value(Field field) {
        Fed value = fed[field.ordinal()];
        return value == null ? null : value.value;
    }

    private @Nullable String text(Field field) {
        return (String) value(field);
    }

    @SuppressWarnings("unchecked")
    private <T> List<T> list(Field field) {
        Object value = value(field);
        return value == null ? Collections.emptyList() : (List<T>) value;
    }
}
