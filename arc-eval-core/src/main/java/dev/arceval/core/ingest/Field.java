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
    KIND("kind"),
    OPERATION("operation, and with it the kind"),
    /** Says the kind where no operation does, and stays an attribute: it tells which framework wrote the span. */
    KIND_WORD("kind, where no operation says it; stays an attribute", value -> null),
    AGENT_NAME("agent name"),
    AGENT_VERSION("agent version"),
    CONVERSATION("conversation"),
    USER("user"),
    PROVIDER("provider"),
    MODEL("model"),
    INPUT_TOKENS("input tokens", Field::count),
    OUTPUT_TOKENS("output tokens", Field::count),
    CACHED_TOKENS("input tokens read from a cache", Field::count),
    CACHE_WRITE_TOKENS("input tokens written to a cache", Field::count),
    REASONING_TOKENS("reasoning tokens", Field::count),
    COST("cost in US dollars", Field::amount),
    FINISH_REASONS("finish reasons", Field::texts),
    SYSTEM("input, before everything else, said by the system", Message.Role.SYSTEM),
    INPUT("input", Message.Role.USER),
    OUTPUT("output", Message.Role.ASSISTANT),
    /** A whole conversation: what the assistant says last is the output. */
    CONVERSATION_LOG("input, and output where the assistant speaks last", Field::log),
    /** Text, reasoning and tool calls of one answer, each in an attribute of its own. */
    ANSWER_TEXT("output, the answer's text", Field::content),
    ANSWER_REASONING("output, the answer's reasoning", Field::content),
    ANSWER_CALLS("output, the answer's tool calls", Message.Role.ASSISTANT),
    DOCUMENTS("documents", Documents::read),
    EVALUATIONS("evaluations", value -> null),
    /** What somebody judged; the verdict stands in the attribute of that name. */
    FEEDBACK_NAME("evaluations: the name; the verdict stands in the attribute of this name"),
    FEEDBACK_COMMENT("evaluations: the explanation"),
    TOOL_NAME("tool name", Field::toolName),
    TOOL_CALL_ID("tool call id", Field::callId),
    TOOL_ARGUMENTS("tool arguments", Field::content),
    TOOL_RESULT("tool result", Field::content),
    /** The name of whatever the step is: a tool or an agent. */
    ENTITY_NAME("tool name of a tool, agent name of an agent"),
    /** What went in, whatever the step is: a tool's arguments or a message. */
    INPUT_VALUE("tool arguments of a tool, otherwise input", Field::content),
    /** What came out, whatever the step is. */
    OUTPUT_VALUE("tool result of a tool, documents of a retrieval if it lists any, otherwise output", Field::content),
    ERROR_TYPE("error type"),
    ERROR_MESSAGE("status message"),
    TRACE_ID("trace id", Field::id),
    SPAN_ID("span id", Field::id),
    PARENT_ID("parent id", Field::id),
    /** The span says everything itself: nothing is concluded from its events. */
    EXACT("nothing is concluded from events", value -> value instanceof Boolean ? value : null);

    /** What ADK writes where a call has no id. */
    private static final String NO_CALL_ID = "<not specified>";

    private final String label;

    /** Null where a text is taken as it is: what most fields do must cost no call that can go to many places. */
    private final @Nullable Function<Object, @Nullable Object> reading;

    /** Null unless messages are read. */
    private final @Nullable BiFunction<Object, Conversation, @Nullable Object> messages;

    Field(String label) {
        this(label, null, null);
    }

    Field(String label, Function<Object, @Nullable Object> reading) {
        this(label, reading, null);
    }

    Field(String label, BiFunction<Object, Conversation, @Nullable Object> messages) {
        this(label, null, messages);
    }

    /** @param speaker who says what has no role of its own */
    Field(String label, Message.Role speaker) {
        this(label, null, (value, conversation) -> messages(value, speaker, conversation));
    }

    Field(
            String label,
            @Nullable Function<Object, @Nullable Object> reading,
            @Nullable BiFunction<Object, Conversation, @Nullable Object> messages) {
        this.label = label;
        this.reading = reading;
        this.messages = messages;
    }

    /** Returns what documentation calls it. */
    String label() {
        return label;
    }

    /** Returns the field's value; null if {@code value} does not fit, and then the attribute stays one. */
    @Nullable
    Object read(Object value, Conversation conversation) {
        boolean later = this == SYSTEM || this == INPUT || this == OUTPUT;
        Object whole = !later && value instanceof MessageText text ? text.text() : value;
        if (messages != null) {
            return messages.apply(whole, conversation);
        }
        return reading == null ? text(whole) : reading.apply(whole);
    }

    /** Whether the value is JSON whose texts are cut one by one. */
    boolean holdsMessages() {
        return messages != null;
    }

    private static @Nullable Object text(Object value) {
        return value instanceof String ? value : null;
    }

    private static @Nullable Object toolName(Object value) {
        return value.equals(AdkWords.MERGED_TOOLS) ? null : text(value);
    }

    private static @Nullable Object id(Object value) {
        return value instanceof String text && !text.isEmpty() && text.length() <= 128 ? text : null;
    }

    private static @Nullable Object callId(Object value) {
        return value instanceof String && !value.equals(NO_CALL_ID) ? value : null;
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
        boolean digits = value instanceof String text && text.matches("[0-9]{1,12}(\\.[0-9]{1,30})?([eE]-[0-9]{1,2})?");
        if (!(value instanceof Long || value instanceof Double || digits)) {
            return null;
        }
        double amount = digits ? Double.parseDouble((String) value) : ((Number) value).doubleValue();
        return amount >= 0 && Double.isFinite(amount) ? amount : null;
    }

    private static @Nullable Object texts(Object value) {
        if (value instanceof String text) {
            List<String> listed = text.startsWith("[") ? JsonMembers.texts(text) : null;
            return listed == null ? bare(text) : listed;
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

    /** Semantic Kernel lists them without quotes: {@code [Stop]}. */
    private static List<String> bare(String text) {
        boolean listed = text.length() > 2 && text.startsWith("[") && text.endsWith("]") && text.indexOf('"') < 0;
        return listed ? List.of(text.substring(1, text.length() - 1).split(", ")) : List.of(text);
    }

    private static @Nullable Object messages(Object value, Message.Role speaker, Conversation conversation) {
        if (value instanceof MessageText text) {
            return conversation.messages(text, speaker);
        }
        if (value instanceof String text) {
            return conversation.messages(text, speaker);
        }
        return value instanceof List || value instanceof Map
                ? conversation.messagesOrNull(ValueJson.write(value), speaker)
                : null;
    }

    /** A word as common as {@code events} must hold messages beyond doubt. */
    private static @Nullable Object log(Object value, Conversation conversation) {
        String text = value instanceof String string
                ? string
                : value instanceof List || value instanceof Map ? ValueJson.write(value) : "";
        return mayBeLog(text) ? conversation.messagesOrNull(text, Message.Role.USER) : null;
    }

    static boolean mayBeLog(Object value) {
        return value instanceof List
                || value instanceof Map
                || (value instanceof String text && text.contains("\"role\""));
    }
}
