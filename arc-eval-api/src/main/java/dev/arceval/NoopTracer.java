package dev.arceval;

import dev.arceval.trace.Agent;
import dev.arceval.trace.Document;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Message;
import dev.arceval.trace.Span;
import dev.arceval.trace.Usage;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Records nothing. */
final class NoopTracer implements Tracer {

    static final Tracer TRACER = new NoopTracer();
    static final ActiveSpan SPAN = new NoopSpan();

    private NoopTracer() {}

    @Override
    public <I, O> Agent<I, O> agent(Function<? super I, ? extends O> agent) {
        return agent::apply;
    }

    @Override
    public <A, R> Function<A, R> tool(String name, Function<? super A, ? extends R> tool) {
        return tool::apply;
    }

    @Override
    public <A, R> Function<A, R> llm(String model, Function<? super A, ? extends R> call) {
        return call::apply;
    }

    @Override
    public ActiveSpan span(Span.Kind kind, String name) {
        return SPAN;
    }

    @Override
    public ActiveSpan current() {
        return SPAN;
    }

    @Override
    public Runnable propagate(Runnable task) {
        return task;
    }

    @Override
    public <V> Callable<V> propagate(Callable<V> task) {
        return task;
    }

    @Override
    public Executor propagate(Executor executor) {
        return executor;
    }

    @Override
    public ExecutorService propagate(ExecutorService executor) {
        return executor;
    }

    private static final class NoopSpan implements ActiveSpan {

        @Override
        public ActiveSpan input(@Nullable Object input) {
            return this;
        }

        @Override
        public ActiveSpan output(@Nullable Object output) {
            return this;
        }

        @Override
        public ActiveSpan model(String model) {
            return this;
        }

        @Override
        public ActiveSpan usage(Usage usage) {
            return this;
        }

        @Override
        public ActiveSpan attribute(String name, @Nullable Object value) {
            return this;
        }

        @Override
        public ActiveSpan failed(Throwable error) {
            return this;
        }

        @Override
        public ActiveSpan inputMessages(List<Message> messages) {
            return this;
        }

        @Override
        public ActiveSpan outputMessages(List<Message> messages) {
            return this;
        }

        @Override
        public ActiveSpan finishReason(String reason) {
            return this;
        }

        @Override
        public ActiveSpan conversation(String id) {
            return this;
        }

        @Override
        public ActiveSpan user(String id) {
            return this;
        }

        @Override
        public ActiveSpan document(Document document) {
            return this;
        }

        @Override
        public ActiveSpan expected(@Nullable Object output) {
            return this;
        }

        @Override
        public ActiveSpan evaluation(Evaluation evaluation) {
            return this;
        }

        @Override
        public <T extends CompletionStage<?>> T follow(T stage) {
            return stage;
        }

        @Override
        public <T extends @Nullable Object> Iterator<T> follow(Iterator<T> iterator) {
            return iterator;
        }

        @Override
        public <T extends @Nullable Object> Stream<T> follow(Stream<T> stream) {
            return stream;
        }

        @Override
        public <T> Flow.Publisher<T> follow(Flow.Publisher<T> publisher) {
            return publisher;
        }

        @Override
        public ActiveSpan detach() {
            return this;
        }

        @Override
        public Scope resume() {
            return () -> {};
        }

        @Override
        public void close() {}
    }
}
