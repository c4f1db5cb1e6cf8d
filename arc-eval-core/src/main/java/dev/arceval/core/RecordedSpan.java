package dev.arceval.core;

import dev.arceval.ActiveSpan;
import dev.arceval.core.capture.Following;
import dev.arceval.core.capture.Step;
import dev.arceval.trace.Document;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Message;
import dev.arceval.trace.Usage;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A {@link Step} behind the {@link ActiveSpan} door. */
final class RecordedSpan implements ActiveSpan {

    private static final String USER = "user.id";

    private final Step step;

    /** Whether the step ends with a result that is still on its way. */
    private volatile boolean followed;

    RecordedSpan(Step step) {
        this.step = step;
    }

    @Override
    public ActiveSpan input(@Nullable Object input) {
        step.input(input);
        return this;
    }

    @Override
    public ActiveSpan output(@Nullable Object output) {
        step.output(output);
        return this;
    }

    @Override
    public ActiveSpan model(String model) {
        step.model(model);
        return this;
    }

    @Override
    public ActiveSpan usage(Usage usage) {
        step.usage(usage);
        return this;
    }

    @Override
    public ActiveSpan attribute(String name, @Nullable Object value) {
        step.attribute(name, value);
        return this;
    }

    @Override
    public ActiveSpan failed(Throwable error) {
        step.failed(error);
        return this;
    }

    @Override
    public ActiveSpan inputMessages(List<Message> messages) {
        step.inputMessages(messages);
        return this;
    }

    @Override
    public ActiveSpan outputMessages(List<Message> messages) {
        step.outputMessages(messages);
        return this;
    }

    @Override
    public ActiveSpan finishReason(String reason) {
        step.finishReason(reason);
        return this;
    }

    @Override
    public ActiveSpan conversation(String id) {
        step.conversation(id);
        return this;
    }

    @Override
    public ActiveSpan user(String id) {
        step.attribute(USER, id);
        return this;
    }

    @Override
    public ActiveSpan document(Document document) {
        step.document(document);
        return this;
    }

    @Override
    public ActiveSpan expected(@Nullable Object output) {
        step.expected(output);
        return this;
    }

    @Override
    public ActiveSpan evaluation(Evaluation evaluation) {
        step.evaluation(evaluation);
        return this;
    }

    @Override
    public <T extends CompletionStage<?>> T follow(T stage) {
        if (stage != null) {
            followed = true;
            Following.stage(step, stage);
        }
        return stage;
    }

    @Override
    public <T extends @Nullable Object> Iterator<T> follow(Iterator<T> iterator) {
        if (iterator == null) {
            return iterator;
        }
        followed = true;
        return Following.iterator(step, iterator);
    }

    @Override
    public <T extends @Nullable Object> Stream<T> follow(Stream<T> stream) {
        if (stream == null) {
            return stream;
        }
        followed = true;
        return Following.stream(step, stream);
    }

    @Override
    public <T> Flow.Publisher<T> follow(Flow.Publisher<T> publisher) {
        if (publisher == null) {
            return publisher;
        }
        followed = true;
        return Following.publisher(step, publisher);
    }

    @Override
    public ActiveSpan detach() {
        step.detach();
        return this;
    }

    @Override
    public Scope resume() {
        return step.resume()::run;
    }

    @Override
    public void close() {
        if (!followed) {
            step.end();
        }
    }
}
