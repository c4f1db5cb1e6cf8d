package dev.arceval.core.ingest;

import dev.arceval.trace.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages that are spread over attributes with an index in the name: {@code gen_ai.prompt.0.content},
 * {@code llm.input_messages.1.message.tool_calls.0.tool_call.function.name}.
 */
final class IndexedMessages {

    private final TreeMap<Integer, Draft> drafts = new TreeMap<>();

    private IndexedMessages() {}

    /**
     * Returns the messages, or null if none of the attributes is part of one.
     *
     * @param prefix what stands before the index
     * @param leftOver takes the attributes that are no part of a message
     */
    static @Nullable List<Message> read(String prefix, Map<String, Object> attributes, Map<String, Object> leftOver) {
        IndexedMessages messages = new IndexedMessages();
        Map<String, Object> unread = new TreeMap<>();
        attributes.forEach((name, value) -> {
            if (!(value instanceof String text) || !messages.take(name.substring(prefix.length()), text)) {
                unread.put(name, value);
            }
        });
        if (messages.drafts.isEmpty()) {
            return null;
        }
        leftOver.putAll(unread);
        List<Message> read = new ArrayList<>();
        Message.Role speaker =
                prefix.contains("completion") || prefix.contains("output") ? Message.Role.ASSISTANT : Message.Role.USER;
        messages.drafts.values().forEach(draft -> read.add(draft.message(speaker)));
        return read;
    }

    private boolean take(String path, String value) {
        int dot = path.indexOf('.');
        int index = dot < 0 ? -1 : index(path.substring(0, dot));
        if (index < 0) {
            return false;
        }
        String field = path.substring(dot + 1);
        return (drafts.containsKey(index) || Draft.knows(field))
                && drafts.computeIfAbsent(index, at -> new Draft())
                        .take(field.startsWith("message.") ? field.substring(8) : field, value);
    }

    private static int index(String digits) {
        if (digits.isEmpty() || digits.length() > 6) {
            return -1;
        }
        int index = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            index = index * 10 + (c - '0');
        }
        return index;
    }

    private static final class Draft {

        private @Nullable String role;
        private @Nullable String content;
        private @Nullable String name;
        private @Nullable String toolCallId;
        private final TreeMap<Integer, String> texts = new TreeMap<>();
        private final TreeMap<Integer, String[]> calls = new TreeMap<>();

        static boolean knows(String path) {
            return new Draft().take(path.startsWith("message.") ? path.substring(8) : path, "");
        }

        boolean take(String field, String value) {
            switch (field) {
                case "role" -> role = value;
                case "content" -> content = value;
                case "name" -> name = value;
                case "tool_call_id" -> toolCallId = value;
                default -> {
                    return nested(field, value);
                }
            }
            return true;
        }

        private boolean nested(String field, String value) {
            String[] steps = field.split("\\.", 3);
            int index = steps.length < 3 ? -1 : index(steps[1]);
            if (index < 0) {
                return false;
            }
            if (steps[0].equals("contents") && steps[2].equals("message_content.text")) {
                texts.put(index, value);
                return true;
            }
            if (steps[0].equals("contents") && steps[2].equals("message_content.type")) {
                return value.isEmpty() || value.equals("text");
            }
            int slot = steps[0].equals("tool_calls") ? slot(steps[2]) : -1;
            if (slot < 0) {
                return false;
            }
            calls.computeIfAbsent(index, at -> new String[3])[slot] = value;
            return true;
        }

        private static int slot(String field) {
            return switch (field) {
                case "tool_call.id", "id" -> 0;
                case "tool_call.function.name", "function.name", "name" -> 1;
                case "tool_call.function.arguments", "function.arguments", "arguments" -> 2;
                default -> -1;
            };
        }

        Message message(Message.Role speaker) {
            Message.Role who = role == null ? speaker : MessageReader.role(role);
            List<Message.Part> parts = new ArrayList<>();
            if (who == Message.Role.TOOL && content != null) {
                parts.add(new Message.ToolResponse(toolCallId, content));
            } else if (content != null && !(content.isEmpty() && !calls.isEmpty())) {
                parts.add(new Message.Text(content));
            }
            texts.values().forEach(text -> parts.add(new Message.Text(text)));
            calls.values()
                    .forEach(call ->
                            parts.add(new Message.ToolRequest(call[0], call[1] == null ? "" : call[1], call[2])));
            return new Message(who, parts, name);
        }
    }
}
