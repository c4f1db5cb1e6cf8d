package dev.arceval.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arceval.checks.chat.ChatServer;
import dev.arceval.checks.chat.Reply;
import dev.arceval.checks.chat.Reply.Call;
import dev.arceval.trace.Message;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Span;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Trace;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.guardrail.InputGuardrail;
import dev.langchain4j.guardrail.InputGuardrailResult;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.SystemMessage;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.V;
import dev.langchain4j.service.tool.AiServiceTool;
import dev.langchain4j.service.tool.ToolProviderResult;
import dev.langchain4j.service.tool.ToolService;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real framework against a local server: what it does is what the trace says. */
@Timeout(60)
class TracedAiServicesTest {

    private final Recorded recorded = new Recorded();

    @AfterEach
    void close() {
        recorded.close();
    }

    private static ChatModel model(ChatServer server) {
        return OpenAiChatModel.builder()
                .baseUrl(server.url())
                .apiKey("none")
                .modelName("gpt-4o-mini")
                .temperature(0.5)
                .maxRetries(0)
                .build();
    }

    private static StreamingChatModel streamingModel(ChatServer server) {
        return OpenAiStreamingChatModel.builder()
                .baseUrl(server.url())
                .apiKey("none")
                .modelName("gpt-4o-mini")
                .build();
    }

    private AiServices<Support> assistant(ChatServer server) {
        return TracedAiServices.builder(Support.class, recorded.tracer())
                .chatModel(model(server))
                .tools(new Orders());
    }

    @Test
    void anAssistantWithATool_isOneCompleteTrace() throws IOException {
        try (ChatServer server = ChatServer.start()) {
            assertThat(assistant(server).build().answer("Where is order 7?")).isEqualTo("Order 7 was shipped.");
        }

        Trace trace = recorded.only();
        assertThat(trace.agent()).isEqualTo("support");
        assertThat(trace.input()).hasValue("Where is order 7?");
        assertThat(trace.output()).hasValue("Order 7 was shipped.");
        assertThat(Recorded.names(trace))
                .containsExactly("Support", "chat gpt-4o-mini", "orderStatus", "chat gpt-4o-mini");
        assertThat(trace.toolCalls())
                .containsExactly(new ToolCall(
                        "orderStatus",
                        "call_1",
                        "{\"order\":\"7\"}",
                        "{\"order\":\"7\",\"status\":\"shipped\"}",
                        null));
        assertThat(trace.usage().inputTokens()).isEqualTo(83);
        assertThat(trace.usage().outputTokens()).isEqualTo(18);
        assertThat(trace.usage().cachedInputTokens()).isEqualTo(8);

        List<Span> calls = Recorded.spans(trace, Span.Kind.LLM);
        assertThat(calls).extracting(call -> call.model().orElse("")).containsOnly("gpt-4o-mini");
        assertThat(calls).extracting(call -> call.provider().orElse("")).containsOnly("open_ai");
        assertThat(calls).extracting(Span::finishReasons).containsExactly(List.of("tool_calls"), List.of("stop"));
        assertThat(calls.get(0).attributes().get("gen_ai.request.temperature")).contains(0.5);
        assertThat(calls.get(0).input())
                .containsExactly(Message.system("You know all orders."), Message.user("Where is order 7?"));
        assertThat(calls.get(0).output().get(0).parts())
                .containsExactly(new Message.ToolRequest("call_1", "orderStatus", "{\"order\":\"7\"}"));
        assertThat(calls.get(1).input()).hasSize(4);
        assertThat(calls.get(1).input().get(3).parts())
                .containsExactly(new Message.ToolResponse("call_1", "{\"order\":\"7\",\"status\":\"shipped\"}"));
    }

    @Test
    void aToolThatThrows_isAFailedStepThatTheAgentRecoversFrom() throws IOException {
        try (ChatServer server = ChatServer.start((request, results) -> results == 0
                ? Reply.calls(new Call("call_1", "cancelOrder", "{\"order\":\"7\"}"))
                : Reply.answer("I could not."))) {
            assistant(server).build().answer("Cancel order 7");
        }

        Trace trace = recorded.only();
        assertThat(trace.outcome()).isInstanceOf(Outcome.Success.class);
        assertThat(trace.toolCalls()).singleElement().satisfies(call -> {
            assertThat(call.name()).isEqualTo("cancelOrder");
            assertThat(call.error()).isEqualTo("java.lang.IllegalStateException: already shipped");
        });
        assertThat(Recorded.spans(trace, Span.Kind.LLM).get(1).input().toString())
                .contains("already shipped");
    }

