package dev.arceval.core;

import dev.arceval.ActiveSpan;
import dev.arceval.Tracer;
import dev.arceval.core.capture.Following;
import dev.arceval.core.capture.Recorder;
import dev.arceval.core.capture.Step;
import dev.arceval.trace.Agent;
import dev.arceval.trace.Span;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts a {@link Recorder} behind the {@link Tracer} door, for one agent. */
final class RecordingTracer implements Tracer {

    private final Recorder recorder;
    private final String agent;

    RecordingTracer(Recorder recorder, String agent) {
        this.recorder = recorder;
        this.agent = agent;
    }

    @Override
    public <I, O> Agent<I, O> agent(Function<? super I, ? extends O> function) {
        String name = "invoke_agent " + agent;
        return input -> record(Span.Kind.AGENT, name, agent, function, input);
    }

    @Override
    public <A, R> Function<A, R> tool(String tool, Function<? super A, ? extends R> function) {
        String name = "execute_tool " + tool;
        return arguments -> record(Span.Kind.TOOL, name, tool, function, arguments);
    }

    @Override
    public <A, R> Function<A, R> llm(String model, Function<? super A, ? extends R> call) {
        String name = "chat " + model;
        return prompt -> record(Span.Kind.LLM, name, model, call, prompt);
    }

    /**
     * Calls {@code function} and records it. Each touch of the step is guarded here as well as in the step itself: close to
     * the end of the stack even entering a method that cannot throw does.
     *
     * <p>A result that is still on its way is followed: a {@link CompletionStage} is handed on as it is; a stream of the
     * JDK's is handed on as another, which no caller can tell apart since its class is nobody's static type.
     */
    private <A, R> R record(
            Span.Kind kind, String name, String subject, Function<? super A, ? extends R> function, A input) {
        Step step = recorder.begin(agent, kind, name, subject);
        if (kind == Span.Kind.LLM) {
            step.model(subject);
        }
        boolean pending = false;
        try {
            setInput(step, kind, input);
            R result = function.apply(input);
            if (result instanceof String) {
                // Most results are, and asking a class for its interfaces takes longer.
                step.output(result);
                return result;
            }
            if (result instanceof CompletionStage<?> stage) {
                pending = true;
                Following.stage(step, stage);
                return result;
            }
            if (result instanceof Stream<?> stream && isOfTheJdk(stream)) {
                pending = true;
                return followed(step, stream);
            }
            setOutput(step, kind, result);
            return result;
        } catch (Throwable error) {
            try {
                step.failed(error);
            } catch (StackOverflowError full) {
                // The agent's own error goes on below.
            }
            throw error;
        } finally {
            if (!pending) {
                step.end();
            }
        }
    }

    private static boolean isOfTheJdk(Stream<?> stream) {
        return stream.getClass().getName().startsWith("java.util.stream.");
    }

    @SuppressWarnings("unchecked") // The caller's type is Stream or one of its supertypes.
    private static <R> R followed(Step step, Stream<?> stream) {
        return (R) Following.stream(step, stream);
    }

    /** An agent asked nothing has no input; a tool called with nothing was called with JSON's null. */
    private static void setInput(Step step, Span.Kind kind, @Nullable Object input) {
        if (input != null || kind == Span.Kind.TOOL) {
            step.input(input);
        }
    }

    private static void setOutput(Step step, Span.Kind kind, @Nullable Object output) {
        if (output != null || kind == Span.Kind.TOOL) {
            step.output(output);
        }
    }

    @Override
    public ActiveSpan span(Span.Kind kind, String name) {
        return new RecordedSpan(recorder.begin(agent, kind, name, name));
    }

    @Override
    public ActiveSpan current() {
        Step step = recorder.current();
        return step == null ? ActiveSpan.noop() : new RecordedSpan(step);
    }

    @Override
    public Runnable propagate(Runnable task) {
        return recorder.propagate(task);
    }

    @Override
    public <V> Callable<V> propagate(Callable<V> task) {
        return recorder.propagate(task);
    }

    @Override
    public Executor propagate(Executor executor) {
        return task -> executor.execute(recorder.propagate(task));
    }

    @Override
    public ExecutorService propagate(ExecutorService executor) {
        return new PropagatingExecutor(executor, recorder);
    }
}
