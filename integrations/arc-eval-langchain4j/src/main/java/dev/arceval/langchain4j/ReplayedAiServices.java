package dev.arceval.langchain4j;

import dev.arceval.ReplayContext;
import dev.langchain4j.service.AiServiceContext;
import dev.langchain4j.service.tool.ToolExecutor;

/**
 * LangChain4j's builder of assistants, for an assistant that is replayed: its models and tools answer from a recording, the
 * rest of it runs as it does in production.
 *
 * <p>In place of {@code AiServices.builder(Support.class)}:
 *
 * {@snippet class="dev.arceval.examples.langchain4j.RecycledSupportTest" region="replayed"}
 *
 * <p>The models and tools that the builder is given are called only where the replay's policies say so; see {@link
 * dev.arceval.Replay#tool}. A call that was not recorded fails the case. What a tool threw when it was recorded is thrown
 * again and goes the way of the framework's error handlers. Retrievers, guardrails and memories are not part of a recording
 * and are used as they are given.
 *
 * <p>Like the framework's own, this builder is for one thread.
 *
 * @since 0.1
 */
public final class ReplayedAiServices<T> extends AdaptedAiServices<T> {

    private final ReplayContext recording;

    private ReplayedAiServices(Class<T> type, ReplayContext recording) {
        super(type);
        this.recording = recording;
    }

    /** Returns a builder for an assistant that is answered from {@code recording}. */
    public static <T> ReplayedAiServices<T> builder(Class<T> type, ReplayContext recording) {
        return new ReplayedAiServices<>(type, recording);
    }

    @Override
    ToolExecutor adapted(String name, ToolExecutor tool) {
        return ReplayedTool.of(name, recording, tool);
    }

    @Override
    void adapt(AiServiceContext context) {
        if (context.chatModel != null) {
            context.chatModel = ReplayedModels.of(recording.model(), context.chatModel);
        }
        if (context.streamingChatModel != null) {
            context.streamingChatModel = ReplayedModels.streaming(recording.model(), context.streamingChatModel);
        }
    }

    @Override
    T adapted(T service, Class<T> type) {
        return service;
    }
}
