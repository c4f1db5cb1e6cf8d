package dev.arceval.springai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.Replay;
import dev.arceval.TraceRecycler;
import dev.arceval.Tracer;
import dev.arceval.checks.chat.ChatServer;
import dev.arceval.checks.chat.Reply;
import dev.arceval.checks.chat.Reply.Call;
import dev.arceval.eval.CallPolicy;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.ReplayRun;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.execution.DefaultToolExecutionExceptionProcessor;

/** What was recorded with the real framework, here without Boot, is replayed with it, with no model and no tool behind it. */
@Timeout(60)
class ReplayedClientsTest {

    private static Reply reply(String request, int results) {
        return results == 0
                ? Reply.calls(
                        new Call("call_1", "orderStatus", "{\"order\":\"7\"}"),
                        new Call("call_2", "cancelOrder", "{\"order\":\"7\"}"))
                : Reply.answer("It was shipped, I could not cancel it.");
    }

    /** The agent's own code: it does not know whether it is recorded or replayed. */
    private static Function<String, String> agent(ChatClient.Builder builder, Orders orders) {
        ChatClient client = builder.defaultSystem("You know all orders.")
                .defaultTools(orders)
                .build();
        return question -> client.prompt(question).call().content();
    }

    private static Function<String, String> streaming(ChatClient.Builder builder, Orders orders) {
        ChatClient client = builder.defaultTools(orders).build();
        return question -> String.join(
                "", client.prompt(question).stream().content().collectList().block());
    }

    private static Dataset recorded(Function<ChatClient.Builder, Function<String, String>> agent) throws IOException {
        try (ChatServer server = ChatServer.start(ReplayedClientsTest::reply)) {
            return recorded(
                    server, TraceRecycler.builder().store("memory:").withoutRedaction(), agent, "Cancel order 7");
        }
    }

    private static Dataset recorded(
            ChatServer server,
            TraceRecycler.Builder builder,
            Function<ChatClient.Builder, Function<String, String>> agent,
            String question) {
        try (TraceRecycler recycler = builder.build()) {
            agent.apply(client(server, recycler.tracer("support"))).apply(question);
            Ended.await(recycler, 1);
            return recycler.curate().minQuality(0).toDataset("support");
        }
    }

    private static ChatClient.Builder client(ChatServer server, Tracer tracer) {
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new RecordingObservationHandler(tracer));
        OpenAiChatModel model = OpenAiChatModel.builder()
                .options(OpenAiChatOptions.builder()
                        .baseUrl(server.url())
                        .apiKey("none")
                        .model("gpt-4o-mini")
                        .build())
                .observationRegistry(registry)
                .build();
        ToolCallingManager tools = ToolCallingManager.builder()
                .observationRegistry(registry)
                .toolExecutionExceptionProcessor(RecordedToolErrors.of(
                        DefaultToolExecutionExceptionProcessor.builder().build(), tracer))
                .build();
        return ChatClient.builder(
                model, registry, null, null, ToolCallingAdvisor.builder().toolCallingManager(tools));
    }

    @Test
    void modelAndTools_answerFromTheRecording() throws IOException {
        Orders orders = new Orders();

        ReplayRun run = Replay.of(recorded(client -> agent(client, new Orders())))
                .run(replay -> agent(ReplayedClients.builder(replay), orders));

        assertThat(run.failures()).isEmpty();
        assertThat(run.results().get(0).observation().toolCalls()).hasSize(2);
        assertThat(orders.calls).hasValue(0);
    }

    /** The model is told and says what the recording does not hold: a customer's address, and one of the shop's own. */
    @Test
    void personalDataInPromptsAndArguments_matchesWhatWasRedacted() throws IOException {
        Orders orders = new Orders();
        Function<ChatClient.Builder, Function<String, String>> agent = builder -> {
            ChatClient client = builder.defaultSystem("You are desk@shop.example.")
                    .defaultTools(orders)
                    .build();
            return question -> client.prompt(question).call().content();
        };
        Dataset dataset;
        try (ChatServer server = ChatServer.start((request, results) -> results == 0
                ? Reply.calls(new Call("call_1", "orderStatus", "{\"order\":\"that of ann.lee@mail.example\"}"))
                : Reply.answer("Ask desk@shop.example, ann.lee@mail.example."))) {
            dataset = recorded(
                    server,
                    TraceRecycler.builder().store("memory:"),
                    agent,
                    "Where is the order of ann.lee@mail.example?");
        }
        assertThat(dataset.cases().get(0).steps().toString())
                .contains("«email:")
                .doesNotContain("ann.lee", "desk@shop");

        ReplayRun run = Replay.of(dataset).run(replay -> agent.apply(ReplayedClients.builder(replay)));

        assertThat(run.failures()).isEmpty();
        assertThat(run.results().get(0).observation().toolCalls()).hasSize(1);
        assertThat(orders.calls).hasValue(1);
    }

    @Test
    void aToolThatMayGoLive_isCalled() throws IOException {
        Orders orders = new Orders();

        ReplayRun run = Replay.of(recorded(client -> agent(client, new Orders())))
                .tool("orderStatus", CallPolicy.live())
                .run(replay -> agent(ReplayedClients.builder(replay), orders));

        assertThat(run.failures()).isEmpty();
        assertThat(orders.calls).hasValue(1);
    }

    @Test
    void aCallThatWasNotRecorded_failsAndGoesNowhere() throws IOException {
        Orders orders = new Orders();

        ReplayRun run = Replay.of(recorded(client -> agent(client, new Orders())))
                .run(replay ->
                        agent(ReplayedClients.builder(replay), orders).compose(question -> "Please: " + question));

        assertThat(run.failures()).hasSize(1);
        assertThat(run.failures().get(0).observation().unrecorded())
                .singleElement()
                .asString()
                .contains("Please: Cancel order 7");
        assertThat(orders.calls).hasValue(0);
    }

    @Test
    void aStream_isReplayedAsAStream() throws IOException {
        Orders orders = new Orders();

        ReplayRun run = Replay.of(recorded(client -> streaming(client, new Orders())))
                .run(replay -> streaming(ReplayedClients.builder(replay), orders));

        assertThat(run.failures()).isEmpty();
        assertThat(run.results()).hasSize(1);
        assertThat(orders.calls).hasValue(0);
    }

    static final class Orders {

        private final AtomicInteger calls = new AtomicInteger();

        @Tool(description = "The status of an order")
        String orderStatus(String order) {
            calls.incrementAndGet();
            return order + " was shipped";
        }

        @Tool(description = "Cancels an order")
        String cancelOrder(String order) {
            calls.incrementAndGet();
            throw new IllegalStateException("already shipped");
        }
    }
}
