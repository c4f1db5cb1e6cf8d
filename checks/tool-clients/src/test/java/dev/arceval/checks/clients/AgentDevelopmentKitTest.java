package dev.arceval.checks.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.adk.agents.LlmAgent;
import com.google.adk.models.BaseLlm;
import com.google.adk.models.BaseLlmConnection;
import com.google.adk.models.LlmRequest;
import com.google.adk.models.LlmResponse;
import com.google.adk.runner.InMemoryRunner;
import com.google.adk.sessions.Session;
import com.google.adk.tools.BaseTool;
import com.google.adk.tools.ToolContext;
import com.google.genai.types.Content;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.Part;
import dev.arceval.Replay;
import dev.arceval.ReplayContext;
import dev.arceval.TraceRecycler;
import dev.arceval.Tracer;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.Divergence.Blame;
import dev.arceval.eval.ReplayRun;
import dev.arceval.testkit.NoNetwork;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An agent of Google's Agent Development Kit with a model of rules, recorded and replayed through its tools. */
@NoNetwork
@Timeout(120)
class AgentDevelopmentKitTest {

    private static final AtomicInteger REAL_CALLS = new AtomicInteger();

    /** The agent's own code: it is given its tools. */
    private static String answer(CalledTool.Calls calls, int discount, String question) {
        LlmAgent agent = LlmAgent.builder()
                .name("desk")
                .model(new Rules(discount))
                .instruction("You are the support desk of a garden shop.")
                .tools(
                        new CalledTool(new OrderTool("find_order"), calls),
                        new CalledTool(new OrderTool("refund"), calls))
                .build();
        InMemoryRunner runner = new InMemoryRunner(agent, "shop");
        Session session = runner.sessionService().createSession("shop", "user").blockingGet();
        return runner.runAsync("user", session.id(), Content.fromParts(Part.fromText(question)))
                .filter(event -> event.finalResponse())
                .map(event -> event.stringifyContent())
                .blockingLast();
    }

    private static CalledTool.Calls recorded(Tracer tracer) {
        return (tool, arguments, live) -> {
            Function<Map<String, Object>, Map<String, Object>> called = tracer.tool(tool, live);
            return called.apply(arguments);
        };
    }

    @SuppressWarnings("unchecked")
    private static CalledTool.Calls replayed(ReplayContext context) {
        return (tool, arguments, live) -> context.call(tool, arguments, Map.class);
    }

    private static Dataset dataset() {
        try (TraceRecycler recycler = TraceRecycler.builder().store("memory:").build()) {
            Tracer tracer = recycler.tracer("desk");
            Function<String, String> agent = question -> answer(recorded(tracer), 0, question);
            tracer.agent(agent).run("I want my money back for B-101.");
            assertThat(recycler.flush(Duration.ofSeconds(30))).isTrue();
            return recycler.curate().minQuality(0).toDataset("desk");
        }
    }

    @Test
    void agentOfTheKit_isReplayedThroughItsTools_andAnotherArgumentIsNoticed() {
        Dataset dataset = dataset();
        assertThat(dataset.cases()).singleElement().satisfies(recorded -> {
            assertThat(recorded.expectedAnswer()).hasValue("You get 59 euros back.");
            assertThat(recorded.toolCalls()).extracting(call -> call.name()).containsExactly("find_order", "refund");
        });
        int before = REAL_CALLS.get();

        ReplayRun unchanged = Replay.of(dataset).run(context -> question -> answer(replayed(context), 0, question));
        ReplayRun changed = Replay.of(dataset).run(context -> question -> answer(replayed(context), 9, question));

        assertThat(unchanged.failures()).isEmpty();
        assertThat(changed.failures())
                .singleElement()
                .satisfies(result -> assertThat(
                                result.firstDivergence().orElseThrow().blame())
                        .isEqualTo(Blame.TOOL_ARGUMENTS));
        assertThat(REAL_CALLS).hasValue(before);
    }

    /** The shop's systems. */
    private static final class OrderTool extends BaseTool {

        OrderTool(String name) {
            super(name, name);
        }

        @Override
        public Optional<FunctionDeclaration> declaration() {
            return Optional.of(FunctionDeclaration.builder()
                    .name(name())
                    .description(description())
                    .build());
        }

        @Override
        public Single<Map<String, Object>> runAsync(Map<String, Object> arguments, ToolContext context) {
            REAL_CALLS.incrementAndGet();
            return Single.just(name().equals("refund") ? Map.of("granted", true) : Map.of("euros", 59));
        }
    }

    /** Stands in for a model: looks the order up, refunds it, says so. */
    private static final class Rules extends BaseLlm {

        private final int discount;
        private int asked;

        Rules(int discount) {
            super("rules-1");
            this.discount = discount;
        }

        @Override
        public Flowable<LlmResponse> generateContent(LlmRequest request, boolean stream) {
            Part part = switch (asked++) {
                case 0 -> Part.fromFunctionCall("find_order", Map.of("number", "B-101"));
                case 1 -> Part.fromFunctionCall("refund", Map.of("number", "B-101", "euros", 59 - discount));
                default -> Part.fromText("You get " + (59 - discount) + " euros back.");
            };
            Content content =
                    Content.builder().role("model").parts(List.of(part)).build();
            return Flowable.just(LlmResponse.builder().content(content).build());
        }

        @Override
        public BaseLlmConnection connect(LlmRequest request) {
            throw new UnsupportedOperationException("no live connection");
        }
    }
}
