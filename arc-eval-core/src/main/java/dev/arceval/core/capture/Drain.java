package dev.arceval.core.capture;

import dev.arceval.trace.CaptureReport;
import dev.arceval.trace.CaptureReport.Reason;
import dev.arceval.trace.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue of ended runs and the one daemon thread that empties it.
 *
 * <p><b>Books.</b> A run is either refused when offered or admitted. An admitted run is settled exactly once: stored, or
 * dropped for a reason. So what is pending is what was admitted and not settled, and the sums agree at any moment, because
 * settled counts are read before admitted ones.
 *
 * <p><b>Who is dropped.</b> A full queue refuses newcomers: what waits was captured first and is as good. The last eighth is
 * for runs that failed, which are few and worth most.
 *
 * <p><b>Who waits.</b> A run whose steps have not all ended waits among the {@link Stragglers}, in its place in the queue.
 *
 * <p><b>Waking.</b> Waking a parked thread costs the waker microseconds, so the producers do not: the thread looks by
 * itself every few milliseconds while there is traffic. Only after a second without any does it go to sleep for good, and
 * the next producer wakes it.
 *
 * <p><b>Failing sinks.</b> A batch that fails is handed on again trace by trace, so that one bad trace does not cost its
 * neighbours; after three failures in a row the rest of the batch is given up. Errors are treated as exceptions: a sink
 * that overflows the stack must not end the thread.
 */
final class Drain {

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

    private static final int BATCH = 256;
    private static final int TRIES_PER_BATCH = 3;
    private static final long NAP_NANOS = Duration.ofMillis(5).toNanos();
    private static final long AWAKE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long LOG_NANOS = Duration.ofMinutes(1).toNanos();

    /** All runs that wait may hold this much content, and no more than an eighth of the heap at two bytes each. */
    private static final long MAX_WAITING_CHARS =
            Math.min(128L * 1024 * 1024, Runtime.getRuntime().maxMemory() / 16);

    /** Runs with less content than this, or than their share, are bounded by their number alone: most runs, at no cost. */
    private static final int SMALL_RUN_CHARS = 4 * 1024;

    /** One place in so many is added for runs that failed. */
    private static final int RESERVE_SHARE = 8;

    private final int capacity;
    private final int capacityForFailed;
    private final int smallRunChars;
    private final Consumer<? super List<Trace>> sink;
    private final TraceMaker maker;
    private final Stragglers stragglers;
    private final Thread thread;

    private final AtomicReference<Queued> newest = new AtomicReference<>(new Queued.Mark(0));
    private final AtomicLong settled = new AtomicLong();
    private final AtomicLong waitingChars = new AtomicLong();
    private final LongAdder stored = new LongAdder();
    private final LongAdder storeFailed = new LongAdder();
    private final LongAdder captureFailed = new LongAdder();
    private final LongAdder closedPending = new LongAdder();
    private final LongAdder refusedFull = new LongAdder();
    private final LongAdder refusedClosed = new LongAdder();
    private final LongAdder unstarted = new LongAdder();

    private final Object progress = new Object();
    private final AtomicBoolean asleep = new AtomicBoolean();
    private volatile boolean closed;
    private volatile boolean finished;
    private volatile @Nullable Hand inHand;

    private long logged;
    private long nextLogTick;
    private boolean hasLogged;

