package dev.arceval.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.ActiveSpan;
import dev.arceval.core.capture.Recorder;
import dev.arceval.trace.Agent;
import dev.arceval.trace.CaptureReport;
import dev.arceval.trace.Span;
import java.lang.ref.WeakReference;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was recorded does not stay: not in threads, not in the queue, not in streams that nobody reads to their end. */
@Timeout(120)
class LeakTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final long MEGABYTE = 1 << 20;

    private static Recorder recorder(int capacity, java.util.function.Consumer<List<dev.arceval.trace.Trace>> sink) {
        return Recorder.start(
                new Recorder.Settings(capacity, Clock.systemUTC(), System::nanoTime, new SplittableRandom(1)::nextLong),
                sink);
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Runs of all kinds, those that nobody tidies up after among them. */
    private static void load(RecordingTracer tracer, int runs) {
        Agent<Integer, Object> agent = tracer.agent(n -> {
            ActiveSpan forgotten = tracer.span("never closed");
            forgotten.input("x".repeat(200));
            Runnable neverRun = tracer.propagate((Runnable) () -> forgotten.output("late"));
            return switch (n % 4) {
                case 0 -> new CompletableFuture<String>();
                case 1 -> IntStream.iterate(0, i -> i + 1).boxed();
                case 2 -> {
                    Iterator<Integer> endless =
                            IntStream.iterate(0, i -> i + 1).boxed().iterator();
                    Iterator<Integer> followed =
                            tracer.span(Span.Kind.LLM, "chat").follow(endless);
                    yield followed.next();
                }
                default -> neverRun;
            };
        });
        for (int i = 0; i < runs; i++) {
            agent.run(i);
        }
    }

    @Test
    void heap_staysAsItIsUnderLoad() throws Exception {
        Recorder recorder = recorder(10_000, traces -> {});
        RecordingTracer tracer = new RecordingTracer(recorder, "support");
        ExecutorService pool = Executors.newFixedThreadPool(2);
        List<Long> heap = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            List<Future<?>> tasks = new ArrayList<>();
            for (int t = 0; t < 2; t++) {
                tasks.add(pool.submit(() -> load(tracer, 5_000)));
            }
            for (Future<?> task : tasks) {
                task.get();
            }
            recorder.flush(LONG);
            heap.add(usedHeap());
        }
        pool.shutdown();
        recorder.close();

        assertThat(heap.get(3)).isLessThan(heap.get(1) + 4 * MEGABYTE);
    }

    @Test
    void waitingTraces_areBoundedByTheirTextAsWell() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Recorder recorder = recorder(10_000, traces -> {
            reached.countDown();
            try {
                release.await();
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        });
        RecordingTracer tracer = new RecordingTracer(recorder, "support");
        Agent<String, Integer> agent = tracer.agent(String::length);
        agent.run("x");
        reached.await();
        long before = usedHeap();
        char[] page = new char[60_000];
        for (int i = 0; i < 10_000; i++) {
            page[0] = (char) ('a' + i % 26);
            agent.run(new String(page));
        }
        long after = usedHeap();
        CaptureReport report = recorder.report();
        release.countDown();
        recorder.close();

        // An eighth of the heap for texts, and what the traces around them take.
        assertThat(after - before).isLessThan(Runtime.getRuntime().maxMemory() / 8 + 16 * MEGABYTE);
        assertThat(report.dropped().get(CaptureReport.Reason.QUEUE_FULL)).isPositive();
    }

    @Test
    void pooledThread_keepsNothingOfARun() throws Exception {
        Recorder recorder = recorder(10, traces -> {});
        RecordingTracer tracer = new RecordingTracer(recorder, "support");
        ExecutorService pool = Executors.newSingleThreadExecutor();
        WeakReference<Object> input = pool.submit((Callable<WeakReference<Object>>) () -> {
                    StringBuilder asked = new StringBuilder("question");
                    tracer.agent(question -> {
                                tracer.span("never closed").input(question);
                                return "answer";
                            })
                            .run(asked);
                    return new WeakReference<>(asked);
                })
                .get();
        recorder.flush(LONG);
        usedHeap();

        assertThat(input.get()).isNull();
        pool.shutdown();
        recorder.close();
    }
}
