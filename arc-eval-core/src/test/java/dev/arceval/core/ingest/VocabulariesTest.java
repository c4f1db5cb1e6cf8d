package dev.arceval.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.core.json.Json;
import dev.arceval.trace.Attributes;
import dev.arceval.trace.Message;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class VocabulariesTest {

    private static final String FIXTURES =
            "openinference-recordings/js/packages/openinference-genai/test/__fixtures__/";

    private static Span span(Map<String, Object> attributes, Span.Event... events) {
        Span raw = Span.builder("eee19b7ec3c1b174", "execute_tool get_weather")
                .status(Span.Status.ERROR)
                .build();
        Span.Builder span = raw.toBuilder();
        new SpanMapping(attributes, conversation()).fill(span, raw.name(), raw.status(), null, List.of(events));
        return span.build();
    }

    private static Conversation conversation() {
        return new Conversation(new JsonValues(Json.parser("{}"), ReadLimits.standard(), false, new RecordResult()));
    }

    /** Fixtures hold the attributes of one span as plain JSON. */
    private static Span fixture(String name) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        Map<?, ?> json =
                JsonMapper.shared().readValue(SharedData.path(FIXTURES + name).toFile(), Map.class);
        json.forEach((key, value) -> attributes.put((String) key, value));
        return span(new LinkedHashMap<>(Attributes.of(attributes).asMap()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"otel_genai_client_span_tool_calls.json", "openinference_client_span_tool_calls.json"})
    void bothVocabularies_giveTheSameConversation(String name) {
        Span span = fixture(name);

        assertThat(span.kind()).isEqualTo(Span.Kind.LLM);
        assertThat(span.provider()).contains("openai");
        assertThat(span.model()).contains("gpt-4-0613");
        assertThat(span.usage().inputTokens()).isEqualTo(97);
        assertThat(span.usage().outputTokens()).isEqualTo(52);
        assertThat(span.input())
                .extracting(Message::role)
                .containsExactly(Message.Role.USER, Message.Role.ASSISTANT, Message.Role.TOOL);
        assertThat(span.input().get(1).parts().get(1))
                .isEqualTo(new Message.ToolRequest("1234", "get_weather", "{\"location\":\"Paris\"}"));
        assertThat(span.input().get(2).parts()).containsExactly(new Message.ToolResponse("1234", "rainy, 57°F"));
        assertThat(span.outputText().orElseThrow()).startsWith("The weather in Paris");
    }

    @Test
    void olderAndBareForms_areReadAsFarAsTheyGo() {
        assertThat(fixture("otel_genai_deprecated_client_span_tool_calls.json").input())
                .hasSize(3);
        assertThat(fixture("openinference_client_span_input_output_only.json").input())
                .hasSize(3);
        assertThat(fixture("otel_genai_tool_execution_span.json")
                        .toolCall()
                        .orElseThrow()
                        .name())
                .isEqualTo("get_weather");
    }

    @Test
    void everyGoldenFile_survivesExport() {
        OtlpTraceCodec codec = new OtlpTraceCodec();
        List<Trace> traces = new ArrayList<>();
        for (String file : List.of(
                "opentelemetry-proto/trace.json",
                "opentelemetry-java/expected-spans.json",
                "opentelemetry-java/expected-spans-wrapper.json")) {
            Reading reading = Reading.of(SharedData.path("otlp-golden-json/" + file));
            assertThat(reading.rejected).isEmpty();
            assertThat(reading.spans).isNotEmpty();
            traces.addAll(reading.traces());
        }
        for (Trace trace : traces) {
            byte[] written = codec.encode(trace);
            assertThat(Reading.of(written).trace()).isEqualTo(trace);
            assertThat(new String(written, StandardCharsets.UTF_8)).doesNotContain("arceval.");
        }
    }

    @ParameterizedTest
    @CsvSource({"logs.json, 0", "metrics.json, 1", "events.json, 0"})
    void otherSignals_areNoTraces(String file, int rejected) {
        Reading reading = Reading.of(SharedData.path("otlp-golden-json/opentelemetry-proto/" + file));

        assertThat(reading.spans).isEmpty();
        assertThat(reading.rejected).hasSize(rejected);
        assertThat(reading.repaired).hasSize(1 - rejected).allMatch(LogRecords.OTHER::equals);
    }

    @ParameterizedTest
    @CsvSource({
        "gen_ai.operation.name, chat, LLM",
        "gen_ai.operation.name, embeddings, EMBEDDING",
        "gen_ai.operation.name, execute_tool, TOOL",
        "gen_ai.operation.name, invoke_agent, AGENT",
        "openinference.span.kind, RETRIEVER, RETRIEVAL",
        "openinference.span.kind, GUARDRAIL, GUARDRAIL",
        "operation.type, agent.input, AGENT",
        "operation.type, tool.search, TOOL",
        "operation.type, llm.generate, LLM",
        "operation.type, http.request, OTHER",
        "operation.type, memory.store, OTHER"
    })
    void operation_saysTheKind(String attribute, String operation, Span.Kind kind) {
        Span span = span(Map.of(attribute, operation));

        assertThat(span.kind()).isEqualTo(kind);
        assertThat(span.operation()).contains(operation);
        assertThat(span.attributes().isEmpty()).isTrue();
    }

    @Test
    void ofTwoAttributesForOneField_theOtherStays() {
        Span span = span(Map.of("gen_ai.request.model", "asked", "gen_ai.response.model", "answered"));

        assertThat(span.model()).contains("answered");
        assertThat(span.attributes().asMap()).containsOnlyKeys("gen_ai.request.model");
    }

    @Test
    void valueThatDoesNotFit_staysAnAttribute() {
        Span span = span(Map.of(
                "gen_ai.usage.input_tokens",
                -1L,
                "gen_ai.usage.prompt_tokens",
                5L,
                "gen_ai.agent.name",
                7L,
                "gen_ai.input.messages",
                "no JSON"));

        assertThat(span.usage().inputTokens()).isEqualTo(5);
        assertThat(span.attributes().asMap()).containsOnlyKeys("gen_ai.usage.input_tokens", "gen_ai.agent.name");
        assertThat(span.inputText()).contains("no JSON");
    }

    @Test
    void conversationThatGrows_isReadLikeEachPartAlone() {
        String one = "[{\"role\":\"user\",\"content\":\"a\"}]";
        String two = "[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"}]";
        String other = "[{\"role\":\"user\",\"content\":\"a\"},oops]";
        Conversation conversation = conversation();

        assertThat(conversation.messages(one, Message.Role.USER)).containsExactly(Message.user("a"));
        assertThat(conversation.messages(two, Message.Role.USER))
                .containsExactly(Message.user("a"), Message.assistant("b"));
        assertThat(conversation.messages(two, Message.Role.USER)).hasSize(2);
        assertThat(conversation.messages(one, Message.Role.USER)).hasSize(1);
        assertThat(conversation.messages(other, Message.Role.USER)).containsExactly(Message.user(other));
    }

    @Test
    void exception_saysWhatFailed() {
        Span.Event thrown = new Span.Event(
                "exception",
                1,
                Attributes.of(Map.of("exception.type", "java.io.IOException", "exception.message", "gone")));

        Span span = span(Map.of(), thrown);

        assertThat(span.errorType()).contains("java.io.IOException");
        assertThat(span.statusMessage()).contains("gone");
        assertThat(span.events()).containsExactly(thrown);
    }

    @Test
    void indexedPrompts_areMessages() {
        Span span = span(Map.of(
                "gen_ai.prompt.10.content", "last",
                "gen_ai.prompt.2.role", "system",
                "gen_ai.prompt.2.content", "first",
                "gen_ai.completion.0.content", "answer",
                "gen_ai.completion.0.finish_reason", "stop",
                "gen_ai.completion.0.tool_calls.0.name", "search",
                "gen_ai.completion.0.tool_calls.0.arguments", "{}"));

        assertThat(span.input()).containsExactly(Message.system("first"), Message.user("last"));
        assertThat(span.output().get(0).parts())
                .containsExactly(new Message.Text("answer"), new Message.ToolRequest(null, "search", "{}"));
        assertThat(span.finishReasons()).containsExactly("stop");
        assertThat(span.attributes().isEmpty()).isTrue();
    }
}
