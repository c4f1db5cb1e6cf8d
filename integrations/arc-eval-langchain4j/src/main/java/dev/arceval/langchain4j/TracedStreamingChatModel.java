package dev.arceval.langchain4j;

import dev.arceval.ActiveSpan;
import dev.arceval.Tracer;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** A streaming model each of whose calls is a step that lasts until the answer is complete. */
final class TracedStreamingChatModel extends Interception {

    private final StreamingChatModel model;
    private final Tracer tracer;
    private final @Nullable Invocations assistant;

    private TracedStreamingChatModel(StreamingChatModel model, Tracer tracer, @Nullable Invocations assistant) {
        super(model);
        this.model = model;
        this.tracer = tracer;
        this.assistant = assistant;
    }

    /** Returns {@code model}, its calls part of those of {@code assistant}, or of whatever is current without one. */
    static StreamingChatModel of(StreamingChatModel model, Tracer tracer, @Nullable Invocations assistant) {
        return isWatched(model, TracedStreamingChatModel.class)
                ? model
                : proxy(StreamingChatModel.class, new TracedStreamingChatModel(model, tracer, assistant));
    }

    @Override
    @Nullable
    Object call(Object proxy, Method method, @Nullable Object[] arguments) throws Throwable {
        ChatRequest request = method.getName().equals("chat") ? ModelStep.request(arguments) : null;
        int last = arguments.length - 1;
        if (request == null || !(arguments[last] instanceof StreamingChatResponseHandler handler)) {
            return forward(method, arguments);
        }
        ActiveSpan agent = assistant == null ? tracer.current() : assistant.ofRequest();
        try (ActiveSpan.Scope below = agent.resume()) {
            ModelStep step = ModelStep.open(tracer, request, model.provider(), model.defaultRequestParameters());
            step.detach();
            @Nullable Object[] watched = arguments.clone();
            watched[last] = TracedStream.of(handler, step, agent, assistant != null);
            try {
                return forward(method, watched);
            } catch (Throwable error) {
                step.failed(error);
                step.end();
                throw error;
            }
        }
    }
}
