package dev.arceval.checks.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.Replay;
import dev.arceval.ReplayContext;
import dev.arceval.TraceRecycler;
import dev.arceval.Tracer;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.Divergence.Blame;
import dev.arceval.eval.ReplayRun;
import dev.arceval.testkit.NoNetwork;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An agent that calls the tools of a server of MCP, recorded with the real SDK and server and replayed without a server. */
@NoNetwork
@Timeout(120)
class McpClientTest {

    /** The agent's own code: it knows the client by what it needs of it. */
    private record RefundAgent(Function<CallToolRequest, CallToolResult> tools, int percent) {

        String answer(String number) {
            CallToolResult order = tools.apply(new CallToolRequest("find_order", Map.of("number", number)));
            Map<?, ?> fields = (Map<?, ?>) order.structuredContent();
            int euros = ((Number) fields.get("euros")).intValue() * percent / 100;
            CallToolResult refund =
                    tools.apply(new CallToolRequest("refund", Map.of("number", number, "euros", euros)));
            String said = ((TextContent) refund.content().get(0)).text();
            return fields.get("item") + ": " + (Boolean.TRUE.equals(refund.isError()) ? "sorry. " + said : said);
        }
    }

    private static Function<CallToolRequest, CallToolResult> recorded(Tracer tracer, McpSyncClient client) {
        return request -> {
            Function<Map<String, Object>, String> tool =
                    tracer.tool(request.name(), arguments -> json(client.callTool(request)));
            return result(tool.apply(request.arguments()));
        };
    }

    private static Function<CallToolRequest, CallToolResult> replayed(ReplayContext context) {
        return request -> result(context.call(request.name(), request.arguments()));
    }

    private static String json(CallToolResult result) {
        try {
            return McpJsonDefaults.getMapper().writeValueAsString(result);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static CallToolResult result(String json) {
        try {
            return McpJsonDefaults.getMapper().readValue(json, CallToolResult.class);
        } catch (IOException noResult) {
            throw new UncheckedIOException(noResult);
        }
    }

    private static Dataset dataset() {
        ServerParameters server = ServerParameters.builder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString())
                .args(
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OrderServer.class.getName())
                .build();
        try (McpSyncClient client = McpClient.sync(new StdioClientTransport(server, McpJsonDefaults.getMapper()))
                        .requestTimeout(Duration.ofSeconds(60))
                        .build();
                TraceRecycler recycler =
                        TraceRecycler.builder().store("memory:").build()) {
            client.initialize();
            Tracer tracer = recycler.tracer("refunds");
            tracer.agent(new RefundAgent(recorded(tracer, client), 100)::answer).run("B-101 of ann.lee@mail.example");
            assertThat(recycler.flush(Duration.ofSeconds(30))).isTrue();
            return recycler.curate().minQuality(0).toDataset("refunds");
        }
    }

    @Test
    void agentOfAServer_isReplayedWithoutTheServer_andAnotherArgumentIsNoticed() {
        Dataset dataset = dataset();
        assertThat(dataset.cases()).singleElement().satisfies(recorded -> {
            assertThat(recorded.expectedAnswer()).hasValue("hammock: sorry. The cash desk is closed.");
            assertThat(recorded.toolCalls()).extracting(call -> call.name()).containsExactly("find_order", "refund");
            assertThat(recorded.toolCalls().toString()).contains("«email:").doesNotContain("ann.lee");
        });

        ReplayRun unchanged = Replay.of(dataset).run(context -> new RefundAgent(replayed(context), 100)::answer);
        ReplayRun changed = Replay.of(dataset).run(context -> new RefundAgent(replayed(context), 50)::answer);

        assertThat(unchanged.failures()).isEmpty();
        assertThat(changed.failures())
                .singleElement()
                .satisfies(result -> assertThat(
                                result.firstDivergence().orElseThrow().blame())
                        .isEqualTo(Blame.TOOL_ARGUMENTS));
    }
}
