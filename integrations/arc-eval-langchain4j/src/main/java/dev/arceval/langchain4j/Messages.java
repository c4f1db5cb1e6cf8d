package dev.arceval.langchain4j;

import dev.arceval.trace.Message;
import dev.arceval.trace.Message.Part;
import dev.arceval.trace.Message.Role;
import dev.arceval.trace.ModelCall;
import dev.arceval.trace.Usage;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.service.tool.ToolExecutionResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** LangChain4j's messages in a trace's words. Images, sound and files are named by their kind; their bytes stay out. */
final class Messages {

    private Messages() {}

    static List<Message> of(List<ChatMessage> messages) {
        return messages.stream().map(Messages::of).toList();
    }

    static Message of(ChatMessage message) {
        if (message instanceof SystemMessage system) {
            return Message.system(system.text());
        }
        if (message instanceof UserMessage user) {
            return new Message(
                    Role.USER, user.contents().stream().map(Messages::part).toList(), user.name());
        }
        if (message instanceof AiMessage answer) {
            return new Message(Role.ASSISTANT, parts(answer), null);
        }
        if (message instanceof ToolExecutionResultMessage result) {
            Part response = new Message.ToolResponse(result.id(), text(result.contents()));
            return new Message(Role.TOOL, List.of(response), result.toolName());
        }
        return new Message(Role.USER, List.of(other(message.type().name())), null);
    }

    private static List<Part> parts(AiMessage answer) {
        List<Part> parts = new ArrayList<>();
        if (answer.text() != null) {
            parts.add(new Message.Text(answer.text()));
        }
        if (answer.thinking() != null) {
            parts.add(new Message.Other(
                    "reasoning", "{\"type\":\"reasoning\",\"content\":" + quoted(answer.thinking()) + "}"));
        }
        for (ToolExecutionRequest request : answer.toolExecutionRequests()) {
            parts.add(new Message.ToolRequest(request.id(), request.name(), request.arguments()));
        }
        return parts;
    }

    private static Part part(Content content) {
        return content instanceof TextContent text
                ? new Message.Text(text.text())
                : other(content.type().name());
    }

    private static Part other(String type) {
        String name = type.toLowerCase(Locale.ROOT);
        return new Message.Other(name, "{\"type\":\"" + name + "\"}");
    }

    /** Returns what a user said, without what is no text. */
    static String text(UserMessage message) {
        return text(message.contents());
    }

    /** Returns what the model is shown of a tool's result, without what is no text. */
    static String text(ToolExecutionResult result) {
        return text(result.resultContents());
    }

    private static String text(List<Content> contents) {
        return contents.stream()
                .filter(TextContent.class::isInstance)
                .map(content -> ((TextContent) content).text())
                .collect(Collectors.joining("\n"));
    }

    /** Returns the GenAI conventions' word. */
    static String finishReason(FinishReason reason) {
        return reason == FinishReason.TOOL_EXECUTION
                ? "tool_calls"
                : reason.name().toLowerCase(Locale.ROOT);
    }

    /** Returns what a recorded model call answered. */
    static ChatResponse response(ModelCall call) {
        AiMessage.Builder answer = AiMessage.builder();
        if (!call.text().isEmpty()) {
            answer.text(call.text());
        }
        answer.toolExecutionRequests(call.toolRequests().stream()
                .map(request -> ToolExecutionRequest.builder()
                        .id(request.id())
                        .name(request.name())
                        .arguments(request.arguments())
                        .build())
                .toList());
        ChatResponse.Builder response = ChatResponse.builder().aiMessage(answer.build());
        if (call.model() != null) {
            response.modelName(call.model());
        }
        if (!call.finishReasons().isEmpty()) {
            response.finishReason(finishReason(call.finishReasons().get(0)));
        }
        Usage usage = call.usage();
        if (usage.totalTokens().isPresent()) {
            response.tokenUsage(new TokenUsage(whole(usage.inputTokens()), whole(usage.outputTokens())));
        }
        return response.build();
    }

    private static @Nullable Integer whole(@Nullable Long tokens) {
        return tokens == null ? null : Integer.valueOf(Math.toIntExact(Math.min(tokens, Integer.MAX_VALUE)));
    }

    private static FinishReason finishReason(String reason) {
        return switch (reason) {
            case "stop" -> FinishReason.STOP;
            case "length" -> FinishReason.LENGTH;
            case "tool_calls" -> FinishReason.TOOL_EXECUTION;
            case "content_filter" -> FinishReason.CONTENT_FILTER;
            default -> FinishReason.OTHER;
        };
    }

    /** Returns a live answer as a model call. */
    static ModelCall call(List<Message> asked, ChatResponse response) {
        return new ModelCall(
                response.modelName(),
                asked,
                List.of(of(response.aiMessage())),
                response.finishReason() == null ? List.of() : List.of(finishReason(response.finishReason())),
                response.tokenUsage() == null ? Usage.none() : Tokens.of(response.tokenUsage()),
                null);
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 16).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
