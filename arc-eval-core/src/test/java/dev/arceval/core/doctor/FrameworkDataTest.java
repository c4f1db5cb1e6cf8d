package dev.arceval.core.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.arceval.core.ingest.TraceAssembler;
import dev.arceval.core.ingest.TraceReader;
import dev.arceval.core.ingest.format.Formats;
import dev.arceval.spi.TraceFormat;
import dev.arceval.trace.Framework;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.io.ByteArrayInputStream;
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
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The framework of captured traces, against what is known of them: a confusion matrix with floors. Files in a format of
 * another product are turned into OTLP here, which is a second opinion on our readers of them; where one of these can read
 * the file, it must come to the same.
 */
class FrameworkDataTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String UNKNOWN = Framework.UNKNOWN.id();
    private static final List<TraceFormat> FORMATS = Stream.concat(
                    Formats.all().stream(), TraceReader.builtIn().stream())
            .toList();

    /** What the first word of a file's name stands for. */
    private static final Map<String, String> SEEDER = Map.ofEntries(
            Map.entry("agno", "agno"),
            Map.entry("autogen", "autogen"),
            Map.entry("beeai", "beeai"),
            Map.entry("google-adk", "google-adk"),
            Map.entry("google-gemini", "google-genai-client"),
            Map.entry("google-vertex-tools-langchain", "langchain"),
            Map.entry("koog", "koog"),
            Map.entry("langgraph", "langgraph"),
            Map.entry("llamaindex", "llamaindex"),
            Map.entry("microsoft-agent", "microsoft-agent-framework"),
            Map.entry("openai-agents", "openai-agents"),
            Map.entry("openai-assistants", "openai-client"),
            Map.entry("pydantic-ai-tools", "pydantic-ai"));

    /** Captured by hand with Langfuse's SDK: all they say of their framework is what a person named the trace. */
    private static final List<String> WITHOUT_EVIDENCE = List.of("autogen", "openai-assistants");

    @Test
    void capturedTraces_areNamedRightOrNotAtAll() throws IOException {
        Matrix matrix = new Matrix();
        for (Path file : files("langfuse-seeder", ".json")) {
            String label = file.getFileName().toString().replaceFirst("-\\d{4}.*", "");
            boolean mute = WITHOUT_EVIDENCE.contains(label);
            matrix.add(label, mute ? UNKNOWN : SEEDER.getOrDefault(label, label), langfuse(file), file);
        }
        for (Path file : files("agentevals-samples/samples", ".json.gz")) {
            matrix.add(file.getFileName().toString(), "google-adk", jaeger(file), file);
        }
        for (Path file : files("openinference-recordings/js/packages/openinference-vercel", "all-spans.json")) {
            matrix.add(file.getFileName().toString(), "vercel-ai", sdkSpans(file), file);
        }
        assertThat(matrix.right + matrix.missed).as(matrix.toString()).isGreaterThan(10);
        assertThat(matrix.wrong).as("precision 1.0\n" + matrix).isZero();
        assertThat(matrix.right)
                .as("recall .9\n" + matrix)
                .isGreaterThanOrEqualTo((matrix.right + matrix.missed) * 9 / 10);
    }

    @Test
    void tracesThatAreNoAgents_areUnknown() throws IOException {
        int seen = 0;
        for (Path file : files("generic-otel-zipkin", ".json")) {
            List<Trace> traces = new ArrayList<>(ours(file));
            if (file.toString().contains("zipkin-lens")) {
                traces.addAll(zipkin(file));
            }
            for (Trace trace : traces) {
                assertThat(trace.framework()).as(file + " " + trace.traceId()).isEqualTo(Framework.UNKNOWN);
                seen++;
            }
        }
        assertThat(seen).isGreaterThan(10);
    }

    @Test
    void tracesRebuiltFromLogs_sayNothingOfAFramework() throws IOException {
        int seen = 0;
        for (String folder : List.of("agentdojo", "tau-airline-gpt4o")) {
            for (Path file : files(folder, ".otlp.jsonl.gz")) {
                for (Trace trace : ours(file)) {
                    assertThat(trace.framework().isUnknown())
                            .as(file + " " + trace.traceId())
                            .isTrue();
                    seen++;
                }
            }
        }
        assertThat(seen).isGreaterThan(100);
    }

    /** Expected against detected. */
    private static final class Matrix {

        private final Map<String, Map<String, Integer>> cells = new TreeMap<>();
        private final List<String> differences = new ArrayList<>();
        private int right;
        private int missed;
        private int wrong;

        void add(String label, String expected, List<Trace> traces, Path file) throws IOException {
            for (Trace trace : traces) {
                count(label, expected, trace.framework());
            }
            for (Trace trace : ours(file)) {
                count(label, expected, trace.framework());
            }
        }

        private void count(String label, String expected, Framework detected) {
            cells.computeIfAbsent(label + " = " + expected, unseen -> new TreeMap<>())
                    .merge(detected.id(), 1, Integer::sum);
            if (detected.id().equals(expected)) {
                right += expected.equals(UNKNOWN) ? 0 : 1;
            } else if (detected.isUnknown()) {
                missed++;
                differences.add(label);
            } else {
                wrong++;
                differences.add(label + " " + detected);
            }
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            cells.forEach((row, columns) ->
                    text.append(row).append(" -> ").append(columns).append('\n'));
            return text.append(differences).toString();
        }
    }

    /** What our own reader makes of a file; nothing if it cannot read it. */
    private static List<Trace> ours(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            return read(content);
        }
    }

    private static List<Trace> read(InputStream content) {
        List<Trace> traces = new ArrayList<>();
        try (TraceAssembler assembler = new TraceAssembler(traces::addAll, repair -> {})) {
            new TraceReader(FORMATS).read(content, new TraceFormat.Sink() {
                @Override
                public void accept(long line, String traceId, List<Span> spans) {
                    assembler.add(traceId, spans);
                }

                @Override
                public void reject(long line, String reason) {}

                @Override
                public void repaired(long line, String repair) {}
            });
        }
        return traces;
    }

    private static List<Trace> langfuse(Path file) throws IOException {
        Otlp otlp = new Otlp();
        for (JsonNode observation : json(file).get("observations")) {
            JsonNode metadata = parsed(observation.get("metadata"));
            Map<String, JsonNode> attributes = new LinkedHashMap<>();
            metadata.propertyStream()
                    .filter(entry -> !List.of("attributes", "resourceAttributes", "scope")
                            .contains(entry.getKey()))
                    .forEach(entry ->
                            attributes.put("langfuse.observation.metadata." + entry.getKey(), entry.getValue()));
            parsed(metadata.get("attributes"))
                    .propertyStream()
                    .forEach(entry -> attributes.put(entry.getKey(), entry.getValue()));
            otlp.span(
                    observation.get("id").asString(),
                    observation.path("parentObservationId").asString(""),
                    observation.path("name").asString(""),
                    parsed(metadata.get("scope")).path("name").asString(""),
                    attributes);
        }
        return otlp.traces();
    }

    private static List<Trace> jaeger(Path file) throws IOException {
        List<Trace> traces = new ArrayList<>();
        for (JsonNode trace : json(file).path("data")) {
            Otlp otlp = new Otlp();
            for (JsonNode span : trace.get("spans")) {
                Map<String, JsonNode> attributes = new LinkedHashMap<>();
                span.get("tags").forEach(tag -> attributes.put(tag.get("key").asString(), tag.get("value")));
                JsonNode scope = attributes.remove("otel.scope.name");
                otlp.span(
                        span.get("spanID").asString(),
                        span.at("/references/0/spanID").asString(""),
                        span.get("operationName").asString(),
                        scope == null ? "" : scope.asString(),
                        attributes);
            }
            traces.addAll(otlp.traces());
        }
        return traces;
    }

    private static List<Trace> zipkin(Path file) throws IOException {
        JsonNode root = json(file);
        JsonNode first = root.isArray() ? root : JSON.createArrayNode();
        Otlp otlp = new Otlp();
        for (JsonNode span : first) {
            Map<String, JsonNode> attributes = new LinkedHashMap<>();
            span.path("tags").propertyStream().forEach(tag -> attributes.put(tag.getKey(), tag.getValue()));
            otlp.span(
                    span.path("id").asString("1"),
                    span.path("parentId").asString(""),
                    span.path("name").asString(""),
                    "",
                    attributes);
        }
        return otlp.traces();
    }

    private static List<Trace> sdkSpans(Path file) throws IOException {
        List<Trace> traces = new ArrayList<>();
        for (JsonNode span : json(file)) {
            Map<String, JsonNode> attributes = new LinkedHashMap<>();
            span.get("attributes").propertyStream().forEach(entry -> attributes.put(entry.getKey(), entry.getValue()));
            Otlp otlp = new Otlp();
            otlp.span(
                    span.at("/spanContext/spanId").asString(),
                    "",
                    span.get("name").asString(),
                    "",
                    attributes);
            traces.addAll(otlp.traces());
        }
        return traces;
    }

    /** Metadata comes as an object or as its JSON text. */
    private static JsonNode parsed(@Nullable JsonNode node) {
        if (node != null && node.isString() && node.asString().startsWith("{")) {
            return JSON.readTree(node.asString());
        }
        return node != null && node.isObject() ? node : JSON.createObjectNode();
    }

    private static JsonNode json(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file);
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(content) : content) {
            return JSON.readTree(plain.readAllBytes());
        }
    }

    private static List<Path> files(String folder, String end) throws IOException {
        Path root = data().resolve(folder);
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(file -> file.toString().endsWith(end)
                            || (end.equals(".json") && file.toString().endsWith(".json.gz")))
                    .sorted()
                    .toList();
        }
    }

    private static Path data() {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null && !Files.isDirectory(directory.resolve("../shared/data"))) {
            directory = directory.getParent();
        }
        assumeTrue(directory != null, "the developer data in ../shared/data is absent");
        return directory.resolve("../shared/data").normalize();
    }

    /** Collects spans of one trace as OTLP and lets them be read, so that names go through the vocabularies. */
    private static final class Otlp {

        private static final String TRACE_ID = "0123456789abcdef0123456789abcdef";

        private final Map<String, ArrayNode> scopes = new LinkedHashMap<>();

        void span(String id, String parent, String name, String scope, Map<String, JsonNode> attributes) {
            ObjectNode span = JSON.createObjectNode();
            span.put("traceId", TRACE_ID).put("spanId", hex(id)).put("name", name);
            if (!parent.isEmpty()) {
                span.put("parentSpanId", hex(parent));
            }
            ArrayNode list = span.putArray("attributes");
            attributes.forEach((key, value) -> {
                ObjectNode attribute = list.addObject().put("key", key);
                attribute.putObject("value").put("stringValue", value.isString() ? value.asString() : value.toString());
            });
            scopes.computeIfAbsent(scope, unseen -> JSON.createArrayNode()).add(span);
        }

        List<Trace> traces() {
            ObjectNode root = JSON.createObjectNode();
            ArrayNode scopeSpans = root.putArray("resourceSpans").addObject().putArray("scopeSpans");
            scopes.forEach((scope, spans) -> {
                ObjectNode entry = scopeSpans.addObject();
                entry.putObject("scope").put("name", scope);
                entry.set("spans", spans);
            });
            return read(new ByteArrayInputStream(root.toString().getBytes(StandardCharsets.UTF_8)));
        }

        private static String hex(String id) {
            return id.matches("[0-9a-f]{16}") && !id.matches("0*")
                    ? id
                    : String.format("%016x", 1L + (id.hashCode() & 0xFFFFFFFFL));
        }
    }
}
