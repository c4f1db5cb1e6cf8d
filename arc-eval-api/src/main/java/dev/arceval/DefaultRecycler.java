package dev.arceval;

import dev.arceval.trace.Agent;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one piece of global state: the recycler behind {@link Tracer#wrap}. It is made on the first recorded call, not when
 * an agent is wrapped, so that wrapping in a static initialiser opens no file.
 */
final class DefaultRecycler {

    private static final System.Logger LOG = System.getLogger("dev.arceval.Tracer");
    private static final Duration FLUSH_LIMIT = Duration.ofSeconds(5);
    private static final Object LOCK = new Object();

    private static volatile @Nullable State state;

    private DefaultRecycler() {}

    /** A recycler, and whether we made it and so close it. Without a recycler nothing is recorded. */
    private record State(@Nullable TraceRecycler recycler, boolean ours) {

        Tracer tracer(String agent) {
            return recycler == null ? Tracer.noop() : recycler.tracer(agent);
        }

        void close() {
            if (ours && recycler != null) {
                recycler.close();
            }
        }
    }

    static <I, O> Agent<I, O> wrap(String name, Function<? super I, ? extends O> agent) {
        return new WrappedAgent<>(name, agent);
    }

    /** Returns the tracer of the recycler that is the default now. */
    static Tracer tracer(String agent) {
        return current().tracer(agent);
    }

    static boolean flush() {
        State now = state;
        return now == null || now.recycler == null || now.recycler.flush(FLUSH_LIMIT);
    }

    static void set(TraceRecycler recycler) {
        State before;
        synchronized (LOCK) {
            before = state;
            state = new State(recycler, false);
        }
        if (before != null) {
            before.close();
        }
    }

    private static State current() {
        State current = state;
        if (current != null) {
            return current;
        }
        synchronized (LOCK) {
            current = state;
            if (current == null) {
                current = open();
                state = current;
            }
            return current;
        }
    }

    private static State open() {
        try {
            TraceRecycler recycler = TraceRecycler.builder().fromEnvironment().build();
            Runtime.getRuntime().addShutdownHook(new Thread(recycler::close, "arc-eval-close"));
            return new State(recycler, true);
        } catch (RuntimeException broken) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Agents wrapped by Tracer.wrap are not recorded: {0}",
                    broken.getMessage());
            return new State(null, false);
        }
    }

    /** Looks the recycler up at each call, so that {@link #set} reaches agents that were wrapped before. */
    private static final class WrappedAgent<I, O> implements Agent<I, O> {

        private final String name;
        private final Function<? super I, ? extends O> agent;
        private volatile @Nullable Recorded<I, O> recorded;

        WrappedAgent(String name, Function<? super I, ? extends O> agent) {
            this.name = name;
            this.agent = agent;
        }

        @Override
        public O run(I input) {
            State now = current();
            Recorded<I, O> known = recorded;
            if (known == null || !known.state.equals(now)) {
                known = new Recorded<>(now, now.tracer(name).agent(agent));
                recorded = known;
            }
            return known.agent.run(input);
        }
    }

    private record Recorded<I, O>(State state, Agent<I, O> agent) {}
}
