package dev.arceval.core.capture;

import dev.arceval.trace.CaptureReport;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Records steps and hands finished traces on, without getting in the way.
 *
 * <p>The recorded thread does as little as it can: it keeps its current step in a thread-local, links plain objects, reads
 * a clock twice a step and, when the root ends, puts the whole trace into a queue with one atomic operation. Ids, wall
 * times and {@link Trace} values are made by the {@link Drain}, one daemon thread. A root leaves nothing behind in the
 * thread's locals, so pooled and virtual threads stay clean.
 *
 * <p>Nothing here throws into the recorded code or waits for anything. What cannot be recorded is counted. Thread-safe.
 */
public final class Recorder implements AutoCloseable {

    /** How long {@link #close()} waits for what is pending. */
    public static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final ThreadLocal<@Nullable Step> current = new ThreadLocal<>();
    private final LongAdder late = new LongAdder();
    private final Clock clock;
    private final LongSupplier ticker;
    private final Drain drain;

    private Recorder(Settings settings, Consumer<? super List<Trace>> sink) {
        this.clock = settings.clock();
        this.ticker = settings.ticker();
        this.drain = new Drain(settings, sink);
    }

    /**
     * What a recorder needs from outside.
     *
     * @param capacity how many finished traces may wait; further ones are dropped
     * @param clock dates each trace, once, when its root starts
     * @param ticker nanoseconds for durations, such as {@link System#nanoTime}
     * @param ids random numbers for trace and span ids; called by one thread only
     */
    public record Settings(int capacity, Clock clock, LongSupplier ticker, LongSupplier ids) {

        public Settings {
            if (capacity < 1) {
                throw new IllegalArgumentException("queueCapacity must be positive: " + capacity);
            }
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
            before = current.get();
            Step step = open(before, agent, kind, name, subject);
            current.set(step);
            return step;
        } catch (Throwable error) {
            return unstarted(before, kind, name, subject);
        }
    }

    /** The step that stands in for one that could not be opened, so that what it encloses is not taken for traces. */
    private Step unstarted(@Nullable Step before, Span.Kind kind, String name, String subject) {
        if (before == null) {
            drain.countUnstarted();
        }
        Step step = unrecorded(before, null, kind, name, subject);
        try {
            current.set(step);
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
        Instant now = clock.instant();
        Run run = new Run(agent, now.getEpochSecond() * 1_000_000_000L + now.getNano() - tick);
        Step step = new Step(this, run, true, null, before, kind, name, subject, tick);
        run.add(step);
        return step;
    }

    void end(Step step) {
        try {
            leave(step);
            Run run = step.run;
            if (step.hasEnded()) {
                return;
            }
            if (run == null || !step.recorded) {
                step.markEnded(0);
            } else if (step.isRoot()) {
                endRoot(step, run);
            } else if (run.hasEnded()) {
                late.increment();
                step.markEnded(0);
            } else {
                step.markEnded(ticker.getAsLong());
            }
        } catch (Throwable error) {
            // Out of stack or memory while ending: the step stays open in its trace, and the agent goes on.
        }
    }

    private void endRoot(Step step, Run run) {
        long tick = ticker.getAsLong();
        if (run.end()) {
            step.markEnded(tick);
            drain.offer(run);
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
        for (Step open = current.get(); open != null; open = open.previous) {
            if (open == step) {
                restore(step.previous);
                return;
            }
        }
    }

    private void restore(@Nullable Step step) {
        Step open = step;
        while (open != null && open.hasEnded()) {
            open = open.previous;
        }
        if (open == null) {
            current.remove();
        } else {
            current.set(open);
        }
    }

    /** Returns the step that is current on this thread, if there is one. */
    public @Nullable Step current() {
        return current.get();
    }

    /** Makes {@code step} current on this thread, until the returned task is run here. */
    Runnable resume(Step step) {
        try {
            Step before = swap(step);
            return () -> restore(before);
        } catch (Throwable error) {
            // Out of stack or memory: what follows has another parent.
            return () -> {};
        }
    }

    /** Returns {@code task} with the step that is current now as the parent of what it records. */
    public Runnable propagate(Runnable task) {
        Step captured = current.get();
        return () -> {
            Step before = swap(captured);
            try {
                task.run();
            } finally {
                swap(before);
            }
        };
    }

    /** Returns {@code task} with the step that is current now as the parent of what it records. */
    public <V extends @Nullable Object> Callable<V> propagate(Callable<V> task) {
        Step captured = current.get();
        return () -> {
            Step before = swap(captured);
            try {
                return task.call();
            } finally {
                swap(before);
            }
        };
    }

    private @Nullable Step swap(@Nullable Step next) {
        Step before = current.get();
        if (next == null) {
            current.remove();
        } else {
            current.set(next);
        }
        return before;
    }

    /** Returns the books as of now, with every reason; the sums agree at any moment. */
    public CaptureReport report() {
        return drain.counts();
    }

    /** Returns how many steps began or ended after their trace had ended, and are missing from it. */
    public long lateSteps() {
        return late.sum();
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
