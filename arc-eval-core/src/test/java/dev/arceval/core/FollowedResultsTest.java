package dev.arceval.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arceval.ActiveSpan;
import dev.arceval.Traced;
import dev.arceval.core.capture.Recorder;
import dev.arceval.trace.Agent;
import dev.arceval.trace.Document;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Message;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Results that are still on their way when a call returns, and interfaces recorded method by method. */
@Timeout(120)
class FollowedResultsTest {

    private final List<Trace> stored = new CopyOnWriteArrayList<>();
    private final Recorder recorder = Recorder.start(
            new Recorder.Settings(1_000, Clock.systemUTC(), System::nanoTime, new SplittableRandom(1)::nextLong),
            stored::addAll);
    private final RecordingTracer tracer = new RecordingTracer(recorder, "support");

    @AfterEach
    void close() {
        recorder.close();
    }

    private Span only() {
        assertThat(recorder.flush(Duration.ofSeconds(60))).isTrue();
        assertThat(stored).hasSize(1);
        return stored.get(0).spans().get(0);
    }

    private void assertNothingStored() {
        assertThat(recorder.flush(Duration.ofSeconds(60))).isTrue();
        assertThat(stored).isEmpty();
    }

    @Test
    void stage_isHandedOnAsItIsAndEndsTheRunWhenItCompletes() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Agent<String, CompletableFuture<String>> agent = tracer.agent(question -> answer);

        assertThat(agent.run("q")).isSameAs(answer);
        assertNothingStored();
        answer.complete("late");

