package dev.arceval.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.arceval.ActiveSpan;
import dev.arceval.core.capture.Recorder;
import dev.arceval.trace.Agent;
import dev.arceval.trace.CaptureReport.Reason;
import dev.arceval.trace.Span;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Trace;
import dev.arceval.trace.Usage;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class RecordingTracerTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final List<Trace> stored = new CopyOnWriteArrayList<>();
    private final Recorder recorder = recorder(stored);
    private final RecordingTracer tracer = new RecordingTracer(recorder, "support");

    private static Recorder recorder(List<Trace> stored) {
        return Recorder.start(
                new Recorder.Settings(200_000, Clock.systemUTC(), System::nanoTime, new SplittableRandom(1)::nextLong),
                stored::addAll);
    }

    @AfterEach
    void close() {
        recorder.close();
    }

    private Trace only() {
        assertThat(recorder.flush(LONG)).isTrue();
        assertThat(stored).hasSize(1);
        return stored.get(0);
    }

    @Test
    void agentWithToolAndModel_isOneTrace() {
        Function<Map<String, String>, List<Integer>> search = tracer.tool("search", query -> List.of(1, 2));
        Function<String, String> model = tracer.llm("small", prompt -> "two hits");
        Agent<String, String> agent =
                tracer.agent(question -> model.apply("hits: " + search.apply(Map.of("q", question))));

        assertThat(agent.run("shoes")).isEqualTo("two hits");

        Trace trace = only();
        assertThat(trace.spans())
                .extracting(Span::kind)
                .containsExactly(Span.Kind.AGENT, Span.Kind.TOOL, Span.Kind.LLM);
        assertThat(trace.input()).contains("shoes");
        assertThat(trace.output()).contains("two hits");
        assertThat(trace.toolCalls().get(0).arguments()).isEqualTo("{\"q\":\"shoes\"}");
        assertThat(trace.toolCalls().get(0).result()).isEqualTo("[1,2]");
        Span chat = trace.spans().get(2);
        assertThat(chat.model()).contains("small");
        assertThat(chat.inputText()).contains("hits: [1, 2]");
        assertThat(chat.outputText()).contains("two hits");
    }

    @Test
    void objects_passThroughUntouched() {
        Object input = new Object();
        Object output = new Object();

        assertThat(tracer.agent(given -> {
                            assertThat(given).isSameAs(input);
                            return output;
                        })
                        .run(input))
                .isSameAs(output);
        assertThat(tracer.<Object, Object>agent(given -> null).run(null)).isNull();
    }

    @Test
    void nothing_isNoContentForAnAgentAndJsonsNullForATool() {
        Function<Object, Object> tool = tracer.tool("clear", nothing -> null);
        tracer.agent(question -> tool.apply(null)).run(null);

        Trace trace = only();
        assertThat(trace.input()).isEmpty();
        assertThat(trace.output()).isEmpty();
        assertThat(trace.toolCalls().get(0).arguments()).isEqualTo("null");
        assertThat(trace.toolCalls().get(0).result()).isEqualTo("null");
    }

    static Stream<Named<Throwable>> errors() {
        return named(
                new IllegalStateException("broken"),
                new StackOverflowError(),
                new OutOfMemoryError("heap"),
                new NoClassDefFoundError("x"),
                new AssertionError("checked"),
                new Exception("checked, thrown sneakily"),
                new InterruptedException("stop"),
                new HostileError());
    }

    /** The values under the names of their types: the test engine, too, would ask them for their text. */
    @SafeVarargs
    private static <T> Stream<Named<T>> named(T... values) {
        return Stream.of(values).map(value -> Named.of(value.getClass().getName(), value));
    }

    /** Every method that could be asked about it throws. */
    static final class HostileError extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new StackOverflowError();
        }

        @Override
        public synchronized Throwable getCause() {
            return this;
        }

        @Override
        public String toString() {
            throw new OutOfMemoryError();
        }
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorsOfTheAgent_passThroughAsTheSameInstance(Throwable error) {
        Function<Object, Object> tool = tracer.tool("failing", arguments -> sneak(error));
        Agent<Object, Object> agent = tracer.agent(tool::apply);
        Throwable caught = null;
        try {
            agent.run("x");
        } catch (Throwable thrown) {
            caught = thrown;
        }

        assertThat(caught == error).isTrue();
        Trace trace = only();
        assertThat(trace.spans()).allMatch(Span::failed).hasSize(2);
        assertThat(trace.root().orElseThrow().errorType())
                .contains(error.getClass().getName());
    }

    @SuppressWarnings("unchecked")
    private static <R, T extends Throwable> R sneak(Throwable error) throws T {
        throw (T) error;
    }

    @Test
    void interruptFlag_isKept() {
        Thread.currentThread().interrupt();
        tracer.agent(question -> question).run("x");
        assertThat(Thread.interrupted()).isTrue();
        only();
    }

    @Test
    void endlessRecursion_throughWrappedAgents_endsAsItWouldUnwrapped() {
        List<Agent<Integer, Integer>> self = new ArrayList<>();
        self.add(tracer.agent(depth -> self.get(0).run(depth + 1)));

        assertThat(catchThrowable(() -> self.get(0).run(0))).isInstanceOf(StackOverflowError.class);
        assertThat(tracer.agent(question -> "fine").run("x")).isEqualTo("fine");
        recorder.flush(LONG);
        assertThat(stored.size() + recorder.report().dropped().get(Reason.CAPTURE_FAILED))
                .isEqualTo(recorder.report().produced())
                .isPositive();
    }

    static Stream<Named<Object>> hostileValues() {
        List<Object> cyclic = new ArrayList<>();
        cyclic.add(cyclic);
        InvocationHandler refuse = (proxy, method, arguments) -> {
            throw new StackOverflowError();
        };
        Object proxy = Proxy.newProxyInstance(
                RecordingTracerTest.class.getClassLoader(), new Class<?>[] {Map.class, CharSequence.class}, refuse);
        Object throwing = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException();
            }

            @Override
            public int hashCode() {
                throw new OutOfMemoryError();
            }
        };
        Supplier<Object> lambda = () -> {
            throw new AssertionError();
        };
        Map<Object, Object> selfKeyed = new HashMap<>();
        selfKeyed.put(throwing.getClass(), selfKeyed);
        return named(
                throwing,
                cyclic,
                proxy,
                lambda,
                selfKeyed,
                new HostileError(),
                Stream.iterate(1, i -> i + 1).iterator(),
                Collections.nCopies(Integer.MAX_VALUE, "x"),
                new byte[1_000_000],
                "x".repeat(10_000_000),
                Double.NaN,
                '\ud800',
                new Object[] {null},
                Thread.currentThread());
    }

    @ParameterizedTest
    @MethodSource("hostileValues")
    void hostileValues_reachNobodyButTheAgent(Object value) {
        Function<Object, Object> tool = tracer.tool("t", same -> same);
        Function<Object, Object> model = tracer.llm("m", same -> same);
        assertThat(tracer.agent(same -> model.apply(tool.apply(same))).run(value) == value)
                .isTrue();
        try (ActiveSpan span = tracer.span(Span.Kind.CHAIN, "by hand")) {
            span.input(value).output(value).attribute("a", value);
        }

        assertThat(recorder.flush(LONG)).isTrue();
        assertThat(stored).hasSize(2);
        assertThat(stored.get(0).spans()).hasSize(3);
    }

    @Test
    void nullsEverywhere_neverThrowWhileRecording() throws Exception {
        try (ActiveSpan span = tracer.span(Span.Kind.TOOL, "t")) {
            for (Method method : ActiveSpan.class.getMethods()) {
                if (method.getParameterCount() > 0 && !java.lang.reflect.Modifier.isStatic(method.getModifiers())) {
                    invokeWithNulls(method, span);
                }
            }
        }
        assertThat(recorder.flush(LONG)).isTrue();
    }

    private static void invokeWithNulls(Method method, Object target) throws IllegalAccessException {
        try {
            method.setAccessible(true);
            method.invoke(target, new Object[method.getParameterCount()]);
        } catch (InvocationTargetException thrown) {
            throw new AssertionError(method + " threw", thrown.getCause());
        }
    }

    @Test
    void spanByHand_isAChildWithItsContent() {
        tracer.agent(question -> {
                    try (ActiveSpan span = tracer.span(Span.Kind.LLM, "answer")) {
                        span.model("large")
                                .usage(Usage.ofTokens(5, 2))
                                .input("p")
                                .output("a");
                    }
                    try (ActiveSpan span = tracer.span(Span.Kind.TOOL, "lookup")) {
                        span.input(Map.of("id", 1)).failed(new IllegalStateException("gone"));
                    }
                    return "done";
                })
                .run("q");

        Trace trace = only();
        assertThat(trace.spans().get(1).model()).contains("large");
        assertThat(trace.usage()).isEqualTo(Usage.ofTokens(5, 2));
        assertThat(trace.toolCalls()).singleElement().satisfies(call -> {
            assertThat(call.name()).isEqualTo("lookup");
            assertThat(call.error()).isEqualTo("java.lang.IllegalStateException: gone");
        });
    }

    @Test
    void context_isCarriedToExecutorsAndDoesNotStayThere() throws Exception {
        ExecutorService plain = Executors.newFixedThreadPool(2);
        ExecutorService carrying = tracer.propagate(plain);
        Function<Integer, Integer> tool = tracer.tool("square", n -> n * n);
        Agent<Integer, Integer> agent = tracer.agent(n -> {
            try {
                List<Callable<Integer>> tasks = IntStream.range(0, n)
                        .mapToObj(i -> (Callable<Integer>) () -> tool.apply(i))
                        .toList();
                int sum = 0;
                for (Future<Integer> future : carrying.invokeAll(tasks)) {
                    sum += future.get();
                }
                sum += carrying.submit(() -> tool.apply(10)).get();
                sum += carrying.invokeAny(List.<Callable<Integer>>of(() -> tool.apply(20)));
                sum += CompletableFuture.supplyAsync(() -> tool.apply(30), carrying)
                        .get();
                CompletableFuture.runAsync(() -> tool.apply(0), tracer.propagate((java.util.concurrent.Executor) plain))
                        .get();
                carrying.submit(() -> {
                            tool.apply(0);
                        })
                        .get();
                carrying.submit(
                                () -> {
                                    tool.apply(0);
                                },
                                "done")
                        .get();
                return sum;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });

        assertThat(agent.run(4)).isEqualTo(14 + 100 + 400 + 900);
        Trace trace = only();
        assertThat(trace.spans()).hasSize(11);
        assertThat(trace.children(trace.root().orElseThrow())).hasSize(10);

        plain.submit(() -> tool.apply(1)).get();
        assertThat(recorder.flush(LONG)).isTrue();
        assertThat(stored)
                .as("an unwrapped task afterwards is a trace of its own")
                .hasSize(2);
        carrying.shutdown();
        assertThat(carrying.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void requests_neverMix() throws Exception {
        ExecutorService pool = tracer.propagate(Executors.newFixedThreadPool(4));
        Function<String, String> tool = tracer.tool("echo", text -> text);
        Agent<String, String> agent = tracer.agent(question -> {
            CompletableFuture<String> one = CompletableFuture.supplyAsync(() -> tool.apply(question), pool);
            return tool.apply(question) + one.join();
        });
        List<Thread> clients = new ArrayList<>();
        for (int c = 0; c < 4; c++) {
            int client = c;
            Thread thread = new Thread(() -> IntStream.range(0, 2_000).forEach(n -> agent.run(client + "-" + n)));
            clients.add(thread);
            thread.start();
        }
        for (Thread client : clients) {
            client.join();
        }

        assertThat(recorder.flush(LONG)).isTrue();
        assertThat(stored).hasSize(8_000).allSatisfy(trace -> {
            assertThat(trace.spans()).hasSize(3);
            assertThat(trace.toolCalls())
                    .allMatch(call -> trace.input().orElseThrow().equals(call.arguments()));
        });
        pool.shutdown();
    }

    @Test
    void virtualThreads_recordLikeOthers() throws Exception {
        Method start = virtualThreadStarter();
        Assumptions.assumeTrue(start != null, "virtual threads need JDK 21");
        Function<Integer, Integer> tool = tracer.tool("echo", n -> n);
        Agent<Integer, Integer> agent = tracer.agent(tool::apply);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            int n = i;
            threads.add((Thread) start.invoke(null, (Runnable) () -> agent.run(n)));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(recorder.flush(LONG)).isTrue();
        assertThat(stored).hasSize(100_000).allMatch(trace -> trace.spans().size() == 2);
    }

    private static Method virtualThreadStarter() {
        try {
            return Thread.class.getMethod("startVirtualThread", Runnable.class);
        } catch (NoSuchMethodException older) {
            return null;
        }
    }

    @Test
    void executorsOwnExceptions_passThrough() {
        ExecutorService pool = tracer.propagate(Executors.newSingleThreadExecutor());
        assertThatThrownBy(() -> pool.invokeAny(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThat(pool.shutdownNow()).isEmpty();
        assertThat(pool.isShutdown()).isTrue();
        assertThatThrownBy(() -> pool.execute(() -> {}))
                .isInstanceOf(java.util.concurrent.RejectedExecutionException.class);
    }

    @Test
    void aDetachedStep_isNoLongerCurrentAndEndsOnAnotherThread() throws Exception {
        ActiveSpan agent = tracer.span(Span.Kind.AGENT, "support").detach();
        assertThat(tracer.current()).isSameAs(ActiveSpan.noop());

        Thread other = new Thread(() -> {
            try (ActiveSpan.Scope inside = agent.resume()) {
                tracer.tool("search", query -> "hit").apply("q");
                tracer.current().conversation("c-1");
            }
            agent.output("done").close();
            assertThat(tracer.current()).isSameAs(ActiveSpan.noop());
        });
        other.start();
        other.join();

        Trace trace = only();
        assertThat(trace.spans()).extracting(Span::kind).containsExactly(Span.Kind.AGENT, Span.Kind.TOOL);
        assertThat(trace.spans().get(1).parentSpanId())
                .hasValue(trace.spans().get(0).spanId());
        assertThat(trace.spans().get(0).conversationId()).hasValue("c-1");
        assertThat(trace.output()).hasValue("done");
    }

    @Test
    void resumedInsideAnother_theOtherIsCurrentAgainAfterwards() {
        ActiveSpan first = tracer.span("first").detach();
        try (ActiveSpan second = tracer.span("second")) {
            try (ActiveSpan.Scope inside = first.resume()) {
                tracer.span("below first").close();
            }
            tracer.span("below second").close();
        }
        first.close();

        assertThat(recorder.flush(LONG)).isTrue();
        assertThat(stored)
                .extracting(trace -> trace.spans().stream().map(Span::name).toList())
                .containsExactlyInAnyOrder(List.of("first", "below first"), List.of("second", "below second"));
    }

    @Test
    void attributesThatASpanHasFieldsFor_becomeThese() {
        try (ActiveSpan agent = tracer.span(Span.Kind.AGENT, "support")) {
            agent.attribute("user.id", "u-1").attribute("gen_ai.provider.name", "openai");
            tracer.span(Span.Kind.TOOL, "search")
                    .attribute("gen_ai.tool.call.id", "call_1")
                    .close();
        }

        Trace trace = only();
        assertThat(trace.spans().get(0).userId()).hasValue("u-1");
        assertThat(trace.spans().get(0).provider()).hasValue("openai");
        assertThat(trace.spans().get(0).attributes().isEmpty()).isTrue();
        assertThat(trace.toolCalls()).extracting(ToolCall::id).containsExactly("call_1");
    }

    @Test
    void aModelCallOpenedByHand_hasTheModelThatIsSet() {
        try (ActiveSpan agent = tracer.span(Span.Kind.AGENT, "support")) {
            tracer.span(Span.Kind.LLM, "chat").close();
            tracer.span(Span.Kind.LLM, "chat").model("small").close();
        }

        assertThat(only().spans()).extracting(span -> span.model().orElse("")).containsExactly("", "", "small");
    }
}
