package dev.arceval.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.Replay;
import dev.arceval.TraceRecycler;
import dev.arceval.checks.chat.ChatServer;
import dev.arceval.checks.chat.Reply;
import dev.arceval.checks.chat.Reply.Call;
import dev.arceval.eval.CallPolicy;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.ReplayRun;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.tool.ToolProviderResult;
import dev.langchain4j.service.tool.ToolService;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was recorded with the real framework is replayed with the real framework, with no model and no tool behind it. */
@Timeout(60)
class ReplayedAiServicesTest {

    private static final Reply TWO_TOOLS = Reply.calls(
            new Call("call_1", "orderStatus", "{\"order\":\"7\"}"),
            new Call("call_2", "cancelOrder", "{\"order\":\"7\"}"));

    private static Reply reply(String request, int results) {
        return results == 0 ? TWO_TOOLS : Reply.answer("It was shipped, I could not cancel it.");
    }

    private static Dataset recorded(Consumer<TraceRecycler> run) {
        return recorded(TraceRecycler.builder().store("memory:").withoutRedaction(), run);
    }

    private static Dataset recorded(TraceRecycler.Builder builder, Consumer<TraceRecycler> run) {
        try (TraceRecycler recycler = builder.build()) {
            run.accept(recycler);
            // A stream may tell its reader that it is over a moment before those who observe it.
            while (recycler.capture().produced() == 0 && !Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            assertThat(recycler.flush(Duration.ofSeconds(30))).isTrue();
            return recycler.curate().minQuality(0).toDataset("support");
        }
    }

    private static Dataset recorded() throws IOException {
        try (ChatServer server = ChatServer.start(ReplayedAiServicesTest::reply)) {
            ChatModel model = OpenAiChatModel.builder()
                    .baseUrl(server.url())
                    .apiKey("none")
                    .modelName("gpt-4o-mini")
                    .build();
            return recorded(recycler -> assistant(
                            TracedAiServices.builder(Support.class, recycler.tracer("support")), model, new Orders())
                    .answer("Cancel order 7"));
        }
    }

    /** The agent's own code: it does not know whether it is recorded or replayed. */
    private static Support assistant(AiServices<Support> builder, ChatModel model, Orders orders) {
        return builder.chatModel(model).tools(orders).build();
    }

    @Test
    void modelAndTools_answerFromTheRecording() throws IOException {
        Orders orders = new Orders();

        ReplayRun run = Replay.of(recorded())
                .run(replay ->
                        assistant(ReplayedAiServices.builder(Support.class, replay), new NoModel(), orders)::answer);

        assertThat(run.failures()).isEmpty();
        assertThat(run.results().get(0).observation().toolCalls()).hasSize(2);
        assertThat(orders.calls).hasValue(0);
    }

    /** The model is told and says what the recording does not hold: a customer's address, and one of the shop's own. */
    @Test
    void personalDataInPromptsAndArguments_matchesWhatWasRedacted() throws IOException {
        Orders orders = new Orders();
        Dataset dataset;
        try (ChatServer server = ChatServer.start((request, results) -> results == 0
                ? Reply.calls(new Call("call_1", "orderStatus", "{\"order\":\"that of ann.lee@mail.example\"}"))
                : Reply.answer("Ask desk@shop.example, ann.lee@mail.example."))) {
            ChatModel model = OpenAiChatModel.builder()
                    .baseUrl(server.url())
                    .apiKey("none")
                    .modelName("gpt-4o-mini")
                    .build();
            dataset = recorded(
                    TraceRecycler.builder().store("memory:"),
                    recycler -> assistant(
                                    TracedAiServices.builder(Support.class, recycler.tracer("support"))
                                            .systemMessageProvider(id -> "You are desk@shop.example."),
                                    model,
                                    orders)
                            .answer("Where is the order of ann.lee@mail.example?"));
        }
        assertThat(dataset.cases().get(0).steps().toString())
                .contains("«email:")
                .doesNotContain("ann.lee", "desk@shop");

        ReplayRun run = Replay.of(dataset)
                .run(replay -> assistant(
                        ReplayedAiServices.builder(Support.class, replay)
                                .systemMessageProvider(id -> "You are desk@shop.example."),
                        new NoModel(),
                        orders)::answer);

        assertThat(run.failures()).isEmpty();
        assertThat(run.results().get(0).observation().toolCalls()).hasSize(1);
        assertThat(orders.calls).hasValue(1);
    }

    @Test
    void aToolThatMayGoLive_isCalled() throws IOException {
        Orders orders = new Orders();

        ReplayRun run = Replay.of(recorded())
                .tool("orderStatus", CallPolicy.live())
                .run(replay ->
                        assistant(ReplayedAiServices.builder(Support.class, replay), new NoModel(), orders)::answer);

        assertThat(run.failures()).isEmpty();
        assertThat(orders.calls).hasValue(1);
    }

    @Test
    void aCallThatWasNotRecorded_failsAndGoesNowhere() throws IOException {
        Orders orders = new Orders();

        ReplayRun run = Replay.of(recorded())
                .run(replay ->
                        question -> assistant(ReplayedAiServices.builder(Support.class, replay), new NoModel(), orders)
                                .answer("Please: " + question));

        assertThat(run.failures()).hasSize(1);
        assertThat(run.failures().get(0).observation().unrecorded())
                .singleElement()
                .asString()
                .contains("Please: Cancel order 7");
        assertThat(orders.calls).hasValue(0);
    }

    @Test
    void providedTools_answerFromTheRecordingToo() throws IOException {
        Orders orders = new Orders();
        Function<AiServices<Support>, Support> agent = builder -> builder.chatModel(new NoModel())
                .toolProvider(request -> new ToolProviderResult(ToolService.findTools(orders)))
                .build();

        ReplayRun run = Replay.of(recorded())
                .run(replay -> agent.apply(ReplayedAiServices.builder(Support.class, replay))::answer);

        assertThat(run.failures()).isEmpty();
        assertThat(orders.calls).hasValue(0);
    }

    @Test
    void aStream_isReplayedAsAStream() throws IOException {
        Dataset dataset;
        try (ChatServer server = ChatServer.start(ReplayedAiServicesTest::reply)) {
            StreamingChatModel model = OpenAiStreamingChatModel.builder()
                    .baseUrl(server.url())
                    .apiKey("none")
                    .modelName("gpt-4o-mini")
                    .build();
            dataset = recorded(recycler -> heard(
                    TracedAiServices.builder(Streaming.class, recycler.tracer("support")), model, "Cancel order 7"));
        }

        ReplayRun run = Replay.of(dataset)
                .run(replay -> question ->
                        heard(ReplayedAiServices.builder(Streaming.class, replay), new NoStream(), question));

        assertThat(run.failures()).isEmpty();
    }

    private static String heard(AiServices<Streaming> builder, StreamingChatModel model, String question) {
        StringBuilder heard = new StringBuilder();
        CompletableFuture<ChatResponse> complete = new CompletableFuture<>();
        builder.streamingChatModel(model)
                .tools(new Orders())
                .build()
                .answer(question)
                .onPartialResponse(heard::append)
                .onCompleteResponse(complete::complete)
                .onError(complete::completeExceptionally)
                .start();
        complete.orTimeout(30, TimeUnit.SECONDS).join();
        return heard.toString();
    }

    interface Support {

        String answer(String question);
    }

    interface Streaming {

        TokenStream answer(String question);
    }

    private record NoModel() implements ChatModel {

        @Override
        public ChatResponse doChat(ChatRequest request) {
            throw new AssertionError("a replay asks no model");
        }
    }

    private record NoStream() implements StreamingChatModel {

        @Override
        public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
            throw new AssertionError("a replay asks no model");
        }
    }

    static final class Orders {

        private final AtomicInteger calls = new AtomicInteger();

        @Tool(name = "orderStatus", value = "The status of an order")
        String orderStatus(@P(name = "order", value = "the number") String order) {
            calls.incrementAndGet();
            return "{\"order\":\"" + order + "\",\"status\":\"shipped\"}";
        }

        @Tool("Cancels an order")
        String cancelOrder(@P(name = "order", value = "the number") String order) {
            calls.incrementAndGet();
            throw new IllegalStateException("already shipped");
        }
    }
}
