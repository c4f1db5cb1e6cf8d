package dev.arceval.core.capture;

import dev.arceval.spi.TraceContext;
import dev.arceval.trace.CaptureReport;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Records steps and hands finished traces on, without getting in the way.
 *
 * <p>The recorded thread does as little as it can: it keeps its current step in a thread-local, links plain objects, reads
 * a clock twice a step and, when the root ends, puts the whole trace into a queue with one atomic operation. Ids, wall
 * times and {@link Trace} values are made by the {@link Drain}, one daemon thread. A root leaves nothing of ours behind in
 * the thread's locals: an empty array of the JDK's, so pooled threads keep neither a trace nor a class loader.
 *
 * <p>Nothing here throws into the recorded code or waits for anything. What cannot be recorded is counted. Thread-safe.
 */
public final class Recorder implements AutoCloseable {

    /** How long {@link #close()} waits for what is pending. */
    public static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    /** How long a finished trace waits for steps below its root: what nobody ever ends must not keep it for long. */
    public static final Duration PATIENCE = Duration.ofSeconds(1);

    /** One element: the step that is current on the thread. Set in place, which costs less than changing the thread's map. */
    private final ThreadLocal<@Nullable Object[]> current = ThreadLocal.withInitial(() -> new @Nullable Object[1]);

    private final LongAdder late = new LongAdder();
    private final Clock clock;
    private final LongSupplier ticker;
    private final Beside.@Nullable Tracing beside;
    private final boolean resources;
    private final long anchorNanos;
    private final Drain drain;
    private volatile @Nullable Anchor anchor;

    /**
     * What turns a tick into wall time.
     *
     * @param nanos wall time minus tick
     * @param tick when it was read
     */
    private record Anchor(long nanos, long tick) {}

    private Recorder(Settings settings, Consumer<? super List<Trace>> sink) {
        this.clock = settings.clock();
        this.ticker = settings.ticker();
        this.resources = settings.resources();
        TraceContext context = settings.context();
        this.beside = context == null ? null : new Beside.Tracing(context, settings.attributes());
        this.anchorNanos = settings.clockServes().toNanos();
        this.drain = new Drain(settings, sink);
    }

    /**
     * What a recorder needs from outside.
     *
     * @param capacity how many finished traces may wait; further ones are dropped
     * @param patience how long a finished trace waits for steps that end after its root
     * @param clock dates each trace when its root starts
     * @param clockServes how long a reading of the clock serves, {@code ticker} says the rest; zero for a clock that is
     *     asked each time, as whoever sets it by hand expects
     * @param ticker nanoseconds for durations, such as {@link System#nanoTime}
     * @param ids random numbers for trace and span ids; called by one thread only
     * @param resources whether an agent's calls say what memory they took
     * @param context the application's own tracing, if it has one
     * @param attributes what a span says, by the names of the conventions; for {@code context}
     */
    public record Settings(
            int capacity,
            Duration patience,
            Clock clock,
            Duration clockServes,
            LongSupplier ticker,
            LongSupplier ids,
            boolean resources,
            @Nullable TraceContext context,
            Function<Span, Map<String, Object>> attributes) {

        /** Without a tracing of the application's own; the clock is asked each time. */
        public Settings(int capacity, Clock clock, LongSupplier ticker, LongSupplier ids) {
            this(capacity, PATIENCE, clock, Duration.ZERO, ticker, ids, false, null, span -> Map.of());
        }

        public Settings {
            if (capacity < 1) {
                throw new IllegalArgumentException("queueCapacity must be positive: " + capacity);
            }
        }

        /** Returns these settings with another {@code clockServes}. */
        public Settings clockServing(Duration duration) {
            return new Settings(capacity, patience, clock, duration, ticker, ids, resources, context, attributes);
        }

        /** Returns these settings with another {@code patience}. */
        Settings patient(Duration duration) {
            return new Settings(capacity, duration, clock, clockServes, ticker, ids, resources, context, attributes);
        }
    }