        assertThat(only().outputText()).contains("late");
    }

    @Test
    void stage_thatIsCompleteAlreadyEndsTheRunAtOnce() {
        tracer.agent(question -> CompletableFuture.completedFuture("now")).run("q");

        assertThat(only().outputText()).contains("now");
    }

    @Test
    void stage_thatFailsFailsTheRunWithItsCause() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        tracer.agent(question -> answer.thenApply(same -> same)).run("q");

        answer.completeExceptionally(new CompletionException(new IOException("unreachable")));

        assertThat(only().errorType()).contains("java.io.IOException");
    }

    @Test
    void stage_thatIsCancelledLeavesAnAbortedRun() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        tracer.agent(question -> answer).run("q");

        answer.cancel(true);

        assertThat(only().errorType()).contains(CancellationException.class.getName());
        assertThat(stored.get(0).outcome()).isInstanceOf(Outcome.Aborted.class);
    }

    @Test
    void stage_doesNotKeepTheCallCurrentOnItsThread() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        tracer.agent(question -> answer).run("q");
        tracer.agent(question -> "another run").run("q");
        answer.complete("a");

        assertThat(recorder.flush(Duration.ofSeconds(60))).isTrue();
        assertThat(stored)
                .hasSize(2)
                .allSatisfy(trace -> assertThat(trace.spans()).hasSize(1));
    }

    @Test
    void stream_isAsLazyAsBeforeAndEndsTheRunWhenItIsUsedUp() {
        List<String> made = new ArrayList<>();
        Stream<String> stream = tracer.<String, Stream<String>>agent(
                        question -> Stream.of("two ", "hits").peek(made::add))
                .run("q");
        assertThat(made).isEmpty();
        assertNothingStored();

        assertThat(stream.toList()).containsExactly("two ", "hits");

        assertThat(only().outputText()).contains("two hits");
        assertThat(only().attributes().asMap())
                .containsEntry("arceval.stream.chunks", 2L)
                .containsKey("gen_ai.response.time_to_first_chunk");
    }

    @Test
    void stream_thatIsClosedEarlyLeavesAnAbortedRunWithWhatCame() {
        try (Stream<Integer> stream = tracer.<String, Stream<Integer>>agent(question -> Stream.iterate(1, n -> n + 1))
                .run("q")) {
            assertThat(stream.limit(3).toList()).containsExactly(1, 2, 3);
        }

        assertThat(only().outputText()).contains("[1,2,3]");
        assertThat(stored.get(0).outcome()).isInstanceOf(Outcome.Aborted.class);
    }

    @Test
    void stream_closesWhatItStandsFor() {
        List<String> closed = new ArrayList<>();
        tracer.<String, Stream<String>>agent(question -> Stream.of("a").onClose(() -> closed.add("closed")))
                .run("q")
                .close();

        assertThat(closed).containsExactly("closed");
    }

    @Test
    void readersError_isNotTheAgents() {
        Stream<String> stream = tracer.<String, Stream<String>>agent(question -> Stream.of("a", "b"))
                .run("q");

        assertThatThrownBy(() -> stream.forEach(chunk -> {
                    throw new IllegalStateException("reader");
                }))
                .hasMessage("reader");

        assertThat(only().errorType()).contains("cancelled");
    }

    @Test
    void iterator_endsTheStepWhenItHasNoMore() {
        ActiveSpan span = tracer.span(Span.Kind.LLM, "small").input("p");
        Iterator<String> chunks = span.follow(List.of("an", "swer").iterator());
        span.close();
        assertNothingStored();

        List<String> read = new ArrayList<>();
        chunks.forEachRemaining(read::add);

        assertThat(read).containsExactly("an", "swer");
        assertThat(only().outputText()).contains("answer");
    }

    @Test
    void iterator_thatFailsFailsTheStepAndItsReader() {
        Iterator<String> failing = Stream.<String>generate(() -> {
                    throw new IllegalStateException("cut off");
                })
                .iterator();
        Iterator<String> chunks = tracer.span(Span.Kind.LLM, "small").follow(failing);

        assertThatThrownBy(chunks::next).hasMessage("cut off");

        assertThat(only().statusMessage()).contains("cut off");
    }

    @Test
    void iterator_thatIsDroppedHalfWayIsNotLost() {
        Iterator<String> chunks =
                tracer.span(Span.Kind.LLM, "small").follow(List.of("an", "swer").iterator());
        assertThat(chunks.next()).isEqualTo("an");
        chunks = null;

        while (stored.isEmpty()) {
            System.gc();
            recorder.flush(Duration.ofMillis(10));
        }

        assertThat(only().outputText()).contains("an");
        assertThat(only().errorType()).contains("cancelled");
    }

    @Test
    void publisher_endsTheStepWithItsFirstSubscription() throws InterruptedException {
        Reader reader = new Reader(Long.MAX_VALUE);
        try (SubmissionPublisher<String> model = new SubmissionPublisher<>()) {
            tracer.span(Span.Kind.LLM, "small").follow(model).subscribe(reader);
            model.submit("to");
            model.submit("ken");
        }
        reader.done.await();

        assertThat(reader.read).containsExactly("to", "ken");
        assertThat(only().outputText()).contains("token");
    }

    @Test
    void publisher_thatIsCancelledLeavesAnAbortedStep() throws InterruptedException {
        Reader reader = new Reader(1);
        try (SubmissionPublisher<String> model = new SubmissionPublisher<>()) {
            tracer.span(Span.Kind.LLM, "small").follow(model).subscribe(reader);
            model.submit("to");
            model.submit("ken");
            reader.done.await();
        }

        assertThat(only().outputText()).contains("to");
        assertThat(only().errorType()).contains("cancelled");
    }

    /** Reads so many items, then cancels. */
    private static final class Reader implements Flow.Subscriber<String> {

        private final List<String> read = new CopyOnWriteArrayList<>();
        private final CountDownLatch done = new CountDownLatch(1);
        private final long limit;
        private Flow.Subscription subscription;

        Reader(long limit) {
            this.limit = limit;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String item) {
            if (read.size() < limit) {
                read.add(item);
            }
            if (read.size() == limit) {
                subscription.cancel();
                done.countDown();
            }
        }

        @Override
        public void onError(Throwable error) {
            done.countDown();
        }

        @Override
        public void onComplete() {
            done.countDown();
        }
    }

    @Test
    void spanByHand_takesMessagesReasonsScoresAndConversation() {
        try (ActiveSpan span = tracer.span(Span.Kind.LLM, "small")) {
            span.inputMessages(List.of(Message.system("be brief"), Message.user("hello")))
                    .outputMessages(List.of(Message.assistant("hi")))
                    .finishReason("stop")
                    .conversation("c-1")
                    .evaluation(new Evaluation("helpful", 0.5, "pass", null));
        }

        Span span = only();
        assertThat(span.input()).hasSize(2);
        assertThat(span.outputText()).contains("hi");
        assertThat(span.finishReasons()).containsExactly("stop");
        assertThat(span.conversationId()).contains("c-1");
        assertThat(span.evaluations())
                .singleElement()
                .satisfies(evaluation -> assertThat(evaluation.score()).isEqualTo(0.5));
    }

    @Test
    void retrieval_takesWhatItFoundWhoAskedAndWhatShouldHaveComeOut() {
        try (ActiveSpan span = tracer.span(Span.Kind.RETRIEVAL, "search")) {
            span.input("oak bench")
                    .document(new Document("d-1", "An oak bench.", .9, null))
                    .document(new Document("d-2", null, .3, "{\"page\":2}"))
                    .user("u-7")
                    .expected("An oak bench.");
        }

        Span span = only();
        assertThat(span.documents()).extracting(Document::id).containsExactly("d-1", "d-2");
        assertThat(span.userId()).contains("u-7");
        assertThat(span.attributes().get("expected_output")).contains("An oak bench.");
    }

    @Test
    void guardrail_isAStepOfItsOwnKind() throws Exception {
        assertThat(tracer.call(Span.Kind.GUARDRAIL, "no_advice", () -> "passed"))
                .isEqualTo("passed");

        assertThat(only().kind()).isEqualTo(Span.Kind.GUARDRAIL);
    }

    @Retention(RetentionPolicy.RUNTIME)
    @interface Tool {
        String name() default "";
    }

    private interface Shop {

        int price(String article, int pieces);

        @Tool(name = "find_article")
        Stream<String> find(String words);

        @Traced(name = "look_up", kind = Span.Kind.RETRIEVAL)
        String look(String words) throws IOException;

        default String greeting() {
            return "hello";
        }
    }

    private static final class TestShop implements Shop {

        @Override
        public int price(String article, int pieces) {
            return 3 * pieces;
        }

        @Override
        public Stream<String> find(String words) {
            return Stream.of("shoe", "sock");
        }

        @Override
        public String look(String words) throws IOException {
            throw new IOException("closed");
        }
    }

    @Test
    void tools_areRecordedByMethod() {
        Shop shop = tracer.tools(Shop.class, new TestShop());
        tracer.agent(question -> {
                    assertThat(shop.price("shoe", 2)).isEqualTo(6);
                    assertThat(shop.find("s").toList()).containsExactly("shoe", "sock");
                    assertThat(shop.greeting()).isEqualTo("hello");
                    assertThatThrownBy(() -> shop.look("s"))
                            .isExactlyInstanceOf(IOException.class)
                            .hasMessage("closed");
                    return "done";
                })
                .run("q");

        only();
        Trace trace = stored.get(0);
        assertThat(trace.toolCalls())
                .extracting(call -> call.name() + call.arguments())
                .containsExactly("price{\"arg0\":\"shoe\",\"arg1\":2}", "find_article{\"arg0\":\"s\"}", "greeting{}");
        assertThat(trace.spans().get(4).kind()).isEqualTo(Span.Kind.RETRIEVAL);
        assertThat(trace.spans().get(4).name()).isEqualTo("look_up");
        assertThat(trace.spans().get(4).failed()).isTrue();
    }

    @Test
    void wrappedInterface_isEqualToWhatItWraps() {
        Shop shop = new TestShop();
        Shop wrapped = tracer.tools(Shop.class, shop);

        assertThat(wrapped)
                .isEqualTo(shop)
                .isEqualTo(tracer.tools(Shop.class, shop))
                .hasToString(shop.toString());
        assertThat(wrapped.hashCode()).isEqualTo(shop.hashCode());
        assertThat(wrapped).isNotEqualTo(new TestShop());
        assertNothingStored();
    }

    @Test
    void class_cannotBeWrapped() {
        assertThatThrownBy(() -> tracer.tools(TestShop.class, new TestShop()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only an interface can be wrapped");
    }

    @Test
    void toolOfTwoArguments_recordsBoth() {
        BiFunction<String, Integer, Integer> price = tracer.tool("price", (article, pieces) -> pieces * 3);

        assertThat(price.apply("shoe", 2)).isEqualTo(6);

        assertThat(only().toolCall().orElseThrow().arguments()).isEqualTo("[\"shoe\",2]");
    }

    @Test
    void call_recordsTheTaskAndItsCheckedException() {
        assertThatThrownBy(() -> tracer.call(Span.Kind.GUARDRAIL, "moderation", () -> {
                    throw new IOException("down");
                }))
                .isExactlyInstanceOf(IOException.class);

        assertThat(only().errorType()).contains("java.io.IOException");
    }
}
