package dev.arceval.core.ingest;

import dev.arceval.trace.Document;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is spread over attributes with an index in the name: {@code gen_ai.prompt.0.content},
 * {@code llm.input_messages.1.message.tool_calls.0.tool_call.function.name}, {@code retrieval.documents.2.document.id}.
 */
final class IndexedMessages {

    private final TreeMap<Integer, Draft> drafts = new TreeMap<>();

    private IndexedMessages() {}

    /**
     * Messages with why the model stopped after each.
     *
     * @param finishReasons those that were stated, by their attributes
     */
    record Read(List<Message> messages, Map<String, String> finishReasons) {}

    /**
     * Returns the messages, or null if none of the attributes is part of one.
     *
     * @param prefix what stands before the index
     * @param leftOver takes the attributes that are no part of a message
     */
    static @Nullable Read read(String prefix, Map<String, Object> attributes, Map<String, Object> leftOver) {
        IndexedMessages messages = new IndexedMessages();
        Map<String, Object> unread = new TreeMap<>();
        Map<String, String> finishReasons = new TreeMap<>();
        attributes.forEach((name, value) -> {
            String path = name.substring(prefix.length());
            // Some write what a tool answered as it is, not as text.
            boolean listed = (path.endsWith(".content") || path.endsWith(".arguments"))
                    && (value instanceof List || value instanceof Map);
            String text = value instanceof String string ? string : listed ? ValueJson.write(value) : null;
            if (text == null) {
                unread.put(name, value);
            } else if (path.endsWith(".finish_reason") && index(path.substring(0, path.length() - 14)) >= 0) {
                finishReasons.put(name, text);
            } else if (!messages.take(path, text)) {
                unread.put(name, value);
            }
        });
        if (messages.drafts.isEmpty()) {
            return null;
        }
        leftOver.putAll(unread);
        List<Message> read = new ArrayList<>();
        Message.Role speaker =
                Vocabularies.indexed(prefix) == Field.OUTPUT ? Message.Role.ASSISTANT : Message.Role.USER;
        messages.drafts.values().forEach(draft -> read.add(draft.message(speaker)));
        return new Read(read, finishReasons);
    }

    /** Returns the documents, or null if there are none; what describes none goes to {@code leftOver}. */
    static @Nullable List<Document> documents(
            String prefix, Map<String, Object> attributes, Map<String, Object> leftOver, Conversation conversation) {
        Map<Integer, Map<String, Object>> groups =
                groups(prefix, "document.", List.of("id", "content", "score", "metadata"), attributes, leftOver);
        List<Document> documents = new ArrayList<>();
        groups.values().forEach(group -> documents.add(Documents.of(group, conversation)));
        return documents.isEmpty() ? null : documents;
    }

    /** Returns the evaluations; what belongs to none goes to {@code leftOver}. */
    static List<Evaluation> evaluations(String prefix, Map<String, Object> attributes, Map<String, Object> leftOver) {
        String thing = prefix.contains("annotations") ? "annotation." : "evaluation.";
        List<String> parts = List.of("name", "score", "label", "explanation");
        List<Evaluation> evaluations = new ArrayList<>();
        groups(prefix, thing, parts, attributes, leftOver).forEach((index, group) -> {
            if (group.get("name") instanceof String name) {
                evaluations.add(new Evaluation(
                        name,
                        group.get("score") instanceof Number score ? Double.valueOf(score.doubleValue()) : null,
                        group.get("label") instanceof String label ? label : null,
                        group.get("explanation") instanceof String explanation ? explanation : null));
            } else {
                group.forEach((part, value) -> leftOver.put(prefix + index + "." + thing + part, value));
            }
        });
        return evaluations;
    }

