package dev.arceval;

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

/**
 * A step that is being recorded. Close it when the step ends; closing twice does nothing.
 *
 * <p>No method throws, whatever it is given: what cannot be captured is counted and left out. Values are turned to text
 * when they are given, so later changes to them are not seen. Thread-safe, except that a span is closed on the thread that
 * opened it, for its context to end there, unless it was {@linkplain #detach() detached}.
 *
 * @since 0.1
 */
public interface ActiveSpan extends AutoCloseable {

    /** Returns a span that records nothing. */
    static ActiveSpan noop() {
        return NoopTracer.SPAN;
    }

    /** Sets what the step was given: text as it is, anything else as JSON. */
    ActiveSpan input(@Nullable Object input);

    /** Sets what the step returned: text as it is, anything else as JSON. */
    ActiveSpan output(@Nullable Object output);

    /** Sets the model that answers. */
    ActiveSpan model(String model);

    /** Sets what the model call consumed. */
    ActiveSpan usage(Usage usage);

    /**
     * Sets an attribute; text, numbers and booleans are kept as such, anything else as JSON. The GenAI conventions' names of
     * the provider, the tool call and the user ({@code gen_ai.provider.name}, {@code gen_ai.tool.call.id}, {@code user.id})
     * set what {@link dev.arceval.trace.Span} has fields for.
     */
    ActiveSpan attribute(String name, @Nullable Object value);

    /** Sets the messages the step was given, in place of {@link #input}. */
    ActiveSpan inputMessages(List<Message> messages);

    /** Sets the messages the step returned, in place of {@link #output}. */
    ActiveSpan outputMessages(List<Message> messages);

    /** Adds why the model stopped, such as {@code stop} or {@code tool_calls}. */
    ActiveSpan finishReason(String reason);

    /** Sets the conversation the step belongs to. */
    ActiveSpan conversation(String id);

    /** Sets who asked. The store keeps a pseudonym of it, under its key. */
    ActiveSpan user(String id);

    /** Adds a document that a retrieval found, at most 128. */
    ActiveSpan document(Document document);

    /**
     * Sets what the step should have returned, as the attribute {@code expected_output}. Of the whole run, it is what a case
     * made of the run expects.
     */
    ActiveSpan expected(@Nullable Object output);

    /** Adds a score or verdict, by an evaluator or a user. A label that says the answer was wrong makes the run fail. */
    ActiveSpan evaluation(Evaluation evaluation);

    /** Marks the step as failed. */
    ActiveSpan failed(Throwable error);

    /**
     * Ends the step when {@code stage} completes, with its result or error, instead of with {@link #close()}.
     *
     * @return {@code stage} itself
     */
    <T extends CompletionStage<?>> T follow(T stage);

    /**
     * Ends the step when the iterator has no more, instead of with {@link #close()}. Text is put together to the output, up
     * to 64 KiB; anything else becomes a JSON array. One that is dropped half-way ends the step, as cancelled, when it is
     * garbage.
     *
     * {@snippet class="dev.arceval.examples.Snippets" region="stream"}
     *
     * @return what to read from in place of {@code iterator}
     */
    <T extends @Nullable Object> Iterator<T> follow(Iterator<T> iterator);

    /** Ends the step when the stream is used up or closed; else as {@link #follow(Iterator)}. Closed early is cancelled. */
    <T extends @Nullable Object> Stream<T> follow(Stream<T> stream);

    /**
     * Ends the step with the first subscription; else as {@link #follow(Iterator)}. A subscription that is cancelled leaves
     * the step cancelled. Publishers of Reactor and RxJava take part through their adapters to {@link Flow}.
     */
    <T> Flow.Publisher<T> follow(Flow.Publisher<T> publisher);

    /**
     * Leaves the step open but no longer current on this thread: for frameworks that tell on another thread that it is over.
     * It may be closed anywhere.
     */
    ActiveSpan detach();

    /** Makes the step current on this thread, as the parent of what is recorded here, until the scope is closed here. */
    Scope resume();

    /** Ends the step, unless it ends with a result that is followed. */
    @Override
    void close();

    /** The time for which a step is current on a thread. */
    interface Scope extends AutoCloseable {

        /** Makes current again what was before. */
        @Override
        void close();
    }
}
