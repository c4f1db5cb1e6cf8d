package dev.arceval.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arceval.RecordedModel.RecordedModelException;
import dev.arceval.RecordedTools.RecordedToolException;
import dev.arceval.RecordedTools.UnrecordedCallException;
import dev.arceval.Replay;
import dev.arceval.ReplayContext;
import dev.arceval.Traced;
import dev.arceval.eval.CallPolicy;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Expectation;
import dev.arceval.eval.Observation;
import dev.arceval.trace.Message;
import dev.arceval.trace.Message.Role;
import dev.arceval.trace.ModelCall;
import dev.arceval.trace.Step;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Usage;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReplayContextTest {

    private static final List<Message> QUESTION =
            List.of(Message.system("You know the weather."), Message.user("How warm is it in Bern?"));

    private static final Message ASKS_TOOL = new Message(
            Role.ASSISTANT, List.of(new Message.ToolRequest("call_1", "weather", "{\"city\":\"Bern\"}")), null);

    private static final Message TOOL_SAID =
            new Message(Role.TOOL, List.of(new Message.ToolResponse("call_1", "{\"celsius\":21}")), null);

    private static final ModelCall FIRST =
            new ModelCall("m-1", QUESTION, List.of(ASKS_TOOL), List.of("tool_calls"), Usage.ofTokens(20, 5), null);
    private static final ToolCall WEATHER = ToolCall.of("weather", "{\"city\":\"Bern\"}", "{\"celsius\":21}");
    private static final ModelCall SECOND =
            ModelCall.of(joined(QUESTION, ASKS_TOOL, TOOL_SAID), Message.assistant("21 degrees."));

    private static List<Message> joined(List<Message> start, Message... more) {
        List<Message> all = new ArrayList<>(start);
        all.addAll(List.of(more));
        return all;
    }

    private static EvalCase evalCase(Step... steps) {
        return new EvalCase(
                "c",
                "How warm is it in Bern?",
                List.of(steps),
                List.of(new Expectation.Succeeds()),
                new EvalCase.Provenance(
                        "t",
                        List.of("t"),
                        "weather",
                        null,
                        null,
                        Set.of(),
                        Instant.parse("2026-03-01T10:00:00Z"),
                        1,
                        new EvalCase.Baseline(null, null)));
    }

    private static Replay replay() {
        return Replay.of(new Dataset("d", List.of(evalCase())));
    }

    private static ReplayContext under(Function<Replay, Replay> options, Step... steps) {
        return options.apply(replay()).context(evalCase(steps));
    }

    /** What an agent of any framework does: asks the model, runs the tools it asks for, asks again. */
    private static String agentLoop(ReplayContext context, String question) {
        List<Message> messages = joined(List.of(QUESTION.get(0)), Message.user(question));
        while (true) {
            ModelCall answer = context.model().call(messages);
            messages.addAll(answer.output());
            if (answer.toolRequests().isEmpty()) {
                return answer.text();
            }
            for (Message.ToolRequest request : answer.toolRequests()) {
                String result = context.call(request.name(), request.arguments());
                messages.add(new Message(Role.TOOL, List.of(new Message.ToolResponse("other id", result)), "weather"));
            }
        }
    }

    @Test
    void agentThatLoopsOverModelAndTools_runsFromTheRecordingAlone() {
        ReplayContext context = ReplayContext.of(evalCase(FIRST, WEATHER, SECOND));

        Observation observed = replay().observe(context.evalCase(), context, question -> agentLoop(context, question));

        assertThat(observed.output()).hasValue("21 degrees.");
        assertThat(observed.steps()).isEqualTo(List.of(FIRST, WEATHER, SECOND));
        assertThat(observed.unrecorded()).isEmpty();
        assertThat(context.model().calls()).containsExactly(FIRST, SECOND);
        assertThat(context.calls()).containsExactly(WEATHER);
        assertThat(context.clock().instant()).isEqualTo("2026-03-01T10:00:00Z");
    }

    @Test
    void changedPrompt_isNotAnswered_andShowsWhereItParts() {
        ReplayContext context = ReplayContext.of(evalCase(FIRST, WEATHER, SECOND));
        List<Message> changed =
                List.of(Message.system("You know all the weather."), Message.user("How warm is it in Bern?"));

        assertThatThrownBy(() -> context.model().call(changed))
                .isInstanceOf(UnrecordedCallException.class)
                .hasMessageContaining("nearest recorded call: 1 of 2")
                .hasMessageContaining("message 1 of 2: recorded \"system: You know the weather.\"")
                .hasMessageContaining("called with \"system: You know all the weather.\"");
        assertThat(context.unrecorded()).hasSize(1);
        assertThat(context.steps()).containsExactly(ModelCall.failed(changed, "UnrecordedCall"));
    }

    @Test
    void missingAndSurplusMessages_areNamed() {
        assertThatThrownBy(() -> ReplayContext.of(evalCase(FIRST)).model().call(QUESTION.subList(0, 1)))
                .hasMessageContaining("message 2 of 2 is missing: user: How warm");
        assertThatThrownBy(
                        () -> ReplayContext.of(evalCase(FIRST)).model().call(joined(QUESTION, Message.user("Please."))))
                .hasMessageContaining("message 3 is one too many: user: Please.");
        assertThatThrownBy(() -> ReplayContext.of(evalCase(WEATHER)).model().ask("x"))
                .hasMessageContaining("the recording holds no model calls");
    }

    @Test
    void idsOfCallsAndWhiteSpaceAtTheEnds_doNotCount_rolesDo() {
        ReplayContext context = ReplayContext.of(evalCase(SECOND));
        List<Message> same = List.of(
                Message.system("You know the weather.\r\n"),
                Message.user(" How warm is it in Bern?"),
                new Message(
                        Role.ASSISTANT,
                        List.of(
                                new Message.Text(""),
                                new Message.ToolRequest("call_9", "weather", "{ \"city\" : \"Bern\" }")),
                        "bot"),
                new Message(Role.TOOL, List.of(new Message.ToolResponse(null, "{\"celsius\":21.0}")), null));

        assertThat(context.model().call(same)).isSameAs(SECOND);
        assertThatThrownBy(() -> ReplayContext.of(evalCase(FIRST))
                        .model()
                        .call(List.of(Message.user("You know the weather."), QUESTION.get(1))))
                .isInstanceOf(UnrecordedCallException.class);
    }

    @Test
    void modelCallsRecordedWithoutMessages_areAnsweredInOrder() {
        ReplayContext context = ReplayContext.of(evalCase(
                ModelCall.of(List.of(), Message.assistant("one")), ModelCall.of(List.of(), Message.assistant("two"))));

        assertThat(context.model().ask("whatever")).isEqualTo("one");
        assertThat(context.model().ask("whatever")).isEqualTo("two");
        assertThatThrownBy(() -> context.model().ask("whatever")).isInstanceOf(UnrecordedCallException.class);
    }

    @Test
    void plainFunctions_areAnsweredAsTheTracerRecordedThem() {
        ReplayContext context = ReplayContext.of(evalCase(
                ModelCall.of(List.of(Message.user("2 + 2")), Message.assistant("4")),
                ModelCall.failed(List.of(Message.user("2 / 0")), "java.lang.ArithmeticException: / by zero"),
                ModelCall.failed(List.of(Message.user("slow")), "Timeout: 30 s")));

        assertThat(context.model().ask("2 + 2")).isEqualTo("4");
        assertThat(context.model().llm(nothing -> 5, Integer.class).apply("2 + 2"))
                .isEqualTo(4);
        assertThatThrownBy(() -> context.model().ask("2 / 0"))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("/ by zero");
        assertThatThrownBy(() -> context.model().ask("slow"))
                .isInstanceOf(RecordedModelException.class)
                .hasMessage("Timeout: 30 s");
    }

    // ---- policies

    private static final ToolCall SEARCH = ToolCall.of(
            "search",
            "{\"q\":\"bench\",\"requestId\":\"6f1c2d9e-0000-4000-8000-1a2b3c4d5e6f\",\"page\":{\"since\":\"2026-01-31\"}}",
            "3 hits");

    private static String search(String id, String since) {
        return "{\"q\":\"bench\",\"requestId\":\"" + id + "\",\"page\":{\"since\":\"" + since + "\"}}";
    }

    @Test
    void volatileValuesMasked_onlyTheFormCounts() {
        String other = search("11111111-2222-4333-8444-555555555555", "2026-11-22T08:00:00Z");
        ReplayContext masked = under(replay -> replay.tool("search", CallPolicy.volatileMasked()), SEARCH);

        assertThat(masked.call("search", other)).isEqualTo("3 hits");
        assertThat(masked.calls()).containsExactly(ToolCall.of("search", other, "3 hits"));
        assertThatThrownBy(() -> masked.call("search", other.replace("bench", "table")))
                .isInstanceOf(UnrecordedCallException.class);
        assertThatThrownBy(() -> ReplayContext.of(evalCase(SEARCH)).call("search", other))
                .hasMessageContaining("CallPolicy.volatileMasked()");
    }

    @Test
    void ignoredFields_byNameAndByPath() {
        String other = search("x", "yesterday");
        ReplayContext byName = under(replay -> replay.tools(CallPolicy.ignoring("requestId", "since")), SEARCH);
        ReplayContext byPath = under(replay -> replay.tools(CallPolicy.ignoring("$.requestId", "$.page")), SEARCH);
        ReplayContext notBeginning = under(replay -> replay.tools(CallPolicy.ignoring("request", "$.pag")), SEARCH);

        assertThat(byName.call("search", other)).isEqualTo("3 hits");
        assertThat(byPath.call("search", other)).isEqualTo("3 hits");
        assertThatThrownBy(() -> notBeginning.call("search", other)).isInstanceOf(UnrecordedCallException.class);
    }

    @Test
    void ignoredFields_inLists() {
        ToolCall order = ToolCall.of("order", "{\"items\":[{\"id\":\"a\",\"n\":1},{\"id\":\"b\",\"n\":2}]}", "ok");
        String other = "{\"items\":[{\"id\":\"c\",\"n\":1},{\"id\":\"d\",\"n\":2}]}";

        assertThat(under(replay -> replay.tools(CallPolicy.ignoring("$.items[*].id")), order)
                        .call("order", other))
                .isEqualTo("ok");
        assertThatThrownBy(() -> under(replay -> replay.tools(CallPolicy.ignoring("$.items[0].id")), order)
                        .call("order", other))
                .isInstanceOf(UnrecordedCallException.class);
    }

    @Test
    void anyArguments_areAnsweredInOrder() {
        ReplayContext context = under(
                replay -> replay.tool("a", CallPolicy.anyArguments()).model(CallPolicy.anyArguments()),
                ToolCall.of("a", "{\"x\":1}", "one"),
                ToolCall.of("a", "{\"x\":2}", "two"),
                FIRST,
                SECOND);

        assertThat(context.call("a", "7")).isEqualTo("one");
        assertThat(context.call("a", "7")).isEqualTo("two");
        assertThat(context.call("a", "7")).isEqualTo("two");
        assertThat(context.model().call(List.of(Message.user("x"))).output()).isEqualTo(FIRST.output());
        assertThat(context.model().ask("x")).isEqualTo("21 degrees.");
        assertThat(context.model().calls().get(0).input()).containsExactly(Message.user("x"));
    }

    @Test
    void rolesOfAModel_canBeIgnored() {
        List<Message> changed = List.of(Message.system("Other instructions."), QUESTION.get(1));

        assertThat(under(replay -> replay.model(CallPolicy.ignoring("system")), FIRST)
                        .model()
                        .call(changed)
                        .output())
                .containsExactly(ASKS_TOOL);
    }

    @Test
    void liveTools_areAskedByNameAlone_andObserved() {
        ReplayContext context = under(replay -> replay.tool("clock", CallPolicy.live()), WEATHER);
        Function<String, String> clock = context.tool("clock", zone -> "noon in " + zone, String.class);
        Function<String, String> weather = context.tool("weather", city -> "live!", String.class);

        assertThat(clock.apply("UTC")).isEqualTo("noon in UTC");
        assertThat(weather.apply("{\"city\":\"Bern\"}")).isEqualTo("{\"celsius\":21}");
        assertThatThrownBy(() -> weather.apply("Rome")).isInstanceOf(UnrecordedCallException.class);
        assertThatThrownBy(() -> context.call("clock", "UTC"))
                .isInstanceOf(UnrecordedCallException.class)
                .hasMessageContaining("no live tool was given");
        assertThat(context.calls().get(0)).isEqualTo(ToolCall.of("clock", "UTC", "noon in UTC"));
    }

    @Test
    void liveModel_isAskedAndObserved() {
        ReplayContext context = under(replay -> replay.model(CallPolicy.live()), FIRST);
        ModelCall live = ModelCall.of(QUESTION, Message.assistant("Warm."));

        assertThat(context.model().call(QUESTION, messages -> live)).isSameAs(live);
        assertThatThrownBy(() -> context.model().call(QUESTION, messages -> {
                    throw new IllegalStateException("quota");
                }))
                .hasMessage("quota");
        assertThat(context.steps())
                .containsExactly(live, ModelCall.failed(QUESTION, "java.lang.IllegalStateException: quota"));
    }

    @Test
    void refusedTools_failEvenIfRecorded() {
        ReplayContext context = under(replay -> replay.tool("weather", CallPolicy.refused()), WEATHER);

        assertThatThrownBy(() -> context.call("weather", "{\"city\":\"Bern\"}"))
                .isInstanceOf(UnrecordedCallException.class)
                .hasMessageContaining("is not allowed");
        assertThat(context.unrecorded()).hasSize(1);
    }

    // ---- interfaces

    record Order(String id, int euros) {}

    interface Shop {
        Order find(String id) throws IOException;

        List<Order> all();

        Optional<Order> last(int days);

        CompletionStage<Order> later(String id);

        Stream<Order> stream();

        @Traced(name = "cancel_order")
        void cancel(String id, String reason);

        int count();
    }

    private static String named(String... namesAndValues) {
        // Parameter names are those of the compiled class, which may not hold them.
        boolean present = Stream.of(Shop.class.getMethods())
                .flatMap(m -> Stream.of(m.getParameters()))
                .findFirst()
                .orElseThrow()
                .isNamePresent();
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            json.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(present ? namesAndValues[i] : "arg" + i / 2)
                    .append("\":")
                    .append(namesAndValues[i + 1]);
        }
        return json.append('}').toString();
    }

    @Test
    void interfaces_areAnsweredMethodByMethod() throws Exception {
        Shop shop = ReplayContext.of(evalCase(
                        ToolCall.of("find", named("id", "\"A\""), "{\"id\":\"A\",\"euros\":3}"),
                        ToolCall.failed("find", named("id", "\"B\""), "java.io.IOException: gone"),
                        ToolCall.failed("find", named("id", "\"C\""), "com.acme.Down: 503"),
                        ToolCall.of("all", "{}", "[{\"id\":\"A\",\"euros\":3}]"),
                        ToolCall.of("last", named("days", "7"), "null"),
                        ToolCall.of("later", named("id", "\"A\""), "{\"id\":\"A\",\"euros\":3}"),
                        ToolCall.failed("later", named("id", "\"B\""), "java.io.IOException: gone"),
                        ToolCall.of("stream", "{}", "[{\"id\":\"A\",\"euros\":3},{\"id\":\"B\",\"euros\":4}]"),
                        ToolCall.of("cancel_order", named("id", "\"A\"", "reason", "\"late\""), "null"),
                        ToolCall.of("count", "{}", "2")))
                .tools(Shop.class);
        Order order = new Order("A", 3);

        assertThat(shop.find("A")).isEqualTo(order);
        assertThatThrownBy(() -> shop.find("B")).isInstanceOf(IOException.class).hasMessage("gone");
        assertThatThrownBy(() -> shop.find("C")).isInstanceOf(RecordedToolException.class);
        assertThatThrownBy(() -> shop.find("D")).isInstanceOf(UnrecordedCallException.class);
        assertThat(shop.all()).containsExactly(order);
        assertThat(shop.last(7)).isEmpty();
        assertThat(shop.later("A").toCompletableFuture().join()).isEqualTo(order);
        assertThatThrownBy(() -> shop.later("B").toCompletableFuture().join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IOException.class);
        assertThat(shop.stream()).containsExactly(order, new Order("B", 4));
        shop.cancel("A", "late");
        assertThat(shop.count()).isEqualTo(2);
        assertThat(shop.equals((Object) shop)).isTrue();
        assertThat(shop).hasToString("recorded Shop");
    }

    @Test
    void liveMethods_goToTheRealObject() {
        interface Clock {
            String now(String zone);
        }
        ReplayContext context = under(replay -> replay.tool("now", CallPolicy.live()));
        Clock real = zone -> {
            if (zone.isEmpty()) {
                throw new IllegalArgumentException("no zone");
            }
            return "noon";
        };

        Clock clock = context.tools(Clock.class, real);

        assertThat(clock.now("UTC")).isEqualTo("noon");
        assertThatThrownBy(() -> clock.now("")).hasMessage("no zone");
        assertThat(context.calls()).extracting(ToolCall::result).containsExactly("noon", null);
    }

    private static final class Busy extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Busy(String message) {
            super(message);
        }
    }

    @Test
    void recordedFailures_areThrownAsWhatTheyWere() {
        ReplayContext context = ReplayContext.of(evalCase(
                ToolCall.failed("a", null, "java.lang.IllegalArgumentException: no order"),
                ToolCall.failed("b", null, "java.lang.System: exit"),
                ToolCall.failed("c", null, "java.io.IOException: gone"),
                ToolCall.failed("d", null, "java.lang.OutOfMemoryError: heap"),
                ToolCall.failed("e", null, Busy.class.getName() + ": later")));

        assertThatThrownBy(() -> context.call("a", null))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("no order");
        assertThatThrownBy(() -> context.call("b", null)).isInstanceOf(RecordedToolException.class);
        assertThatThrownBy(() -> context.call("c", null))
                .isInstanceOf(RecordedToolException.class)
                .hasMessage("java.io.IOException: gone");
        assertThatThrownBy(() -> context.call("d", null)).isInstanceOf(RecordedToolException.class);
        assertThatThrownBy(() -> context.call("e", null))
                .isInstanceOf(Busy.class)
                .hasMessage("later");
    }

    @Test
    void toolsByName_standInForAnyClient() {
        interface ToolClient {
            String callTool(String name, Map<String, Object> arguments);
        }
        ReplayContext context = ReplayContext.of(evalCase(WEATHER));
        ToolClient client = context::call;

        assertThat(client.callTool("weather", Map.of("city", "Bern"))).isEqualTo("{\"celsius\":21}");
    }
}
