package dev.arceval.core.ingest.format;

import dev.arceval.trace.Message;
import dev.arceval.trace.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages in the shapes of the model providers and frameworks: OpenAI's chat completions and responses, Anthropic's
 * content blocks, Gemini's contents, Bedrock's Converse, LangChain's messages plain and serialised, AutoGen's, Pydantic
 * AI's, and the GenAI conventions' own.
 *
 * <p>Who speaks is told by {@code role}, {@code type}, {@code author}, {@code source} or the class name; a part's kind by
 * its {@code type} or by the one field it has.
 */
final class ChatMessages {

    private ChatMessages() {}

    /** Returns the messages of a list or of one message; null if they are none. */
    static @Nullable List<Said> read(Node node) {
        if (isMessage(node)) {
            return list(List.of(node));
        }
        List<Node> items = node.items();
        if (items.size() == 1 && items.get(0).isList()) {
            // LangChain gives a model a batch of conversations, mostly of one.
            return read(items.get(0));
        }
        return !items.isEmpty() && items.stream().allMatch(ChatMessages::isMessage) ? list(items) : null;
    }

    /** Returns the messages among {@code items}. */
    static List<Said> list(List<Node> items) {
        List<Said> all = new ArrayList<>(items.size());
        for (Node item : items) {
            // LangChain batches messages in lists of lists.
            if (item.isList()) {
                all.addAll(list(item.items()));
            } else if (isMessage(item)) {
                all.add(message(item));
            }
        }
        return all;
    }

    /** Whether {@code node} says who speaks and what, or is one of the items the responses API has instead. */
    static boolean isMessage(Node node) {
        if (!node.isObject()) {
            return false;
        }
        Node inner = inner(node);
        if (role(inner, node) == null) {
            return false;
        }
        return inner.has("content", "parts", "tool_calls", "toolCalls", "function_call", "text", "thinking")
                || inner.fields().containsKey("content")
                || isItem(inner);
    }

    static Said message(Node node) {
        Node inner = inner(node);
        Message.Role role = role(inner, node);
        Message.Role speaker = role == null ? Message.Role.USER : role;
        List<Said.Answer> answers = new ArrayList<>();
        List<Message.Part> parts = new ArrayList<>();
        if (isItem(inner)) {
            part(inner, parts, answers);
        } else {
            content(inner, speaker, parts, answers);
        }
        if (speaker == Message.Role.USER && !answers.isEmpty() && parts.size() == answers.size()) {
            speaker = Message.Role.TOOL;
        }
        String name = inner.get("name").filled();
        Said said = new Said(new Message(speaker, parts, name == null ? other(inner, "author", "source") : name));
        said.answers.addAll(answers);
        said.item = isItem(inner) || inner.get("type").text("").equals("message") && inner.has("status");
        figures(inner, said);
        return said;
    }

    private static @Nullable String other(Node message, String... fields) {
        String name = message.get(fields).filled();
        return name == null || wordOfRole(name) != null ? null : name;
    }

    private static void figures(Node message, Said said) {
        Node meta = message.get("response_metadata");
        String model = message.get("model", "model_name").filled();
        said.model = model == null ? meta.get("model_name", "model").filled() : model;
        String finish = message.get("finish_reason", "stop_reason").filled();
        said.finishReason =
                finish == null ? meta.get("finish_reason", "stop_reason").filled() : finish;
        Usage usage = Usages.of(message.get("usage_metadata", "usage", "models_usage", "metrics"));
        said.usage = usage.isEmpty() ? Usages.of(meta.get("token_usage", "usage")) : usage;
    }

    /** Takes off what frameworks wrap a message in. */
    private static Node inner(Node node) {
        if (node.has("lc") && node.get("kwargs").isObject()) {
            return node.get("kwargs");
        }
        if (node.get("data").isObject() && node.at("data", "content").exists()) {
            return node.get("data");
        }
        return !node.has("role") && node.get("message").isObject() ? node.get("message") : node;
    }

