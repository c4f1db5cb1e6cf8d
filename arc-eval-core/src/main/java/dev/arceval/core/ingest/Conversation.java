package dev.arceval.core.ingest;

import dev.arceval.trace.Message;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages of one record. Each model call of a run repeats what was said before it and adds a little, so messages
 * grow with the square of the run's length; what a text shares with the one before it is read once and shared.
 */
final class Conversation {

    private final JsonValues values;
    private String before = "";
    private List<Message> messagesBefore = List.of();

    Conversation(JsonValues values) {
        this.values = values;
    }

    /** Returns the messages, or null if {@code text} is no JSON or none of messages. */
    @Nullable
    List<Message> read(String text, Message.Role speaker) {
        List<Message> messages = speaker == Message.Role.USER && repeats(text)
                ? continued(text, speaker)
                : MessageReader.read(text, speaker);
        if (messages == null) {
            return null;
        }
        // Answers do not grow. And one message of several loose parts would not be what a longer list starts with.
        if (speaker == Message.Role.USER && text.startsWith("[{\"role\"") && text.endsWith("]")) {
            before = text;
            messagesBefore = messages;
        }
        return text.length() > values.limits().textLength() ? cut(messages) : messages;
    }

    String cut(String text) {
        return values.cut(text);
    }

    /** Whether {@code text} is the list read before with more behind it. */
    private boolean repeats(String text) {
        int shared = before.length() - 1;
        return shared > 1
                && text.length() > shared + 1
                && text.charAt(shared) == ','
                // Two copies and one comparison of whole arrays are several times faster than comparing character by
                // character.
                && text.substring(0, shared).equals(before.substring(0, shared));
    }

    private @Nullable List<Message> continued(String text, Message.Role speaker) {
        List<Message> more = MessageReader.read("[" + text.substring(before.length()), speaker);
        if (more == null) {
            return null;
        }
        List<Message> messages = new ArrayList<>(messagesBefore.size() + more.size());
        messages.addAll(messagesBefore);
        messages.addAll(more);
        return messages;
    }

    private List<Message> cut(List<Message> messages) {
        List<Message> cut = new ArrayList<>(messages.size());
        for (Message message : messages) {
            List<Message.Part> parts = new ArrayList<>(message.parts().size());
            message.parts().forEach(part -> parts.add(cut(part)));
            cut.add(new Message(message.role(), parts, message.name()));
        }
        return cut;
    }

    private Message.Part cut(Message.Part part) {
        if (part instanceof Message.Text text) {
            return new Message.Text(cut(text.content()));
        }
        if (part instanceof Message.ToolRequest request && request.arguments() != null) {
            return new Message.ToolRequest(request.id(), request.name(), cut(request.arguments()));
        }
        if (part instanceof Message.ToolResponse response) {
            return new Message.ToolResponse(response.id(), cut(response.result()));
        }
        return part instanceof Message.Other other ? new Message.Other(other.type(), cut(other.json())) : part;
    }
}
