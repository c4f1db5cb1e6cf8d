package dev.arceval.langchain4j;

import dev.arceval.Tracer;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;

/**
 * Models whose calls are recorded as steps of the current call of an agent, for agents that call models themselves.
 * {@link TracedAiServices} does this for assistants. A model that is recorded already is returned as it is.
 *
 * @since 0.1
 */
public final class TracedModels {

    private TracedModels() {}

    /** Returns {@code model}, its calls recorded. */
    public static ChatModel of(ChatModel model, Tracer tracer) {
        return TracedChatModel.of(model, tracer, null);
    }

    /** Returns {@code model}, its calls recorded until the last part of the answer has come. */
    public static StreamingChatModel of(StreamingChatModel model, Tracer tracer) {
        return TracedStreamingChatModel.of(model, tracer, null);
    }
}
