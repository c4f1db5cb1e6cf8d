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
final class SpanAttributes {

    private final Map<String, Object> attributes = new LinkedHashMap<>();
    private final Map<Field, Integer> written = new EnumMap<>(Field.class);

    private SpanAttributes() {}

    static Map<String, Object> of(String traceId, Span span) {
        SpanAttributes all = new SpanAttributes();
        all.ids(traceId, span);
        all.fields(span);
        all.conclusions(span);
        span.attributes().asMap().forEach((name, value) -> all.attributes.put(all.name(name, span), value));
        return all.attributes;
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
                span.attributes().text(OpenInferenceWords.KIND).orElse(null),
                written.containsKey(Field.TOOL_NAME),
                written.containsKey(Field.MODEL) && written.containsKey(Field.OUTPUT_TOKENS));
        if (span.kind() != concluded) {
            put(OwnWords.KIND, span.kind().name());
        }
        boolean says = span.errorType().isPresent() && span.statusMessage().isPresent();
        if (span.failed() && !says && SpanMapping.lastException(span.events()) != null) {
            put(OwnWords.EXACT, true);
        }
    }

    private static String operationWord(String operation) {
        if (GenAiWords.VOCABULARY.kinds().containsKey(operation)) {
            return GenAiWords.OPERATION;
        }
        return OpenInferenceWords.VOCABULARY.kinds().containsKey(operation)
                ? OpenInferenceWords.KIND
                : UserWords.OPERATION;
    }

    /** Returns the name under which an attribute of the span is written: its own, unless a reader would take it away. */
    private String name(String name, Span span) {
        boolean safe = !name.startsWith(OwnWords.PREFIX) && staysAttribute(name, span);
        return safe ? name : OwnWords.ESCAPE + name;
    }

    private boolean staysAttribute(String name, Span span) {
        Vocabularies.Rule rule = Vocabularies.rule(name);
        if (rule == null) {
            String prefix = Vocabularies.messagePrefix(name);
            return prefix == null || written.containsKey(Vocabularies.messages(prefix));
        }
        boolean tool = span.kind() == Span.Kind.TOOL;
        return switch (rule.field()) {
            case INPUT_VALUE -> written.containsKey(tool ? Field.TOOL_ARGUMENTS : Field.INPUT);
            case OUTPUT_VALUE -> written.containsKey(tool ? Field.TOOL_RESULT : Field.OUTPUT);
            case ERROR_MESSAGE ->
                span.statusMessage().filter(text -> !text.isEmpty()).isPresent();
            default -> written.getOrDefault(rule.field(), Integer.MAX_VALUE) < rule.rank();
        };
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
