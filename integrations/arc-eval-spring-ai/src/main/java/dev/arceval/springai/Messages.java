package dev.arceval.springai;

import dev.arceval.trace.Message;
import dev.arceval.trace.Message.Part;
import dev.arceval.trace.Message.Role;
import dev.arceval.trace.ModelCall;
import dev.arceval.trace.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.content.Media;
import org.springframework.ai.content.MediaContent;

/** Spring AI's messages in a trace's words. Images, sound and files are named by their kind; their bytes stay out. */
final class Messages {

    private Messages() {}

    static List<Message> of(List<org.springframework.ai.chat.messages.Message> messages) {
        return messages.stream().map(Messages::of).toList();
    }

    static Message of(org.springframework.ai.chat.messages.Message message) {
        if (message instanceof ToolResponseMessage tool) {
            List<Part> responses = tool.getResponses().stream()
                    .<Part>map(response -> new Message.ToolResponse(response.id(), response.responseData()))
                    .toList();
            return new Message(Role.TOOL, responses, null);
        }
        List<Part> parts = new ArrayList<>();
        String text = message.getText();
        if (text != null && !text.isEmpty()) {
            parts.add(new Message.Text(text));
        }
        if (message instanceof MediaContent content) {
            content.getMedia().forEach(media -> parts.add(other(media)));
        }
        if (message instanceof AssistantMessage answer) {
            answer.getToolCalls()
                    .forEach(call -> parts.add(new Message.ToolRequest(call.id(), call.name(), call.arguments())));
        }
        return new Message(role(message), parts, null);
    }

    private static Role role(org.springframework.ai.chat.messages.Message message) {
        return switch (message.getMessageType()) {
            case SYSTEM -> Role.SYSTEM;
            case ASSISTANT -> Role.ASSISTANT;
            case TOOL -> Role.TOOL;
            case USER -> Role.USER;
        };
    }

    private static Part other(Media media) {
        String type = media.getMimeType().getType();
        return new Message.Other(type, "{\"type\":\"" + type + "\",\"mime_type\":\"" + media.getMimeType() + "\"}");
    }

    /** Returns the GenAI conventions' word for what providers write in either case. */
    static String finishReason(String reason) {
        return reason.toLowerCase(Locale.ROOT);
    }

    /** Returns what a recorded model call answered. */
    static ChatResponse response(ModelCall call) {
        AssistantMessage answer = AssistantMessage.builder()
                .content(call.text())
                .toolCalls(call.toolRequests().stream().map(Messages::toolCall).toList())
                .build();
        return response(
                answer,
                metadata(call),
                call.finishReasons().isEmpty() ? "" : call.finishReasons().get(0));
    }

    private static AssistantMessage.ToolCall toolCall(Message.ToolRequest request) {
        return new AssistantMessage.ToolCall(
                request.id() == null ? "" : request.id(),
                "function",
                request.name(),
                request.arguments() == null ? "" : request.arguments());
    }

    private static ChatResponse response(AssistantMessage answer, ChatResponseMetadata metadata, String finishReason) {
        ChatGenerationMetadata why =
                ChatGenerationMetadata.builder().finishReason(finishReason).build();
        return new ChatResponse(List.of(new Generation(answer, why)), metadata);
    }

    private static ChatResponseMetadata metadata(ModelCall call) {
        ChatResponseMetadata.Builder metadata = ChatResponseMetadata.builder();
        if (call.model() != null) {
            metadata.model(call.model());
        }
        Usage usage = call.usage();
        if (usage.totalTokens().isPresent()) {
            metadata.usage(new DefaultUsage(whole(usage.inputTokens()), whole(usage.outputTokens())));
        }
        return metadata.build();
    }

    private static int whole(@Nullable Long tokens) {
        return tokens == null ? 0 : Math.toIntExact(Math.min(tokens, Integer.MAX_VALUE));
    }

    /** Returns an answer in words; one that asks for tools stays whole. */
    static List<ChatResponse> words(ChatResponse whole) {
        Generation first = whole.getResult();
        if (first == null) {
            return List.of(whole);
        }
        AssistantMessage answer = first.getOutput();
        String text = answer.getText();
        if (answer.hasToolCalls() || text == null) {
            return List.of(whole);
        }
        List<ChatResponse> words = new ArrayList<>();
        String[] parts = text.split("(?<=\\s)");
        String finishReason = first.getMetadata().getFinishReason();
        for (int i = 0; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            AssistantMessage word = AssistantMessage.builder().content(parts[i]).build();
            words.add(response(
                    word,
                    last ? whole.getMetadata() : ChatResponseMetadata.builder().build(),
                    last && finishReason != null ? finishReason : ""));
        }
        return words;
    }

    /** Returns a live answer as a model call. */
    static ModelCall call(List<Message> asked, ChatResponse response) {
        String model = response.getMetadata().getModel();
        List<String> reasons = response.getResults().stream()
                .map(each -> each.getMetadata().getFinishReason())
                .filter(reason -> reason != null && !reason.isEmpty())
                .map(Messages::finishReason)
                .toList();
        return new ModelCall(
                model == null || model.isEmpty() ? null : model,
                asked,
                response.getResults().stream().map(each -> of(each.getOutput())).toList(),
                reasons,
                Tokens.of(response.getMetadata().getUsage()),
                null);
    }
}
