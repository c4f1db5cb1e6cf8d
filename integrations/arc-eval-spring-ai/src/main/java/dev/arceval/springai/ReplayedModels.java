package dev.arceval.springai;

import dev.arceval.RecordedModel;
import org.springframework.ai.chat.model.ChatModel;

/**
 * Models that answer from a recording, whole or as a stream. {@link ReplayedClients} makes whole chat clients of them.
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
        return new ReplayedChatModel(recording, live);
    }
}
