package dev.arceval.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.ActiveSpan;
import dev.arceval.TraceRecycler;
import dev.arceval.Tracer;
import dev.arceval.core.mine.PatternIds;
import dev.arceval.core.store.MemoryTraceStore;
import dev.arceval.spi.TraceStore;
import dev.arceval.trace.Agent;
import dev.arceval.trace.CaptureReport;
import dev.arceval.trace.CaptureReport.Reason;
import dev.arceval.trace.Span;
import java.io.InputStream;
import java.io.Reader;
import java.io.Serial;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.time.Duration;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever an agent passes around and whatever the store does: the agent gets what it would have got, at once, and each of
 * its calls is stored or counted as dropped. A value that were asked for its text here would hang the test or fail it.
 */
@Timeout(120)
class HostileInputsTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final MisbehavingStore store = new MisbehavingStore();
    private final TraceRecycler recycler = TraceRecycler.builder()
            .store(store.behindTheDoor())
            .withoutRedaction()
            .queueCapacity(100)
            .build();
    private final Tracer tracer = recycler.tracer("support");

    @AfterEach
    void close() {
        store.release.countDown();
        recycler.close();
    }

    private void assertBooksBalance(long produced) {
        CaptureReport report = recycler.capture();
        long dropped =
                report.dropped().values().stream().mapToLong(Long::longValue).sum();
        assertThat(report.produced()).isEqualTo(produced);
        assertThat(report.stored() + dropped + report.pending()).isEqualTo(produced);
    }

    private static Object forEver() {
        try {
            new CountDownLatch(1).await();
            return "";
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static Object withText(Supplier<Object> text) {
        return new Object() {
            @Override
            public String toString() {
                return String.valueOf(text.get());
            }

            @Override
            public boolean equals(Object other) {
                text.get();
                return false;
            }

            @Override
            public int hashCode() {
                text.get();
                return 0;
            }
        };
    }

    private static <T extends Throwable> Object sneak(Throwable error) throws T {
        @SuppressWarnings("unchecked")
        T unchecked = (T) error;
        throw unchecked;
    }

    @SuppressWarnings("InfiniteRecursion") // That it overflows the stack is the point.
    private static Object recursion() {
        return recursion() + "";
    }

    /** Fields that lead back to themselves. */
    static final class Node {
        Node parent;
        final List<Node> children = new ArrayList<>();
        final Map<Node, Node> index = new HashMap<>();
    }

    record Throwing(String text) {
        public String text() {
            throw new OutOfMemoryError("accessor");
        }
    }

    static final class CyclicError extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable getCause() {
            return this;
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new StackOverflowError();
        }
    }

    static Stream<Named<Object>> values() {
        Node parent = new Node();
        Node child = new Node();
        child.parent = parent;
        parent.children.add(child);
        parent.index.put(child, parent);
        List<Object> deep = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            deep = new ArrayList<>(List.of(deep));
        }
        Throwable cycle = new IllegalStateException("one");
        Throwable other = new IllegalStateException("two", cycle);
        cycle.initCause(other);
        Throwable suppressing = new IllegalStateException("a");
        Throwable suppressed = new IllegalStateException("b");
        suppressing.addSuppressed(suppressed);
        suppressed.addSuppressed(suppressing);
        Throwable chain = new IllegalStateException("0");
        for (int i = 1; i < 10_000; i++) {
            chain = new IllegalStateException(String.valueOf(i), chain);
        }
        return Stream.of(
                Named.of("text that blocks", withText(HostileInputsTest::forEver)),
                Named.of("text without end", withText(HostileInputsTest::recursion)),
                Named.of("text that throws", withText(() -> sneak(new IllegalStateException()))),
                Named.of("text that throws a checked exception", withText(() -> sneak(new Exception()))),
                Named.of("text that overflows the stack", withText(() -> sneak(new StackOverflowError()))),
                Named.of("text that runs out of memory", withText(() -> sneak(new OutOfMemoryError()))),
                Named.of("text that lacks a class", withText(() -> sneak(new NoClassDefFoundError()))),
                Named.of("text that ends the thread", withText(() -> sneak(new ThreadDeath()))),
                Named.of("text of a hundred million characters", withText(() -> "x".repeat(100_000_000))),
                Named.of("parents and children", parent),
                Named.of("a hundred thousand levels", deep),
                Named.of("a list that holds itself", holdingItself()),
                Named.of("a map that holds itself", mapOfItself()),
                Named.of("an array that holds itself", arrayOfItself()),
                Named.of("ten million items", Collections.nCopies(10_000_000, "item")),
                Named.of("an iterable without end", (Iterable<Integer>) HostileInputsTest::numbers),
                Named.of("an iterator without end", numbers()),
                Named.of("a list whose size lies", lyingList()),
                Named.of("a map whose entries block", blockingMap()),
                Named.of("an input stream", inputStream()),
                Named.of("a reader", Reader.nullReader()),
                Named.of("a number of a million digits", BigInteger.ONE.shiftLeft(4_000_000)),
                Named.of("a hundred million characters", "x".repeat(100_000_000)),
                Named.of("a text that is not a String", endlessText()),
                Named.of("a record whose accessor throws", new Throwing("x")),
                Named.of("a cause that is itself", new CyclicError()),
                Named.of("causes in a circle", cycle),
                Named.of("suppressed in a circle", suppressing),
                Named.of("ten thousand causes", chain),
                Named.of("a proxy that refuses", proxy()),
                Named.of("a lambda", (Supplier<Object>) HostileInputsTest::forEver),
                Named.of("a class", HostileInputsTest.class),
                Named.of("half a character", "\ud800"),
                Named.of("a lock", new CountDownLatch(1)),
                Named.of("a thread", Thread.currentThread()),
                Named.of("a class loader", HostileInputsTest.class.getClassLoader()));
    }

    private static List<Object> holdingItself() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        return list;
    }

    private static Map<String, Object> mapOfItself() {
        Map<String, Object> map = new HashMap<>();
        map.put("self", map);
        return map;
    }

    private static Object[] arrayOfItself() {
        Object[] array = new Object[1];
        array[0] = array;
        return array;
    }

    private static Iterator<Integer> numbers() {
        return Stream.iterate(1, i -> i + 1).iterator();
    }

    private static List<Object> lyingList() {
        return new AbstractList<>() {
            @Override
            public Object get(int index) {
                return forEver();
            }

            @Override
            public int size() {
                return Integer.MAX_VALUE;
            }
        };
    }

    private static Map<Object, Object> blockingMap() {
        return new AbstractMap<>() {
            @Override
            public Set<Entry<Object, Object>> entrySet() {
                forEver();
                return Set.of();
            }
        };
    }

    private static InputStream inputStream() {
        return new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("read");
            }

            @Override
            public void close() {
                throw new AssertionError("closed");
            }
        };
    }

    private static CharSequence endlessText() {
        return new CharSequence() {
            @Override
            public int length() {
                return Integer.MAX_VALUE;
            }

            @Override
            public char charAt(int index) {
                return 'x';
            }

            @Override
            public CharSequence subSequence(int start, int end) {
                return (CharSequence) forEver();
            }

            @Override
            public String toString() {
                return (String) forEver();
            }
        };
    }

    private static Object proxy() {
        return Proxy.newProxyInstance(
                HostileInputsTest.class.getClassLoader(), new Class<?>[] {Map.class}, (self, method, arguments) -> {
                    throw new StackOverflowError();
                });
    }

    // Streams are the agent's: the engine would close them.
    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("values")
    void value_reachesTheAgentAndNobodyElse(Object value) {
        Agent<Object, Object> agent = tracer.agent(tracer.tool("same", same -> same));
        assertThat(agent.run(value) == value).isTrue();
        try (ActiveSpan span = tracer.span(Span.Kind.LLM, "by hand")) {
            span.input(value).output(value).attribute("a", value).expected(value);
            if (value instanceof Throwable error) {
                span.failed(error);
            }
        }

        assertThat(recycler.flush(LONG)).isTrue();
        assertBooksBalance(2);
    }

    @Test
    void mapThatIsChangedMeanwhile_isCapturedOrMarked() throws Exception {
        Map<Integer, Integer> shared = new HashMap<>();
        AtomicBoolean stop = new AtomicBoolean();
        Thread changing = new Thread(() -> {
            for (int i = 0; !stop.get(); i++) {
                shared.put(i % 5_000, i);
                shared.remove((i + 2_500) % 5_000);
            }
        });
        changing.start();
        Agent<Object, Object> agent = tracer.agent(same -> same);
        for (int i = 0; i < 90; i++) {
            assertThat(agent.run(shared) == shared).isTrue();
        }
        stop.set(true);
        changing.join();

        assertThat(recycler.flush(LONG)).isTrue();
        assertBooksBalance(90);
    }

    @Test
    void interruptedThread_staysInterruptedAndIsRecorded() {
        Thread.currentThread().interrupt();
        tracer.agent(same -> same).run("x");
        assertThat(Thread.interrupted()).isTrue();

        assertThat(recycler.flush(LONG)).isTrue();
        assertBooksBalance(1);
    }

    @Test
    void endOfTheStack_isTheAgentsOwn() {
        AtomicInteger calls = new AtomicInteger();
        AtomicReference<Agent<Object, Object>> self = new AtomicReference<>();
        self.set(tracer.agent(input -> {
            calls.incrementAndGet();
            return self.get().run(input);
        }));
        Throwable thrown = null;
        try {
            self.get().run("x");
        } catch (StackOverflowError expected) {
            thrown = expected;
        }

        assertThat(thrown).isNotNull();
        assertThat(calls.get()).isGreaterThan(100);
        recycler.flush(LONG);
        assertThat(tracer.agent(same -> same).run("x")).isEqualTo("x");
        recycler.flush(LONG);
        CaptureReport report = recycler.capture();
        assertBooksBalance(report.produced());
    }

    /** How a store misbehaves. */
    enum Misbehaviour {
        FULL,
        CLOSED,
        THROWS,
        OVERFLOWS,
        OUT_OF_MEMORY,
        LACKS_A_CLASS,
        INTERRUPTS
    }

    /** A store that does as it is told. */
    private static final class MisbehavingStore {

        private final TraceStore memory = memory();
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);
        private final AtomicReference<Misbehaviour> how = new AtomicReference<>();
        private final AtomicBoolean hangs = new AtomicBoolean();

        private static TraceStore memory() {
            return new MemoryTraceStore(1 << 26, new PatternIds());
        }

        TraceStore behindTheDoor() {
            return (TraceStore) Proxy.newProxyInstance(
                    TraceStore.class.getClassLoader(), new Class<?>[] {TraceStore.class}, (self, method, arguments) -> {
                        if (method.getName().equals("append")) {
                            misbehave();
                        }
                        try {
                            return method.invoke(memory, arguments);
                        } catch (InvocationTargetException thrown) {
                            throw thrown.getCause();
                        }
                    });
        }

        private void misbehave() throws InterruptedException {
            if (hangs.get()) {
                reached.countDown();
                release.await();
            }
            Misbehaviour now = how.get();
            if (now != null) {
                misbehave(now);
            }
        }

        private static void misbehave(Misbehaviour how) {
            switch (how) {
                case FULL -> throw new TraceStore.TraceStoreException(TraceStore.Problem.FULL, "no space left", null);
                case CLOSED -> throw new TraceStore.TraceStoreException(TraceStore.Problem.CLOSED, "closed", null);
                case THROWS -> throw new IllegalStateException("broken");
                case OVERFLOWS -> throw new StackOverflowError();
                case OUT_OF_MEMORY -> throw new OutOfMemoryError("heap");
                case LACKS_A_CLASS -> throw new NoClassDefFoundError("driver");
                case INTERRUPTS -> Thread.currentThread().interrupt();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void store_thatMisbehavesCostsTracesAndNothingElse(Misbehaviour how) {
        store.how.set(how);
        Agent<String, String> agent = tracer.agent(same -> same);
        for (int i = 0; i < 20; i++) {
            assertThat(agent.run("x")).isEqualTo("x");
        }
        boolean stored = recycler.flush(LONG);
        long lost = recycler.capture().dropped().get(Reason.STORE_FAILED);
        assertThat(stored).isEqualTo(lost == 0);
        assertThat(lost).isEqualTo(how == Misbehaviour.INTERRUPTS ? 0 : 20);
        assertBooksBalance(20);

        store.how.set(null);
        agent.run("x");
        recycler.flush(LONG);
        assertThat(recycler.capture().stored()).isEqualTo(21 - lost);
        assertBooksBalance(21);
    }

    @Test
    void store_thatHangsBlocksNobodyAndFailedRunsAreDroppedLast() throws Exception {
        store.hangs.set(true);
        Agent<Boolean, String> agent = tracer.agent(fails -> {
            if (fails) {
                throw new IllegalStateException("failed");
            }
            return "fine";
        });
        agent.run(false);
        store.reached.await();
        IntStream.range(0, 1_000).forEach(i -> agent.run(false));
        assertThat(recycler.capture().pending()).isEqualTo(100);
        for (int i = 0; i < 50; i++) {
            try {
                agent.run(true);
            } catch (IllegalStateException itsOwn) {
                assertThat(itsOwn).hasMessage("failed");
            }
        }
        assertThat(recycler.capture().pending())
                .as("an eighth is kept for them")
                .isEqualTo(112);
        agent.run(false);
        assertThat(recycler.capture().dropped()).containsEntry(Reason.QUEUE_FULL, 901L + 38 + 1);
        assertBooksBalance(1_052);
        assertThat(recycler.flush(Duration.ofMillis(1))).isFalse();

        store.release.countDown();
        assertThat(recycler.flush(LONG)).as("says that some were lost").isFalse();
        assertThat(recycler.capture().stored()).isEqualTo(112);
        assertBooksBalance(1_052);
    }
}
