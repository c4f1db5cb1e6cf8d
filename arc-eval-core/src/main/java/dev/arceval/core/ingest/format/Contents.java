package dev.arceval.core.ingest.format;

import dev.arceval.core.ingest.PythonLiteral;
import dev.arceval.core.ingest.RecordSpans;
import dev.arceval.trace.Document;
import dev.arceval.trace.Message;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of whatever stands for the input or output of a step: messages in any known shape, an object that holds
 * some, a provider's request or response, or plain text.
 */
final class Contents {

    /** Under these names frameworks hold what was asked. */
    private static final String[] ASKED = {
        "input", "question", "query", "prompt", "user_input", "text", "task", "topic", "human_input", "message"
    };

    /** Under these names frameworks hold what was answered. */
    private static final String[] ANSWERED = {
        "output",
        "outputs",
        "answer",
        "result",
        "response",
        "text",
        "final_output",
        "content",
        "output_text",
        "generated_text"
    };

    private Contents() {}

    /** Returns what was asked; empty if {@code node} is absent. */
    static Optional<List<Message>> input(Node node) {
        return read(node, Message.Role.USER, ASKED);
    }

    /** Returns what was answered; empty if {@code node} is absent. */
    static Optional<List<Message>> output(Node node) {
        return read(node, Message.Role.ASSISTANT, ANSWERED);
    }

    /** Returns the arguments of a tool; null if {@code node} is absent. */
    static @Nullable String arguments(Node node) {
        String content = node.parsed().content();
        return content == null ? null : PythonLiteral.toJson(content);
    }

    /** Returns the documents that were found; empty if {@code node} lists none. */
    static List<Document> documents(Node node, RecordSpans spans) {
        Node value = node.parsed();
        Node listed = value.isObject() ? value.get("documents", "output", "outputs", "result", "results") : value;
        return spans.documents(listed.tree());
    }

    private static Optional<List<Message>> read(Node node, Message.Role speaker, String[] names) {
        Node value = node.parsed();
        if (!value.exists()) {
            return Optional.empty();
        }
        List<Said> said = ChatMessages.read(value);
        if (said == null && value.isObject()) {
            said = within(value, speaker);
        }
        if (said != null && !said.isEmpty()) {
            return Optional.of(Said.messages(said));
        }
        String text = text(value, names);
        return text.isEmpty() ? Optional.empty() : Optional.of(List.of(Message.of(speaker, text)));
    }

    /** Returns the messages that an object holds; null if it holds none. */
    private static @Nullable List<Said> within(Node value, Message.Role speaker) {
        ModelCall call = speaker == Message.Role.USER ? ModelCall.ofRequest(value) : ModelCall.ofResponse(value);
        if (call != null && !call.said.isEmpty()) {
            return call.said;
        }
        for (String name : List.of("messages", "chat_history", "new_message", "message", "content")) {
            Node inner = value.get(name);
            List<Said> said = inner.isObject() || inner.isList() ? ChatMessages.read(inner) : null;
            if (said != null) {
                return said;
            }
            if (inner.isList()
                    && !inner.items().isEmpty()
                    && inner.items().get(0).isList()) {
                List<Said> batch = ChatMessages.list(inner.items());
                return batch.isEmpty() ? null : batch;
            }
        }
        return null;
    }

    /** Whether nothing else is said: then the wrapping says nothing either. */
    private static boolean isAlone(String name, Node value) {
        return value.fields().entrySet().stream().allMatch(field -> {
            Node other = field.getValue();
            return field.getKey().equals(name)
                    || !other.exists()
                    || other.text("x").isEmpty()
                    || other.isList() && other.items().isEmpty()
                    || other.isObject() && other.fields().isEmpty();
        });
    }

    private static String text(Node value, String[] names) {
        if (value.isObject()) {
            for (String name : names) {
                Node inner = value.get(name);
                if (inner.isText() && !inner.text("").isEmpty() && isAlone(name, value)) {
                    return inner.text("");
                }
            }
        }
        String content = value.content();
        return content == null || content.equals("{}") || content.equals("[]") ? "" : content;
    }
}