    private static Message.@Nullable Role role(Node inner, Node outer) {
        if (isItem(inner)) {
            String type = inner.get("type").text("");
            return type.endsWith("_output") ? Message.Role.TOOL : Message.Role.ASSISTANT;
        }
        for (Node node : List.of(inner, outer)) {
            String word = node.get("role").filled();
            if (word != null) {
                Message.Role role = wordOfRole(word);
                return role == null ? Message.Role.USER : role;
            }
        }
        Message.Role byType =
                wordOfRole(inner.get("type").text(outer.get("type").text("")));
        if (byType != null) {
            return byType;
        }
        List<Node> path = outer.get("id").items();
        if (outer.has("lc") && !path.isEmpty()) {
            return wordOfRole(path.get(path.size() - 1).text(""));
        }
        String kind = inner.get("kind").text("");
        if (inner.has("parts") && (kind.equals("request") || kind.equals("response"))) {
            return kind.equals("request") ? Message.Role.USER : Message.Role.ASSISTANT;
        }
        String author = inner.get("source", "author").filled();
        if (author == null || !inner.has("content", "parts")) {
            return null;
        }
        Message.Role role = wordOfRole(author);
        return role == null ? Message.Role.ASSISTANT : role;
    }

    private static Message.@Nullable Role wordOfRole(String word) {
        return switch (word.toLowerCase(Locale.ROOT).replace("message", "").replace("chunk", "")) {
            case "system", "developer", "system_instruction" -> Message.Role.SYSTEM;
            case "user", "human", "inputuser" -> Message.Role.USER;
            case "assistant", "ai", "model", "chatbot", "agent", "bot" -> Message.Role.ASSISTANT;
            case "tool", "function", "tool_result", "toolresult", "ipython" -> Message.Role.TOOL;
            default -> null;
        };
    }

    /** An item of the responses API that is no message. */
    private static boolean isItem(Node node) {
        String type = node.get("type").text("");
        return !node.has("role")
                && (type.equals("reasoning")
                        || type.endsWith("_call") && !type.equals("tool_call")
                        || type.endsWith("_call_output"));
    }

    private static void content(
            Node message, Message.Role speaker, List<Message.Part> parts, List<Said.Answer> answers) {
        Node content = message.get("content", "parts", "text");
        if (speaker == Message.Role.TOOL && answersItself(message, content)) {
            answer(message, content, parts, answers);
            return;
        }
        if (content.isText()) {
            if (!content.text("").isEmpty()) {
                parts.add(new Message.Text(content.text("")));
            }
        } else if (content.isObject() && content.get("parts").isList()) {
            content.get("parts").items().forEach(part -> part(part, parts, answers));
        } else if (content.isObject()) {
            part(content, parts, answers);
        } else {
            content.items().forEach(part -> part(part, parts, answers));
        }
        Node calls = message.get("tool_calls", "toolCalls");
        if (!calls.isList()) {
            calls = message.at("additional_kwargs", "tool_calls");
        }
        for (Node call : calls.items()) {
            Message.ToolRequest request = request(call);
            boolean known = parts.stream().anyMatch(part -> sameCall(part, request));
            if (!known) {
                parts.add(request);
            }
        }
        Node function = message.get("function_call", "functionCall");
        if (function.isObject()) {
            parts.add(request(function));
        }
    }

    /** LangChain repeats Anthropic's content blocks as tool calls. */
    private static boolean sameCall(Message.Part part, Message.ToolRequest request) {
        return part instanceof Message.ToolRequest known
                && known.id() != null
                && known.id().equals(request.id());
    }

    private static boolean answersItself(Node message, Node content) {
        if (message.has("tool_call_id", "toolCallId", "tool_call") || content.isText() || !content.exists()) {
            return true;
        }
        return content.items().stream().noneMatch(ChatMessages::isAnswer);
    }

    private static boolean isAnswer(Node part) {
        String type = part.get("type").text("");
        return part.has("functionResponse", "function_response", "toolResult")
                || type.equals("tool_result")
                || type.equals("tool_call_response")
                || part.has("call_id");
    }

    private static void answer(Node message, Node content, List<Message.Part> parts, List<Said.Answer> answers) {
        String id = message.get("tool_call_id", "toolCallId").filled();
        String name = message.get("name", "function", "tool_name").filled();
        String result = plainText(content);
        parts.add(new Message.ToolResponse(id, result));
        Node error = message.get("error");
        answers.add(new Said.Answer(id, name, result, errorType(error, message.get("status")), errorMessage(error)));
    }