    @Test
    void aModelThatFails_failsTheRunAndReachesTheCaller() throws IOException {
        try (ChatServer server = ChatServer.start((request, results) -> Reply.error(500))) {
            Support assistant = assistant(server).build();
            assertThatThrownBy(() -> assistant.answer("Where is order 7?")).hasMessageContaining("out of order");
        }

        Trace trace = recorded.only();
        assertThat(trace.outcome()).isInstanceOf(Outcome.Failure.class);
        assertThat(trace.spans()).allMatch(Span::failed).hasSize(2);
    }

    @Test
    void toolsOnOtherThreads_areStepsOfTheCall() throws IOException {
        try (ChatServer server = ChatServer.start((request, results) -> results == 0
                ? Reply.calls(
                        new Call("call_1", "orderStatus", "{\"order\":\"7\"}"),
                        new Call("call_2", "orderStatus", "{\"order\":\"8\"}"))
                : Reply.answer("Both are on their way."))) {
            assistant(server).executeToolsConcurrently().build().answer("Where are 7 and 8?");
        }

        Trace trace = recorded.only();
        String root = trace.spans().get(0).spanId();
        assertThat(Recorded.spans(trace, Span.Kind.TOOL))
                .hasSize(2)
                .allSatisfy(span -> assertThat(span.parentSpanId()).hasValue(root));
        assertThat(trace.toolCalls())
                .extracting(ToolCall::id, ToolCall::result)
                .satisfiesExactlyInAnyOrder(
                        call -> assertThat(call.toString()).contains("call_1", "\"7\""),
                        call -> assertThat(call.toString()).contains("call_2", "\"8\""));
    }

    @Test
    void aMemory_isTheConversation() throws IOException {
        try (ChatServer server =
                ChatServer.start((request, results) -> Reply.answer(request.contains("Ann") ? "Ann." : "Who?"))) {
            Chat chat = TracedAiServices.builder(Chat.class, recorded.tracer())
                    .chatModel(model(server))
                    .chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(10))
                    .build();
            chat.chat("c-1", "My name is Ann.");
            assertThat(chat.chat("c-1", "What is my name?").content()).isEqualTo("Ann.");
        }

