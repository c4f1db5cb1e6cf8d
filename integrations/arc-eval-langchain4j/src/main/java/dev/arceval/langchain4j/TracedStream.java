package dev.arceval.langchain4j;

import dev.arceval.ActiveSpan;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.lang.reflect.Method;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Whoever waits for a streamed answer, with the step of the model's call. What the handler does with an answer, such as
 * calling tools and asking again, is part of what the call was part of, on whichever thread the answer comes.
 */
final class TracedStream extends Interception {

    private final ModelStep step;
    private final ActiveSpan agent;

    /** Whether the answer is all that the call of the agent is there for. */
    private final boolean whole;

    private final long start = System.nanoTime();
    private final AtomicLong chunks = new AtomicLong();
    private final AtomicBoolean ended = new AtomicBoolean();

    private TracedStream(StreamingChatResponseHandler handler, ModelStep step, ActiveSpan agent, boolean whole) {
        super(handler);
        this.step = step;
        this.agent = agent;
        this.whole = whole;
        step.attribute("gen_ai.request.stream", true);
    }

    static StreamingChatResponseHandler of(
            StreamingChatResponseHandler handler, ModelStep step, ActiveSpan agent, boolean whole) {
        return proxy(StreamingChatResponseHandler.class, new TracedStream(handler, step, agent, whole));
    }

    @Override
    @Nullable
    Object call(Object proxy, Method method, @Nullable Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "onPartialResponse", "onPartialThinking", "onPartialToolCall" -> chunk();
            case "onCompleteResponse" -> completed(arguments[0]);
            case "onError" -> failed(arguments[0]);
            default -> {}
        }
        try (ActiveSpan.Scope below = agent.resume()) {
            return forward(method, cancellable(arguments));
        }
    }

    private void chunk() {
        if (chunks.getAndIncrement() == 0) {
            step.attribute("gen_ai.response.time_to_first_chunk", (System.nanoTime() - start) / 1e9);
        }
    }

    private void completed(@Nullable Object response) {
        if (ended.compareAndSet(false, true)) {
            step.attribute("arceval.stream.chunks", chunks.get());
            step.answered(response);
            step.end();
        }
    }

    private void failed(@Nullable Object error) {
        if (error instanceof Throwable thrown && ended.compareAndSet(false, true)) {
            step.attribute("arceval.stream.chunks", chunks.get());
            step.failed(thrown);
            step.end();
        }
    }

    /** The reader wants no more: nothing else will be heard of this call, nor of the assistant's. */
    private void cancelled() {
        CancellationException cancelled = new CancellationException("cancelled by the reader");
        failed(cancelled);
        if (whole) {
            agent.failed(cancelled).close();
        }
    }

    private @Nullable Object[] cancellable(@Nullable Object[] arguments) {
        if (arguments.length != 2 || !(arguments[1] instanceof PartialResponseContext context)) {
            return arguments;
        }
        return new Object[] {arguments[0], new PartialResponseContext(new Handle(context.streamingHandle()))};
    }

    private final class Handle implements StreamingHandle {

        private final StreamingHandle handle;

        Handle(StreamingHandle handle) {
            this.handle = handle;
        }

        @Override
        public void cancel() {
            try {
                handle.cancel();
            } finally {
                cancelled();
            }
        }

        @Override
        public boolean isCancelled() {
            return handle.isCancelled();
        }
    }
}
