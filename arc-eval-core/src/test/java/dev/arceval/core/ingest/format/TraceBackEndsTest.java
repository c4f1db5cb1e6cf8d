package dev.arceval.core.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.core.ingest.SharedData;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Message;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Jaeger, Tempo, Zipkin, Langfuse and trees of spans, against what a plain walk over the same JSON counts. */
class TraceBackEndsTest {

    static List<Path> trees() {
        return SharedData.files("trail-swe-bench/traces", ".json.gz");
    }

    @ParameterizedTest
    @MethodSource("trees")
    void spanTree_isReadWhole(Path file) {
        JsonNode raw = Raw.read(file);
        List<JsonNode> spans = Raw.objects(raw, node -> node.has("child_spans"));
        Seen seen = Seen.of(file);

        assertThat(seen.format).isEqualTo("span-tree");
        assertThat(seen.rejected).isEmpty();
        assertThat(seen.spans).containsOnlyKeys(Raw.text(raw, "trace_id"));
        assertThat(seen.all().stream().map(Span::spanId))
                .containsExactlyInAnyOrderElementsOf(distinct(spans, "span_id"));
        assertThat(seen.of(Span.Kind.LLM)).hasSize(ofKind(spans, "LLM").size());
        assertThat(seen.of(Span.Kind.TOOL)).hasSize(ofKind(spans, "TOOL").size());
        assertThat(seen.all().stream().filter(Span::failed).count())
                .isEqualTo(spans.stream()
                        .filter(span -> Raw.text(span, "status_code").equals("Error"))
                        .count());
        assertThat(tokens(seen))
                .isEqualTo(ofKind(spans, "LLM").stream()
                        .mapToLong(span -> Long.parseLong(span.at("/span_attributes/llm.token_count.prompt")
                                .asString("0")))
                        .sum());
        assertThat(seen.of(Span.Kind.LLM).stream()
                        .mapToLong(span -> span.input().size())
                        .sum())
                .isEqualTo(ofKind(spans, "LLM").stream()
                        .mapToLong(span -> span.get("span_attributes").propertyNames().stream()
                                .filter(name -> name.startsWith("llm.input_messages."))
                                .map(name -> name.split("\\.")[2])
                                .distinct()
                                .count())
                        .sum());
        assertThat(seen.all()).allSatisfy(span -> assertThat(span.duration()).isPresent());
    }

    private static List<JsonNode> ofKind(List<JsonNode> spans, String kind) {
        Set<String> seen = new HashSet<>();
        return spans.stream()
                .filter(span -> Raw.text(span.path("span_attributes"), "openinference.span.kind")
                        .equals(kind))
                .filter(span -> seen.add(Raw.text(span, "span_id")))
                .toList();
    }

    private static Set<String> distinct(List<JsonNode> spans, String id) {
        return new HashSet<>(spans.stream().map(span -> Raw.text(span, id)).toList());
    }

    private static long tokens(Seen seen) {
        return seen.of(Span.Kind.LLM).stream()
                .map(span -> span.usage().inputTokens())
                .mapToLong(tokens -> tokens == null ? 0 : tokens)
                .sum();
    }

    static Stream<Path> jaegerExports() {
        return SharedData.files("agentevals-samples/samples", ".json.gz").stream();
    }

    @ParameterizedTest
    @MethodSource("jaegerExports")
    void jaegerExport_isReadWhole(Path file) {
        JsonNode raw = Raw.read(file);
        List<JsonNode> spans = Raw.objects(raw, node -> node.has("operationName"));
        Seen seen = Seen.of(file);

        assertThat(seen.format).isEqualTo("jaeger");
        assertThat(seen.rejected).isEmpty();
        assertThat(seen.repaired).isEmpty();
        assertThat(seen.spans).hasSize(raw.get("data").size());
        assertThat(seen.all()).hasSize(spans.size());
        assertThat(withTag(seen, "gen_ai.usage.input_tokens")).isZero();
        assertThat(seen.all().stream().filter(span -> span.usage().inputTokens() != null))
                .hasSize(tagged(spans, "gen_ai.usage.input_tokens") + tagged(spans, "gen_ai.usage.prompt_tokens"));
        assertThat(seen.toolCalls()).hasSize(tagged(spans, "gen_ai.tool.name"));
        for (JsonNode span : spans) {
            Span read = seen.all().stream()
                    .filter(one -> one.spanId().equals(Raw.text(span, "spanID")))
                    .findFirst()
                    .orElseThrow();
            assertThat(read.startEpochNanos()).isEqualTo(span.get("startTime").asLong() * 1_000);
            assertThat(read.duration())
                    .contains(Duration.ofNanos(span.get("duration").asLong() * 1_000));
            assertThat(read.parentSpanId().orElse(""))
                    .isEqualTo(span.at("/references/0/spanID").asString(""));
            assertThat(read.resource().text("service.name")).isPresent();
        }
    }

