package dev.arceval.springai;

import dev.arceval.trace.Message;
import dev.arceval.trace.Message.Part;
import dev.arceval.trace.Message.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
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
}
