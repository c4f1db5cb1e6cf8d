package dev.arceval.langchain4j;

import dev.arceval.ActiveSpan;
import dev.arceval.Tracer;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.lang.reflect.Method;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A model each of whose calls is a step. */
final class TracedChatModel extends Interception {

    private final ChatModel model;
    private final Tracer tracer;
    private final @Nullable Invocations assistant;

    private TracedChatModel(ChatModel model, Tracer tracer, @Nullable Invocations assistant) {
        super(model);
        this.model = model;
        this.tracer = tracer;
        this.assistant = assistant;
    }

    /** Returns {@code model}, its calls part of those of {@code assistant}, or of whatever is current without one. */
    static ChatModel of(ChatModel model, Tracer tracer, @Nullable Invocations assistant) {
        return isWatched(model, TracedChatModel.class)
                ? model
                : proxy(ChatModel.class, new TracedChatModel(model, tracer, assistant));
    }

    @Override
    @Nullable
    Object call(Object proxy, Method method, @Nullable Object[] arguments) throws Throwable {
        ChatRequest request = method.getName().startsWith("chat") ? ModelStep.request(arguments) : null;
        if (request == null) {
            return forward(method, arguments);
        }
        ActiveSpan agent = assistant == null ? tracer.current() : assistant.ofRequest();
        try (ActiveSpan.Scope below = agent.resume();
                ModelStep step = ModelStep.open(tracer, request, model.provider(), model.defaultRequestParameters())) {
            try {
                Object result = forward(method, arguments);
                if (result instanceof CompletionStage<?> stage) {
                    step.follow(stage);
                } else {
                    step.answered(result);
                }
                return result;
            } catch (Throwable error) {
                step.failed(error);
                throw error;
            }
        }
    }
}
