package dev.arceval.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.arceval.ReplayContext;
import dev.arceval.TraceRecycler;
import dev.arceval.Tracer;
import dev.arceval.checks.chat.ChatServer;
import dev.arceval.checks.chat.Reply;
import dev.arceval.checks.chat.Reply.Call;
import dev.arceval.eval.EvalCase;
import dev.arceval.trace.Message;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Span;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.observation.ToolCallingObservationContext;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/** A real Spring Boot application with Spring AI against a local server: what it does is what the trace says. */
@Timeout(120)
class SpringAiTest {

    /** Spring AI 2; the first line, which checks/spring-ai-1 runs these tests with, says a little less. */
    private static final boolean SECOND_LINE = Stream.of(ToolCallingObservationContext.class.getMethods())
            .anyMatch(method -> method.getName().equals("getToolCallId"));

    private final TraceRecycler recycler =
            TraceRecycler.builder().store("memory:").withoutRedaction().build();

    @AfterEach
    void close() {
        recycler.close();
    }

    private List<Trace> traces() {
        assertThat(recycler.flush(Duration.ofSeconds(30))).isTrue();
        try (Stream<Trace> traces = recycler.find(TraceQuery.all())) {
            return traces.toList();
        }
    }

    private Trace only() {
        Ended.await(recycler, 1);
        List<Trace> traces = traces();
        assertThat(traces).hasSize(1);
        return traces.get(0);
    }

    private static List<String> names(Trace trace) {
        return trace.spans().stream().map(Span::name).toList();
    }

    private void application(ChatServer.Script script, Consumer<ConfigurableApplicationContext> use)
            throws IOException {
        application(script, Map.of(), use);
    }

    private void application(
            ChatServer.Script script, Map<String, Object> properties, Consumer<ConfigurableApplicationContext> use)
            throws IOException {
        try (ChatServer server = ChatServer.start(script)) {
            SpringApplication application = new SpringApplication(Application.class);
            application.setWebApplicationType(WebApplicationType.NONE);
            Map<String, Object> all = new HashMap<>(Map.of(
                    "spring.application.name", "support",
                    "spring.main.banner-mode", "off",
                    "logging.level.root", "warn",
                    "spring.ai.retry.max-attempts", "1",
                    "spring.ai.openai.base-url", server.url(),
                    "spring.ai.openai.api-key", "none",
                    "spring.ai.openai.chat.model", "gpt-4o-mini"));
            if (!SECOND_LINE) {
                all.put("spring.ai.openai.chat.options.model", "gpt-4o-mini");
                all.put("spring.ai.openai.chat.completions-path", "/chat/completions");
                all.put("spring.reactor.context-propagation", "auto");
            }
            all.putAll(properties);
            application.setDefaultProperties(all);
            application.addInitializers(context -> ((GenericApplicationContext) context)
                    .registerBean(TraceRecycler.class, () -> recycler, bean -> bean.setDestroyMethodName("")));
            try (ConfigurableApplicationContext context = application.run()) {
                use.accept(context);
            }
        }
    }

    private static ChatClient client(ConfigurableApplicationContext context) {
        return context.getBean(ChatClient.Builder.class).build();
    }

    private static Reply orderStatus(String request, int results) {
        return results == 0
                ? Reply.calls(new Call("call_1", "orderStatus", "{\"order\":\"7\"}"))
                : Reply.answer("Order 7 was shipped.");
    }

    @Test
    void aClientWithATool_isOneCompleteTrace() throws IOException {
        application(
                SpringAiTest::orderStatus,
                context -> assertThat(client(context)
                                .prompt()
                                .system("You know all orders.")
                                .user("Where is order 7?")
                                .tools(new Orders())
                                .call()
                                .content())
                        .isEqualTo("Order 7 was shipped."));

        Trace trace = only();
        assertThat(trace.agent()).isEqualTo("support");
        assertThat(trace.input()).hasValue("Where is order 7?");
        assertThat(trace.output()).hasValue("Order 7 was shipped.");
        assertThat(names(trace)).containsExactly("ChatClient", "chat gpt-4o-mini", "orderStatus", "chat gpt-4o-mini");
        String root = trace.spans().get(0).spanId();
        assertThat(trace.spans().subList(1, 4))
                .allSatisfy(span -> assertThat(span.parentSpanId()).hasValue(root));
        assertThat(trace.toolCalls())
                .containsExactly(new ToolCall(
                        "orderStatus", SECOND_LINE ? "call_1" : null, "{\"order\":\"7\"}", "7 was shipped", null));
        assertThat(trace.usage().inputTokens()).isEqualTo(83);
        assertThat(trace.usage().outputTokens()).isEqualTo(18);
        assertThat(trace.usage().cachedInputTokens()).isEqualTo(SECOND_LINE ? 8L : null);
        Span first = trace.spans().get(1);
        assertThat(first.model()).hasValue("gpt-4o-mini");
        assertThat(first.provider()).hasValue("openai");
        assertThat(first.finishReasons()).containsExactly("tool_calls");
        assertThat(first.input())
                .containsExactly(Message.system("You know all orders."), Message.user("Where is order 7?"));
        assertThat(first.output().get(0).parts())
                .containsExactly(new Message.ToolRequest("call_1", "orderStatus", "{\"order\":\"7\"}"));
        assertThat(trace.spans().get(3).input().get(3).parts())
                .containsExactly(new Message.ToolResponse("call_1", "7 was shipped"));
    }