    private static int tagged(List<JsonNode> spans, String key) {
        Predicate<JsonNode> has = span -> span.get("tags")
                .valueStream()
                .anyMatch(tag -> Raw.text(tag, "key").equals(key));
        return (int) spans.stream().filter(has).count();
    }

    private static long withTag(Seen seen, String name) {
        return seen.all().stream()
                .filter(span -> span.attributes().get(name).isPresent())
                .count();
    }

    @Test
    void tempoExport_isReadWhole() {
        Path file = SharedData.path("agentevals-samples/samples/tempo_export_with_batches.json");
        List<JsonNode> spans = Raw.objects(Raw.read(file), node -> node.has("spanId") && node.has("startTimeUnixNano"));
        Seen seen = Seen.of(file);

        assertThat(seen.format).isEqualTo("tempo");
        assertThat(seen.rejected).isEmpty();
        assertThat(seen.all()).hasSize(spans.size());
        for (JsonNode span : spans) {
            Span read = seen.all().stream()
                    .filter(one -> one.spanId().equals(Raw.text(span, "spanId")))
                    .findFirst()
                    .orElseThrow();
            assertThat(read.startEpochNanos())
                    .isEqualTo(span.get("startTimeUnixNano").asLong());
            assertThat(read.endEpochNanos())
                    .isEqualTo(span.get("endTimeUnixNano").asLong());
            assertThat(read.scope().name()).isNotEmpty();
        }
        assertThat(seen.all()).extracting(Span::spanKind).contains(1, 2, 3);
    }

    @Test
    void tempoIdsInBase64_areThoseInHex() {
        Seen seen = Seen.of("{\"batches\":[{\"resource\":{},\"scopeSpans\":[{\"spans\":[{\"traceId\":"
                + "\"W47/95gDgQPSabYzgT/GDA==\",\"spanId\":\"7uGbfsPBsXQ=\",\"name\":\"s\"}]}]}]}");

        assertThat(seen.trace().traceId()).isEqualTo("5b8efff798038103d269b633813fc60c");
        assertThat(seen.trace().spans().get(0).spanId()).isEqualTo("eee19b7ec3c1b174");
    }

