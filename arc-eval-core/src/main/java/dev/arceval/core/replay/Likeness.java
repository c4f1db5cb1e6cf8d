package dev.arceval.core.replay;

import dev.arceval.trace.Message;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * When a live text and a recorded one mean the same, although the recorded one holds pseudonyms where there were secrets.
 *
 * <p>A pseudonym that the agent was given and passed on is compared as it stands. A secret of the agent's own, such as the
 * shop's phone number in every answer, has no pseudonym in the recording to be equal to: there any value of the same type
 * will do.
 *
 * @param redact replaces secrets in a live text by pseudonyms
 * @param ownSecret whether a redacted text holds a secret that is not from the recording
 * @param typesOnly leaves of each pseudonym its type
 */
public record Likeness(UnaryOperator<String> redact, Predicate<String> ownSecret, UnaryOperator<String> typesOnly) {

    /** For recordings without pseudonyms: texts are compared as they are. */
    public static Likeness plain() {
        return new Likeness(UnaryOperator.identity(), text -> false, UnaryOperator.identity());
    }

    /** Returns the live message with its secrets replaced. */
    Message redacted(Message message) {
        return new Message(
                message.role(), message.parts().stream().map(this::redacted).toList(), message.name());
    }

    private Message.Part redacted(Message.Part part) {
        if (part instanceof Message.Text text) {
            return new Message.Text(redact.apply(text.content()));
        }
        if (part instanceof Message.ToolRequest request) {
            String arguments = request.arguments();
            return new Message.ToolRequest(
                    request.id(), redact.apply(request.name()), arguments == null ? null : redact.apply(arguments));
        }
        if (part instanceof Message.ToolResponse response) {
            return new Message.ToolResponse(response.id(), redact.apply(response.result()));
        }
        Message.Other other = (Message.Other) part;
        return new Message.Other(other.type(), redact.apply(other.json()));
    }

    /** Returns {@code text} with nothing of its secrets, whether replaced already or not, but their types. */
    String byType(String text) {
        return typesOnly.apply(redact.apply(text));
    }

    /** Returns what to compare of {@code text}, recorded or live, with the redacted live text {@code live}. */
    String comparable(String text, String live) {
        return ownSecret.test(live) ? byType(text) : text;
    }
}
