package dev.arceval;

import dev.arceval.eval.EvalCase;
import dev.arceval.trace.ToolCall;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tools that answer from a recording instead of doing anything.
 *
 * <p>A call is looked up by tool, arguments and occurrence: the second call with the same arguments gets the second
 * recorded result; when the recorded ones are used up, the last is given again. Arguments are compared as JSON: order of
 * keys, white space and the way a number is written do not matter. Secrets in live arguments are compared by the names
 * they were replaced with.
 *
 * <p>A call the recording does not hold never goes anywhere: it throws {@link UnrecordedCallException}, which shows the
 * nearest recorded call and the first difference, and fails the case even if the agent catches it.
 *
 * <p>Thread-safe; the order of calls is the order in which they were made.
 *
 * @since 0.1
 */
public interface RecordedTools {

    /** Returns the tools of this case, with nothing called yet. */
    static RecordedTools of(EvalCase evalCase) {
        return Implementation.get().recordedTools(evalCase);
    }

    /**
     * Calls a tool.
     *
     * @param tool the tool's name as recorded
     * @param arguments the arguments: JSON text, or an object that is turned into JSON the way the tracer does
     * @return the result as recorded
     * @throws UnrecordedCallException if the recording has no such call
     * @throws RecordedToolException if the recorded call failed
     */
    String call(String tool, @Nullable Object arguments);

    /** Calls a tool and turns its JSON result into {@code resultType}; see {@link #call(String, Object)}. */
    <R> R call(String tool, @Nullable Object arguments, Class<R> resultType);

    /** Returns a function that calls the tool: what {@link Tracer#tool} wrapped when the trace was recorded. */
    <A, R> Function<A, R> tool(String tool, Class<R> resultType);

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
