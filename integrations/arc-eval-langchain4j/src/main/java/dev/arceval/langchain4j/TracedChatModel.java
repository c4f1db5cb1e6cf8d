package dev.arceval.langchain4j;

import dev.arceval.ActiveSpan;
import dev.arceval.Tracer;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.lang.reflect.Method;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A model each of whose calls is a step. */
final class TracedChatModel extends Interception {

    private final ChatModel model;
    private final Tracer tracer;
    private final Supplier<ActiveSpan> parent;

    private TracedChatModel(ChatModel model, Tracer tracer, Supplier<ActiveSpan> parent) {
        super(model);
        this.model = model;
        this.tracer = tracer;
        this.parent = parent;
    }

    /** Returns {@code model} with its calls recorded below {@code parent}, which is asked for each of them. */
    static ChatModel of(ChatModel model, Tracer tracer, Supplier<ActiveSpan> parent) {
        return isWatched(model, TracedChatModel.class)
                ? model
                : proxy(ChatModel.class, new TracedChatModel(model, tracer, parent));
    }

    @Override
    @Nullable
    Object call(Object proxy, Method method, @Nullable Object[] arguments) throws Throwable {
        ChatRequest request = method.getName().startsWith("chat") ? ModelStep.request(arguments) : null;
        if (request == null) {
            return forward(method, arguments);
        }
        try (ActiveSpan.Scope below = parent.get().resume();
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
