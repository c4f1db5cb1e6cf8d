package dev.arceval.core.ingest;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A typed field of a span that some attribute may feed, and what it makes of the attribute's value. */
enum Field {
    KIND(Field::text),
    OPERATION(Field::text),
    AGENT_NAME(Field::text),
    AGENT_VERSION(Field::text),
    CONVERSATION(Field::text),
    PROVIDER(Field::text),
    MODEL(Field::text),
    INPUT_TOKENS(Field::count),
    OUTPUT_TOKENS(Field::count),
    CACHED_TOKENS(Field::count),
    COST(Field::amount),
    FINISH_REASONS(Field::texts),
    SYSTEM(Message.Role.SYSTEM),
    INPUT(Message.Role.USER),
    OUTPUT(Message.Role.ASSISTANT),
    TOOL_NAME(Field::text),
    TOOL_CALL_ID(Field::text),
    TOOL_ARGUMENTS(Field::content),
    TOOL_RESULT(Field::content),
    /** What went in, whatever the step is: a tool's arguments or a message. */
    INPUT_VALUE(Field::content),
    /** What came out, whatever the step is. */
    OUTPUT_VALUE(Field::content),
    ERROR_TYPE(Field::text),
    ERROR_MESSAGE(Field::text),
    TRACE_ID(Field::id),
    SPAN_ID(Field::id),
    PARENT_ID(Field::id),
    /** The span says everything itself: nothing is concluded from its events. */
    EXACT(value -> value instanceof Boolean ? value : null);

    private final BiFunction<Object, Conversation, @Nullable Object> reading;

    Field(Function<Object, @Nullable Object> reading) {
        this.reading = (value, conversation) -> reading.apply(value);
    }

    /** @param speaker who says what has no role of its own */
    Field(Message.Role speaker) {
        this.reading = (value, conversation) -> messages(value, speaker, conversation);
    }

    /** Returns the field's value; null if {@code value} does not fit, and then the attribute stays one. */
    @Nullable
    Object read(Object value, Conversation conversation) {
        return reading.apply(value, conversation);
    }

    boolean holdsMessages() {
        return this == SYSTEM || this == INPUT || this == OUTPUT;
    }

    private static @Nullable Object text(Object value) {
        return value instanceof String ? value : null;
    }

    private static @Nullable Object id(Object value) {
        return value instanceof String text && !text.isEmpty() && text.length() <= 128 ? text : null;
    }

    private static @Nullable Object content(Object value) {
        if (value instanceof Attributes.Empty || value instanceof Attributes.Bytes) {
            return null;
        }
        return value instanceof List || value instanceof Map ? ValueJson.write(value) : value.toString();
    }

    private static @Nullable Object count(Object value) {
        if (value instanceof Long count) {
            return count >= 0 ? count : null;
        }
        if (value instanceof Double number && number >= 0 && number <= 1L << 53 && number == Math.rint(number)) {
            return number.longValue();
        }
        // Exporters that know only text write numbers as such.
        return value instanceof String digits && digits.matches("[0-9]{1,18}") ? Long.valueOf(digits) : null;
    }

    private static @Nullable Object amount(Object value) {
        if (!(value instanceof Long || value instanceof Double)) {
            return null;
        }
        double amount = ((Number) value).doubleValue();
        return amount >= 0 && Double.isFinite(amount) ? amount : null;
    }

    private static @Nullable Object texts(Object value) {
        if (value instanceof String text) {
            return List.of(text);
        }
        if (!(value instanceof List<?> list)) {
            return null;
        }
        List<String> texts = new ArrayList<>(list.size());
        for (Object item : list) {
            if (!(item instanceof String text)) {
                return null;
            }
            texts.add(text);
        }
        return texts;
    }

    private static @Nullable Object messages(Object value, Message.Role speaker, Conversation conversation) {
        if (value instanceof MessageText text) {
            return Conversation.messages(text, speaker);
        }
        if (value instanceof String text) {
            return conversation.messages(text, speaker);
        }
        return value instanceof List || value instanceof Map
                ? conversation.messagesOrNull(ValueJson.write(value), speaker)
                : null;
    }
}
