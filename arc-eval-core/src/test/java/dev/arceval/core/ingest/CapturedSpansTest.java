package dev.arceval.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Message;
import dev.arceval.trace.Span;
import dev.arceval.trace.ToolCall;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Attributes that real runs left, lifted out of the files they came in, against counts taken from the same files. */
class CapturedSpansTest {

    private static JsonNode json(Path file) throws IOException {
        try (InputStream raw = Files.newInputStream(file);
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            return JsonMapper.shared().readTree(plain);
        }
    }

    private static Span span(String name, Map<String, Object> attributes) {
        Span.Builder span = Span.builder("eee19b7ec3c1b174", name);
        Map<String, Object> whole =
                new LinkedHashMap<>(Attributes.of(attributes).asMap());
        new SpanMapping(whole, new Conversation(ReadLimits.standard(), new RecordResult()))
                .fill(span, name, Span.Status.UNSET, null, List.of());
        return span.build();
    }

    private static Map<String, Object> plain(JsonNode object) {
        Map<String, Object> map = new LinkedHashMap<>();
        object.properties().forEach(member -> map.put(member.getKey(), value(member.getValue())));
        return map;
    }

    private static Object value(JsonNode node) {
        if (node.isString()) {
            return node.asString();
        }
        if (node.isBoolean()) {
            return node.asBoolean();
        }
        if (node.isIntegralNumber()) {
            return node.asLong();
        }
        if (node.isNumber()) {
            return node.asDouble();
        }
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(item -> list.add(value(item)));
            return list;
        }
        return node.isObject() ? plain(node) : Attributes.Empty.VALUE;
    }

    /** Spans of Google's ADK as Jaeger shows them: every tag that carries content ends in a field, and nowhere else. */
    @Test
    void adkSpansInJaeger_fillTheModel() throws IOException {
        int models = 0;
        int tools = 0;
        for (Path file : SharedData.files("agentevals-samples/samples", ".json.gz")) {
            for (JsonNode trace : json(file).path("data")) {
                for (JsonNode raw : trace.path("spans")) {
                    Map<String, Object> tags = new LinkedHashMap<>();
                    raw.path("tags").forEach(tag -> tags.put(tag.path("key").asString(), value(tag.path("value"))));
                    Span span = span(raw.path("operationName").asString(), tags);
                    if (tags.containsKey("gcp.vertex.agent.tool_call_args")) {
                        tools++;
                        ToolCall call = span.toolCall().orElseThrow();
                        assertThat(span.kind()).isEqualTo(Span.Kind.TOOL);
                        assertThat(call.name()).isEqualTo(tags.get("gen_ai.tool.name"));
                        assertThat(call.arguments()).isEqualTo(tags.get("gcp.vertex.agent.tool_call_args"));
                        assertThat(call.result()).isEqualTo(tags.get("gcp.vertex.agent.tool_response"));
                    } else if (tags.get("gcp.vertex.agent.llm_request") instanceof String request) {
                        models++;
                        JsonNode sent = JsonMapper.shared().readTree(request);
                        int system = sent.at("/config/system_instruction").isMissingNode() ? 0 : 1;
                        assertThat(span.kind()).isEqualTo(Span.Kind.LLM);
                        assertThat(span.input()).hasSize(sent.path("contents").size() + system);
                        assertThat(span.output()).hasSize(1);
                        assertThat(span.usage().inputTokens()).isPositive();
                        assertThat(span.attributes()
                                        .text("gcp.vertex.agent.llm_request")
                                        .orElse(""))
                                .doesNotContain("\"contents\"");
                    }
                }
            }
        }
        assertThat(models).as("model calls").isPositive();
        assertThat(tools).as("tool calls").isPositive();
    }

    /** Spans of Vercel's AI SDK 6. */
    @Test
    void vercelSpans_fillTheModel() throws IOException {
        Path file = SharedData.path(
                "openinference-recordings/js/packages/openinference-vercel/test/__fixtures__/v6-spans/all-spans.json");
        Map<Span.Kind, Integer> kinds = new TreeMap<>();
        for (JsonNode raw : json(file)) {
            Map<String, Object> attributes = plain(raw.path("attributes"));
            Span span = span(raw.path("name").asString(), attributes);
            kinds.merge(span.kind(), 1, Integer::sum);
            assertThat(span.model()).isPresent();
            assertThat(span.attributes().asMap().keySet())
                    .doesNotContain("ai.prompt", "ai.prompt.messages", "ai.response.text", "ai.response.object");
            if (attributes.get("ai.response.text") instanceof String text && !text.isEmpty()) {
                assertThat(span.outputText()).contains(text);
            }
            if (attributes.get("ai.usage.promptTokens") instanceof Long tokens) {
                assertThat(span.usage().inputTokens()).isEqualTo(tokens);
            }
            if (attributes.containsKey("ai.prompt") || attributes.containsKey("ai.prompt.messages")) {
                assertThat(span.inputText()).isPresent();
            }
        }
        assertThat(kinds).containsOnlyKeys(Span.Kind.LLM, Span.Kind.CHAIN, Span.Kind.EMBEDDING);
    }

    /** Spans of nine frameworks, of which Langfuse keeps the attributes that it did not understand itself. */
    @Test
    void spansInLangfuse_haveTheKindAndFiguresLangfuseSaw() throws IOException {
        int seen = 0;
        for (Path file : SharedData.files("langfuse-seeder", ".json")) {
            for (JsonNode observation : json(file).path("observations")) {
                JsonNode metadata = observation.path("metadata");
                JsonNode unwrapped = metadata.isString() ? JsonMapper.shared().readTree(metadata.asString()) : metadata;
                if (!unwrapped.path("attributes").isObject()) {
                    continue;
                }
                seen++;
                Map<String, Object> attributes = plain(unwrapped.path("attributes"));
                Span span = span(observation.path("name").asString(), attributes);
                String type = observation.path("type").asString();
                if (type.equals("GENERATION") && attributes.containsKey("openinference.span.kind")) {
                    assertThat(span.kind()).as(file.toString()).isEqualTo(Span.Kind.LLM);
                }
                if (type.equals("TOOL") && attributes.containsKey("gen_ai.tool.name")) {
                    assertThat(span.toolCall().orElseThrow().name()).isEqualTo(attributes.get("gen_ai.tool.name"));
                }
                indexedMessagesAreAll(attributes, span);
                assertThat(span.attributes().asMap().keySet())
                        .noneMatch(name -> name.matches("(llm\\.(in|out)put_messages|gen_ai\\.(prompt|completion))\\..*"
                                + "(content|role|text|arguments)"));
            }
        }
        assertThat(seen).isGreaterThan(20);
    }

    private static void indexedMessagesAreAll(Map<String, Object> attributes, Span span) {
        long inputs = attributes.keySet().stream()
                .filter(name -> name.matches("(llm\\.input_messages|gen_ai\\.prompt)\\.\\d+\\..*"))
                .map(name -> name.replaceAll("^(llm\\.input_messages|gen_ai\\.prompt)\\.(\\d+)\\..*", "$2"))
                .distinct()
                .count();
        if (inputs > 0 && !attributes.containsKey("gen_ai.input.messages")) {
            assertThat(span.input()).hasSize((int) inputs);
        }
    }

    /** What models were sent and answered, in the shapes of four providers: each message is read, and each tool call. */
    @Test
    void providerBodies_areReadAsMessages() throws IOException {
        int requests = 0;
        int calls = 0;
        for (Path file : SharedData.files("framework-cassettes", ".jsonl.gz")) {
            String text;
            try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
                text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
            for (String line : text.split("\n")) {
                JsonNode exchange = JsonMapper.shared().readTree(line);
                JsonNode sent = exchange.path("request").path("messages");
                if (!sent.isArray()
                        || sent.isEmpty()
                        || !sent.get(0).path("role").isString()) {
                    continue;
                }
                Span span =
                        span("chat", Map.of("gen_ai.operation.name", "chat", "gen_ai.input.messages", sent.toString()));
                requests++;
                assertThat(span.input()).as(line).hasSameSizeAs(sent);
                for (int i = 0; i < sent.size(); i++) {
                    JsonNode message = sent.get(i);
                    long expected = message.path("tool_calls").size();
                    for (JsonNode block : message.path("content")) {
                        expected += block.path("type").asString("").equals("tool_use") || block.has("toolUse") ? 1 : 0;
                    }
                    long found = span.input().get(i).parts().stream()
                            .filter(Message.ToolRequest.class::isInstance)
                            .count();
                    assertThat(found).as(message.toString()).isEqualTo(expected);
                    calls += (int) found;
                    if (message.path("content").isString()
                            && !message.path("content").asString().isEmpty()) {
                        assertThat(span.input().get(i).parts()).isNotEmpty();
                    }
                }
            }
        }
        assertThat(requests).isGreaterThan(500);
        assertThat(calls).isGreaterThan(50);
    }
}
