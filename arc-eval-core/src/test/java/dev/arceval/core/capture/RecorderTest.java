package dev.arceval.core.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arceval.trace.CaptureReport;
import dev.arceval.trace.CaptureReport.Reason;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import dev.arceval.trace.Usage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RecorderTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.000000001Z");
    private static final Duration LONG = Duration.ofSeconds(30);

    private final AtomicLong ticks = new AtomicLong(1_000);
    private final List<Trace> stored = new CopyOnWriteArrayList<>();
    private final List<Recorder> open = new ArrayList<>();

    @AfterEach
    void closeAll() {
        open.forEach(recorder -> recorder.close(Duration.ZERO));
    }

    private Recorder recorder(int capacity, Consumer<List<Trace>> sink) {
        return recorder(capacity, Duration.ZERO, sink);
    }

    private Recorder recorder(int capacity, Duration patience, Consumer<List<Trace>> sink) {
        Recorder recorder = Recorder.start(
                new Recorder.Settings(
                                capacity,
                                Clock.fixed(NOW, ZoneOffset.UTC),
                                () -> ticks.getAndAdd(10),
                                new SplittableRandom(1)::nextLong)
                        .patient(patience),
                sink);
        open.add(recorder);
        return recorder;
    }

    private Recorder recorder() {
        return recorder(10_000, stored::addAll);
    }

    private static Step agent(Recorder recorder) {
        return recorder.begin("support", Span.Kind.AGENT, "invoke_agent support", "support");
    }

    private static Step tool(Recorder recorder, String name) {
        return recorder.begin("support", Span.Kind.TOOL, "execute_tool " + name, name);
    }

    private static void run(Recorder recorder) {
        agent(recorder).end();
    }

    private Trace only(Recorder recorder) {
        assertThat(recorder.flush(LONG)).isTrue();
        assertThat(stored).hasSize(1);
        return stored.get(0);
    }

    private static void assertBooksBalance(CaptureReport report) {
        long dropped =
                report.dropped().values().stream().mapToLong(Long::longValue).sum();
        assertThat(report.produced()).isEqualTo(report.stored() + report.pending() + dropped);
        assertThat(report.pending()).isNotNegative();
    }

    @Test
    void run_becomesATraceOfItsSteps() {
        Recorder recorder = recorder();
        Step agent = agent(recorder);
        agent.input("How warm is it in Bern?");
        Step tool = tool(recorder, "weather");
        tool.input(Map.of("city", "Bern"));
        tool.output(Map.of("celsius", 21));
        tool.end();
        Step model = recorder.begin("support", Span.Kind.LLM, "chat small", "small");
        model.model("small");
        model.usage(Usage.ofTokens(10, 3));
        model.attribute("temperature", 0.5);
        model.attribute("tries", 1);
        model.attribute("tags", List.of("a"));
        model.end();
        agent.output("21 degrees");
        agent.end();

        Trace trace = only(recorder);
        assertThat(trace.traceId()).matches("[0-9a-f]{32}");
        assertThat(trace.agent()).isEqualTo("support");
        assertThat(trace.startTime()).isEqualTo(NOW);
        assertThat(trace.input()).contains("How warm is it in Bern?");
        assertThat(trace.output()).contains("21 degrees");
        assertThat(trace.duration()).contains(Duration.ofNanos(50));
        assertThat(trace.usage()).isEqualTo(Usage.ofTokens(10, 3));
        Span root = trace.root().orElseThrow();
        assertThat(trace.children(root)).extracting(Span::name).containsExactly("execute_tool weather", "chat small");
        assertThat(trace.children(root)).extracting(Span::spanId).allMatch(id -> id.matches("[0-9a-f]{16}"));
        assertThat(trace.toolCalls()).singleElement().satisfies(call -> {
            assertThat(call.name()).isEqualTo("weather");
            assertThat(call.arguments()).isEqualTo("{\"city\":\"Bern\"}");
            assertThat(call.result()).isEqualTo("{\"celsius\":21}");
        });
        assertThat(trace.spans().get(2).attributes().asMap())
                .isEqualTo(Map.of("temperature", 0.5, "tries", 1L, "tags", "[\"a\"]"));
    }

    @Test
    void values_areReadWhenTheyPass() {
        Recorder recorder = recorder();
        List<String> arguments = new ArrayList<>(List.of("before"));
        Step agent = agent(recorder);
        agent.input(arguments);
        arguments.set(0, "after");
        agent.end();

        assertThat(only(recorder).input()).contains("[\"before\"]");
    }

    @Test
    void nestedAgent_isAChild() {
        Recorder recorder = recorder();
        Step outer = agent(recorder);
        Step inner = recorder.begin("billing", Span.Kind.AGENT, "invoke_agent billing", "billing");
        inner.end();
        outer.end();

        Trace trace = only(recorder);
        assertThat(trace.agent()).isEqualTo("support");
        assertThat(trace.children(trace.root().orElseThrow()))
                .singleElement()
                .satisfies(span -> assertThat(span.agentName()).contains("billing"));
    }

    @Test
    void endingTwice_doesNothing() {
        Recorder recorder = recorder();
        Step agent = agent(recorder);
        Step tool = tool(recorder, "a");
        tool.end();
        tool.end();
        tool.output("late");
        agent.end();
        agent.end();

        assertThat(only(recorder).toolCalls().get(0).result()).isNull();
        assertThat(recorder.report().produced()).isEqualTo(1);
    }

    @Test
    void threadIsClean_afterEachRun_evenIfStepsWereLeftOpen() {
        Recorder recorder = recorder();
        Step first = agent(recorder);
        tool(recorder, "forgotten");
        first.end();
        agent(recorder).end();

        assertThat(recorder.flush(LONG)).isTrue();
        assertThat(stored).hasSize(2);
        assertThat(stored.get(0).spans()).hasSize(2);
        assertThat(stored.get(0).spans().get(1).duration()).isEmpty();
        assertThat(stored.get(1).spans()).hasSize(1);
    }

    @Test
    void closingOutOfOrder_neverGivesAWrongParent() {
        Recorder recorder = recorder();
        Step agent = agent(recorder);
        Step one = tool(recorder, "one");
        Step two = tool(recorder, "two");
        one.end();
        Step three = tool(recorder, "three");
        two.end();
        Step four = tool(recorder, "four");
        four.end();
        three.end();
        agent.end();

        Trace trace = only(recorder);
        String root = trace.root().orElseThrow().spanId();
        assertThat(parent(trace, "two")).isEqualTo(trace.spans().get(1).spanId());
        assertThat(parent(trace, "three")).isEqualTo(root);
        assertThat(parent(trace, "four")).isEqualTo(trace.spans().get(3).spanId());
    }

    private static String parent(Trace trace, String tool) {
        return trace.spans().stream()
                .filter(span -> span.toolCall().isPresent()
                        && span.toolCall().get().name().equals(tool))
                .findFirst()
                .flatMap(Span::parentSpanId)
                .orElseThrow();
    }

    @Test
    void stepClosedOnAnotherThread_changesNothingThere() throws Exception {
        Recorder recorder = recorder();
        Step agent = agent(recorder);
        Step tool = tool(recorder, "a");
        Thread other = new Thread(() -> {
            Step own = agent(recorder);
            tool.end();
            tool(recorder, "of other").end();
            own.end();
        });
        other.start();
        other.join();
        agent.end();

        assertThat(recorder.flush(LONG)).isTrue();
        assertThat(stored).hasSize(2);
        assertThat(stored.get(0).spans()).hasSize(2);
        assertThat(stored.get(1).spans()).hasSize(2);
        assertThat(stored.get(1).spans().get(1).duration()).isPresent();
    }

    @Test
    void lateSteps_areCountedAndLeftOut() {
        Recorder recorder = recorder();
        Step agent = agent(recorder);
        Step slow = tool(recorder, "slow");
        Runnable later = recorder.propagate(() -> {
            Step late = tool(recorder, "late");
            late.output("x");
            late.end();
        });
        agent.end();
        Trace trace = only(recorder);
        slow.output("too late");
        slow.end();
        later.run();

        assertThat(trace.toolCalls()).singleElement().satisfies(call -> {
            assertThat(call.name()).isEqualTo("slow");
            assertThat(call.result()).isNull();
        });
        assertThat(recorder.report().lateSteps()).isEqualTo(2);
    }

    @Test
    void stepsThatEndAMomentAfterTheirRoot_arePartOfTheTrace() {
        Recorder recorder = recorder(10, LONG, stored::addAll);
        Step agent = agent(recorder);
        Step tool = tool(recorder, "a");
        agent.end();
        tool.output("in time");
        tool.end();

        Trace trace = only(recorder);
        assertThat(trace.toolCalls())
                .singleElement()
                .satisfies(call -> assertThat(call.result()).isEqualTo("in time"));
        assertThat(trace.spans().get(1).duration()).isPresent();
        assertThat(recorder.report().lateSteps()).isZero();
    }

    @Test
    void aRunThatWaitsForItsSteps_isPendingWhileOthersAreStored() throws Exception {
        CountDownLatch others = new CountDownLatch(4);
        Recorder recorder = recorder(10, LONG, batch -> {
            stored.addAll(batch);
            batch.forEach(trace -> others.countDown());
        });
        Step agent = agent(recorder);
        Step tool = tool(recorder, "a");
        agent.end();
        for (int i = 0; i < 4; i++) {
            run(recorder);
        }
        others.await();

        assertThat(recorder.flush(Duration.ofMillis(1))).isFalse();
        assertThat(recorder.report().pending()).isPositive();

        tool.end();
        assertThat(recorder.flush(LONG)).isTrue();
        assertThat(stored).hasSize(5);
        assertBooksBalance(recorder.report());
    }

    @Test
    void stepsNobodyEnds_keepTheirTraceNoLongerThanPatienceLasts() {
        Recorder recorder = recorder(10, Duration.ofMillis(1), stored::addAll);
        Step agent = agent(recorder);
        tool(recorder, "a");
        agent.end();

        assertThat(only(recorder).spans().get(1).duration()).isEmpty();
    }

    @Test
    void close_countsARunThatStillWaitsForItsSteps() {
        Recorder recorder = recorder(10, LONG, stored::addAll);
        Step agent = agent(recorder);
        tool(recorder, "a");
        agent.end();
        recorder.close(Duration.ofMillis(1));

        assertThat(recorder.report().dropped()).containsEntry(Reason.CLOSED, 1L);
        assertBooksBalance(recorder.report());
    }

    @Test
    void agentInATaskThatOutlivedItsTrace_isARunOfItsOwn() {
        Recorder recorder = recorder();
        Step agent = agent(recorder);
        Runnable later = recorder.propagate(() -> {
            Step own = agent(recorder);
            tool(recorder, "a").end();
            own.end();
        });
        agent.end();
        later.run();

        assertThat(recorder.flush(LONG)).isTrue();
        assertThat(stored).hasSize(2);
        assertThat(stored.get(1).spans()).hasSize(2);
    }

    @Test
    void stepsAndContent_areBoundedPerTraceAndTheRestCounted() {
        Recorder recorder = recorder();
        Step agent = agent(recorder);
        String page = "x".repeat(60_000);
        for (int i = 0; i < 10_100; i++) {
            Step tool = tool(recorder, "loop");
            tool.input(page);
            tool(recorder, "inner").end();
            tool.end();
        }
        agent.end();

        Trace trace = only(recorder);
        assertThat(trace.spans()).hasSize(10_000);
        assertThat(trace.root().orElseThrow().droppedCount()).isEqualTo(2 * 10_100 + 1 - 10_000);
        assertThat(trace.toolCalls().stream().filter(call -> call.arguments() != null))
                .hasSizeBetween(139, 141);
    }

    @Test
    void error_isKeptWithClassAndMessage() {
        Recorder recorder = recorder();
        Step agent = agent(recorder);
        agent.failed(new IllegalStateException("no answer"));
        agent.end();

        Span root = only(recorder).root().orElseThrow();
        assertThat(root.errorType()).contains("java.lang.IllegalStateException");
        assertThat(root.statusMessage()).contains("no answer");
    }

    @Test
    void fullQueue_dropsCountsAndNeverBlocks() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Recorder recorder = recorder(100, batch -> {
            reached.countDown();
            await(release);
            stored.addAll(batch);
        });
        run(recorder);
        reached.await();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> {
                for (int n = 0; n < 5_000; n++) {
                    run(recorder);
                    assertBooksBalance(recorder.report());
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        CaptureReport blocked = recorder.report();
        assertThat(blocked.produced()).isEqualTo(20_001);
        assertThat(blocked.pending()).isEqualTo(100);
        assertThat(blocked.dropped()).containsEntry(Reason.QUEUE_FULL, 19_901L);
        assertThat(recorder.flush(Duration.ofMillis(1))).isFalse();
        release.countDown();
        assertThat(recorder.flush(LONG)).as("some were dropped").isFalse();
        assertThat(recorder.report().stored()).isEqualTo(100);
        assertThat(stored).hasSize(100);
        assertBooksBalance(recorder.report());
    }

    @Test
    void booksBalance_whileManyThreadsRecordAndTheSinkFailsNowAndThen() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Recorder recorder = recorder(1_000, batch -> {
            if (calls.incrementAndGet() % 3 == 0) {
                throw new StackOverflowError();
            }
            stored.addAll(batch);
        });
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> {
                for (int n = 0; n < 3_000; n++) {
                    run(recorder);
                    assertBooksBalance(recorder.report());
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        recorder.flush(LONG);

        CaptureReport report = recorder.report();
        assertBooksBalance(report);
        assertThat(report.pending()).isZero();
        assertThat(report.produced()).isEqualTo(12_000);
        assertThat(report.stored()).isEqualTo(stored.size());
        assertThat(stored.stream().map(Trace::traceId).distinct()).hasSameSizeAs(stored);
    }

    @Test
    void badTrace_doesNotCostItsNeighbours() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Recorder recorder = recorder(100, batch -> {
            await(release);
            if (batch.stream().anyMatch(trace -> trace.input().equals(java.util.Optional.of("bad")))) {
                throw new IllegalStateException("cannot redact");
            }
            stored.addAll(batch);
        });
        for (String input : List.of("first", "good", "bad", "fine")) {
            Step agent = agent(recorder);
            agent.input(input);
            agent.end();
        }
        release.countDown();

        assertThat(recorder.flush(LONG)).isFalse();
        assertThat(stored).extracting(trace -> trace.input().orElseThrow()).containsExactly("first", "good", "fine");
        assertThat(recorder.report().dropped()).containsEntry(Reason.STORE_FAILED, 1L);
    }

    @Test
    void brokenSink_isNotTriedForEveryTraceOfABatch() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        Recorder recorder = recorder(10_000, batch -> {
            await(release);
            calls.incrementAndGet();
            throw new NoClassDefFoundError("store");
        });
        for (int i = 0; i < 1_000; i++) {
            run(recorder);
        }
        release.countDown();

        assertThat(recorder.flush(LONG)).isFalse();
        assertThat(recorder.report().dropped()).containsEntry(Reason.STORE_FAILED, 1_000L);
        assertThat(calls.get()).isLessThan(40);
    }

    @Test
    void clockThatThrows_costsTheTraceAndNothingElse() {
        Recorder recorder = Recorder.start(
                new Recorder.Settings(
                        10,
                        Clock.systemUTC(),
                        () -> {
                            throw new IllegalStateException("no time");
                        },
                        () -> 1L),
                stored::addAll);
        open.add(recorder);
        Step agent = agent(recorder);
        agent.input("x");
        tool(recorder, "a").end();
        agent.end();

        assertThat(recorder.report().dropped()).containsEntry(Reason.CAPTURE_FAILED, 1L);
        assertBooksBalance(recorder.report());
    }

    @Test
    void close_storesWhatIsPending() {
        Recorder recorder = recorder();
        for (int i = 0; i < 1_000; i++) {
            run(recorder);
        }
        recorder.close();

        assertThat(stored).hasSize(1_000);
        assertThat(recorder.report().stored()).isEqualTo(1_000);
    }

    @Test
    void close_withAHangingSink_endsAndSaysWhatWasLost() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Recorder recorder = recorder(100, batch -> {
            reached.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        run(recorder);
        reached.await();
        run(recorder);
        run(recorder);
        recorder.close(Duration.ofMillis(1));
        run(recorder);

        CaptureReport report = recorder.report();
        assertThat(report.produced()).isEqualTo(4);
        assertThat(report.pending()).isZero();
        assertThat(report.dropped()).containsEntry(Reason.CLOSED, 4L);
        interrupted.await();
        assertThat(recorder.report().stored()).as("too late counts as dropped").isZero();
        assertBooksBalance(recorder.report());
    }

    @Test
    void flush_keepsTheInterruptFlag() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Recorder recorder = recorder(100, batch -> {
            reached.countDown();
            await(release);
        });
        run(recorder);
        reached.await();
        Thread.currentThread().interrupt();

        assertThat(recorder.flush(LONG)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
        release.countDown();
    }

    @Test
    void flush_fromTheSink_doesNotWaitForItself() {
        List<Boolean> flushed = new CopyOnWriteArrayList<>();
        Recorder[] self = new Recorder[1];
        self[0] = recorder(10, batch -> flushed.add(self[0].flush(LONG)));
        run(self[0]);

        assertThat(self[0].flush(LONG)).isTrue();
        assertThat(flushed).containsExactly(false);
    }

    @Test
    void capacity_mustBePositive() {
        assertThatThrownBy(() -> new Recorder.Settings(0, Clock.systemUTC(), System::nanoTime, () -> 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("queueCapacity must be positive: 0");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
