package dev.arceval.core.ingest.format;

import dev.arceval.core.ingest.TreeReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Joins an answer that was streamed: server-sent events or JSON lines of OpenAI and those who copy it, Anthropic, Gemini,
 * Cohere and Ollama become the answer that would have come in one piece.
 */
final class EventStream {

    private final Map<String, Object> whole = new LinkedHashMap<>();
    private final TreeMap<Long, Draft> drafts = new TreeMap<>();
    private boolean gemini;
    private boolean anthropic;

    private EventStream() {}

    private static final class Draft {

        private final StringBuilder text = new StringBuilder();
        private final TreeMap<Long, Call> calls = new TreeMap<>();
        private final List<Object> parts = new ArrayList<>();
        private String finish = "";
        private Map<String, Object> block = Map.of();
    }

    private static final class Call {

        private String id = "";
        private String name = "";
        private final StringBuilder arguments = new StringBuilder();
    }

    /** Returns the answer as one tree; an absent node if there is none in {@code text}. */
    static Node joined(String text) {
        EventStream stream = new EventStream();
        for (String line : text.split("\\R")) {
            String data = line.startsWith("data:") ? line.substring(5).trim() : line.trim();
            if (!data.startsWith("{")) {
                continue;
            }
            Object tree = TreeReader.parse(data);
            if (tree != null) {
                Node event = Node.root(tree);
                if (event.get("type").text("").equals("response.completed")) {
                    return event.get("response");
                }
                stream.take(event);
            }
        }
        return Node.root(stream.answer());
    }

    private void take(Node event) {
        String type = event.get("type").text("");
        if (event.get("choices").isList()) {
            event.get("choices").items().forEach(this::choice);
            keep(event, "id", "model", "created", "usage");
        } else if (event.get("candidates").isList()) {
            gemini = true;
            event.get("candidates").items().forEach(this::candidate);
            keep(event, "responseId", "modelVersion", "usageMetadata");
        } else if (type.startsWith("message_") || type.startsWith("content_block_")) {
            anthropic = true;
            block(type, event);
        } else if (type.contains("-")) {
            cohere(type, event.get("delta"));
            keep(event, "id");
        } else if (event.has("completion")) {
            draft(0).text.append(event.get("completion").text(""));
            keep(event, "id", "model", "stop_reason");
        } else if (event.get("message").isObject()) {
            message(draft(0), event.get("message"));
            keep(event, "model", "created_at", "done", "done_reason", "prompt_eval_count", "eval_count");
        }
    }

    private Draft draft(long index) {
        return drafts.computeIfAbsent(index, at -> new Draft());
    }

    private void keep(Node event, String... fields) {
        for (String field : fields) {
            Node value = event.get(field);
            boolean empty = value.text("x").isEmpty();
            if (value.exists() && !empty) {
                whole.put(field, value.tree());
            }
        }
    }

    private void choice(Node choice) {
        Long index = choice.get("index").count();
        Draft draft = draft(index == null ? 0 : index);
        Node delta = choice.get("delta", "message");
        if (delta.isObject()) {
            message(draft, delta);
        } else {
            draft.text.append(choice.get("text").text(""));
        }
        draft.finish = choice.get("finish_reason").text(draft.finish);
    }

    private static void message(Draft draft, Node delta) {
        draft.text.append(delta.get("content").text(""));
        for (Node part : delta.get("tool_calls").items()) {
            Long index = part.get("index").count();
            Call call =
                    draft.calls.computeIfAbsent(index == null ? (long) draft.calls.size() : index, at -> new Call());
            call(call, part);
        }
        Node function = delta.get("function_call");
        if (function.isObject()) {
            call(draft.calls.computeIfAbsent(0L, at -> new Call()), function);
        }
    }

    private static void call(Call call, Node part) {
        Node function = part.get("function").isObject() ? part.get("function") : part;
        call.id = part.get("id").text(call.id);
        call.name = function.get("name").text(call.name);
        String arguments = function.get("arguments").content();
        call.arguments.append(arguments == null ? "" : arguments);
    }