    Drain(Recorder.Settings settings, Consumer<? super List<Trace>> sink) {
        this.capacity = settings.capacity();
        this.capacityForFailed = capacity + Math.min(capacity / RESERVE_SHARE, Integer.MAX_VALUE - capacity);
        this.smallRunChars = (int) Math.min(SMALL_RUN_CHARS, MAX_WAITING_CHARS / capacityForFailed);
        this.sink = sink;
        this.maker = new TraceMaker(settings.ids());
        this.stragglers = new Stragglers(settings.patience());
        // No inherited thread-locals, and our own class loader: the thread must not hold on to whoever came first.
        this.thread = new Thread(null, this::work, "arc-eval-capture", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(Drain.class.getClassLoader());
    }

    void start() {
        thread.start();
    }

    void offer(Run run) {
        if (closed) {
            refusedClosed.increment();
            return;
        }
        if (!bookChars(run)) {
            refusedFull.increment();
            return;
        }
        if (!enqueue(run)) {
            waitingChars.addAndGet(-run.bookedChars);
            refusedFull.increment();
            return;
        }
        if (finished) {
            dropWaiting();
        }
        if (asleep.get() && asleep.compareAndSet(true, false)) {
            LockSupport.unpark(thread);
        }
    }

    /** Counts a trace of which not even the root could be recorded. */
    void countUnstarted() {
        unstarted.increment();
    }

    private boolean bookChars(Run run) {
        int chars = run.chars();
        if (chars <= smallRunChars) {
            return true;
        }
        if (waitingChars.addAndGet(chars) > MAX_WAITING_CHARS) {
            waitingChars.addAndGet(-chars);
            return false;
        }
        run.bookedChars = chars;
        return true;
    }

    private boolean enqueue(Run run) {
        long room = run.failed ? capacityForFailed : capacity;
        while (true) {
            Queued head = newest.get();
            if (head.sequence - settled.get() >= room) {
                return false;
            }
            run.before = head;
            run.sequence = head.sequence + 1;
            if (newest.compareAndSet(head, run)) {
                return true;
            }
        }
    }

    private boolean isEmpty() {
        return newest.get() instanceof Queued.Mark && stragglers.isEmpty();
    }

    /** Takes everything that waits, the oldest first. */
    private List<Run> take() {
        Queued head = newest.get();
        while (!(head instanceof Queued.Mark) && !newest.compareAndSet(head, new Queued.Mark(head.sequence))) {
            head = newest.get();
        }
        List<Run> runs = new ArrayList<>();
        while (head instanceof Run run) {
            runs.add(run);
            head = run.before;
            // Whoever is old must not keep the young: a garbage collector goes by generations.
            run.before = null;
        }
        Collections.reverse(runs);
        return runs;
    }

    private void settle(LongAdder how, long count) {
        how.add(count);
        settled.addAndGet(count);
    }

    private void work() {
        long idleSince = System.nanoTime();
        while (!closed || !isEmpty()) {
            try {
                if (drainWaiting()) {
                    idleSince = System.nanoTime();
                } else {
                    rest(System.nanoTime() - idleSince);
                }
                report();
            } catch (Throwable error) {
                // drainWaiting settles what it takes whatever happens; this is the last resort that keeps the thread.
                announce();
            }
            if (finished) {
                dropWaiting();
                return;
            }
            // A sink may leave the interrupt flag set; parking would then return at once, for ever.
            Thread.interrupted();
        }
        announce();
    }

    private void rest(long idleNanos) {
        if (idleNanos < AWAKE_NANOS || closed || !stragglers.isEmpty()) {
            LockSupport.parkNanos(this, NAP_NANOS);
            return;
        }
        asleep.set(true);
        if (isEmpty() && !closed) {
            LockSupport.park(this);
        }
        asleep.set(false);
    }

    /** A run is looked at, made a trace of and settled with few others, while its steps are at hand to the processor. */
    private boolean drainWaiting() {
        long now = System.nanoTime();
        List<Run> due = stragglers.due(now);
        List<Run> ended = take();
        if (due.isEmpty() && ended.isEmpty()) {
            return false;
        }
        Hand hand = new Hand(due.size() + ended.size());
        inHand = hand;
        if (finished) {
            hand.settleRest(closedPending);
        }
        try {
            inBatches(due, batch -> drain(batch, hand));
            inBatches(ended, batch -> drain(hand.ready(batch, now), hand));
        } finally {
            hand.settleRest(storeFailed);
            inHand = null;
            stragglers.settled();
            announce();
        }
        return true;
    }

    private void inBatches(List<Run> runs, Consumer<List<Run>> each) {
        for (int from = 0; from < runs.size() && !finished; from += BATCH) {
            each.accept(runs.subList(from, Math.min(from + BATCH, runs.size())));
        }
    }

    private void drain(List<Run> batch, Hand hand) {
        long before = hand.left();
        try {
            deliver(make(batch, hand), hand);
        } finally {
            // Whatever went wrong, this batch is settled when the next one comes.
            hand.settle(storeFailed, batch.size() - (before - hand.left()));
            unbookChars(batch);
            announce();
        }
    }

    /** In one go, and for most batches not at all: what the producers look at as well must not be fought over. */
    private void unbookChars(List<Run> runs) {
        long chars = 0;
        for (Run run : runs) {
            chars += run.bookedChars;
        }
        if (chars > 0) {
            waitingChars.addAndGet(-chars);
        }
    }

    private List<Trace> make(List<Run> runs, Hand hand) {
        List<Trace> traces = new ArrayList<>(runs.size());
        for (Run run : runs) {
            try {
                traces.add(maker.make(run));
            } catch (Throwable error) {
                hand.settle(captureFailed, 1);
            }
        }
        return traces;
    }

    private void deliver(List<Trace> traces, Hand hand) {
        if (traces.isEmpty() || accepted(traces)) {
            hand.settle(stored, traces.size());
            return;
        }
        int failures = 0;
        for (Trace trace : traces) {
            if (failures == TRIES_PER_BATCH) {
                return;
            }
            if (traces.size() > 1 && accepted(List.of(trace))) {
                hand.settle(stored, 1);
                failures = 0;
            } else {
                hand.settle(storeFailed, 1);
                failures++;
            }
        }
    }

    private boolean accepted(List<Trace> traces) {
        try {
            sink.accept(List.copyOf(traces));
            return true;
        } catch (Throwable error) {
            logFailure(error);
            return false;
        }
    }

    /** What was taken and is not settled. Settled by the drain thread, or by a closer who will not wait any longer. */
    private final class Hand {

        private long left;

        Hand(int size) {
            this.left = size;
        }

        synchronized long left() {
            return left;
        }

        synchronized void settle(LongAdder how, long count) {
            long settling = Math.min(Math.max(0, count), left);
            left -= settling;
            Drain.this.settle(how, settling);
        }

        /** Returns those of {@code ended} that need not wait for their steps; the others are no longer in hand. */
        synchronized List<Run> ready(List<Run> ended, long now) {
            if (left < ended.size()) {
                // Somebody closes, and has settled them.
                return List.of();
            }
            List<Run> ready = stragglers.ready(ended, now);
            left -= ended.size() - ready.size();
            return ready;
        }

        /** Settles what is left; returns how many that were. */
        synchronized long settleRest(LongAdder how) {
            long rest = left;
            settle(how, rest);
            return rest;
        }
    }

    boolean flush(Duration limit) {
        long target = newest.get().sequence;
        long refused = refusedFull.sum() + refusedClosed.sum() + unstarted.sum();
        boolean inTime = !isDrainThread() && awaitSettled(target, limit);
        return inTime && refused + storeFailed.sum() + captureFailed.sum() + closedPending.sum() == 0;
    }

    private boolean isDrainThread() {
        return Thread.currentThread().equals(thread);
    }

    private boolean awaitSettled(long target, Duration limit) {
        LockSupport.unpark(thread);
        long deadline = System.nanoTime() + saturatedNanos(limit);
        synchronized (progress) {
            while (settled.get() < target || stragglers.hasAnyOf(target)) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                try {
                    progress.wait(Math.max(1, Math.min(left / 1_000_000, 100)));
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
        }
        return true;
    }

    /** Half of all nanoseconds at most, so that a deadline in ticks cannot overflow. */
    private static long saturatedNanos(Duration limit) {
        return limit.compareTo(Duration.ofDays(10_000)) > 0 ? Long.MAX_VALUE / 2 : limit.toNanos();
    }

    void close(Duration limit) {
        closed = true;
        if (!isDrainThread()) {
            awaitSettled(newest.get().sequence, limit);
        }
        finished = true;
        Hand hand = inHand;
        if (hand != null && hand.settleRest(closedPending) > 0) {
            thread.interrupt();
        }
        dropWaiting();
        LockSupport.unpark(thread);
    }

    private void dropWaiting() {
        drop(stragglers.giveUp());
        drop(take());
        announce();
    }

    private void drop(List<Run> runs) {
        unbookChars(runs);
        settle(closedPending, runs.size());
    }

    private void announce() {
        synchronized (progress) {
            progress.notifyAll();
        }
    }

    /** What is settled is read before what was admitted, so that pending is never negative. */
    CaptureReport counts(long lateSteps) {
        long storedNow = stored.sum();
        long storeFailedNow = storeFailed.sum();
        long captureFailedNow = captureFailed.sum();
        long closedNow = closedPending.sum();
        long admittedNow = newest.get().sequence;
        long full = refusedFull.sum();
        long late = refusedClosed.sum();
        long never = unstarted.sum();
        return new CaptureReport(
                admittedNow + full + late + never,
                storedNow,
                admittedNow - storedNow - storeFailedNow - captureFailedNow - closedNow,
                Map.of(
                        Reason.QUEUE_FULL,
                        full,
                        Reason.STORE_FAILED,
                        storeFailedNow,
                        Reason.CAPTURE_FAILED,
                        captureFailedNow + never,
                        Reason.CLOSED,
                        closedNow + late),
                lateSteps,
                0);
    }

    /** Says which error, not what it said: messages of stores may quote what was to be stored. */
    private void logFailure(Throwable error) {
        if (mayLog()) {
            LOG.warn("Recorded traces could not be stored: {}", error.getClass().getName());
        }
    }

    private void report() {
        long dropped = refusedFull.sum() + captureFailed.sum();
        if (dropped > logged && mayLog()) {
            LOG.warn("{} recorded traces dropped, {} of them because the queue was full", dropped, refusedFull.sum());
            logged = dropped;
        }
    }

    private boolean mayLog() {
        long now = System.nanoTime();
        if (hasLogged && now - nextLogTick < 0) {
            return false;
        }
        hasLogged = true;
        nextLogTick = now + LOG_NANOS;
        return true;
    }
}