    @Test
    void aToolThatThrows_isAFailedStepThatTheAgentRecoversFrom() throws IOException {
        application(
                (request, results) -> results == 0
                        ? Reply.calls(new Call("call_1", "cancelOrder", "{\"order\":\"7\"}"))
                        : Reply.answer("I could not."),
                context -> client(context)
                        .prompt("Cancel order 7")
                        .tools(new Orders())
                        .call()
                        .content());

        Trace trace = only();
        assertThat(trace.outcome()).isInstanceOf(Outcome.Success.class);
        assertThat(trace.toolCalls())
                .singleElement()
                .satisfies(
                        call -> assertThat(call.error()).isEqualTo("java.lang.IllegalStateException: already shipped"));
    }

    @Test
    void aModelThatFails_failsTheRunAndReachesTheCaller() throws IOException {
        application(
                (request, results) -> Reply.error(400),
                context -> assertThatThrownBy(
                                () -> client(context).prompt("Hi").call().content())
                        .hasMessageContaining("out of order"));

        Trace trace = only();
        assertThat(trace.outcome()).isInstanceOf(Outcome.Failure.class);
        assertThat(trace.spans()).hasSize(2).allMatch(Span::failed);
    }

    @Test
    void aStream_endsWithItsLastToken() throws IOException {
        application(
                SpringAiTest::orderStatus,
                context -> assertThat(client(context).prompt("Where is order 7?").tools(new Orders()).stream()
                                .content()
                                .collectList()
                                .block())
                        .containsSequence("Order ", "7 ", "was ", "shipped."));

        Trace trace = only();
        assertThat(names(trace)).containsExactly("ChatClient", "chat gpt-4o-mini", "orderStatus", "chat gpt-4o-mini");
        assertThat(trace.root()).hasValue(trace.spans().get(0));
        assertThat(trace.output()).hasValue("Order 7 was shipped.");
        assertThat(trace.toolCalls())
                .singleElement()
                .satisfies(call -> assertThat(call.result()).contains("shipped"));
    }

    @Test
    void aStreamThatItsReaderCancels_isCutShort() throws IOException {
        application(
                (request, results) -> Reply.answer("One two three four five six."),
                context -> client(context).prompt("Count!").stream()
                        .content()
                        .take(1)
                        .blockLast());

        assertThat(only().outcome()).isInstanceOf(Outcome.Aborted.class);
    }

    @Test
    void aMemory_isTheConversation() throws IOException {
        application(
                (request, results) -> Reply.answer("Hello."),
                context -> client(context)
                        .prompt("Hi")
                        .advisors(advisors -> advisors.param(ChatMemory.CONVERSATION_ID, "c-1"))
                        .call()
                        .content());

        assertThat(only().conversationId()).hasValue("c-1");
    }

    @Test
    void whatAToolRecords_isPartOfTheTool() throws IOException {
        application(SpringAiTest::orderStatus, context -> {
            Tracer tracer = context.getBean(Tracer.class);
            tracer.<String, String>agent(question -> client(context)
                            .prompt(question)
                            .tools(new TracedOrders(tracer))
                            .call()
                            .content())
                    .run("Where is order 7?");
        });

        assertThat(names(only()))
                .containsExactly(
                        "invoke_agent support",
                        "ChatClient",
                        "chat gpt-4o-mini",
                        "orderStatus",
                        "execute_tool database",
                        "chat gpt-4o-mini");
        Trace trace = only();
        assertThat(trace.spans().get(4).parentSpanId())
                .hasValue(trace.spans().get(3).spanId());
    }

    @Test
    void aModelOnItsOwn_isRecorded() throws IOException {
        application(
                (request, results) -> Reply.answer("Hello."),
                context -> context.getBean(ChatModel.class).call("Hi"));

        Trace trace = only();
        assertThat(names(trace)).containsExactly("chat gpt-4o-mini");
        assertThat(trace.input()).hasValue("Hi");
        assertThat(trace.output()).hasValue("Hello.");
    }

    @Test
    void switchedOff_nothingIsRecorded() throws IOException {
        application(
                (request, results) -> Reply.answer("Hello."),
                Map.of("arc-eval.enabled", "false"),
                context -> client(context).prompt("Hi").call().content());

        assertThat(traces()).isEmpty();
    }

    @Test
    void replayingOnTheFirstLine_isRefusedInSoManyWords() throws IOException {
        assumeFalse(SECOND_LINE, "chat clients are replayed on Spring AI 2");
        application(
                (request, results) -> Reply.answer("Hello."),
                context -> client(context).prompt("Hi").call().content());
        only();
        EvalCase recorded =
                recycler.curate().minQuality(0).toDataset("support").cases().get(0);

        assertThatThrownBy(() -> ReplayedClients.builder(ReplayContext.of(recorded)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("replaying chat clients needs Spring AI 2.0 or later");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    static final class Orders {

        @Tool(description = "The status of an order")
        String orderStatus(String order) {
            return order + " was shipped";
        }

        @Tool(description = "Cancels an order")
        String cancelOrder(String order) {
            throw new IllegalStateException("already shipped");
        }
    }

    record TracedOrders(Tracer tracer) {

        @Tool(description = "The status of an order")
        String orderStatus(String order) {
            return tracer.<String, String>tool("database", key -> key + " was shipped")
                    .apply(order);
        }
    }
}