    private void candidate(Node candidate) {
        Long index = candidate.get("index").count();
        Draft draft = draft(index == null ? 0 : index);
        for (Node part : candidate.get("content").get("parts").items()) {
            if (part.get("text").isText() && !part.get("thought").isTrue()) {
                draft.text.append(part.get("text").text(""));
            } else {
                draft.parts.add(part.tree());
            }
        }
        draft.finish = candidate.get("finishReason").text(draft.finish);
    }

    private void block(String type, Node event) {
        Long index = event.get("index").count();
        switch (type) {
            case "message_start" -> keep(event.get("message"), "id", "model", "usage");
            case "content_block_start" -> {
                Draft draft = draft(index == null ? 0 : index);
                draft.block = new LinkedHashMap<>();
                event.get("content_block").fields().forEach((name, value) -> draft.block.put(name, value.tree()));
            }
            case "content_block_delta" ->
                draft(index == null ? 0 : index)
                        .text
                        .append(event.get("delta")
                                .get("text", "partial_json", "thinking")
                                .text(""));
            case "message_delta" -> {
                keep(event.get("delta"), "stop_reason");
                usage(event.get("usage"));
            }
            default -> {}
        }
    }

    /** The end of a stream counts what came out; what went in was counted at its start. */
    private void usage(Node more) {
        Map<String, Object> both = new LinkedHashMap<>();
        if (whole.get("usage") instanceof Map<?, ?> before) {
            before.forEach((name, value) -> both.put((String) name, value));
        }
        more.fields().forEach((name, value) -> {
            if (value.exists()) {
                both.put(name, value.tree());
            }
        });
        whole.put("usage", both);
    }

    private void cohere(String type, Node delta) {
        Draft draft = draft(0);
        Node message = delta.get("message");
        if (type.equals("content-delta")) {
            draft.text.append(message.at("content", "text").text(""));
        } else if (type.equals("tool-call-start") || type.equals("tool-call-delta")) {
            Node part = message.get("tool_calls");
            long at = type.equals("tool-call-start") ? draft.calls.size() : Math.max(0, draft.calls.size() - 1);
            call(draft.calls.computeIfAbsent(at, index -> new Call()), part);
        } else if (type.equals("message-end")) {
            draft.finish = delta.get("finish_reason").text(draft.finish);
            keep(delta, "usage");
        }
    }

    private Map<String, Object> answer() {
        if (drafts.isEmpty()) {
            return whole;
        }
        if (anthropic) {
            whole.put("type", "message");
            whole.put("role", "assistant");
            whole.put(
                    "content", drafts.values().stream().map(EventStream::block).toList());
        } else if (gemini) {
            whole.put(
                    "candidates",
                    drafts.values().stream().map(EventStream::candidate).toList());
        } else {
            whole.put(
                    "choices", drafts.values().stream().map(EventStream::choice).toList());
        }
        return whole;
    }

    private static Object block(Draft draft) {
        Map<String, Object> block = new LinkedHashMap<>(draft.block);
        String type = String.valueOf(block.getOrDefault("type", "text"));
        String text = draft.text.toString();
        if (type.equals("tool_use") || type.equals("server_tool_use")) {
            Object input = text.isEmpty() ? null : TreeReader.parse(text);
            block.put("input", input == null ? (text.isEmpty() ? Map.of() : text) : input);
        } else if (!text.isEmpty()) {
            block.put(type.equals("thinking") ? "thinking" : "text", text);
        }
        return block;
    }

    private static Object candidate(Draft draft) {
        List<Object> parts = new ArrayList<>();
        if (draft.text.length() > 0) {
            parts.add(Map.of("text", draft.text.toString()));
        }
        parts.addAll(draft.parts);
        return Map.of("content", Map.of("role", "model", "parts", parts), "finishReason", draft.finish);
    }

    private static Object choice(Draft draft) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("role", "assistant");
        message.put("content", draft.text.toString());
        List<Object> calls = new ArrayList<>();
        for (Call call : draft.calls.values()) {
            calls.add(Map.of(
                    "id", call.id, "function", Map.of("name", call.name, "arguments", call.arguments.toString())));
        }
        if (!calls.isEmpty()) {
            message.put("tool_calls", calls);
        }
        return Map.of("message", message, "finish_reason", draft.finish);
    }
}
