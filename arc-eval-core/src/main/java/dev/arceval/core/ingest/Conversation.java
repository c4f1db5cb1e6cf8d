package dev.arceval.core.ingest;

import dev.arceval.trace.LazyMessages;
import dev.arceval.trace.Message;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The messages of one record, which are read when someone looks at them; see {@link MessageText} for what they share. */
final class Conversation {

    private final ReadLimits limits;
    private final RecordResult result;
    private String textBefore = "";
    private @Nullable MessageText before;
    private @Nullable SoundMessages sound;

    Conversation(JsonValues values) {
        this(values.limits(), values.result());
    }

    Conversation(ReadLimits limits, RecordResult result) {
        this.limits = limits;
        this.result = result;
    }

    /** Returns the messages; the text itself as what {@code speaker} said if it holds none. */
    List<Message> messages(String text, Message.Role speaker) {
        MessageText messages = continues(text, speaker);
        if (speaker == Message.Role.USER && messages.mayContinue()) {
            textBefore = text;
            before = messages;
        }
        return messages(messages, speaker);
    }

    /** Returns the messages: unread where none can be beyond the limit, else with each of their texts within it. */
    List<Message> messages(MessageText text, Message.Role speaker) {
        if (text.length() <= limits.textLength() || needNoCut(text, speaker)) {
            return LazyMessages.of(text.ownLength(), () -> text.messages(speaker));
        }
        List<Message> messages = text.messagesOrNull(speaker);
        return messages == null ? List.of(Message.of(speaker, cut(text.text()))) : cut(messages);
    }

    private boolean needNoCut(MessageText text, Message.Role speaker) {
        if (sound == null) {
            sound = new SoundMessages();
        }
        return speaker == Message.Role.USER && text.isListWithin(limits.textLength(), sound);
    }

    /** Returns the messages at once; null if {@code text} holds none. */
    @Nullable
    List<Message> messagesOrNull(String text, Message.Role speaker) {
        List<Message> messages = MessageReader.read(text, speaker);
        return messages == null || text.length() <= limits.textLength() ? messages : cut(messages);
    }

    /** Returns {@code first} and {@code second}, unread if they are. */
    static List<Message> joined(List<Message> first, List<Message> second) {
        if (first instanceof LazyMessages one && second instanceof LazyMessages two) {
            return LazyMessages.of(one.characters() + two.characters(), () -> both(first, second));
        }
        return both(first, second);
    }

    private static List<Message> both(List<Message> first, List<Message> second) {
        List<Message> both = new ArrayList<>(first.size() + second.size());
        both.addAll(first);
        both.addAll(second);
        return both;
    }

    String cut(String text) {
        return limits.cut(text, result);
    }

    Object cut(Object value) {
        return limits.cut(value, result);
    }

    void repaired(String repair) {
        result.repaired(repair);
    }

    private MessageText continues(String text, Message.Role speaker) {
        int shared = textBefore.length() - 1;
        return before != null
                        && speaker == Message.Role.USER
                        && text.length() > shared + 1
                        && text.charAt(shared) == ','
                        // Two copies and one comparison of whole arrays are several times faster than comparing
                        // character by character.
                        && text.substring(0, shared).equals(textBefore.substring(0, shared))
                ? MessageText.continued(before, text.substring(textBefore.length()))
                : MessageText.of(text);
    }

    List<Message> cut(List<Message> messages) {
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
