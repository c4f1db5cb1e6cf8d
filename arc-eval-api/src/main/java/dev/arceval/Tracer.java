package dev.arceval;

import dev.arceval.trace.Agent;
import dev.arceval.trace.Span;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;

/**
 * Records an agent while it works.
 *
 * <p>The one-liner is {@link #wrap(Function)}: every call becomes a trace in the directory {@code .arc-eval}, redacted.
 * With an explicit tracer, {@link #tool} and {@link #llm} make tools and model calls child spans of the agent's call.
 *
 * <p>A recorder is never in the way: it does not throw, does not wait for the store, and drops traces rather than memory
 * when the store cannot keep up, counting them in {@link TraceRecycler#capture()}. A wrapped function returns the same
 * objects and throws the same exceptions as before. Arguments and results are turned to text at most 64 KiB long, at most
 * 12 levels deep, when they pass.
 *
 * <p>Thread-safe. A step's parent is the step open on the same thread; {@link #propagate(Runnable)} and {@link
 * #propagate(ExecutorService)} carry it to other threads.
 *
 * {@snippet class="dev.arceval.examples.Snippets" region="capture"}
 *
 * @since 0.1
 */
public interface Tracer {

    /**
     * Returns {@code agent}, recorded by the default recycler under the simple name of the class that calls this method.
     *
     * <p>The default recycler is made when it is first needed, with {@link TraceRecycler.Builder#fromEnvironment()}; it is
     * closed when the JVM ends. If it cannot be made, a warning is logged once and nothing is recorded.
     */
    static <I, O> Agent<I, O> wrap(Function<? super I, ? extends O> agent) {
        Class<?> caller = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .getCallerClass();
        String name = caller.getSimpleName();
        return wrap(name.isEmpty() ? "agent" : name, agent);
    }

    /** Returns {@code agent}, recorded by the default recycler under this name. */
    static <I, O> Agent<I, O> wrap(String name, Function<? super I, ? extends O> agent) {
        return DefaultRecycler.wrap(name, agent);
    }

    /** Returns a tracer that records nothing and hands out what it is given. Works without an implementation. */
    static Tracer noop() {
        return NoopTracer.TRACER;
    }

    /**
     * Makes {@code recycler} the one that {@link #wrap} records to, in agents wrapped before too. The caller closes it. The
     * one it replaces is closed if it was made here.
     */
    static void setDefault(TraceRecycler recycler) {
        DefaultRecycler.set(recycler);
    }

    /** Returns {@code agent} with every call recorded as a trace; inside another recorded call, as a child span. */
    <I, O> Agent<I, O> agent(Function<? super I, ? extends O> agent);

    /** Returns {@code tool} with every call recorded as a tool call with arguments and result. */
    <A, R> Function<A, R> tool(String name, Function<? super A, ? extends R> tool);

    /** Returns {@code model} with every call recorded as a model call with prompt and answer. */
    <A, R> Function<A, R> llm(String model, Function<? super A, ? extends R> call);

    /**
     * Opens a step by hand, to be closed by the caller.
     *
     * {@snippet class="dev.arceval.examples.Snippets" region="span"}
     */
    ActiveSpan span(Span.Kind kind, String name);

    /** Returns {@code task} with the current step as parent of what it records. */
    Runnable propagate(Runnable task);

    /** Returns {@code task} with the current step as parent of what it records. */
    <V> Callable<V> propagate(Callable<V> task);

    /** Returns an executor whose tasks record below the step that is current when they are handed over. */
    Executor propagate(Executor executor);

    /** Returns an executor whose tasks record below the step that is current when they are handed over. */
    ExecutorService propagate(ExecutorService executor);
}