    /** Starts a recorder that hands traces to {@code sink}, in batches, on its own thread. The sink may block and throw. */
    public static Recorder start(Settings settings, Consumer<? super List<Trace>> sink) {
        Recorder recorder = new Recorder(settings, sink);
        recorder.drain.start();
        return recorder;
    }

    /**
     * Opens a step below the current one, or a new trace if there is none, and makes it current on this thread.
     *
     * @param agent whose trace it is, if it starts one
     * @param name the span's name
     * @param subject the agent, tool or model the step is about
     */
    public Step begin(String agent, Span.Kind kind, String name, String subject) {
        Step before = null;
        try {
            @Nullable Object[] here = current.get();
            before = (Step) here[0];
            Step step = open(before, agent, kind, name, subject);
            if (beside != null && step.recorded) {
                begin(beside, step);
            }
            if (resources && kind == Span.Kind.AGENT) {
                step.resources(Resources.now());
            }
            here[0] = step;
            return step;
        } catch (Throwable error) {
            return unstarted(before, kind, name, subject);
        }
    }

    private static void begin(Beside.Tracing tracing, Step step) {
        Beside counterpart = Beside.begin(tracing, step.parent, step.kind, step.name);
        if (counterpart != null) {
            step.beside(counterpart);
        }
    }

    /** The step that stands in for one that could not be opened, so that what it encloses is not taken for traces. */
    private Step unstarted(@Nullable Step before, Span.Kind kind, String name, String subject) {
        if (before == null) {
            drain.countUnstarted();
        }
        Step step = unrecorded(before, null, kind, name, subject);
        try {
            current.get()[0] = step;
        } catch (Throwable error) {
            // Without memory for a map entry the current step stays what it was.
        }
        return step;
    }

    private Step open(@Nullable Step before, String agent, Span.Kind kind, String name, String subject) {
        if (before == null) {
            return root(null, agent, kind, name, subject);
        }
        Run run = before.run;
        if (run == null) {
            return unrecorded(before, null, kind, name, subject);
        }
        if (run.hasEnded()) {
            // An agent called from a task that outlived its trace is a run of its own; a mere step is lost.
            if (kind == Span.Kind.AGENT) {
                return root(before, agent, kind, name, subject);
            }
            late.increment();
            return unrecorded(before, run, kind, name, subject);
        }
        Step step = new Step(this, run, true, before, before, kind, name, subject, ticker.getAsLong());
        return run.add(step) ? step : unrecorded(before, run, kind, name, subject);
    }

    private Step unrecorded(@Nullable Step before, @Nullable Run run, Span.Kind kind, String name, String subject) {
        return new Step(this, run, false, before, before, kind, name, subject, 0);
    }

    private Step root(@Nullable Step before, String agent, Span.Kind kind, String name, String subject) {
        long tick = ticker.getAsLong();
        Run run = new Run(agent, anchor(tick));
        Step step = new Step(this, run, true, null, before, kind, name, subject, tick);
        run.start(step);
        return step;
    }

    private long anchor(long tick) {
        Anchor known = anchor;
        if (known == null || tick - known.tick >= anchorNanos) {
            Instant now = clock.instant();
            known = new Anchor(now.getEpochSecond() * 1_000_000_000L + now.getNano() - tick, tick);
            anchor = known;
        }
        return known.nanos;
    }

    void end(Step step) {
        try {
            leave(step);
            if (resources) {
                step.addResources();
            }
            Run run = step.run;
            if (step.hasEnded()) {
                return;
            }
            if (run == null || !step.recorded) {
                step.markEnded(0);
            } else if (step.isRoot()) {
                endRoot(step, run);
            } else {
                if (run.isSealed()) {
                    late.increment();
                }
                step.markEnded(ticker.getAsLong());
                endBeside(step, run);
            }
        } catch (Throwable error) {
            // Out of stack or memory while ending: the step stays open in its trace, and the agent goes on.
        }
    }

