package dev.arceval.trace;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One call of a language model, with what came back.
 *
 * @param model the model that answered; absent if that was not recorded
 * @param input the messages it was given, in order; empty if they were not recorded
 * @param output the messages it answered with; empty if it failed or they were not recorded
 * @param finishReasons why it stopped, such as {@code stop} or {@code tool_calls}
 * @param usage what the call consumed
 * @param error what went wrong, if the call failed: the error's type, and its message after a colon where known
 * @since 0.1
 */
public record ModelCall(
        @Nullable String model,
        List<Message> input,
        List<Message> output,
        List<String> finishReasons,
        Usage usage,
        @Nullable String error)
        implements Step {

    public ModelCall {
        input = List.copyOf(input);
        output = List.copyOf(output);
        finishReasons = List.copyOf(finishReasons);
    }

    /** Returns a call that was answered with one message. */
    public static ModelCall of(List<Message> input, Message answer) {
        return new ModelCall(null, input, List.of(answer), List.of(), Usage.none(), null);
    }

    /** Returns a call that failed with {@code error}. */
    public static ModelCall failed(List<Message> input, String error) {
        return new ModelCall(null, input, List.of(), List.of(), Usage.none(), error);
    }

    /** Returns the text of the answer; empty if it has none, such as one that only asks for tools. */
    public String text() {
        return output.stream()
                .map(Message::text)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    /** Returns the tools the model asks for, in order. */
    public List<Message.ToolRequest> toolRequests() {
        return output.stream()
                .flatMap(message -> message.parts().stream())
                .filter(Message.ToolRequest.class::isInstance)
                .map(Message.ToolRequest.class::cast)
                .toList();
    }

    @Override
    public boolean answerable() {
        return !output.isEmpty() || error != null;
    }
}
