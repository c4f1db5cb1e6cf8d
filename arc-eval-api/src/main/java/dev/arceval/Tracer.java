package dev.arceval;

import dev.arceval.trace.Agent;
import dev.arceval.trace.Span;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Records an agent while it works.
 *
 * <p>The one-liner is {@link #wrap(Function)}: every call becomes a trace in the directory {@code .arc-eval}, redacted.
 * With an explicit tracer, {@link #tool} and {@link #llm} make tools and model calls child spans of the agent's call.
 *
 * <p>A recorder is never in the way: it does not throw, does not wait for the store, and drops traces rather than memory
 * when the store cannot keep up, counting them in {@link TraceRecycler#capture()}. A wrapped function returns the same
 * objects and throws the same exceptions as before. A {@link CompletionStage} is recorded until it completes, a {@link
 * java.util.stream.Stream} until it is used up; other streams are followed with {@link ActiveSpan#follow}. Arguments and results are turned to text at most 64 KiB long, at most
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
        return wrap(nameOf(caller), agent);
    }

    /** Returns {@code agent}, recorded by the default recycler under this name. */
    static <I, O> Agent<I, O> wrap(String name, Function<? super I, ? extends O> agent) {
        return DefaultRecycler.wrap(name, agent);
    }

    /** Returns {@code agent}, recorded as {@link #wrap(Function)} does; its input is the array of both. */
    static <A, B, O> BiFunction<A, B, O> wrap(BiFunction<? super A, ? super B, ? extends O> agent) {
        Class<?> caller = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .getCallerClass();
        return wrap(nameOf(caller), agent);
    }

    /** Returns {@code agent}, recorded by the default recycler under this name; its input is the array of both. */
    static <A, B, O> BiFunction<A, B, O> wrap(String name, BiFunction<? super A, ? super B, ? extends O> agent) {
        Agent<List<@Nullable Object>, O> wrapped = wrap(name, Arguments.of(agent));
        return (one, other) -> wrapped.run(Arguments.list(one, other));
    }

    /** Returns {@code agent}, recorded by the default recycler under this name; it has no input. */
    @SuppressWarnings("NullAway") // Nothing is what this agent is asked.
    static <O> Supplier<O> wrap(String name, Supplier<? extends O> agent) {
        Agent<Void, O> wrapped = wrap(name, nothing -> agent.get());
        return () -> wrapped.run(null);
    }

    /** Returns {@code agent}, recorded by the default recycler under this name; it has no input. */
    static <O> Callable<O> wrapCallable(String name, Callable<? extends O> agent) {
        return () -> DefaultRecycler.tracer(name).call(Span.Kind.AGENT, name, agent);
    }

    /**
     * Returns {@code agent} with every method of {@code type} recorded by the default recycler, under the name of {@code
     * type} or its {@link Traced} annotation: a method as a call of the agent, unless {@link Traced} or the {@code @Tool}
     * annotation of an agent framework says otherwise. Several arguments are recorded as an object by parameter name
     * (compile with {@code -parameters}; else {@code arg0}, {@code arg1}).
     *
     * <p>{@code equals}, {@code hashCode} and {@code toString} are those of {@code agent}.
     *
     * @throws IllegalArgumentException if {@code type} is no interface
     */
    static <T> T wrap(Class<T> type, T agent) {
        String name = TracedProxy.nameOf(type);
        return TracedProxy.of(type, agent, Span.Kind.AGENT, () -> DefaultRecycler.tracer(name));
    }

    /** A class made for a shell's line has no name of its own, as anonymous ones have none. */
    private static String nameOf(Class<?> caller) {
        String name = caller.getSimpleName();
        return name.isEmpty() || name.startsWith("$") ? "agent" : name;
    }

    /**
     * Waits until what the default recycler recorded before is stored, five seconds at most; for processes that are stopped
     * as soon as they have answered.
     *
     * @return whether all of it was: false if a trace was dropped, or if time ran out. True if nothing was recorded
     */
    static boolean flush() {
        return DefaultRecycler.flush();
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

    /** Returns {@code tool} with every call recorded; its arguments are the array of both. */
    default <A, B, R> BiFunction<A, B, R> tool(String name, BiFunction<? super A, ? super B, ? extends R> tool) {
        Function<List<@Nullable Object>, R> recorded = tool(name, Arguments.of(tool));
        return (one, other) -> recorded.apply(Arguments.list(one, other));
    }

    /**
     * Returns {@code tools} with every method of {@code type} recorded as a tool call, under the name of the method, its
     * {@link Traced} or its {@code @Tool} annotation; arguments are recorded by parameter name, as {@link #wrap(Class,
     * Object)} does.
     *
     * {@snippet class="dev.arceval.examples.Snippets" region="tools"}
     *
     * @throws IllegalArgumentException if {@code type} is no interface
     */
    default <T> T tools(Class<T> type, T tools) {
        return TracedProxy.of(type, tools, Span.Kind.TOOL, () -> this);
    }

    /** Returns {@code model} with every call recorded as a model call with prompt and answer. */
    <A, R> Function<A, R> llm(String model, Function<? super A, ? extends R> call);

    /**
     * Opens a step by hand, to be closed by the caller.
     *
     * {@snippet class="dev.arceval.examples.Snippets" region="span"}
     */
    ActiveSpan span(Span.Kind kind, String name);

    /** Opens a step of a chain by hand, to be closed by the caller. */
    default ActiveSpan span(String name) {
        return span(Span.Kind.CHAIN, name);
    }

    /** Calls {@code task} as a recorded step. */
    default <R> R call(Span.Kind kind, String name, Callable<? extends R> task) throws Exception {
        try (ActiveSpan span = span(kind, name)) {
            try {
                R result = task.call();
                if (result instanceof CompletionStage<?> stage) {
                    span.follow(stage);
                } else {
                    span.output(result);
                }
                return result;
            } catch (Throwable error) {
                span.failed(error);
                throw error;
            }
        }
    }

    /**
     * Returns the step that is current on this thread, to add to it or to {@linkplain ActiveSpan#resume() resume} it on
     * another thread; {@link ActiveSpan#noop()} if there is none. Whoever opened the step closes it.
     */
    ActiveSpan current();

    /** Returns {@code task} with the current step as parent of what it records. */
    Runnable propagate(Runnable task);

    /** Returns {@code task} with the current step as parent of what it records. */
    <V> Callable<V> propagate(Callable<V> task);

    /** Returns an executor whose tasks record below the step that is current when they are handed over. */
    Executor propagate(Executor executor);

    /** Returns an executor whose tasks record below the step that is current when they are handed over. */
    ExecutorService propagate(ExecutorService executor);
}