        assertThat(recorded.traces())
                .hasSize(2)
                .allSatisfy(trace -> assertThat(trace.conversationId()).hasValue("c-1"))
                .extracting(
                        trace -> trace.input().orElse(""),
                        trace -> trace.output().orElse(""))
                .satisfiesExactlyInAnyOrder(
                        turn -> assertThat(turn.toList()).containsExactly("My name is Ann.", "Ann."),
                        turn -> assertThat(turn.toList()).containsExactly("What is my name?", "Ann."));
    }

    @Test
    void severalArguments_areAnObjectByName() throws IOException {
        try (ChatServer server = ChatServer.start((request, results) -> Reply.answer("42"))) {
            assertThat(assistant(server).build().count("oak", "bench")).isEqualTo(42);
        }

        Trace trace = recorded.only();
        assertThat(trace.input()).hasValue("{\"material\":\"oak\",\"item\":\"bench\"}");
        assertThat(trace.output()).hasValue("42");
    }

    @Test
    void aStream_endsWithItsLastToken() throws Exception {
        try (ChatServer server = ChatServer.start()) {
            StringBuilder heard = new StringBuilder();
            CompletableFuture<ChatResponse> complete = new CompletableFuture<>();
            streaming(server)
                    .answer("Where is order 7?")
                    .onPartialResponse(heard::append)
                    .onCompleteResponse(complete::complete)
                    .onError(complete::completeExceptionally)
                    .start();
            complete.get(30, TimeUnit.SECONDS);
            assertThat(heard.toString()).isEqualTo("Order 7 was shipped.");
        }

        Trace trace = recorded.only();
        assertThat(trace.input()).hasValue("Where is order 7?");
        assertThat(trace.output()).hasValue("Order 7 was shipped.");
        assertThat(Recorded.names(trace))
                .containsExactly("Streaming", "chat gpt-4o-mini", "orderStatus", "chat gpt-4o-mini");
        String root = trace.spans().get(0).spanId();
        assertThat(trace.spans().subList(1, 4))
                .allSatisfy(span -> assertThat(span.parentSpanId()).hasValue(root));
        assertThat(trace.usage().inputTokens()).isEqualTo(83);
        Span answer = trace.spans().get(3);
        assertThat(answer.attributes().get("arceval.stream.chunks")).contains(4L);
        assertThat(answer.attributes().get("gen_ai.response.time_to_first_chunk"))
                .get()
                .isInstanceOf(Double.class);
    }

    @Test
    void aStreamThatFails_isAFailedRun() throws Exception {
        try (ChatServer server = ChatServer.start((request, results) -> Reply.error(500))) {
            CompletableFuture<ChatResponse> complete = new CompletableFuture<>();
            streaming(server)
                    .answer("Where is order 7?")
                    .onPartialResponse(token -> {})
                    .onCompleteResponse(complete::complete)
                    .onError(complete::completeExceptionally)
                    .start();
            assertThatThrownBy(() -> complete.get(30, TimeUnit.SECONDS)).hasMessageContaining("out of order");
        }

        assertThat(recorded.only().outcome()).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void aStreamThatItsReaderCancels_isCutShort() throws Exception {
        try (ChatServer server = ChatServer.start((request, results) -> Reply.answer("One two three four."))) {
            CountDownLatch cancelled = new CountDownLatch(1);
            streaming(server)
                    .answer("Count!")
                    .onPartialResponseWithContext((part, context) -> {
                        context.streamingHandle().cancel();
                        cancelled.countDown();
                    })
                    .onCompleteResponse(response -> {})
                    .onError(error -> {})
                    .start();
            assertThat(cancelled.await(30, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(recorded.only().outcome()).isInstanceOf(Outcome.Aborted.class);
    }

    @Test
    void aStreamThatIsNeverStarted_isNoRun() throws IOException {
        try (ChatServer server = ChatServer.start()) {
            streaming(server).answer("Where is order 7?");
            assistant(server).build().answer("Where is order 8?");
        }

        assertThat(recorded.only().input()).hasValue("Where is order 8?");
    }

    private Streaming streaming(ChatServer server) {
        return TracedAiServices.builder(Streaming.class, recorded.tracer())
                .streamingChatModel(streamingModel(server))
                .tools(new Orders())
                .build();
    }

    @Test
    void guardrailsAndRetrieval_areSteps() throws IOException {
        try (ChatServer server = ChatServer.start((request, results) -> Reply.answer("Thirty days."))) {
            TracedAiServices.builder(Support.class, recorded.tracer())
                    .chatModel(model(server))
                    .contentRetriever(query -> List.of(Content.from("Returns are free for thirty days.")))
                    .inputGuardrails(new Polite())
                    .build()
                    .answer("How long?");
        }

        Trace trace = recorded.only();
        Span retrieval = Recorded.spans(trace, Span.Kind.RETRIEVAL).get(0);
        assertThat(retrieval.input().get(0).text()).isEqualTo("How long?");
        assertThat(retrieval.output().get(0).text()).contains("Returns are free for thirty days.");
        Span guardrail = Recorded.spans(trace, Span.Kind.GUARDRAIL).get(0);
        assertThat(guardrail.name()).isEqualTo("Polite");
        assertThat(guardrail.output().get(0).text()).isEqualTo("SUCCESS");
    }

    @Test
    void providedTools_areRecorded() throws IOException {
        try (ChatServer server = ChatServer.start()) {
            List<AiServiceTool> tools = ToolService.findTools(new Orders());
            TracedAiServices.builder(Support.class, recorded.tracer())
                    .chatModel(model(server))
                    .toolProvider(request -> new ToolProviderResult(tools))
                    .build()
                    .answer("Where is order 7?");
        }

        assertThat(recorded.only().toolCalls()).extracting(ToolCall::name).containsExactly("orderStatus");
    }

    @Test
    void anAssistantAsTool_isAPartOfTheCall() throws IOException {
        try (ChatServer server = ChatServer.start();
                ChatServer desk = ChatServer.start((request, results) -> results == 0
                        ? Reply.calls(new Call("call_9", "ask", "{\"question\":\"7?\"}"))
                        : Reply.answer("Ok."))) {
            Support inner = assistant(server).build();
            TracedAiServices.builder(Support.class, recorded.tracer())
                    .chatModel(model(desk))
                    .tools(new Desk(inner))
                    .build()
                    .answer("Ask the others");
        }

        Trace trace = recorded.only();
        assertThat(Recorded.names(trace))
                .containsExactly(
                        "Support",
                        "chat gpt-4o-mini",
                        "ask",
                        "Support",
                        "chat gpt-4o-mini",
                        "orderStatus",
                        "chat gpt-4o-mini",
                        "chat gpt-4o-mini");
    }

    @Test
    void theAssistantIsWhatItWas() throws IOException {
        try (ChatServer server = ChatServer.start()) {
            AiServices<Support> builder = assistant(server);
            Support assistant = builder.build();
            Support again = builder.build();

            assertThat(assistant.equals(assistant)).isTrue();
            assertThat(assistant.equals(again)).isFalse();
            assertThat(assistant.toString()).contains("Support");
            assertThat(assistant.twice("7?")).isEqualTo("Order 7 was shipped.Order 7 was shipped.");
            again.answer("7?");
        }

        assertThat(recorded.traces())
                .hasSize(3)
                .allSatisfy(trace -> assertThat(trace.spans()).hasSize(4));
    }

    @Test
    void aModelOnItsOwn_isAStepOfWhateverIsCurrent() throws IOException {
        try (ChatServer server = ChatServer.start((request, results) -> Reply.answer("Hello."))) {
            ChatModel model = TracedModels.of(model(server), recorded.tracer());
            assertThat(TracedModels.of(model, recorded.tracer())).isSameAs(model);
            recorded.tracer().<String, String>agent(model::chat).run("Hi");
        }

        Trace trace = recorded.only();
        assertThat(Recorded.names(trace)).containsExactly("invoke_agent support", "chat gpt-4o-mini");
        assertThat(trace.spans().get(1).output()).containsExactly(Message.assistant("Hello."));
    }

    @Test
    void aTracerThatRecordsNothing_changesNothing() throws IOException {
        try (ChatServer server = ChatServer.start()) {
            AtomicBoolean called = new AtomicBoolean();
            Support assistant = TracedAiServices.builder(Support.class, dev.arceval.Tracer.noop())
                    .chatModel(model(server))
                    .tools(new Orders())
                    .afterToolExecution(execution -> called.set(true))
                    .build();
            assertThat(assistant.answer("7?")).isEqualTo("Order 7 was shipped.");
            assertThat(called).isTrue();
        }
    }

    interface Support {

        @SystemMessage("You know all orders.")
        String answer(String question);

        @dev.langchain4j.service.UserMessage("How many of {{item}} in {{material}}?")
        int count(@V("material") String material, @V("item") String item);

        default String twice(String question) {
            return answer(question) + answer(question);
        }
    }

    interface Streaming {

        TokenStream answer(String question);
    }

    interface Chat {

        Result<String> chat(@MemoryId String conversation, @dev.langchain4j.service.UserMessage String text);
    }

    static final class Orders {

        @Tool(name = "orderStatus", value = "The status of an order")
        String orderStatus(@P(name = "order", value = "the number") String order) {
            return "{\"order\":\"" + order + "\",\"status\":\"shipped\"}";
        }

        @Tool("Cancels an order")
        String cancelOrder(@P(name = "order", value = "the number") String order) {
            throw new IllegalStateException("already shipped");
        }
    }

    record Desk(Support support) {

        @Tool("Asks somebody else")
        String ask(@P(name = "question", value = "what to ask") String question) {
            return support.answer(question);
        }
    }

    static final class Polite implements InputGuardrail {

        @Override
        public InputGuardrailResult validate(UserMessage message) {
            return success();
        }
    }
}