    private static Map<Integer, Map<String, Object>> groups(
            String prefix,
            String thing,
            List<String> parts,
            Map<String, Object> attributes,
            Map<String, Object> leftOver) {
        Map<Integer, Map<String, Object>> groups = new TreeMap<>();
        attributes.forEach((name, value) -> {
            String path = name.substring(prefix.length());
            int dot = path.indexOf('.');
            int index = dot < 0 ? -1 : index(path.substring(0, dot));
            String part = path.substring(dot + 1);
            if (index >= 0 && part.startsWith(thing) && parts.contains(part.substring(thing.length()))) {
                groups.computeIfAbsent(index, at -> new HashMap<>()).put(part.substring(thing.length()), value);
            } else {
                leftOver.put(name, value);
            }
        });
        return groups;
    }

    private boolean take(String path, String value) {
        int dot = path.indexOf('.');
        int index = dot < 0 ? -1 : index(path.substring(0, dot));
        if (index < 0) {
            return false;
        }
        String field = path.substring(dot + 1);
        return (drafts.containsKey(index) || Draft.knows(field))
                && drafts.computeIfAbsent(index, at -> new Draft()).take(Draft.bare(field), value);
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
        private final TreeMap<Integer, Map<String, Object>> contents = new TreeMap<>();
        private final TreeMap<Integer, @Nullable String[]> calls = new TreeMap<>();

        static boolean knows(String path) {
            return new Draft().take(bare(path), "");
        }

        static String bare(String field) {
            return field.startsWith("message.") ? field.substring(8) : field;
        }

        boolean take(String field, String value) {
            switch (field) {
                case "role" -> role = value;
                case "content", "prompt.text", "completion.text" -> content = value;
                case "name" -> name = value;
                case "tool_call_id" -> toolCallId = value;
                case "function_call_name" -> call(0)[1] = value;
                case "function_call_arguments_json" -> call(0)[2] = value;
                default -> {
                    return nested(field, value);
                }
            }
            return true;
        }

        private @Nullable String[] call(int index) {
            return calls.computeIfAbsent(index, at -> new String[3]);
        }

        private boolean nested(String field, String value) {
            String[] steps = field.split("\\.", 3);
            int index = steps.length < 3 ? -1 : index(steps[1]);
            if (index < 0) {
                return false;
            }
            if (steps[0].equals("contents") && steps[2].startsWith("message_content.")) {
                contents.computeIfAbsent(index, at -> new LinkedHashMap<>()).put(steps[2].substring(16), value);
                return true;
            }
            int slot = steps[0].equals("tool_calls") ? slot(steps[2]) : -1;
            if (slot < 0) {
                return false;
            }
            call(index)[slot] = value;
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
                parts.addAll(parts(content));
            }
            contents.values().forEach(piece -> parts.add(part(piece)));
            calls.values()
                    .forEach(call ->
                            parts.add(new Message.ToolRequest(call[0], call[1] == null ? "" : call[1], call[2])));
            return new Message(who, parts, name);
        }

        /** Some write the parts of a message as JSON where its text should be. */
        private static List<Message.Part> parts(String content) {
            List<Message> read = content.startsWith("[{")
                    ? MessageReader.read("[{\"role\":\"user\",\"content\":" + content + "}]", Message.Role.USER)
                    : null;
            if (read == null || read.size() != 1) {
                return List.of(new Message.Text(content));
            }
            List<Message.Part> parts = read.get(0).parts();
            boolean typed = parts.stream()
                    .allMatch(part -> !(part instanceof Message.Other other)
                            || other.json().contains("\"type\""));
            return typed ? parts : List.of(new Message.Text(content));
        }

        /** A piece that is more than a text is kept as the JSON of all that is said of it. */
        private static Message.Part part(Map<String, Object> piece) {
            String type = piece.getOrDefault("type", "text") instanceof String word ? word : "text";
            boolean plain = piece.get("text") instanceof String && (piece.size() == 1 || piece.containsKey("type"));
            if (plain && piece.size() <= 2 && (type.equals("text") || type.isEmpty())) {
                return new Message.Text((String) piece.getOrDefault("text", ""));
            }
            return new Message.Other(type.isEmpty() ? "text" : type, ValueJson.write(new TreeMap<>(piece)));
        }
    }
}
