package dev.arceval.trace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation, as in the GenAI conventions' {@code gen_ai.input.messages}.
 *
 * @param role who speaks
 * @param parts what is said, in order; may be empty
 * @param name the participant's name, where one was recorded
 * @since 0.1
 */
public record Message(Role role, List<Part> parts, @Nullable String name) {

    public Message {
        parts = List.copyOf(parts);
    }

    /** Returns a message of one text part. */
    public static Message of(Role role, String text) {
        return new Message(role, List.of(new Text(text)), null);
    }

    public static Message system(String text) {
        return of(Role.SYSTEM, text);
    }

    public static Message user(String text) {
        return of(Role.USER, text);
    }

    public static Message assistant(String text) {
        return of(Role.ASSISTANT, text);
    }

    /** Returns the text parts joined by newlines; empty if there are none. */
    public String text() {
        String text = "";
        @Nullable StringBuilder joined = null;
        boolean any = false;
        for (Part part : parts) {
            if (part instanceof Text more) {
                if (any) {
                    joined = joined == null ? new StringBuilder(text) : joined;
                    joined.append('\n').append(more.content());
                } else {
                    text = more.content();
                    any = true;
                }
            }
        }
        return joined == null ? text : joined.toString();
    }

    /** Who speaks. */
    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT,
        TOOL
    }

    /** A piece of a message. */
    public sealed interface Part {}

    /** Plain text. */
    public record Text(String content) implements Part {}

    /**
     * The model asks for a tool.
     *
     * @param id the call's id, where the provider gives one
     * @param name the tool
     * @param arguments the arguments as JSON text, or as recorded if they were no JSON
     */
    public record ToolRequest(
            @Nullable String id, String name, @Nullable String arguments) implements Part {}

    /**
     * A tool's answer handed back to the model.
     *
     * @param id the call's id, where the provider gives one
     * @param result the result as JSON text, or as recorded if it was no JSON
     */
    public record ToolResponse(@Nullable String id, String result) implements Part {}

    /**
     * A part of another kind, kept as it came.
     *
     * @param type the part's type, such as {@code blob}, {@code uri} or {@code reasoning}
     * @param json the whole part as JSON text
     */
    public record Other(String type, String json) implements Part {}
}
