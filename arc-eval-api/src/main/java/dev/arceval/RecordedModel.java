package dev.arceval;

import dev.arceval.trace.Message;
import dev.arceval.trace.ModelCall;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A language model that answers from a recording: no network, no cost, the same answer every time.
 *
 * <p>A call is looked up by its messages and occurrence. Roles, texts, tools asked for and their results must be the recorded
 * ones; ids of calls, names of participants and white space around a text do not matter. A call that was recorded without
 * its messages is answered in order. {@link Replay#model} says what else counts as the same.
 *
 * <p>A call the recording does not hold goes nowhere: it throws {@link RecordedTools.UnrecordedCallException}, which shows the
 * nearest recorded call and the first difference, and fails the case even if the agent catches it.
 *
 * <p>Obtained from {@link ReplayContext#model()}. Thread-safe.
 *
 * @since 0.1
 */
public interface RecordedModel {

    /**
     * Asks the model.
     *
     * @param messages the whole conversation, system instructions first
     * @return the recorded call: the messages of its output, finish reasons and usage are what the model gave
     * @throws RecordedTools.UnrecordedCallException if the recording has no such call
     * @throws RecordedModelException if the recorded call failed, unless its error can be thrown as what it was
     */
    ModelCall call(List<Message> messages);

    /**
     * Asks the model, or the real one where {@link dev.arceval.eval.CallPolicy.Live} is its policy. This is what adapters
     * of frameworks call.
     *
     * @param live asks the real model; what it returns or throws is part of the observation
     */
    ModelCall call(List<Message> messages, Function<? super List<Message>, ModelCall> live);

    /**
     * Asks the model with one user message.
     *
     * @param prompt text, or an object that is turned into JSON the way {@link Tracer#llm} does
     * @return the text of the answer
     */
    String ask(@Nullable Object prompt);

    /**
     * Returns a function that asks the model: what {@link Tracer#llm} wrapped when the trace was recorded.
     *
     * @param live the real model, called where the policy says so
     */
    <A, R> Function<A, R> llm(Function<? super A, ? extends R> live, Class<R> resultType);

    /** Returns the calls made so far with what they were answered, in order. */
    List<ModelCall> calls();

    /**
     * A recorded model call that failed when it was recorded, and so fails again.
     *
     * @since 0.1
     */
    final class RecordedModelException extends ArcEvalException {

        private static final long serialVersionUID = 1L;

        public RecordedModelException(String message) {
            super(message);
        }
    }
}
