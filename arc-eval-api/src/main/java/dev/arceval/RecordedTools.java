package dev.arceval;

import dev.arceval.eval.EvalCase;
import dev.arceval.trace.ToolCall;
import java.lang.reflect.Type;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tools that answer from a recording instead of doing anything. As a plain function {@code (name, arguments) -> result},
 * {@link #call(String, Object)} stands in for any client that calls tools by name, such as one of MCP.
 *
 * <p>A call is looked up by tool, arguments and occurrence: the second call with the same arguments gets the second
 * recorded result; when the recorded ones are used up, the last is given again. Arguments are compared as JSON: order of
 * keys, white space and the way a number is written do not matter. Secrets in live arguments are compared by the names
 * they were replaced with.
 *
 * <p>A call the recording does not hold never goes anywhere: it throws {@link UnrecordedCallException}, which shows the
 * nearest recorded call and the first difference, and fails the case even if the agent catches it. {@link Replay#tool} says
 * when a call counts as the recorded one, and which tools may go live.
 *
 * <p>A call that failed when it was recorded fails again: with an exception of the recorded class and message if that is an
 * unchecked one, is on the class path and can be made of a message; else with {@link RecordedToolException}. So an agent that
 * handles a tool's failure does so in a replay too.
 *
 * <p>Thread-safe; the order of calls is the order in which they were made.
 *
 * @since 0.1
 */
public interface RecordedTools {

    /** Returns the tools of this case, with nothing called yet. */
    static RecordedTools of(EvalCase evalCase) {
        return ReplayContext.of(evalCase);
    }

    /**
     * Calls a tool.
     *
     * @param tool the tool's name as recorded
     * @param arguments the arguments: JSON text, or an object that is turned into JSON the way the tracer does
     * @return the result as recorded
     * @throws UnrecordedCallException if the recording has no such call, or the tool is to go live and nothing live is given
     * @throws RecordedToolException if the recorded call failed
     */
    String call(String tool, @Nullable Object arguments);

    /** Calls a tool and turns its JSON result into {@code resultType}; see {@link #call(String, Object)}. */
    <R> R call(String tool, @Nullable Object arguments, Class<R> resultType);

    /** Returns a function that calls the tool: what {@link Tracer#tool} wrapped when the trace was recorded. */
    <A, R> Function<A, R> tool(String tool, Class<R> resultType);

    /**
     * Returns a function that calls the tool, or the real one where {@link dev.arceval.eval.CallPolicy.Live} is the tool's
     * policy.
     *
     * @param live the real tool; what it returns or throws is part of the observation
     */
    <A, R> Function<A, R> tool(String tool, Function<? super A, ? extends R> live, Class<R> resultType);

    /**
     * Returns an implementation of {@code type} whose methods answer from the recording: what {@link Tracer#tools} wrapped when
     * the trace was recorded, with the same rules for names and arguments. Results may be what JSON can be read as, generic
     * types included, and {@code Optional}, {@code Stream}, {@code CompletionStage} or {@code CompletableFuture} of such.
     *
     * @throws IllegalArgumentException if {@code type} is no interface
     */
    default <T> T tools(Class<T> type) {
        return RecordedProxy.of(type, null, this);
    }

    /** Returns tools as {@link #tools(Class)} does; a method whose policy says so goes to {@code live}. */
    default <T> T tools(Class<T> type, T live) {
        return RecordedProxy.of(type, live, this);
    }

    /**
     * Calls a tool, or {@code live} where {@link dev.arceval.eval.CallPolicy.Live} is the tool's policy. This is what adapters
     * call; a recorded failure is thrown as what it was, checked exceptions included.
     *
     * @param resultType what to read the recorded result as
     * @param live calls the real tool; absent if there is none
     * @return the result: an instance of {@code resultType} if it came from the recording
     * @throws Exception the recorded failure, or what {@code live} throws
     */
    @Nullable
    Object call(String tool, @Nullable Object arguments, Type resultType, @Nullable Callable<?> live) throws Exception;

    /** Returns the calls made so far with what they were answered, in order. */
    List<ToolCall> calls();

    /** Returns what was asked for and not recorded so far, as text for a person. */
    List<String> unrecorded();

    /**
     * A call that the recording does not hold.
     *
     * @since 0.1
     */
    final class UnrecordedCallException extends ArcEvalException {

        private static final long serialVersionUID = 1L;

        public UnrecordedCallException(String message) {
            super(message);
        }
    }

    /**
     * A recorded call that failed when it was recorded, and so fails again.
     *
     * @since 0.1
     */
    final class RecordedToolException extends ArcEvalException {

        private static final long serialVersionUID = 1L;

        public RecordedToolException(String message) {
            super(message);
        }
    }
}
