package dev.arceval.opentelemetry;

import dev.arceval.TraceRecycler;
import dev.arceval.trace.CaptureReport.Reason;
import dev.arceval.trace.IngestReport;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * The way of ended spans into a recycler: a bounded queue, and one daemon thread that puts traces together and hands them on
 * as OTLP. That the recycler reads them as it reads a file is what keeps one reading of all vocabularies, and one way of
 * redaction into the store.
 *
 * <p>A span is settled exactly once: stored, ignored or dropped. Whatever the recycler throws, errors included, costs the
 * batch at most and never the thread.
 */
final class SpanIntake {

    private static final System.Logger LOG = System.getLogger("dev.arceval.opentelemetry");

    private static final String SOURCE = "opentelemetry";
    private static final int MAX_WAITING = 65_536;
    private static final int FAILED_RESERVE = MAX_WAITING / 8;

    /** Waiting and open spans may each hold this much text, and no more than an eighth of the heap at two bytes each. */
    private static final long MAX_CHARS =
            Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 16);

    private static final int MAX_OPEN = 100_000;
    private static final int BATCH_SPANS = 1_024;
    private static final int TRIES_PER_BATCH = 3;
    private static final long NAP_NANOS = Duration.ofMillis(50).toNanos();

    /** How long a shutdown waits for the store. */
    static final Duration SHUTDOWN_LIMIT = Duration.ofSeconds(5);

    private final TraceRecycler recycler;
    private final Runnable atEnd;
    private final Duration shutdownLimit;
    private final Thread thread;
    private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong waitingChars = new AtomicLong();
    private final LongAdder received = new LongAdder();
    private final Queue<CompletableResultCode> flushes = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean asleep = new AtomicBoolean();
    private final CompletableResultCode ended = new CompletableResultCode();
    private final OpenTraces open = new OpenTraces(MAX_OPEN, MAX_CHARS);
    private volatile boolean closing;
    private volatile boolean finished;
    private volatile long late;

    private final Object books = new Object();
    private final Map<Reason, Long> dropped = new EnumMap<>(Reason.class);
    private long stored;
    private long ignored;
    private boolean logged;

    /** How many were dropped when the last flush ended; for the thread only. */
    private long droppedBefore;

    private record Waiting(Supplier<SpanData> span, long chars) {}

    private SpanIntake(TraceRecycler recycler, Duration shutdownLimit, Runnable atEnd) {
        this.recycler = recycler;
        this.shutdownLimit = shutdownLimit;
        this.atEnd = atEnd;
        this.thread = new Thread(null, this::work, "arc-eval-opentelemetry", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(SpanIntake.class.getClassLoader());
    }

    /** @param atEnd what is to be done when the last span was handed on or given up */
    static SpanIntake start(TraceRecycler recycler, Duration shutdownLimit, Runnable atEnd) {
        SpanIntake intake = new SpanIntake(recycler, shutdownLimit, atEnd);
        intake.thread.start();
        return intake;
    }

    /** Takes a span that has ended; false if it was dropped. Never blocks. */
    boolean offer(Supplier<SpanData> span, long chars) {
        received.increment();
        if (closing) {
            return drop(Reason.CLOSED, 1);
        }
        if (!hasRoom(span, chars)) {
            return drop(Reason.QUEUE_FULL, 1);
        }
        waiting.incrementAndGet();
        waitingChars.addAndGet(chars);
        queue.add(new Waiting(span, chars));
        if (asleep.get() && asleep.compareAndSet(true, false)) {
            LockSupport.unpark(thread);
        }
        return true;
    }

    /** The figures are read without a lock: a few spans more than the limit do no harm. */
    private boolean hasRoom(Supplier<SpanData> span, long chars) {
        if (waitingChars.get() + chars > MAX_CHARS) {
            return false;
        }
        int before = waiting.get();
        return before < MAX_WAITING
                || (before < MAX_WAITING + FAILED_RESERVE
                        && span.get().getStatus().getStatusCode() == StatusCode.ERROR);
    }

    private boolean drop(Reason reason, long count) {
        synchronized (books) {
            if (!finished) {
                dropped.merge(reason, count, Long::sum);
            }
        }
        return false;
    }

    private void store(long count) {
        synchronized (books) {
            if (!finished) {
                stored += count;
            }
        }
    }

    private void ignore(long count) {
        synchronized (books) {
            if (!finished) {
                ignored += count;
            }
        }
    }

    CompletableResultCode flush() {
        if (closing) {
            return ended;
        }
        CompletableResultCode result = new CompletableResultCode();
        flushes.add(result);
        LockSupport.unpark(thread);
        if (finished) {
            result.fail();
        }
        return result;
    }

    CompletableResultCode shutdown() {
        if (closing) {
            return ended;
        }
        closing = true;
        LockSupport.unpark(thread);
        CompletableFuture.delayedExecutor(shutdownLimit.toMillis(), TimeUnit.MILLISECONDS)
                .execute(this::giveUp);
        return ended;
    }

    /** The recycler hangs: whoever shuts down does not wait for it any longer. */
    private void giveUp() {
        if (finish()) {
            thread.interrupt();
            atEnd.run();
            ended.fail();
        }
    }

    /** After this nothing is settled: what was pending counts as dropped. True for the one call that did it. */
    private boolean finish() {
        synchronized (books) {
            boolean first = !finished;
            finished = true;
            return first;
        }
    }

    private void work() {
        while (!finished) {
            try {
                takeWaiting();
                if (closing && queue.isEmpty()) {
                    end();
                    return;
                }
                handOn(open.settled(System.nanoTime()));
                answerFlushes();
                rest();
            } catch (Throwable error) {
                // A batch settles whatever happens; this is the last resort that keeps the thread.
                log(error);
            }
            // A store may leave the interrupt flag set; parking would then return at once, for ever.
            Thread.interrupted();
        }
        flushes.forEach(CompletableResultCode::fail);
    }

    private void end() {
        try {
            handOn(open.all());
        } finally {
            boolean nothingLost = droppedNow() == droppedBefore;
            if (finish()) {
                atEnd.run();
                flushes.forEach(asked -> answer(asked, nothingLost));
                answer(ended, nothingLost);
            }
        }
    }

    private static void answer(CompletableResultCode asked, boolean nothingLost) {
        if (nothingLost) {
            asked.succeed();
        } else {
            asked.fail();
        }
    }

    private void rest() {
        if (!queue.isEmpty() || !flushes.isEmpty() || closing) {
            return;
        }
        if (!open.isEmpty()) {
            LockSupport.parkNanos(this, NAP_NANOS);
            return;
        }
        asleep.set(true);
        if (queue.isEmpty() && flushes.isEmpty() && !closing) {
            LockSupport.park(this);
        }
        asleep.set(false);
    }

    private void takeWaiting() {
        long now = System.nanoTime();
        int taken = 0;
        for (Waiting next = queue.poll(); next != null; next = taken < BATCH_SPANS ? queue.poll() : null) {
            taken++;
            waiting.decrementAndGet();
            waitingChars.addAndGet(-next.chars);
            try {
                if (!open.add(next.span.get(), now)) {
                    ignore(1);
                }
            } catch (Throwable broken) {
                drop(Reason.CAPTURE_FAILED, 1);
            }
        }
        late = open.late();
    }

    private void answerFlushes() {
        List<CompletableResultCode> asked = new ArrayList<>();
        for (CompletableResultCode next = flushes.poll(); next != null; next = flushes.poll()) {
            asked.add(next);
        }
        if (asked.isEmpty()) {
            return;
        }
        try {
            while (!queue.isEmpty() && !finished) {
                takeWaiting();
            }
            handOn(open.complete());
        } finally {
            long droppedNow = droppedNow();
            boolean nothingLost = droppedNow == droppedBefore && !finished;
            droppedBefore = droppedNow;
            asked.forEach(result -> answer(result, nothingLost));
        }
    }

    private void handOn(List<OpenTraces.Open> traces) {
        List<List<SpanData>> batch = new ArrayList<>();
        int spans = 0;
        for (OpenTraces.Open trace : traces) {
            if (!trace.agent()) {
                ignore(trace.spans().size());
            } else if (!trace.spans().isEmpty()) {
                batch.add(trace.spans());
                spans += trace.spans().size();
            }
            if (spans >= BATCH_SPANS) {
                deliver(batch);
                batch = new ArrayList<>();
                spans = 0;
            }
        }
        deliver(batch);
    }

    /** A batch that fails is handed on again trace by trace, so that one bad trace does not cost its neighbours. */
    private void deliver(List<List<SpanData>> traces) {
        if (traces.isEmpty()) {
            return;
        }
        List<SpanData> all = traces.stream().flatMap(List::stream).toList();
        if (accepted(all)) {
            return;
        }
        int failures = traces.size() == 1 ? TRIES_PER_BATCH : 0;
        for (List<SpanData> trace : traces) {
            if (failures < TRIES_PER_BATCH && accepted(trace)) {
                failures = 0;
            } else {
                failures++;
                drop(Reason.STORE_FAILED, trace.size());
            }
        }
    }

    private boolean accepted(List<SpanData> spans) {
        try {
            byte[] request = OtlpRequest.of(spans);
            IngestReport.Counts counts =
                    recycler.ingest(SOURCE, new ByteArrayInputStream(request)).totals();
            long rejected = Math.min(counts.rejected(), spans.size());
            store(spans.size() - rejected);
            if (rejected > 0) {
                drop(Reason.CAPTURE_FAILED, rejected);
            }
            return true;
        } catch (Throwable error) {
            log(error);
            return false;
        }
    }

    /** Says which error, not what it said: messages of stores may quote what was to be stored. */
    private void log(Throwable error) {
        if (!logged) {
            logged = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "OpenTelemetry spans could not be stored: {0}; further failures are counted, not logged",
                    error.getClass().getName());
        }
    }

    private long droppedNow() {
        synchronized (books) {
            return dropped.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** What is settled is read before what was received, so that pending is never negative. */
    SpanReport report() {
        synchronized (books) {
            Map<Reason, Long> reasons = new EnumMap<>(dropped);
            long lost = reasons.values().stream().mapToLong(Long::longValue).sum();
            long settled = stored + ignored + lost;
            long all = received.sum();
            if (finished) {
                reasons.merge(Reason.CLOSED, all - settled, Long::sum);
                return new SpanReport(all, stored, ignored, 0, late, reasons);
            }
            return new SpanReport(all, stored, ignored, all - settled, late, reasons);
        }
    }
}
