package dev.arceval.checks.chat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Speaks OpenAI's chat completions on a local port, as a script says. */
public final class ChatServer implements AutoCloseable {

    private static final String MODEL = "gpt-4o-mini";

    private final HttpServer server;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();
    private final Script script;

    private ChatServer(HttpServer server, Script script) {
        this.server = server;
        this.script = script;
    }

    /** What a model would say. */
    @FunctionalInterface
    public interface Script {

        /**
         * Returns the reply to a request.
         *
         * @param request the body, as JSON text without the spaces between its parts
         * @param toolResults how many results of tools the conversation holds
         */
        Reply reply(String request, int toolResults);
    }

    /** Asks for the status of order 7 first, and answers once it has it. */
    public static ChatServer start() throws IOException {
        return start((request, toolResults) -> toolResults == 0
                ? Reply.calls(new Reply.Call("call_1", "orderStatus", "{\"order\":\"7\"}"))
                : Reply.answer("Order 7 was shipped."));
    }

    /** Answers as {@code script} says. */
    public static ChatServer start(Script script) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ChatServer server = new ChatServer(http, script);
        http.createContext("/", server::answer);
        http.setExecutor(server.executor);
        http.start();
        return server;
    }

    /** The address that a client of OpenAI's is given. */
    public String url() {
        return "http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":"
                + server.getAddress().getPort() + "/v1";
    }

    /** How many requests there were. */
    public int requests() {
        return requests.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
                    .replaceAll("\"\\s*:\\s*", "\":");
            int number = requests.incrementAndGet();
            Reply reply = script.reply(request, request.split("\"role\":\"tool\"", -1).length - 1);
            if (reply.status() != 200) {
                send(exchange, reply.status(), "{\"error\":{\"message\":\"out of order\",\"type\":\"server_error\"}}");
            } else if (request.contains("\"stream\":true")) {
                stream(exchange, reply, number);
            } else {
                send(exchange, 200, reply.whole(number, MODEL));
            }
        }
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] response = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, response.length);
        exchange.getResponseBody().write(response);
    }

    private static void stream(HttpExchange exchange, Reply reply, int number) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        for (String piece : reply.pieces(number, MODEL)) {
            out.write(("data: " + piece + "\n\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
        out.write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
