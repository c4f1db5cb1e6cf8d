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
 * {@code gen_ai.system_instructions}, and those of the model providers and frameworks: OpenAI's chat and response items,
 * Anthropic's blocks, Gemini's parts, Bedrock's Converse, Vercel's parts, LangChain's messages.
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
    private Message.Role looseSpeaker = Message.Role.USER;
    private boolean anyLoose;

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
            return reader.anyLoose ? null : messages;
        } catch (JacksonException noJson) {
            return null;
        }
    }

    private @Nullable List<Message> read() {
        if (json.nextToken() == JsonToken.START_ARRAY ? !items() : !item()) {
            return null;
        }
        if (json.nextToken() != null) {
            return null;
        }
        endLoose();
        return messages;
    }

    private boolean items() {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            // LangChain wraps the messages of one call in a list of calls.
            if (json.currentToken() == JsonToken.START_ARRAY ? !items() : !item()) {
                return false;
            }
        }
        return true;
    }

    private void loose(Message.Role who, Message.Part part) {
        if (who != looseSpeaker) {
            endLoose();
        }
        looseSpeaker = who;
        anyLoose = true;
        loose.add(part);
    }

    private void endLoose() {
        if (!loose.isEmpty()) {
            messages.add(new Message(looseSpeaker, loose, null));
            loose.clear();
        }
    }

    /** Reads a message or a loose part; false if it is neither. */
    private boolean item() {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            loose(speaker, new Message.Text(string()));
            return true;
        }
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return false;
        }
        Item item = object();
        Item message = item;
        while (message.wrapped != null) {
            message = message.wrapped;
        }
        if (message.isMessage()) {
            endLoose();
            messages.add(message.message(speaker));
            return true;
        }
        if (!item.isPart()) {
            return false;
        }
        Message.Part part = item.part();
        loose(speaker(part), part);
        return true;
    }

    private Message.Role speaker(Message.Part part) {
        return part instanceof Message.ToolRequest
                ? Message.Role.ASSISTANT
                : part instanceof Message.ToolResponse ? Message.Role.TOOL : speaker;
    }

    private Item object() {
        int start = (int) json.currentLocation().getCharOffset() - 1;
        Item item = new Item(text, start);
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            switch (name) {
                case "role" -> item.role = scalar();
                case "type" -> item.type = scalar();
                case "kind" -> item.kind = scalar();
                case "name" -> item.name = scalar();
                case "tool_name", "toolName" -> item.toolName = scalar();
                case "id" -> id(item);
                case "tool_call_id", "tool_use_id", "call_id", "callId", "toolCallId", "toolUseId" ->
                    item.id = scalar();
                case "content" -> content(item);
                case "text" -> item.content = raw();
                case "parts" -> item.parts = parts();
                case "tool_calls" -> item.toolCalls = parts();
                case "arguments", "input", "args" -> item.arguments = raw();
                case "response", "result", "output" -> item.result = raw();
                case "function" -> function(item);
                case "toolUse", "functionCall", "function_call" -> item.call = nested();
                case "toolResult", "functionResponse", "function_response" -> item.answer = nested();
                case "message", "kwargs" -> item.wrapped = nested();
                case "thought" -> item.thought = json.currentToken() == JsonToken.VALUE_TRUE;
                default -> {
                    item.unknown = item.unknown == null ? name : item.unknown;
                    JsonRecordReader.skip(json);
                }
            }
        }
        item.end = (int) json.currentLocation().getCharOffset();
        if (item.className != null && item.wrapped != null && item.wrapped.langChainRole() == null) {
            item.wrapped.type = item.className;
        }
        return item;
    }

    /** The id of a call; LangChain's serialised objects have the path of their class instead. */
    private void id(Item item) {
        if (json.currentToken() == JsonToken.START_ARRAY) {
            while (json.nextToken() != JsonToken.END_ARRAY) {
                item.className = scalar();
            }
        } else {
            item.id = item.id == null ? scalar() : skipped(item.id);
        }
    }

    private void content(Item item) {
        if (json.currentToken() == JsonToken.START_ARRAY) {
            int start = (int) json.currentLocation().getCharOffset() - 1;
            item.contentParts = parts();
            item.content = text.substring(start, (int) json.currentLocation().getCharOffset());
        } else if (json.currentToken() == JsonToken.START_OBJECT) {
            String object = raw();
            item.content = object;
            item.contentParts = object == null ? null : onlyText(object);
        } else {
            item.content = raw();
        }
    }

    /** A single part may stand for a list of one, with the text left out where content is not to be recorded. */
    private static @Nullable List<Message.Part> onlyText(String object) {
        JsonMembers members = JsonMembers.of(object);
        for (String kind : List.of("type", "kind")) {
            if (members != null
                    && "text".equals(members.get(List.of(kind)))
                    && (members.holdOnly(kind) || members.holdOnly(kind, "text"))) {
                return List.of(
                        members.get(List.of("text")) instanceof String content
                                ? new Message.Text(content)
                                : new Message.Other("text", object));
            }
        }
        return null;
    }

    private @Nullable Item nested() {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            return object();
        }
        JsonRecordReader.skip(json);
        return null;
    }

    private String skipped(String value) {
        JsonRecordReader.skip(json);
        return value;
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
            case "assistant", "ai", "model", "bot" -> Message.Role.ASSISTANT;
            case "tool", "function" -> Message.Role.TOOL;
            default -> Message.Role.USER;
        };
    }

    /** The fields of a message or part; which of the two it is shows at its end. */
    private static final class Item {

        private final String text;
        private final int start;
        private int end;
        private @Nullable String role;
        private @Nullable String type;
        private @Nullable String kind;
        private @Nullable String name;
        private @Nullable String id;
        private @Nullable String content;
        private @Nullable List<Message.Part> contentParts;
        private @Nullable List<Message.Part> parts;
        private @Nullable List<Message.Part> toolCalls;
        private @Nullable String arguments;
        private @Nullable String result;
        private @Nullable String toolName;
        private @Nullable String className;
        private @Nullable Item call;
        private @Nullable Item answer;
        private @Nullable Item wrapped;
        private boolean thought;
        private @Nullable String unknown;

        Item(String text, int start) {
            this.text = text;
            this.start = start;
        }

        boolean isMessage() {
            return role != null || parts != null || toolCalls != null || langChainRole() != null;
        }

        /** Whether this is a part that stands by itself: an object without type must hold nothing that would be lost. */
        boolean isPart() {
            boolean named = toolName != null && arguments != null;
            boolean text = content != null && unknown == null && (kind == null || kind.equals("text"));
            return type != null || call != null || answer != null || named || text;
        }

        /** LangChain's messages say in their type who speaks. */
        private Message.@Nullable Role langChainRole() {
            return type == null || content == null
                    ? null
                    : switch (type) {
                        case "human", "HumanMessage" -> Message.Role.USER;
                        case "ai", "AIMessage", "AIMessageChunk" -> Message.Role.ASSISTANT;
                        case "system", "SystemMessage" -> Message.Role.SYSTEM;
                        case "tool", "ToolMessage" -> Message.Role.TOOL;
                        default -> null;
                    };
        }

        Message message(Message.Role speaker) {
            Message.Role said = role == null ? langChainRole() : role(role);
            Message.Role who = said == null ? speaker : said;
            if (parts != null) {
                return new Message(who, parts, name);
            }
            List<Message.Part> all = new ArrayList<>();
            if (who == Message.Role.TOOL && (id != null || (content != null && contentParts == null))) {
                all.add(new Message.ToolResponse(id, content == null ? "" : content));
            } else if (contentParts != null) {
                all.addAll(contentParts);
            } else if (content != null && !(content.isEmpty() && toolCalls != null)) {
                all.add(new Message.Text(content));
            }
            if (toolCalls != null) {
                all.addAll(toolCalls);
            }
            if (call != null && call.name != null) {
                all.add(new Message.ToolRequest(call.id, call.name, call.arguments));
            }
            return new Message(who, all, name);
        }

        Message.Part part() {
            if (call != null) {
                return call.name == null ? other() : new Message.ToolRequest(call.id, call.name, call.arguments);
            }
            if (answer != null) {
                return answer.response();
            }
            String sort = type != null ? type : kind;
            return switch (sort == null ? "text" : sort) {
                case "text", "input_text", "output_text" ->
                    thought
                            ? new Message.Other("thought", json())
                            : content == null ? function() : new Message.Text(content);
                case "tool_call", "tool_use", "function", "function_call", "tool-call", "toolUse" -> function();
                case "tool_call_response", "tool_result", "function_call_output" -> response();
                case "tool-result", "function_call_result" -> typedResponse();
                case WRAPPED -> name == null || content == null ? other() : new Message.Other(name, content);
                default -> other();
            };
        }

        private Message.Part function() {
            String tool = toolName == null ? name : toolName;
            return tool == null ? other() : new Message.ToolRequest(id, tool, arguments);
        }

        private Message.Part response() {
            String answer = result == null ? content : result;
            return new Message.ToolResponse(id, answer == null ? "" : answer);
        }

        /** Vercel's and the OpenAI Agents SDK say of what type the result is. */
        private Message.Part typedResponse() {
            JsonMembers typed = result == null ? null : JsonMembers.of(result);
            for (String value : List.of("value", "text")) {
                Object plain = typed != null && typed.holdOnly("type", value) ? typed.get(List.of(value)) : null;
                if (plain != null) {
                    return new Message.ToolResponse(id, plain.toString());
                }
            }
            return response();
        }

        private Message.Part other() {
            String sort = type != null ? type : kind != null ? kind : unknown;
            return new Message.Other(sort == null ? "unknown" : sort, json());
        }

        private String json() {
            return text.substring(start, end);
        }
    }
}
