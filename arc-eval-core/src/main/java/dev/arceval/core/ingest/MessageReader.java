package dev.arceval.core.ingest;

import dev.arceval.core.json.Json;
import dev.arceval.trace.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads messages from JSON text in the shapes in use: OpenTelemetry's {@code [{role, parts}]}, a bare list of parts as in
 * {@code gen_ai.system_instructions}, and the {@code {role, content, tool_calls}} of the model providers.
 *
 * <p>Arguments, results and unknown parts are kept as the very characters they had.
 */
final class MessageReader {

    /** The type under which a part is written that is no JSON of its own; see {@link MessageWriter}. */
    static final String WRAPPED = "arceval.part";

    private final String text;
    private final JsonParser json;
    private final Message.Role speaker;
    private final boolean mayHoldLoneSurrogates;
    private final List<Message> messages = new ArrayList<>();
    private final List<Message.Part> loose = new ArrayList<>();

    private MessageReader(String text, JsonParser json, Message.Role speaker) {
        this.text = text;
        this.json = json;
        this.speaker = speaker;
        this.mayHoldLoneSurrogates = text.contains("\\u");
    }

    /**
     * Returns the messages, or null if {@code text} is no JSON or none of messages.
     *
     * @param speaker who says parts that stand outside of a message
     */
    static @Nullable List<Message> read(String text, Message.Role speaker) {
        if (!startsLikeJson(text)) {
            return null;
        }
        try (JsonParser json = Json.parser(text)) {
            return new MessageReader(text, json, speaker).read();
        } catch (JacksonException noJson) {
            return null;
        }
    }

    /** Returns the messages of a list that holds nothing but messages; null if {@code text} is anything else. */
    static @Nullable List<Message> readList(String text) {
        try (JsonParser json = Json.parser(text)) {
            MessageReader reader = new MessageReader(text, json, Message.Role.USER);
            List<Message> messages = reader.read();
            return reader.loose.isEmpty() ? messages : null;
        } catch (JacksonException noJson) {
            return null;
        }
    }

    private @Nullable List<Message> read() {
        if (json.nextToken() == JsonToken.START_ARRAY) {
            while (json.nextToken() != JsonToken.END_ARRAY) {
                if (!item()) {
                    return null;
                }
            }
        } else if (!item()) {
            return null;
        }
        if (json.nextToken() != null) {
            return null;
        }
        if (!loose.isEmpty()) {
            messages.add(new Message(speaker, loose, null));
        }
        return messages;
    }

    /** Reads a message or a loose part; false if it is neither. */
    private boolean item() {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            loose.add(new Message.Text(string()));
            return true;
        }
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return false;
        }
        Item item = object();
        if (item.role != null || item.parts != null || item.toolCalls != null) {
            messages.add(item.message(speaker));
            return true;
        }
        if (item.type == null) {
            return false;
        }
        loose.add(item.part());
        return true;
    }

    private Item object() {
        int start = (int) json.currentLocation().getCharOffset() - 1;
        Item item = new Item();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            switch (name) {
                case "role" -> item.role = scalar();
                case "type" -> item.type = scalar();
                case "name" -> item.name = scalar();
                case "id", "tool_call_id", "tool_use_id" -> item.id = scalar();
                case "content" -> content(item);
                case "text" -> item.content = raw();
                case "parts" -> item.parts = parts();
                case "tool_calls" -> item.toolCalls = parts();
                case "arguments", "input" -> item.arguments = raw();
                case "response", "result" -> item.result = raw();
                case "function" -> function(item);
                default -> JsonRecordReader.skip(json);
            }
        }
        item.json = text.substring(start, (int) json.currentLocation().getCharOffset());
        return item;
    }

    private void content(Item item) {
        if (json.currentToken() == JsonToken.START_ARRAY) {
            int start = (int) json.currentLocation().getCharOffset() - 1;
            item.contentParts = parts();
            item.content = text.substring(start, (int) json.currentLocation().getCharOffset());
        } else {
            item.content = raw();
        }
    }

    private void function(Item item) {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            JsonRecordReader.skip(json);
            return;
        }
        Item function = object();
        item.name = function.name;
        item.arguments = function.arguments;
    }

    private List<Message.Part> parts() {
        List<Message.Part> parts = new ArrayList<>();
        if (json.currentToken() != JsonToken.START_ARRAY) {
            JsonRecordReader.skip(json);
            return parts;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == JsonToken.START_OBJECT) {
                parts.add(object().part());
            } else if (json.currentToken() == JsonToken.VALUE_STRING) {
                parts.add(new Message.Text(string()));
            } else {
                JsonRecordReader.skip(json);
            }
        }
        return parts;
    }

    /** The text, or the JSON of anything else as it stands; null for {@code null}. */
    private @Nullable String raw() {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token != JsonToken.START_OBJECT && token != JsonToken.START_ARRAY) {
            return string();
        }
        int start = (int) json.currentLocation().getCharOffset() - 1;
        json.skipChildren();
        return text.substring(start, (int) json.currentLocation().getCharOffset());
    }

    private @Nullable String scalar() {
        if (json.currentToken().isScalarValue()) {
            return json.currentToken() == JsonToken.VALUE_NULL ? null : string();
        }
        json.skipChildren();
        return null;
    }

    private String string() {
        String string = json.getString();
        return mayHoldLoneSurrogates ? Texts.wellFormed(string) : string;
    }

    private static boolean startsLikeJson(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > ' ') {
                return c == '[' || c == '{';
            }
        }
        return false;
    }

    /** Returns who a word for a role means; the user for one nobody knows. */
    static Message.Role role(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "system", "developer" -> Message.Role.SYSTEM;
            case "assistant", "ai", "model" -> Message.Role.ASSISTANT;
            case "tool", "function" -> Message.Role.TOOL;
            default -> Message.Role.USER;
        };
    }

    /** The fields of a message or part; which of the two it is shows at its end. */
    private static final class Item {

        private @Nullable String role;
        private @Nullable String type;
        private @Nullable String name;
        private @Nullable String id;
        private @Nullable String content;
        private @Nullable List<Message.Part> contentParts;
        private @Nullable List<Message.Part> parts;
        private @Nullable List<Message.Part> toolCalls;
        private @Nullable String arguments;
        private @Nullable String result;
        private String json = "";

        Message message(Message.Role speaker) {
            Message.Role who = role == null ? speaker : role(role);
            if (parts != null) {
                return new Message(who, parts, name);
            }
            List<Message.Part> said = new ArrayList<>();
            if (who == Message.Role.TOOL && id != null) {
                said.add(new Message.ToolResponse(id, content == null ? "" : content));
            } else if (contentParts != null) {
                said.addAll(contentParts);
            } else if (content != null && !(content.isEmpty() && toolCalls != null)) {
                said.add(new Message.Text(content));
            }
            if (toolCalls != null) {
                said.addAll(toolCalls);
            }
            return new Message(who, said, name);
        }

        Message.Part part() {
            return switch (type == null ? "text" : type) {
                case "text", "input_text", "output_text" -> content == null ? function() : new Message.Text(content);
                case "tool_call", "tool_use", "function" -> function();
                case "tool_call_response", "tool_result" -> {
                    String answer = result == null ? content : result;
                    yield new Message.ToolResponse(id, answer == null ? "" : answer);
                }
                case WRAPPED -> name == null || content == null ? other() : new Message.Other(name, content);
                default -> other();
            };
        }

        private Message.Part function() {
            return name == null ? other() : new Message.ToolRequest(id, name, arguments);
        }

        private Message.Part other() {
            return new Message.Other(type == null ? "unknown" : type, json);
        }
    }
}
