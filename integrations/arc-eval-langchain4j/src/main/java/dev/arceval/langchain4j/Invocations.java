package dev.arceval.langchain4j;

import dev.arceval.ActiveSpan;
import dev.arceval.Tracer;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.observability.api.event.AiServiceCompletedEvent;
import dev.langchain4j.observability.api.event.AiServiceErrorEvent;
import dev.langchain4j.observability.api.event.AiServiceEvent;
import dev.langchain4j.observability.api.event.AiServiceRequestIssuedEvent;
import dev.langchain4j.observability.api.event.AiServiceStartedEvent;
import dev.langchain4j.observability.api.listener.AiServiceListener;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one assistant that are under way, by the framework's id of the invocation. The framework hands this id to
 * tools and events, on whatever thread they come; so a step finds the call it is part of without any context of a thread.
 *
 * <p>The map is weak in its keys, which the framework holds: a stream that is never started leaves nothing behind.
 */
final class Invocations {

    private final Tracer tracer;
    private final Map<UUID, ActiveSpan> spans = Collections.synchronizedMap(new WeakHashMap<>());

    /** The call that is entering the assistant on this thread, until it returns. */
    private final ThreadLocal<@Nullable ActiveSpan> entering = new ThreadLocal<>();

    /** The call whose request the framework is about to hand to the model on this thread. */
    private final ThreadLocal<@Nullable ActiveSpan> issuing = new ThreadLocal<>();

    Invocations(Tracer tracer) {
        this.tracer = tracer;
    }

    /** Notes that {@code span} enters the assistant on this thread; returns what was entering before. */
    @Nullable
    ActiveSpan enter(@Nullable ActiveSpan span) {
        ActiveSpan before = entering.get();
        if (span == null) {
            entering.remove();
        } else {
            entering.set(span);
        }
        return before;
    }

    /** Returns the call that a tool is part of: that of the framework's context, else what is current on the thread. */
    ActiveSpan of(@Nullable InvocationContext context) {
        ActiveSpan span = context == null ? null : spans.get(context.invocationId());
        return span == null ? tracer.current() : span;
    }

    /** Returns the call that a request is part of; asked by the model, once a request. */
    ActiveSpan ofRequest() {
        ActiveSpan span = issuing.get();
        issuing.remove();
        return span == null ? tracer.current() : span;
    }

    /** What the framework is to tell. */
    List<AiServiceListener<?>> listeners() {
        return List.of(
                new Listener<>(AiServiceStartedEvent.class, this::started),
                new Listener<>(AiServiceRequestIssuedEvent.class, this::issued),
                new Listener<>(AiServiceCompletedEvent.class, this::completed),
                new Listener<>(AiServiceErrorEvent.class, this::failed));
    }

    private record Listener<E extends AiServiceEvent>(Class<E> getEventClass, Consumer<E> action)
            implements AiServiceListener<E> {

        @Override
        public void onEvent(E event) {
            action.accept(event);
        }
    }

    private void started(AiServiceStartedEvent event) {
        ActiveSpan span = entering.get();
        if (span != null) {
            spans.put(event.invocationContext().invocationId(), span);
        }
    }

    private void issued(AiServiceRequestIssuedEvent event) {
        ActiveSpan span = spans.get(event.invocationContext().invocationId());
        if (span != null) {
            issuing.set(span);
        }
    }

    private void completed(AiServiceCompletedEvent event) {
        ActiveSpan span = spans.remove(event.invocationContext().invocationId());
        if (span != null && isStreaming(span)) {
            event.result().ifPresent(result -> span.output(answer(result)));
            span.close();
        }
    }

    private void failed(AiServiceErrorEvent event) {
        ActiveSpan span = spans.remove(event.invocationContext().invocationId());
        if (span != null && isStreaming(span)) {
            span.failed(event.error()).close();
        }
    }

    /** A call that has not returned yet says itself how it ends; after that the framework does. */
    private boolean isStreaming(ActiveSpan span) {
        return entering.get() != span;
    }

    private static @Nullable Object answer(Object result) {
        return result instanceof ChatResponse response ? response.aiMessage().text() : result;
    }
}
