package dev.arceval.checks.clients;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** A server of MCP with two tools, which speaks over its standard streams until it is ended. */
final class OrderServer {

    private OrderServer() {}

    /** Takes nothing. */
    public static void main(String[] arguments) throws InterruptedException {
        McpServer.sync(new StdioServerTransportProvider(McpJsonDefaults.getMapper()))
                .serverInfo("orders", "1")
                .capabilities(
                        McpSchema.ServerCapabilities.builder().tools(false).build())
                .tools(
                        tool(
                                "find_order",
                                call -> CallToolResult.builder()
                                        .addTextContent(
                                                "Order " + call.get("number") + " holds a hammock for 59 euros.")
                                        .structuredContent(Map.of("item", "hammock", "euros", 59))
                                        .build()),
                        tool(
                                "refund",
                                call -> CallToolResult.builder()
                                        .addTextContent("The cash desk is closed.")
                                        .isError(true)
                                        .build()))
                .build();
        new CountDownLatch(1).await();
    }

    private static SyncToolSpecification tool(String name, Function<Map<String, Object>, CallToolResult> answer) {
        McpSchema.Tool tool = McpSchema.Tool.builder()
                .name(name)
                .description(name)
                .inputSchema(new McpSchema.JsonSchema("object", Map.of(), List.of(), null, null, null))
                .build();
        return SyncToolSpecification.builder()
                .tool(tool)
                .callHandler((exchange, call) -> answer.apply(call.arguments()))
                .build();
    }
}