    static List<Path> zipkinFiles() {
        return Stream.of(".json", ".json.gz")
                .flatMap(suffix -> SharedData.files("generic-otel-zipkin/zipkin", suffix).stream())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("zipkinFiles")
    void zipkinFile_isReadAsTraceWithoutAgent(Path file) {
        JsonNode raw = Raw.read(file);
        Set<List<String>> sides = new HashSet<>();
        Set<String> traces = new HashSet<>();
        for (JsonNode span : raw) {
            JsonNode local = span.path("localEndpoint");
            sides.add(List.of(
                    Raw.text(span, "traceId"),
                    Raw.text(span, "id"),
                    Raw.text(local, "serviceName"),
                    Raw.text(local, "ipv4")));
            traces.add(Raw.text(span, "traceId"));
        }
        Seen seen = Seen.of(file);

        assertThat(seen.format).isEqualTo("zipkin");
        assertThat(seen.rejected).isEmpty();
        assertThat(seen.spans.keySet()).isEqualTo(traces);
        assertThat(seen.all()).hasSize(sides.size()).allSatisfy(span -> {
            assertThat(span.kind()).isEqualTo(Span.Kind.OTHER);
            assertThat(span.input()).isEmpty();
            assertThat(span.output()).isEmpty();
            assertThat(span.toolCall()).isEmpty();
            assertThat(span.agentName()).isEmpty();
        });
    }

    @Test
    void bothSidesOfACall_areTwoSpans() {
        Seen seen = Seen.of("""
                [{"traceId":"a1","id":"b1","kind":"CLIENT","name":"get","timestamp":1000,"duration":9,
                  "localEndpoint":{"serviceName":"front"}},
                 {"traceId":"a1","id":"b1","kind":"SERVER","name":"get","timestamp":1002,"duration":5,"shared":true,
                  "localEndpoint":{"serviceName":"back"},"tags":{"error":"gone"}}]""");

        Trace trace = seen.trace();
        assertThat(trace.root().orElseThrow().spanId()).isEqualTo("b1");
        Span server = trace.children(trace.root().orElseThrow()).get(0);
        assertThat(server.statusMessage()).contains("gone");
        assertThat(server.resource().text("service.name")).contains("back");
    }

    static List<Path> langfuseTraces() {
        return Stream.of(".json", ".json.gz")
                .flatMap(suffix -> SharedData.files("langfuse-seeder", suffix).stream())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("langfuseTraces")
    void langfuseTrace_isReadWhole(Path file) {
        JsonNode raw = Raw.read(file);
        JsonNode observations = raw.get("observations");
        Seen seen = Seen.of(file);

        assertThat(seen.format).isEqualTo("langfuse");
        assertThat(seen.rejected).isEmpty();
        assertThat(seen.repaired).isEmpty();
        Trace trace = seen.trace();
        assertThat(trace.traceId()).isEqualTo(raw.at("/trace/id").asString());
        assertThat(trace.spans().size()).isBetween(observations.size(), observations.size() + 1);
        assertThat(trace.evaluations()).hasSize(raw.at("/trace/scores").size());
        assertThat(trace.input().isPresent()).isEqualTo(hasAny(observations, "input"));
        for (JsonNode observation : observations) {
            Span span = trace.spans().stream()
                    .filter(one -> one.spanId().equals(Raw.text(observation, "id")))
                    .findFirst()
                    .orElseThrow();
            langfuseObservation(observation, span);
        }
    }

    private static boolean hasAny(JsonNode observations, String field) {
        return observations.valueStream().anyMatch(observation -> Raw.present(observation, field));
    }

    private static void langfuseObservation(JsonNode observation, Span span) {
        String type = Raw.text(observation, "type");
        if (type.equals("GENERATION")) {
            assertThat(span.kind()).isEqualTo(Span.Kind.LLM);
            assertThat(span.model()).contains(Raw.text(observation, "model"));
            assertThat(span.usage().totalTokens().orElse(0)).isEqualTo(tokens(observation));
        }
        if (type.equals("TOOL")) {
            assertThat(span.toolCall()).isPresent();
            assertThat(span.toolCall().get().arguments() != null).isEqualTo(Raw.present(observation, "input"));
            assertThat(span.toolCall().get().result() != null).isEqualTo(Raw.present(observation, "output"));
        }
        assertThat(span.startEpochNanos()).isPositive();
        assertThat(span.duration().isPresent()).isEqualTo(Raw.present(observation, "endTime"));
    }

    private static long tokens(JsonNode observation) {
        JsonNode details = observation.path("usageDetails");
        return details.isEmpty()
                ? observation.path("inputUsage").asLong(0)
                        + observation.path("outputUsage").asLong(0)
                : details.path("input").asLong(0) + details.path("output").asLong(0);
    }

    @Test
    void langGraphInLangfuse_showsItsToolCalls() {
        Seen seen = Seen.of(SharedData.path("langfuse-seeder/langgraph-2025-08-22.json"));

        assertThat(seen.of(Span.Kind.TOOL)).singleElement().satisfies(tool -> {
            assertThat(tool.toolCall().orElseThrow().name()).isEqualTo("Web-Search");
            assertThat(tool.toolCall().orElseThrow().answerable()).isTrue();
        });
        assertThat(seen.of(Span.Kind.LLM).stream()
                        .flatMap(span -> Seen.requests(span.output()).stream())
                        .map(Message.ToolRequest::name))
                .containsExactly("Web-Search");
    }

    @Test
    void langfuseScore_isAnEvaluation() {
        Seen seen = Seen.of("""
                {"id":"t1","timestamp":"2026-01-01T00:00:00Z","name":"bot","sessionId":"s1",
                 "observations":[{"id":"o1","traceId":"t1","type":"AGENT","name":"run",
                   "startTime":"2026-01-01T00:00:00Z","endTime":"2026-01-01T00:00:01Z","level":"ERROR",
                   "statusMessage":"no","input":"hi"}],
                 "scores":[{"name":"verdict","dataType":"CATEGORICAL","stringValue":"fail","observationId":"o1"},
                   {"name":"toxic","dataType":"BOOLEAN","value":0,"stringValue":"False"}]}""");

        Trace trace = seen.trace();
        assertThat(trace.evaluations())
                .containsExactly(
                        new Evaluation("verdict", null, "fail", null), new Evaluation("toxic", 0.0, null, null));
        assertThat(trace.conversationId()).contains("s1");
        assertThat(trace.outcome().label()).isEqualTo(Outcome.Label.FAILURE);
        assertThat(trace.input()).contains("hi");
    }

    @Test
    void langfuseTraceWithSeveralTopObservations_getsARootOfItsOwn() {
        Trace trace = Seen.of(SharedData.path("langfuse-seeder/openai-assistants-2024-05-29.json"))
                .trace();

        assertThat(trace.root().orElseThrow().name()).isEqualTo("run_math_tutor");
        assertThat(trace.children(trace.root().orElseThrow())).hasSize(3);
        assertThat(trace.output().orElseThrow()).startsWith("Sure");
    }
}
