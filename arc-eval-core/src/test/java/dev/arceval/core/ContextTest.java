package dev.arceval.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.TraceRecycler;
import dev.arceval.Tracer;
import dev.arceval.trace.Agent;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The way of the current step to other threads, with the libraries that own them. */
@Timeout(120)
class ContextTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final TraceRecycler recycler =
            TraceRecycler.builder().store("memory:").build();
    private final Tracer tracer = recycler.tracer("support");
    private final Function<Integer, Integer> square = tracer.tool("square", n -> n * n);

    @AfterEach
    void close() {
        Schedulers.resetOnScheduleHook("arc-eval");
        RxJavaPlugins.reset();
        recycler.close();
    }

    private List<Trace> stored() {
        assertThat(recycler.flush(LONG)).isTrue();
        try (Stream<Trace> traces = recycler.find(TraceQuery.all())) {
            return traces.toList();
        }
    }

    /** Each trace is one question, with all its tool calls and no other's. */
    private void assertNothingMixed(int traces, int calls) {
        assertThat(stored()).hasSize(traces).allSatisfy(trace -> {
            assertThat(trace.children(trace.root().orElseThrow())).hasSize(calls);
            assertThat(trace.toolCalls())
                    .hasSize(calls)
                    .allMatch(call -> trace.input().orElseThrow().equals(call.arguments()));
        });
    }

    private void askConcurrently(Agent<Integer, ?> agent) {
        List<CompletableFuture<Void>> clients = IntStream.range(0, 4)
                .mapToObj(client -> CompletableFuture.runAsync(
                        () -> IntStream.range(0, 50).forEach(n -> agent.run(client * 100 + n)),
                        task -> new Thread(task).start()))
                .toList();
        clients.forEach(CompletableFuture::join);
    }

    @Test
    void reactor_carriesTheStepThroughItsHook() {
        Schedulers.onScheduleHook("arc-eval", tracer::propagate);
        askConcurrently(tracer.agent(n -> Flux.range(0, 6)
                .flatMap(i -> Mono.fromCallable(() -> square.apply(n)).subscribeOn(Schedulers.boundedElastic()))
                .publishOn(Schedulers.parallel())
                .map(result -> square.apply(n))
                .blockLast(LONG)));

        assertNothingMixed(200, 12);
    }

    @Test
    void reactorWithoutTheHook_recordsTracesOfTheirOwn() {
        tracer.<Integer, Integer>agent(n -> Mono.fromCallable(() -> square.apply(n))
                        .subscribeOn(Schedulers.boundedElastic())
                        .block(LONG))
                .run(3);

        assertThat(stored()).hasSize(2).allMatch(trace -> trace.spans().size() == 1);
    }

    @Test
    void rxJava_carriesTheStepThroughItsHook() {
        RxJavaPlugins.setScheduleHandler(tracer::propagate);
        askConcurrently(tracer.agent(n -> Flowable.range(0, 6)
                .flatMap(i -> Flowable.fromCallable(() -> square.apply(n))
                        .subscribeOn(io.reactivex.rxjava3.schedulers.Schedulers.io()))
                .observeOn(io.reactivex.rxjava3.schedulers.Schedulers.computation())
                .map(result -> square.apply(n))
                .blockingLast()));
        assertNothingMixed(200, 12);
    }

    @Test
    void rxJava_observablesToo() {
        RxJavaPlugins.setScheduleHandler(tracer::propagate);
        tracer.<Integer, Integer>agent(n -> Observable.fromCallable(() -> square.apply(n))
                        .subscribeOn(io.reactivex.rxjava3.schedulers.Schedulers.single())
                        .blockingFirst())
                .run(3);

        assertNothingMixed(1, 1);
    }

    @Test
    void reactorStream_isFollowedToItsEnd() {
        Function<Integer, Flux<String>> model = n -> Flux.just("a", "b", "c").publishOn(Schedulers.parallel());
        Agent<Integer, List<String>> agent = tracer.agent(n -> {
            try (var step = tracer.span(Span.Kind.LLM, "chat")) {
                Flow.Publisher<String> tokens = step.follow(JdkFlowAdapter.publisherToFlowPublisher(model.apply(n)));
                return JdkFlowAdapter.flowPublisherToFlux(tokens).collectList().block(LONG);
            }
        });
        assertThat(agent.run(1)).containsExactly("a", "b", "c");

        Span chat = stored().get(0).spans().get(1);
        assertThat(chat.outputText()).contains("abc");
        assertThat(chat.attributes().get("gen_ai.response.time_to_first_chunk")).isPresent();
    }

    @Test
    void completableFutures_onACarryingExecutor() {
        var carrying = tracer.propagate((java.util.concurrent.Executor) ForkJoinPool.commonPool());
        askConcurrently(tracer.agent(n -> CompletableFuture.supplyAsync(() -> square.apply(n), carrying)
                .thenApplyAsync(r -> square.apply(n), carrying)
                .thenCombineAsync(
                        CompletableFuture.supplyAsync(() -> square.apply(n), carrying), Integer::sum, carrying)
                .join()));
        assertNothingMixed(200, 3);
    }

    @Test
    void parallelStream_recordsBelowTheStepWhereItIsCarried() {
        tracer.<Integer, Integer>agent(n ->
                        IntStream.range(0, 100)
                                .boxed()
                                .map(i -> tracer.propagate(() -> square.apply(n)))
                                .toList()
                                .parallelStream()
                                .mapToInt(task -> {
                                    try {
                                        return task.call();
                                    } catch (Exception unexpected) {
                                        throw new IllegalStateException(unexpected);
                                    }
                                })
                                .sum())
                .run(7);
        assertNothingMixed(1, 100);
    }

    /** A preview, so compiled and run by a JVM of its own. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_25)
    void structuredTasks_recordBelowTheStepThatForkedThem(@TempDir Path directory) throws Exception {
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-preview",
                        "--source",
                        String.valueOf(Runtime.version().feature()),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Path.of(ContextTest.class
                                        .getResource("StructuredTasks.java")
                                        .toURI())
                                .toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(Files.readString(output)).contains("1000 traces, 1000 of them right");
    }

    @Test
    void nestedAgents_areStepsOfTheOneThatAsked() {
        Agent<Integer, Integer> expert = recycler.tracer("expert").agent(square);
        Agent<Integer, Integer> front = tracer.agent(n -> expert.run(n) + expert.run(n));
        front.run(4);

        Trace trace = stored().get(0);
        assertThat(trace.agent()).isEqualTo("support");
        assertThat(trace.spans())
                .extracting(span -> span.kind() + " " + span.agentName().orElse("-"))
                .containsExactly("AGENT support", "AGENT expert", "TOOL -", "AGENT expert", "TOOL -");
    }
}
