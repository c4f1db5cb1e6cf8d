package dev.arceval.core.ingest;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Message;
import dev.arceval.trace.Span;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Usage;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns a span's typed fields back into attributes: the inverse of {@link SpanMapping}.
 *
 * <p>Each field has one conventional attribute. What a reader would conclude and the span does not say, or says otherwise,
 * is stated in words of our own; an attribute of the span that a reader would take for a field is escaped.
 */
public final class SpanAttributes {

    private final Map<String, Object> attributes = new LinkedHashMap<>();
    private final Map<Field, Integer> written = new EnumMap<>(Field.class);

    private SpanAttributes() {}

    static Map<String, Object> of(String traceId, Span span) {
        SpanAttributes all = new SpanAttributes();
        all.ids(traceId, span);
        return all.all(span);
    }

    /** Returns all but ids, by the names of the conventions. */
    public static Map<String, Object> of(Span span) {
        return new SpanAttributes().all(span);
    }

    private Map<String, Object> all(Span span) {
        fields(span);
        conclusions(span);
        span.attributes().asMap().forEach((name, value) -> attributes.put(name(name, value, span), value));
        return attributes;
    }

    static Map<String, Object> of(Evaluation evaluation) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put(SpanMapping.EVALUATION_NAME, evaluation.name());
        putUnlessNull(attributes, SpanMapping.EVALUATION_SCORE, evaluation.score());
        putUnlessNull(attributes, SpanMapping.EVALUATION_LABEL, evaluation.label());
        putUnlessNull(attributes, SpanMapping.EVALUATION_EXPLANATION, evaluation.explanation());
        return attributes;
    }

    static Map<String, Object> of(Span.Event event) {
        Map<String, Object> attributes = escaped(event.attributes());
        if (event.name().equals(SpanMapping.EVALUATION_EVENT) && attributes.containsKey(SpanMapping.EVALUATION_NAME)) {
            attributes.put(
                    OwnWords.ESCAPE + SpanMapping.EVALUATION_NAME, attributes.remove(SpanMapping.EVALUATION_NAME));
        }
        return attributes;
    }

    static Map<String, Object> of(Span.Link link) {
        Map<String, Object> attributes = escaped(link.attributes());
        if (!HexIds.isCanonical(link.traceId(), HexIds.TRACE_DIGITS)) {
            attributes.put(OwnWords.TRACE_ID, link.traceId());
        }
        if (!HexIds.isCanonical(link.spanId(), HexIds.SPAN_DIGITS)) {
            attributes.put(OwnWords.SPAN_ID, link.spanId());
        }
        return attributes;
    }

    /** Returns attributes that no vocabulary reads, with only our own words escaped. */
    static Map<String, Object> escaped(Attributes attributes) {
        Map<String, Object> escaped = new LinkedHashMap<>();
        attributes
                .asMap()
                .forEach((name, value) ->
                        escaped.put(name.startsWith(OwnWords.PREFIX) ? OwnWords.ESCAPE + name : name, value));
        return escaped;
    }

    private void ids(String traceId, Span span) {
        if (!HexIds.isCanonical(traceId, HexIds.TRACE_DIGITS)) {
            put(OwnWords.TRACE_ID, traceId);
        }
        if (!HexIds.isCanonical(span.spanId(), HexIds.SPAN_DIGITS)) {
            put(OwnWords.SPAN_ID, span.spanId());
        }
        span.parentSpanId()
                .filter(parent -> !HexIds.isCanonical(parent, HexIds.SPAN_DIGITS))
                .ifPresent(parent -> put(OwnWords.PARENT_ID, parent));
    }

    private void fields(Span span) {
        span.operation().ifPresent(operation -> put(operationWord(operation), operation));
        put(GenAiWords.AGENT_NAME, span.agentName());
        put(GenAiWords.AGENT_VERSION, span.agentVersion());
        put(GenAiWords.CONVERSATION, span.conversationId());
        put(GenAiWords.USER, span.userId());
        put(GenAiWords.PROVIDER, span.provider());
        put(
                span.attributes().get(GenAiWords.REQUEST_MODEL).isPresent()
                        ? GenAiWords.RESPONSE_MODEL
                        : GenAiWords.REQUEST_MODEL,
                span.model());
        usage(span.usage());
        if (!span.finishReasons().isEmpty()) {
            put(GenAiWords.FINISH_REASONS, span.finishReasons());
        }
        messages(GenAiWords.INPUT, span.input());
        messages(GenAiWords.OUTPUT, span.output());
        tool(span);
        if (!span.documents().isEmpty()) {
            put(GenAiWords.DOCUMENTS, Documents.write(span.documents()));
        }
        put(GenAiWords.ERROR_TYPE, span.errorType());
        if (span.statusMessage().filter(String::isEmpty).isPresent()) {
            put(OwnWords.STATUS_MESSAGE, "");
        }
    }

    private void tool(Span span) {
        ToolCall call = span.toolCall().orElse(null);
        if (call != null) {
            put(GenAiWords.TOOL_NAME, call.name());
            put(GenAiWords.TOOL_CALL_ID, Optional.ofNullable(call.id()));
            put(GenAiWords.TOOL_ARGUMENTS, Optional.ofNullable(call.arguments()));
            put(GenAiWords.TOOL_RESULT, Optional.ofNullable(call.result()));
        }
    }

    private void usage(Usage usage) {
        put(GenAiWords.INPUT_TOKENS, Optional.ofNullable(usage.inputTokens()));
        put(GenAiWords.OUTPUT_TOKENS, Optional.ofNullable(usage.outputTokens()));
        put(GenAiWords.CACHED_TOKENS, Optional.ofNullable(usage.cachedInputTokens()));
        put(GenAiWords.CACHE_WRITE_TOKENS, Optional.ofNullable(usage.cacheWriteTokens()));
        put(GenAiWords.REASONING_TOKENS, Optional.ofNullable(usage.reasoningTokens()));
        put(OpenInferenceWords.COST, Optional.ofNullable(usage.costUsd()));
    }

    private void messages(String attribute, List<Message> messages) {
        if (!messages.isEmpty()) {
            put(attribute, MessageWriter.write(messages));
        }
    }

    private void conclusions(Span span) {
        Span.Kind concluded = SpanMapping.kind(
                span.operation().orElse(null),
                span.attributes().asMap(),
                written.containsKey(Field.TOOL_NAME),
                written.containsKey(Field.MODEL) && written.containsKey(Field.OUTPUT_TOKENS));
        if (span.kind() != concluded) {
            put(OwnWords.KIND, span.kind().name());
        }
        boolean says = span.errorType().isPresent() && span.statusMessage().isPresent();
        boolean thrown = span.failed() && !says && SpanMapping.lastException(span.events()) != null;
        boolean toolSpeaks = span.kind() == Span.Kind.TOOL
                && (written.containsKey(Field.INPUT) || written.containsKey(Field.OUTPUT));
        boolean namesTool = span.kind() == Span.Kind.AGENT && written.containsKey(Field.TOOL_NAME);
        if (thrown || toolSpeaks || namesTool || span.events().stream().anyMatch(SpanMapping::tells)) {
            put(OwnWords.EXACT, true);
        }
    }

    /** Returns the attribute in which the vocabulary that knows {@code operation} has it. */
    private static String operationWord(String operation) {
        for (Vocabulary vocabulary : Vocabularies.ALL) {
            if (vocabulary.kinds().containsKey(operation)) {
                for (Map.Entry<String, Field> field : vocabulary.fields().entrySet()) {
                    if (field.getValue() == Field.OPERATION) {
                        return field.getKey();
                    }
                }
            }
        }
        return UserWords.OPERATION;
    }

    /** Returns the name under which an attribute of the span is written: its own, unless a reader would take it away. */
    private String name(String name, Object value, Span span) {
        boolean safe = !name.startsWith(OwnWords.PREFIX) && staysAttribute(name, value, span);
        return safe ? name : OwnWords.ESCAPE + name;
    }

    private boolean staysAttribute(String name, Object value, Span span) {
        Vocabularies.Rule rule = Vocabularies.rule(name);
        if (rule == null) {
            String prefix = Vocabularies.indexedPrefix(name);
            return prefix == null || written.containsKey(Vocabularies.indexed(prefix));
        }
        Field field = rule.field();
        if (field == null) {
            return holdsNone(rule.members(), value);
        }
        Span.Kind kind = span.kind();
        boolean tool = kind == Span.Kind.TOOL;
        return switch (field) {
            case INPUT_VALUE -> written.containsKey(tool ? Field.TOOL_ARGUMENTS : Field.INPUT);
            case OUTPUT_VALUE ->
                written.containsKey(tool ? Field.TOOL_RESULT : Field.OUTPUT)
                        && (kind != Span.Kind.RETRIEVAL || written.containsKey(Field.DOCUMENTS));
            case ANSWER_TEXT, ANSWER_REASONING, ANSWER_CALLS -> written.containsKey(Field.OUTPUT);
            case CONVERSATION_LOG -> written.containsKey(Field.INPUT) || !Field.mayBeLog(value);
            case ENTITY_NAME ->
                tool
                        ? written.containsKey(Field.TOOL_NAME)
                        : kind != Span.Kind.AGENT || written.containsKey(Field.AGENT_NAME);
            case FEEDBACK_COMMENT, KIND_WORD -> true;
            case ERROR_MESSAGE ->
                span.statusMessage().filter(text -> !text.isEmpty()).isPresent();
            default -> written.getOrDefault(field, Integer.MAX_VALUE) < rule.rank();
        };
    }

    /** Whether no member of {@code value} would feed a field that nothing else does. */
    private boolean holdsNone(List<Vocabulary.Member> members, Object value) {
        JsonMembers json = value instanceof String text
                ? JsonMembers.of(text)
                : value instanceof Map<?, ?> ? JsonMembers.of(ValueJson.write(value)) : null;
        return json == null
                || members.stream()
                        .allMatch(member -> written.containsKey(member.field())
                                || (member.field() == Field.SYSTEM && written.containsKey(Field.INPUT))
                                || json.get(member.path()) == null);
    }

    private void put(String attribute, Optional<?> value) {
        value.ifPresent(present -> put(attribute, present));
    }

    private void put(String attribute, Object value) {
        attributes.put(attribute, value);
        Vocabularies.Rule rule = Vocabularies.rule(attribute);
        if (rule != null) {
            written.put(rule.field(), rule.rank());
        }
    }

    private static void putUnlessNull(Map<String, Object> attributes, String name, @Nullable Object value) {
        if (value != null) {
            attributes.put(name, value);
        }
    }
}