    private static @Nullable String errorType(Node error, Node status) {
        if (error.isObject()) {
            return error.get("type", "name").text("error");
        }
        boolean failed =
                error.isText() && !error.text("").isEmpty() || status.text("").equals("error");
        return failed ? "error" : null;
    }

    private static @Nullable String errorMessage(Node error) {
        return error.isObject() ? error.get("message").filled() : error.filled();
    }

    /** The text of content blocks that are nothing but text, anything else as it stands. */
    private static String plainText(Node content) {
        List<Node> blocks = content.items();
        if (!blocks.isEmpty() && blocks.stream().allMatch(ChatMessages::isText)) {
            List<String> texts = new ArrayList<>();
            blocks.forEach(block -> texts.add(block.isText() ? block.text("") : text(block)));
            return String.join("\n", texts);
        }
        if (blocks.size() == 1 && blocks.get(0).has("json") && !blocks.get(0).has("type")) {
            return blocks.get(0).get("json").json();
        }
        String text = content.content();
        return text == null ? "" : text;
    }

    private static boolean isText(Node block) {
        String type = block.get("type").text("text");
        return block.isText() || (type.equals("text") || type.endsWith("_text")) && block.has("text", "content");
    }

    private static String text(Node block) {
        Node text = block.get("text", "content");
        return text.isObject() ? text.get("value").text("") : text.text("");
    }

    private static void part(Node part, List<Message.Part> parts, List<Said.Answer> answers) {
        if (part.isText()) {
            parts.add(new Message.Text(part.text("")));
            return;
        }
        Node wrapped = part.get(
                "functionCall", "function_call", "toolUse", "functionResponse", "function_response", "toolResult");
        if (wrapped.isObject()) {
            if (part.has("functionCall", "function_call", "toolUse")) {
                parts.add(request(wrapped));
            } else {
                response(wrapped, parts, answers);
            }
            return;
        }
        String type = part.get("type", "part_kind", "kind").text("");
        switch (type) {
            case "text", "input_text", "output_text", "user-prompt", "system-prompt", "TextPart" ->
                parts.add(new Message.Text(text(part)));
            case "tool_use", "tool_call", "tool-call", "function", "function_call", "custom_tool_call" ->
                parts.add(request(part));
            case "tool_result",
                    "tool_call_response",
                    "tool-result",
                    "tool-return",
                    "function_call_output",
                    "custom_tool_call_output" -> response(part, parts, answers);
            default -> untyped(part, type, parts, answers);
        }
    }

    /** AutoGen's events list calls and results by their fields alone. */
    private static void untyped(Node part, String type, List<Message.Part> parts, List<Said.Answer> answers) {
        boolean thought = part.get("thought").isTrue();
        Node guarded = part.at("guardContent", "text", "text");
        if (guarded.isText()) {
            parts.add(new Message.Text(guarded.text("")));
            return;
        }
        if (type.isEmpty() && part.has("text") && !thought) {
            parts.add(new Message.Text(text(part)));
        } else if (type.isEmpty() && part.has("call_id") && part.has("content")) {
            response(part, parts, answers);
        } else if (type.isEmpty() && part.has("name") && part.has("arguments", "args")) {
            parts.add(request(part));
        } else if (part.isObject() && !part.fields().isEmpty()) {
            parts.add(new Message.Other(!type.isEmpty() ? type : thought ? "thought" : "unknown", part.json()));
        }
    }

    static Message.ToolRequest request(Node call) {
        Node function = call.get("function");
        Node named = function.isObject() ? function : call;
        String name = named.get("name", "tool_name", "function").text("");
        String arguments = named.get("arguments", "args", "input", "parameters", "tool_input", "parsed_arguments")
                .content();
        return new Message.ToolRequest(
                call.get("call_id", "id", "toolUseId", "tool_call_id", "tool_use_id")
                        .filled(),
                name,
                arguments);
    }

    private static void response(Node part, List<Message.Part> parts, List<Said.Answer> answers) {
        String id = part.get("tool_use_id", "call_id", "toolUseId", "tool_call_id", "id")
                .filled();
        String name = part.get("name", "tool_name").filled();
        String result = plainText(part.get("response", "result", "output", "content"));
        boolean failed = part.get("is_error", "isError").isTrue()
                || part.get("status").text("").equals("error");
        parts.add(new Message.ToolResponse(id, result));
        answers.add(new Said.Answer(id, name, result, failed ? "error" : null, null));
    }
}
