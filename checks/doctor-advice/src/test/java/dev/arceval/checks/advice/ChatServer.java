package dev.arceval.checks.advice;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Speaks OpenAI's chat completions: asks for the tool first, and answers once it has the tool's result. */
final class ChatServer implements AutoCloseable {

    private static final String ASKS_FOR_TOOL = """
            {"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"gpt-4o-mini","choices":[{"index":0,
            "message":{"role":"assistant","content":null,"refusal":null,"tool_calls":[{"id":"call_1","type":"function",
            "function":{"name":"orderStatus","arguments":"{\\"order\\":\\"7\\"}"}}]},"logprobs":null,"finish_reason":"tool_calls"}],
            "usage":{"prompt_tokens":31,"completion_tokens":12,"total_tokens":43}}
            """;
    private static final String ANSWERS = """
            {"id":"chatcmpl-2","object":"chat.completion","created":1700000001,"model":"gpt-4o-mini","choices":[{"index":0,
            "message":{"role":"assistant","content":"Order 7 was shipped.","refusal":null},"logprobs":null,
            "finish_reason":"stop"}],"usage":{"prompt_tokens":52,"completion_tokens":6,"total_tokens":58}}
            """;

    private final HttpServer server;

    private ChatServer(HttpServer server) {
        this.server = server;
    }

    static ChatServer start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", ChatServer::answer);
        server.start();
        return new ChatServer(server);
    }

    String url() {
        return "http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":"
                + server.getAddress().getPort() + "/v1";
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean hasResult = request.replace(" ", "").contains("\"role\":\"tool\"");
            byte[] response = (hasResult ? ANSWERS : ASKS_FOR_TOOL).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, response.length);
            exchange.getResponseBody().write(response);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