    private void endRoot(Step step, Run run) {
        long tick = ticker.getAsLong();
        if (run.end()) {
            step.markEnded(tick);
            run.failed = step.failed;
            endBeside(step, run);
            drain.offer(run);
        }
    }

    private static void endBeside(Step step, Run run) {
        Beside counterpart = step.beside();
        if (counterpart != null) {
            counterpart.end(step, run);
        }
    }

    /** Ends nothing, but what this thread does next is no longer part of {@code step}. */
    void detach(Step step) {
        try {
            leave(step);
        } catch (Throwable error) {
            // Out of stack or memory: the step stays current, and the agent goes on.
        }
    }

    /** Returns the nanoseconds since {@code step} began. */
    long age(Step step) {
        return ticker.getAsLong() - step.startTick;
    }

    /**
     * Makes the step before {@code step} current again. Steps opened since on this thread and never closed go with it; a
     * step that was opened on another thread changes nothing here.
     */
    private void leave(Step step) {
        @Nullable Object[] here = current.get();
        Step newest = (Step) here[0];
        Step open = newest;
        while (open != null && open != step) {
            open = open.previous;
        }
        if (open == null) {
            return;
        }
        if (beside != null) {
            for (Step gone = newest; gone != step.previous && gone != null; gone = gone.previous) {
                leaveBeside(gone);
            }
        }
        here[0] = open(step.previous);
    }

    /** Returns {@code step} or, if it has ended, the nearest before it that has not. */
    private static @Nullable Step open(@Nullable Step step) {
        Step open = step;
        while (open != null && open.hasEnded()) {
            open = open.previous;
        }
        return open;
    }

    private static void leaveBeside(Step step) {
        Beside counterpart = step.beside();
        if (counterpart != null) {
            counterpart.leave();
        }
    }

    /** Returns the step that is current on this thread, if there is one. */
    public @Nullable Step current() {
        return (Step) current.get()[0];
    }

    /** Makes {@code step} current on this thread, until the returned task is run here. */
    Runnable resume(Step step) {
        try {
            Swapped swapped = swap(step);
            return swapped::back;
        } catch (Throwable error) {
            // Out of stack or memory: what follows has another parent.
            return () -> {};
        }
    }

    /** Returns {@code task} with the step that is current now as the parent of what it records. */
    public Runnable propagate(Runnable task) {
        Step captured = current();
        return () -> {
            Swapped swapped = swap(captured);
            try {
                task.run();
            } finally {
                swapped.back();
            }
        };
    }

    /** Returns {@code task} with the step that is current now as the parent of what it records. */
    public <V extends @Nullable Object> Callable<V> propagate(Callable<V> task) {
        Step captured = current();
        return () -> {
            Swapped swapped = swap(captured);
            try {
                return task.call();
            } finally {
                swapped.back();
            }
        };
    }

    private Swapped swap(@Nullable Step next) {
        @Nullable Object[] here = current.get();
        Step before = (Step) here[0];
        here[0] = next;
        return new Swapped(here, before, beside == null ? null : Beside.enter(next));
    }

    /** What was current on a thread before a task came with a step of its own. */
    private record Swapped(
            @Nullable Object[] here,
            @Nullable Step before,
            @Nullable Runnable leave) {

        void back() {
            Beside.run(leave);
            here[0] = open(before);
        }
    }

    /** Returns the books as of now, with every reason; the sums agree at any moment. */
    public CaptureReport report() {
        return drain.counts(late.sum());
    }

    /**
     * Waits until every trace that ended before this call is stored or dropped, or {@code limit} is over.
     *
     * @return whether all of them were stored
     */
    public boolean flush(Duration limit) {
        return drain.flush(limit);
    }

    /** Hands on what is pending for {@link #CLOSE_LIMIT} at most; what is left then, and what ends later, is dropped. */
    @Override
    public void close() {
        close(CLOSE_LIMIT);
    }

    /** Hands on what is pending for {@code limit} at most; what is left then, and what ends later, is dropped. */
    public void close(Duration limit) {
        drain.close(limit);
    }
}
