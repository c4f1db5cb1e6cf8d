package dev.arceval.core.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.core.ingest.SharedData;
import dev.arceval.trace.Message;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Span;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Trace;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Transcripts, exchanges with model providers, sessions and evaluation logs. */
class ConversationsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                Samples.CHAT,
                "[{\"role\":\"system\",\"content\":\"be kind\"},{\"role\":\"user\",\"content\":\"hi\"},"
                        + "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c1\",\"function\":{\"name\":\"find\","
                        + "\"arguments\":\"{\\\"q\\\":1}\"}}]},{\"role\":\"tool\",\"tool_call_id\":\"c1\","
                        + "\"content\":\"one\"},{\"role\":\"assistant\",\"content\":\"hello\"}]",
                "{\"system\":\"be kind\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"},"
                        + "{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"c1\",\"name\":\"find\","
                        + "\"input\":{\"q\":1}}]},{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\","
                        + "\"tool_use_id\":\"c1\",\"content\":\"one\"}]},{\"role\":\"assistant\",\"content\":\"hello\"}]}",
                "{\"systemInstruction\":{\"parts\":[{\"text\":\"be kind\"}]},\"contents\":[{\"role\":\"user\",\"parts\":"
                        + "[{\"text\":\"hi\"}]},{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"name\":\"find\","
                        + "\"args\":{\"q\":1}}}]},{\"role\":\"user\",\"parts\":[{\"functionResponse\":{\"name\":\"find\","
                        + "\"response\":\"one\"}}]},{\"role\":\"model\",\"parts\":[{\"text\":\"hello\"}]}]}",
                "{\"model\":\"m\",\"instructions\":\"be kind\",\"input\":[{\"role\":\"user\",\"content\":\"hi\"},"
                        + "{\"type\":\"function_call\",\"call_id\":\"c1\",\"name\":\"find\",\"arguments\":\"{\\\"q\\\":1}\"},"
                        + "{\"type\":\"function_call_output\",\"call_id\":\"c1\",\"output\":\"one\"},"
                        + "{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\","
                        + "\"text\":\"hello\"}]}]}",
                "{\"messages\":[{\"type\":\"system\",\"content\":\"be kind\"},{\"type\":\"human\",\"content\":\"hi\"},"
                        + "{\"type\":\"ai\",\"content\":\"\",\"tool_calls\":[{\"name\":\"find\",\"args\":{\"q\":1},"
                        + "\"id\":\"c1\"}]},{\"type\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"one\"},"
                        + "{\"type\":\"ai\",\"content\":\"hello\"}]}",
                "{\"system\":[{\"text\":\"be kind\"}],\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"hi\"}]},"
                        + "{\"role\":\"assistant\",\"content\":[{\"toolUse\":{\"toolUseId\":\"c1\",\"name\":\"find\","
                        + "\"input\":{\"q\":1}}}]},{\"role\":\"user\",\"content\":[{\"toolResult\":{\"toolUseId\":\"c1\","
                        + "\"content\":[{\"text\":\"one\"}]}}]},{\"role\":\"assistant\",\"content\":[{\"text\":\"hello\"}]}]}"
            })
    void everyProvidersTranscript_isTheSameRun(String transcript) {
        Seen seen = Seen.of(transcript);

        assertThat(seen.format).isEqualTo("chat");
        Trace trace = seen.trace();
        assertThat(trace.input()).contains("hi");
        assertThat(trace.output()).contains("hello");
        assertThat(trace.root().orElseThrow().kind()).isEqualTo(Span.Kind.AGENT);
        assertThat(trace.spans())
                .extracting(Span::kind)
                .containsExactly(Span.Kind.AGENT, Span.Kind.LLM, Span.Kind.TOOL, Span.Kind.LLM);
        assertThat(trace.root().orElseThrow().input().get(0)).isEqualTo(Message.system("be kind"));
        ToolCall call = trace.toolCalls().get(0);
        assertThat(call.name()).isEqualTo("find");
        assertThat(call.arguments()).isEqualTo("{\"q\":1}");
        assertThat(call.result()).isEqualTo("one");
        assertThat(trace.startEpochNanos()).isZero();
        assertThat(seen.repaired).containsExactly("steps without times kept in the order of the record");
    }

    @Test
    void sameTranscriptTwice_hasTheSameId() {
        String line = Raw.line(Samples.CHAT);

        assertThat(Seen.of(line + "\n" + line).spans).hasSize(1);
        assertThat(Seen.of(line).spans.keySet()).isEqualTo(Seen.of(line).spans.keySet());
    }

    @Test
    void toolErrors_areErrors() {
        Seen seen = Seen.of("{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"},{\"role\":\"assistant\",\"content\":"
                + "[{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"x\",\"input\":{}}]},{\"role\":\"user\",\"content\":"
                + "[{\"type\":\"tool_result\",\"tool_use_id\":\"a\",\"is_error\":true,\"content\":\"gone\"}]}]}");

        ToolCall call = seen.toolCalls().get(0);
        assertThat(call.failed()).isTrue();
        assertThat(call.result()).isEqualTo("gone");
    }

    @Test
    void streamedAnswer_isThatOfOnePiece() {
        String stream = "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"he\"}}],"
                + "\"model\":\"m\"}\n\ndata: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"llo\",\"tool_calls\":["
                + "{\"index\":0,\"id\":\"c1\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\"\"}}]}}]}\n\n"
                + "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":"
                + "\":1}\"}}]},\"finish_reason\":\"tool_calls\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}"
                + "\n\ndata: [DONE]\n";
        String record = JsonMapper.shared()
                .writeValueAsString(JsonMapper.shared()
                        .createObjectNode()
                        .set(
                                "request",
                                JsonMapper.shared()
                                        .readTree(
                                                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"))
                        .put("response", stream));
        Seen seen = Seen.of(record);

        Span call = seen.of(Span.Kind.LLM).get(0);
        assertThat(call.outputText()).contains("hello");
        assertThat(call.finishReasons()).containsExactly("tool_calls");
        assertThat(call.usage().totalTokens()).hasValue(5);
        assertThat(seen.toolCalls()).containsExactly(new ToolCall("f", "c1", "{\"a\":1}", null, null));
    }

    private record Exchange(JsonNode request, JsonNode response, JsonNode record) {}

    private static List<Exchange> exchanges() throws IOException {
        List<Exchange> exchanges = new ArrayList<>();
        for (Path file : SharedData.files("framework-cassettes", ".jsonl.gz")) {
            try (BufferedReader lines = new BufferedReader(
                    new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
                lines.lines().forEach(line -> {
                    JsonNode record = JsonMapper.shared().readTree(line);
                    exchanges.add(new Exchange(record.path("request"), record.path("response"), record));
                });
            }
        }
        return exchanges;
    }

    @Test
    void recordedExchanges_areReadOneByOne() throws IOException {
        int calls = 0;
        for (Exchange exchange : exchanges()) {
            boolean chat = exchange.request().path("messages").isArray()
                            && !exchange.request().path("messages").isEmpty()
                    || exchange.request().has("contents") && exchange.response().has("candidates");
            Seen seen = new Seen();
            Seen.format("chat")
                    .read(
                            new ByteArrayInputStream(
                                    exchange.record().toString().getBytes(StandardCharsets.UTF_8)),
                            seen);
            assertThat(seen.rejected).isEmpty();
            if (chat) {
                calls++;
                exchange(exchange, seen);
            }
        }
        assertThat(calls).isGreaterThan(900);
    }

    private static void exchange(Exchange exchange, Seen seen) {
        JsonNode record = exchange.record();
        JsonNode response = exchange.response();
        Trace trace = seen.trace();
        List<Span> calls = seen.of(Span.Kind.LLM);
        assertThat(calls).as(record.toString()).isNotEmpty();
        Span last = calls.get(calls.size() - 1);
        boolean asked = exchange.request().has("contents")
                || exchange.request()
                        .path("messages")
                        .valueStream()
                        .anyMatch(message -> Raw.text(message, "role").equals("user"));
        if (asked) {
            assertThat(trace.input()).as(record.toString()).isPresent();
        }
        if (response.path("choices").isArray() && response.has("usage")) {
            JsonNode message = response.at("/choices/0/message");
            assertThat(last.usage().inputTokens())
                    .isEqualTo(response.at("/usage/prompt_tokens").asLong());
            assertThat(last.usage().outputTokens())
                    .isEqualTo(response.at("/usage/completion_tokens").asLong());
            assertThat(last.model()).contains(Raw.text(response, "model"));
            assertThat(Seen.requests(last.output()).size())
                    .isGreaterThanOrEqualTo(message.path("tool_calls").size());
            if (message.path("content").isString()
                    && !Raw.text(message, "content").isEmpty()) {
                assertThat(last.output().get(0).text()).isEqualTo(Raw.text(message, "content"));
            }
            assertThat(last.finishReasons()).hasSize(response.get("choices").size());
        }
        if (Raw.text(response, "type").equals("message")) {
            assertThat(last.usage().outputTokens())
                    .isEqualTo(response.at("/usage/output_tokens").asLong());
            assertThat(Seen.requests(last.output())).hasSize((int) response.get("content")
                    .valueStream()
                    .filter(block -> Raw.text(block, "type").endsWith("tool_use"))
                    .count());
        }
        if (response.has("candidates")) {
            assertThat(Seen.requests(last.output()))
                    .hasSize(Raw.objects(response, node -> node.has("functionCall"))
                            .size());
            JsonNode counted = response.at("/usageMetadata/promptTokenCount");
            assertThat(last.usage().inputTokens())
                    .isEqualTo(counted.isNumber() ? Long.valueOf(counted.asLong()) : null);
        }
        // A call that was asked for is a call, wherever it stands.
        assertThat(trace.toolCalls().size())
                .isGreaterThanOrEqualTo(Seen.requests(last.output()).size());
        boolean refused = record.path("status").asInt(200) >= 400;
        assertThat(trace.outcome().label() == Outcome.Label.FAILURE
                        || trace.outcome().label() == Outcome.Label.ABORTED)
                .as(record.toString())
                .isEqualTo(refused || response.path("error").isObject());
    }

    @Test
    void streamedExchanges_giveWhatWasSaid() throws IOException {
        int streams = 0;
        for (Exchange exchange : exchanges()) {
            String text = exchange.response().path("_sse").asString("");
            boolean delivers = text.contains("\"delta\":{\"content\":\"") || text.contains("text_delta");
            if (!delivers || !exchange.request().path("messages").isArray()) {
                continue;
            }
            Seen seen = new Seen();
            Seen.format("chat")
                    .read(
                            new ByteArrayInputStream(
                                    exchange.record().toString().getBytes(StandardCharsets.UTF_8)),
                            seen);
            streams++;
            assertThat(seen.trace().output()).as(text).isPresent();
        }
        assertThat(streams).isGreaterThan(50);
    }

    static List<Path> sessions() {
        return SharedData.files("adk-fixtures", ".session.json");
    }

    @ParameterizedTest
    @MethodSource("sessions")
    void adkSession_isReadByInvocation(Path file) {
        JsonNode raw = Raw.read(file);
        Seen seen = Seen.of(file);
        Set<String> invocations = new HashSet<>();
        raw.get("events").forEach(event -> invocations.add(Raw.text(event, "invocation_id")));

        assertThat(seen.format).isEqualTo("adk-session");
        assertThat(seen.rejected).isEmpty();
        assertThat(seen.traces()).hasSize(invocations.size());
        assertThat(seen.traces()).allSatisfy(trace -> {
            assertThat(trace.conversationId()).contains(Raw.text(raw, "id"));
            assertThat(trace.duration()).isPresent();
        });
        List<JsonNode> calls = Raw.objects(
                raw.get("events"), node -> node.path("function_call").isObject());
        List<JsonNode> answers = Raw.objects(
                raw.get("events"), node -> node.path("function_response").isObject());
        assertThat(seen.toolCalls()).hasSize(calls.size());
        assertThat(seen.toolCalls().stream().filter(ToolCall::answerable)).hasSize(answers.size());
    }

    static Stream<Path> evalSets() {
        return Stream.of("adk-fixtures", "agentevals-samples")
                .flatMap(folder -> SharedData.files(folder, ".json").stream())
                .filter(file -> {
                    JsonNode raw = Raw.read(file);
                    return raw.has("eval_cases") || raw.isArray();
                });
    }

    @ParameterizedTest
    @MethodSource("evalSets")
    void adkEvalSet_isReadByTurn(Path file) {
        JsonNode raw = Raw.read(file);
        Seen seen = Seen.of(file);
        int turns = raw.isArray()
                ? raw.size()
                : raw.get("eval_cases")
                        .valueStream()
                        .mapToInt(one -> one.path("conversation").size())
                        .sum();
        int uses = Raw.objects(raw, node -> true).stream()
                .mapToInt(node -> node.path("tool_uses").size()
                        + node.path("expected_tool_use").size())
                .sum();

        assertThat(seen.format).isEqualTo("adk-eval-set");
        assertThat(seen.rejected).isEmpty();
        assertThat(seen.traces()).hasSize(turns);
        assertThat(seen.toolCalls()).hasSize(uses);
        assertThat(seen.toolCalls())
                .allSatisfy(call -> assertThat(call.arguments()).isNotNull());
        assertThat(seen.traces()).allSatisfy(trace -> assertThat(trace.input()).isPresent());
    }

    static Stream<Path> inspectLogs() {
        return Stream.of(".json", ".json.gz").flatMap(suffix -> SharedData.files("inspect-logs", suffix).stream());
    }

    @ParameterizedTest
    @MethodSource("inspectLogs")
    void inspectLog_isReadBySample(Path file) {
        JsonNode raw = Raw.read(file);
        List<JsonNode> samples = raw.has("samples")
                ? raw.get("samples").valueStream().toList()
                : raw.path("events").isEmpty()
                                || Raw.objects(raw.get("events"), ConversationsTest::isStep)
                                        .isEmpty()
                        ? List.of()
                        : List.of(raw);
        Seen seen = Seen.of(file);

        assertThat(seen.traces()).hasSize(samples.size());
        for (JsonNode sample : samples) {
            JsonNode events = sample.has("events") ? sample.get("events") : sample.at("/transcript/events");
            List<JsonNode> models =
                    Raw.objects(events, node -> Raw.text(node, "event").equals("model"));
            List<JsonNode> tools =
                    Raw.objects(events, node -> Raw.text(node, "event").equals("tool"));
            Trace trace = samples.size() == 1
                    ? seen.trace()
                    : seen.traces().stream()
                            .filter(one -> one.traceId().equals(Raw.text(sample, "uuid")))
                            .findFirst()
                            .orElseThrow();
            if (!models.isEmpty() || !tools.isEmpty()) {
                assertThat(trace.spans().stream().filter(span -> span.kind() == Span.Kind.LLM))
                        .hasSize(models.size());
                assertThat(trace.toolCalls()).hasSize(tools.size());
                assertThat(trace.spans().stream()
                                .filter(span -> span.kind() == Span.Kind.LLM)
                                .mapToLong(span -> span.usage().totalTokens().orElse(0))
                                .sum())
                        .isEqualTo(models.stream()
                                .mapToLong(model ->
                                        model.at("/output/usage/input_tokens").asLong(0)
                                                + model.at("/output/usage/output_tokens")
                                                        .asLong(0))
                                .sum());
            }
            assertThat(trace.evaluations()).hasSize(sample.path("scores").size());
            assertThat(trace.spans().stream()
                            .flatMap(span -> span.input().stream())
                            .map(Message::text))
                    .noneMatch(text -> text.startsWith("attachment://") || text.startsWith("tc://"));
        }
    }

    private static boolean isStep(JsonNode event) {
        return Raw.text(event, "event").matches("model|tool");
    }

    @Test
    void inspectToolErrors_areKeptByKind() {
        Seen seen = Seen.of(SharedData.path("inspect-logs/tests/log/test_eval_log/log_tool_call_error.json"));

        assertThat(seen.toolCalls())
                .hasSize(11)
                .allSatisfy(call -> assertThat(call.failed()).isTrue());
        assertThat(seen.of(Span.Kind.TOOL).stream().map(span -> span.errorType().orElseThrow()))
                .contains("timeout", "permission", "output_limit", "unicode_decode");
    }
}
