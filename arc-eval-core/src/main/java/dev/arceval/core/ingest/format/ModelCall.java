package dev.arceval.core.ingest.format;

import dev.arceval.trace.Message;
import dev.arceval.trace.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One side of a call of a model: what a request sends or what a response answers, in the shapes of OpenAI (chat
 * completions, responses, completions), Anthropic, Gemini, Bedrock (Converse and the models' own), Cohere, Ollama, Mistral
 * and those who copy them.
 */
final class ModelCall {

    final List<Said> said = new ArrayList<>();
    final List<String> finishReasons = new ArrayList<>();
    Usage usage = Usage.none();

    @Nullable
    String model;

    @Nullable
    String responseId;

    @Nullable
    String errorType;

    @Nullable
    String error;

    /** When the answer was made, in nanoseconds since 1970; 0 if it does not say. */
    long created;

    private ModelCall() {}

    /** Returns the answer nobody kept: the model was called, and that is all that is known. */
    static ModelCall unknown() {
        return new ModelCall();
    }

    /** Reads what was sent to a model; null if {@code request} is no such request. */
    static @Nullable ModelCall ofRequest(Node request) {
        ModelCall call = new ModelCall();
        call.model = request.get("model", "modelId", "model_id").filled();
        Node messages = request.get("messages");
        Node contents = request.get("contents");
        Node input = request.get("input");
        Node prompt = request.get("prompt", "inputText");
        if (messages.isList()) {
            call.system(request.get("system"));
            call.said.addAll(ChatMessages.list(messages.items()));
        } else if (contents.exists()) {
            call.system(systemInstruction(request));
            call.text(contents, Message.Role.USER);
            call.said.addAll(ChatMessages.list(roled(contents, "user")));
        } else if (call.model != null && input.exists() && !request.has("encoding_format", "dimensions")) {
            call.system(request.get("instructions"));
            call.text(input, Message.Role.USER);
            call.said.addAll(ChatMessages.list(input.isObject() ? List.of(input) : input.items()));
        } else if (request.get("message").isText()) {
            call.system(request.get("preamble"));
            call.said.addAll(ChatMessages.list(turns(request.get("chat_history", "chatHistory"))));
            call.text(request.get("message"), Message.Role.USER);
        } else if (prompt.exists()
                && (call.model != null
                        || request.has(
                                "max_tokens",
                                "max_gen_len",
                                "temperature",
                                "textGenerationConfig",
                                "max_tokens_to_sample"))) {
            call.text(prompt, Message.Role.USER);
            prompt.items().forEach(each -> call.text(each, Message.Role.USER));
        } else {
            return null;
        }
        return call.said.isEmpty() ? null : call;
    }

    /** Reads what a model answered; null if {@code response} is no such answer. */
    static @Nullable ModelCall ofResponse(Node response) {
        ModelCall call = new ModelCall();
        call.model = response.get("model", "modelVersion", "model_version").filled();
        call.responseId =
                response.get("id", "responseId", "response_id", "generation_id").filled();
        call.usage = Usages.of(response.get("usage", "usageMetadata", "usage_metadata"));
        call.created = created(response);
        return call.answer(response) || call.failure(response) ? call : null;
    }

    /** Whether {@code response} says that the call failed. */
    private boolean failure(Node response) {
        Node failure = response.get("error");
        if (!said.isEmpty() || !failure.exists() && !response.has("errorMessage", "Message")) {
            return false;
        }
        Node type = failure.get("type", "code", "status", "name");
        errorType = type.text("error");
        error = failure.isText() ? failure.text() : failure.get("message").filled();
        return failure.isObject() && failure.has("message") || failure.isText();
    }

    private boolean answer(Node response) {
        if (response.get("choices").isList()) {
            choices(response);
        } else if (response.get("candidates").isList()) {
            candidates(response);
        } else if (response.get("output").isList() && isResponse(response)) {
            said.addAll(ChatMessages.list(response.get("output").items()));
            finish(response.get("status"));
        } else if (response.get("steps").isList()
                && response.get("object").text("").equals("interaction")) {
            said.addAll(ChatMessages.list(response.get("steps").items()));
            finish(response.get("status"));
        } else if (response.at("output", "message").isObject()) {
            message(response.at("output", "message"));
            finish(response.get("stopReason", "stop_reason"));
        } else if (ChatMessages.isMessage(response) && response.has("usage", "stop_reason", "model")) {
            message(response);
            finish(response.get("stop_reason"));
        } else if (response.get("generations").isList()) {
            generations(response);
        } else {
            return other(response);
        }
        return !said.isEmpty() || response.has("usage", "usageMetadata");
    }

    private static boolean isResponse(Node response) {
        return response.get("object").text("").equals("response") || response.has("usage", "instructions", "model");
    }

    private boolean other(Node response) {
        Node message = response.get("message");
        Node content = response.get("content");
        if (message.isObject() && response.has("done", "done_reason", "finish_reason", "created_at")) {
            message(message);
            finish(response.get("done_reason", "finish_reason"));
            usage = usage.isEmpty() ? Usages.of(response) : usage;
        } else if (response.get("text").isText() && response.has("generation_id", "chat_history", "finish_reason")) {
            text(response.get("text"), Message.Role.ASSISTANT);
            finish(response.get("finish_reason"));
            usage = usage.isEmpty() ? Usages.of(response.get("meta")) : usage;
        } else if (content.isObject() && ChatMessages.isMessage(content)) {
            message(content);
            finish(response.get("finish_reason", "finishReason"));
        } else if (response.get("completion", "generation").isText()) {
            text(response.get("completion", "generation"), Message.Role.ASSISTANT);
            finish(response.get("stop_reason"));
            usage = usage.isEmpty() ? Usages.of(response) : usage;
        } else if (response.get("results").items().stream().anyMatch(result -> result.has("outputText"))) {
            response.get("results").items().forEach(result -> text(result.get("outputText"), Message.Role.ASSISTANT));
        } else if (response.get("outputs").items().stream().anyMatch(result -> result.has("text", "stop_reason"))) {
            response.get("outputs").items().forEach(result -> text(result.get("text"), Message.Role.ASSISTANT));
        } else {
            return false;
        }
        return !said.isEmpty();
    }

    private void choices(Node response) {
        for (Node choice : response.get("choices").items()) {
            Node message = choice.get("message", "delta");
            if (message.isObject()) {
                message(message);
            } else {
                text(choice.get("text"), Message.Role.ASSISTANT);
            }
            finish(choice.get("finish_reason", "stop_reason", "finishReason"));
        }
    }

    private void candidates(Node response) {
        for (Node candidate : response.get("candidates").items()) {
            said.addAll(ChatMessages.list(roled(candidate.get("content"), "model")));
            finish(candidate.get("finishReason", "finish_reason"));
        }
    }

    /** LangChain's result of a model: batches of alternatives. */
    private void generations(Node response) {
        for (Node batch : response.get("generations").items()) {
            for (Node generation : batch.isList() ? batch.items() : List.of(batch)) {
                Node message = generation.get("message");
                if (ChatMessages.isMessage(message)) {
                    message(message);
                } else {
                    text(generation.get("text"), Message.Role.ASSISTANT);
                }
                finish(generation.get("generation_info", "generationInfo").get("finish_reason"));
            }
        }
        Node output = response.get("llm_output", "llmOutput");
        model = model == null ? output.get("model_name", "model").filled() : model;
        usage = usage.isEmpty() ? Usages.of(output.get("token_usage", "usage", "tokenUsage")) : usage;
    }

    /** An answer without content, as when all of it went into thinking, is a message all the same. */
    private void message(Node message) {
        Said one = ChatMessages.isMessage(message)
                ? ChatMessages.message(message)
                : new Said(new Message(Message.Role.ASSISTANT, List.of(), null));
        said.add(one);
        usage = usage.isEmpty() ? one.usage : usage;
        model = model == null ? one.model : model;
    }

    private void finish(Node reason) {
        String word = reason.filled();
        if (word != null) {
            finishReasons.add(word);
        }
    }

    private void system(Node system) {
        if (system.isObject() && system.has("parts")) {
            said.add(new Said(new Message(
                    Message.Role.SYSTEM, ChatMessages.message(system).message.parts(), null)));
        } else if (system.isList()) {
            List<Message.Part> parts = new ArrayList<>();
            system.items()
                    .forEach(block -> parts.addAll(
                            block.isText()
                                    ? List.of(new Message.Text(block.text("")))
                                    : ChatMessages.message(Node.root(
                                                    Map.of("role", "system", "content", List.of(block.tree()))))
                                            .message
                                            .parts()));
            if (!parts.isEmpty()) {
                said.add(new Said(new Message(Message.Role.SYSTEM, parts, null)));
            }
        } else {
            text(system, Message.Role.SYSTEM);
        }
    }

    private void text(Node text, Message.Role role) {
        if (text.isText() && !text.text("").isEmpty()) {
            said.add(new Said(Message.of(role, text.text(""))));
        }
    }

    private static Node systemInstruction(Node request) {
        Node own = request.get("systemInstruction", "system_instruction");
        return own.exists() ? own : request.get("config").get("system_instruction", "systemInstruction");
    }

    /** Gemini leaves the role out where there is only one. */
    private static List<Node> roled(Node contents, String role) {
        List<Node> all = contents.isObject() ? List.of(contents) : contents.items();
        List<Node> roled = new ArrayList<>();
        for (Node content : all) {
            if (content.isObject() && !content.has("role") && content.has("parts")) {
                roled.add(Node.root(
                        Map.of("role", role, "parts", content.get("parts").tree())));
            } else {
                roled.add(content);
            }
        }
        return roled;
    }

    /** Cohere's older turns are {@code {role: USER, message: text}}. */
    private static List<Node> turns(Node history) {
        List<Node> turns = new ArrayList<>();
        for (Node turn : history.items()) {
            turns.add(
                    turn.get("message").isText()
                            ? Node.root(Map.of(
                                    "role",
                                    turn.get("role").text("user"),
                                    "content",
                                    turn.get("message").text("")))
                            : turn);
        }
        return turns;
    }

    private static long created(Node response) {
        Node time = response.get("created", "created_at", "createTime");
        long nanos = time.nanos();
        return Math.max(0, nanos);
    }
}
