package dev.arceval.langchain4j;

import dev.arceval.Tracer;
import dev.langchain4j.rag.RetrievalAugmentor;
import dev.langchain4j.service.AiServiceContext;
import dev.langchain4j.service.tool.ToolExecutor;

/**
 * LangChain4j's builder of assistants, for an assistant that is recorded: each call of the assistant is a call of the
 * agent, with a step for every model call (messages, model, tokens, finish reason, time to the first token of a stream),
 * every tool call (arguments, result or error), every retrieval and every guardrail. The memory id is the conversation.
 *
 * <p>In place of {@code AiServices.builder(Support.class)}:
 *
 * {@snippet class="dev.arceval.examples.langchain4j.SupportAssistant" region="recorded"}
 *
 * <p>Everything else about the builder and the assistant is as it was. Tools may run concurrently and answers may stream:
 * a {@link dev.langchain4j.service.TokenStream} or reactive stream ends its call when the framework says that it is complete
 * or has failed, or when its reader cancels it; one that is never started is not recorded.
 *
 * <p>Like the framework's own, this builder is for one thread.
 *
 * @since 0.1
 */
public final class TracedAiServices<T> extends AdaptedAiServices<T> {

    private final Tracer tracer;
    private final Invocations invocations;
    private boolean listening;

    private TracedAiServices(Class<T> type, Tracer tracer) {
        super(type);
        this.tracer = tracer;
        this.invocations = new Invocations(tracer);
    }

    /** Returns a builder for an assistant that records to {@code tracer}, as the tracer's agent. */
    public static <T> TracedAiServices<T> builder(Class<T> type, Tracer tracer) {
        return new TracedAiServices<>(type, tracer);
    }

    @Override
    ToolExecutor adapted(String name, ToolExecutor tool) {
        return TracedTool.of(tool, tracer, invocations);
    }

    @Override
    void adapt(AiServiceContext context) {
        if (context.chatModel != null) {
            context.chatModel = TracedChatModel.of(context.chatModel, tracer, invocations);
        }
        if (context.streamingChatModel != null) {
            context.streamingChatModel = TracedStreamingChatModel.of(context.streamingChatModel, tracer, invocations);
        }
        RetrievalAugmentor augmentor = context.retrievalAugmentor;
        if (augmentor != null) {
            context.retrievalAugmentor = TracedRetrieval.of(augmentor, tracer);
        }
        if (!listening) {
            listening = true;
            context.eventListenerRegistrar.register(invocations.listeners());
            context.eventListenerRegistrar.register(Guardrails.listeners(tracer));
        }
    }

    @Override
    T adapted(T service, Class<T> type) {
        return Interception.proxy(type, new TracedService(service, type, tracer, invocations));
    }
}
