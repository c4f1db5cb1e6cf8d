package dev.arceval.core.ingest;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Message;
import dev.arceval.trace.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the message an event carries, as the conventions had it before messages became attributes: in the event's
 * attributes, or as JSON in one of them, which is also how the body of a log record comes.
 */
final class EventMessages {

    /** Where the body of a log record that is a text stands in the event made of it. */
    static final String BODY = "body";

    private static final List<String> WHOLE =
            List.of("gen_ai.event.content", BODY, "gen_ai.prompt", "gen_ai.completion");

    /** Says where a message stands among the others; their order says it, too. */
    static final List<String> ORDER = List.of("index", "gen_ai.message.index", "chat_message_index");

    private final Map<String, Object> rest;
    private final Conversation conversation;
    private Message.Role speaker;

    private EventMessages(Span.Event event, Conversation conversation) {
        this.rest = new HashMap<>(event.attributes().asMap());
        this.conversation = conversation;
        this.speaker = speaker(event.name());
    }

    /**
     * What an event says.
     *
     * @param messages mostly one
     * @param content what is said, as it stands there
     * @param finishReason why the model stopped, if that is stated
     * @param leftOver the attributes that are no part of it
     */
    record Said(
            List<Message> messages,
            @Nullable String content,
            @Nullable String finishReason,
            Map<String, Object> leftOver) {}

    /** Returns what {@code event} says; null if it says nothing, as where content is not recorded. */
    static @Nullable Said read(Span.Event event, Conversation conversation) {
        return new EventMessages(event, conversation).said();
    }

    private @Nullable Said said() {
        for (String name : WHOLE) {
            Object whole = rest.remove(name);
            if (whole != null && !spread(whole)) {
                rest.putIfAbsent("content", whole);
            }
        }
        Object message = rest.remove("message");
        if (message != null && !spread(message)) {
            rest.putIfAbsent("content", message);
        }
        Object parts = rest.remove("parts");
        String content = text(parts == null ? rest.remove("content") : parts);
        Object calls = rest.remove("tool_calls");
        if (content == null && calls == null) {
            return null;
        }
        ORDER.forEach(rest::remove);
        List<Message> messages = messages(content, calls);
        return new Said(messages, content, text(rest.remove("finish_reason")), rest);
    }

    private List<Message> messages(@Nullable String content, @Nullable Object calls) {
        String role = text(rest.remove("role"));
        speaker = role == null ? speaker : MessageReader.role(role);
        Object call = rest.remove("tool_call_id");
        String id = text(call == null ? rest.remove("id") : call);
        String name = text(rest.remove("name"));
        List<Message> read = content == null ? List.of() : conversation.messagesOrNull(content, speaker);
        if (read != null && read.stream().anyMatch(message -> message.role() != speaker) && calls == null) {
            // A whole conversation in one event.
            return read;
        }
        List<Message.Part> parts = new ArrayList<>();
        if (content != null && read == null) {
            String text = conversation.cut(content);
            parts.add(speaker == Message.Role.TOOL ? new Message.ToolResponse(id, text) : new Message.Text(text));
        } else if (read != null) {
            read.forEach(message -> parts.addAll(message.parts()));
        }
        List<Message> requests =
                calls == null ? null : conversation.messagesOrNull(json(calls), Message.Role.ASSISTANT);
        if (requests != null) {
            requests.forEach(message -> parts.addAll(message.parts()));
        } else if (calls != null) {
            rest.put("tool_calls", calls);
        }
        return List.of(new Message(speaker, parts, name));
    }

    /** Takes the members of an object as attributes; false if {@code value} is none. */
    private boolean spread(Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, item) -> rest.putIfAbsent((String) name, item));
            return true;
        }
        JsonMembers members = value instanceof String text ? JsonMembers.of(text) : null;
        if (members == null || !members.holdAny("content", "message", "tool_calls", "role")) {
            return false;
        }
        members.forEach(rest::putIfAbsent);
        return true;
    }

    private static Message.Role speaker(String event) {
        return switch (event) {
            case "gen_ai.system.message" -> Message.Role.SYSTEM;
            case GenAiWords.TOOL_EVENT -> Message.Role.TOOL;
            case "gen_ai.assistant.message", GenAiWords.CHOICE_EVENT, "gen_ai.content.completion" ->
                Message.Role.ASSISTANT;
            default -> Message.Role.USER;
        };
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null || value instanceof Attributes.Empty
                ? null
                : value instanceof String text ? text : json(value);
    }

    private static String json(Object value) {
        return value instanceof String text ? text : ValueJson.write(value);
    }
}
