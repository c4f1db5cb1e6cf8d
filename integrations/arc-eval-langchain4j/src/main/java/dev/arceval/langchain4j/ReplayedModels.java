package dev.arceval.langchain4j;

import dev.arceval.RecordedModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;

/**
 * Models that answer from a recording, for agents that call models themselves. {@link ReplayedAiServices} does this for
 * assistants.
 *
 * @since 0.1
 */
public final class ReplayedModels {

    private ReplayedModels() {}

    /** Returns a model that answers from {@code recording} and never goes anywhere. */
    public static ChatModel of(RecordedModel recording) {
        return new ReplayedChatModel(recording, null);
    }

    /** Returns a model that answers from {@code recording}, or asks {@code live} where the replay's policy says so. */
    public static ChatModel of(RecordedModel recording, ChatModel live) {
        return live instanceof ReplayedChatModel ? live : new ReplayedChatModel(recording, live);
    }

    /** Returns a model that streams answers from {@code recording}, word by word, and never goes anywhere. */
    public static StreamingChatModel streaming(RecordedModel recording) {
        return new ReplayedStreamingChatModel(recording, null);
    }

    /**
     * Returns a model that streams answers from {@code recording}, or asks {@code live} where the replay's policy says so.
     * The caller waits for a live answer, which is then streamed.
     */
    public static StreamingChatModel streaming(RecordedModel recording, StreamingChatModel live) {
        return live instanceof ReplayedStreamingChatModel ? live : new ReplayedStreamingChatModel(recording, live);
    }
}
