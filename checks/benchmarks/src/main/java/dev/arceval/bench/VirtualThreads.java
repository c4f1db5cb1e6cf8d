package dev.arceval.bench;

import dev.arceval.core.capture.Recorder;
import dev.arceval.core.capture.Step;
import dev.arceval.trace.CaptureReport;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.lang.reflect.Method;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/**
 * Records a call with a step below it on each of a million virtual threads, and looks whether every trace came with the
 * parents it should have and whether anything stays in the heap. Needs JDK 21 or later.
 */
public final class VirtualThreads {

    private static final int AT_ONCE = 5_000;

    /** Fewer than the queue holds: what is looked at here is whether all of them are right. */
    private static final int BURST = 50_000;

    private VirtualThreads() {}

    /** @param arguments how many threads; a million unless told otherwise */
    public static void main(String[] arguments) throws Exception {
        int threads = arguments.length == 0 ? 1_000_000 : Integer.parseInt(arguments[0]);
        Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        LongAdder right = new LongAdder();
        Recorder recorder = Recorder.start(
                new Recorder.Settings(100_000, Clock.systemUTC(), System::nanoTime, new SplittableRandom(1)::nextLong)
                        .clockServing(Duration.ofSeconds(1)),
                traces -> right.add(
                        traces.stream().filter(VirtualThreads::isRight).count()));
        run(recorder, start, threads / 10);
        long before = usedHeap();
        long from = System.nanoTime();
        run(recorder, start, threads);
        long nanos = System.nanoTime() - from;
        long after = usedHeap();
        CaptureReport report = recorder.report();
        recorder.close();
        System.out.printf(
                Locale.ROOT,
                "%,d virtual threads in %.1f s; traces right %,d, stored %,d, dropped %,d; heap %,d KB before, %,d KB"
                        + " after%n",
                threads,
                nanos / 1e9,
                right.sum(),
                report.stored(),
                report.produced() - report.stored(),
                before >> 10,
                after >> 10);
    }

    private static void run(Recorder recorder, Method start, int threads) throws Exception {
        Semaphore free = new Semaphore(AT_ONCE);
        for (int i = 0; i < threads; i++) {
            int n = i;
            if (i % BURST == 0) {
                recorder.flush(Duration.ofMinutes(1));
            }
            free.acquire();
            start.invoke(null, (Runnable) () -> {
                call(recorder, n);
                free.release();
            });
        }
        free.acquire(AT_ONCE);
        recorder.flush(Duration.ofMinutes(1));
    }

    private static void call(Recorder recorder, int n) {
        Step agent = recorder.begin("bench", Span.Kind.AGENT, "invoke_agent bench", "bench");
        agent.input(n);
        Step tool = recorder.begin("bench", Span.Kind.TOOL, "execute_tool look_up", "look_up");
        Thread.yield();
        tool.input(n);
        tool.end();
        agent.end();
    }

    private static boolean isRight(Trace trace) {
        List<Span> spans = trace.spans();
        return spans.size() == 2
                && spans.get(1).parentSpanId().equals(Optional.of(spans.get(0).spanId()))
                && trace.input()
                        .equals(Optional.ofNullable(trace.toolCalls().get(0).arguments()));
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
