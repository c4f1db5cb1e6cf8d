package dev.arceval.core.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.core.ingest.SharedData;
import dev.arceval.core.ingest.TraceReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every format recognises its own files and nobody else's. */
class DetectionTest {

    static Stream<Arguments> samples() {
        return Samples.everything().entrySet().stream().map(each -> Arguments.of(each.getKey(), each.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void everyFormat_isRecognisedInEveryLayout(String name, String sample) {
        String line = Raw.line(sample);
        String record = line.startsWith("[") ? line.substring(1, line.length() - 1) : line;
        for (String layout : List.of(
                sample,
                line,
                record + "\n" + record + "\n",
                "[" + record + "]",
                "\n\n[" + record + ",\n" + record + "]",
                "{broken\n" + record,
                "\uFEFF" + sample)) {
            Seen seen = Seen.of(layout);
            assertThat(seen.format).as(layout).isEqualTo(name);
            assertThat(seen.spans).as(layout).isNotEmpty();
            assertThat(seen.rejected).hasSize(layout.startsWith("{broken") ? 1 : 0);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void format_staysWhatItIsWhenItsTextsQuoteEveryOther(String name, String sample) {
        StringBuilder others = new StringBuilder();
        Samples.everything().values().forEach(others::append);
        String quoted = Raw.withText(sample, others.toString());

        assertThat(Seen.of(quoted).format).isEqualTo(name);
    }

    static Stream<Arguments> folders() {
        return Stream.of(
                Arguments.of("trail-swe-bench/traces", "span-tree"),
                Arguments.of("langfuse-seeder", "langfuse"),
                Arguments.of("generic-otel-zipkin/zipkin", "zipkin"),
                Arguments.of("agentevals-samples/examples", "adk-eval-set"),
                Arguments.of("framework-cassettes", "chat"),
                Arguments.of("inspect-logs/tests/analysis", "inspect"),
                Arguments.of("inspect-logs/tests/timeline", "inspect"),
                Arguments.of("inspect-logs/tests/log/test_eval_log", "inspect"),
                Arguments.of("openinference-recordings/java", "chat"),
                Arguments.of("openinference-recordings/js/packages/openinference-instrumentation-anthropic", "chat"),
                Arguments.of("openinference-recordings/js/packages/openinference-instrumentation-bedrock", "chat"),
                Arguments.of("agentdojo", "otlp-json"),
                Arguments.of("tau-airline-gpt4o", "otlp-json"),
                Arguments.of("intercode-bash", "otlp-json"));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @MethodSource("folders")
    void recordedFiles_areRecognised(String folder, String format) {
        List<Path> files = new ArrayList<>();
        for (String suffix : List.of(".json", ".json.gz", ".jsonl.gz")) {
            files.addAll(SharedData.files(folder, suffix));
        }
        assertThat(files)
                .isNotEmpty()
                .allSatisfy(file -> assertThat(Raw.recognised(file)).isEqualTo(format));
    }

    @Test
    void adkFixtures_areSessionsEvalSetsOrRefused() {
        assertThat(SharedData.files("adk-fixtures", ".json")).allSatisfy(file -> {
            String name = file.getFileName().toString();
            assertThat(Raw.recognised(file))
                    .isEqualTo(
                            name.equals("test_config.json")
                                    ? TraceReader.UNKNOWN
                                    : name.endsWith(".session.json") ? "adk-session" : "adk-eval-set");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"left-pad\",\"version\":\"1.0.0\",\"dependencies\":{\"a\":\"1\"}}",
                "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"id\":7}}]}",
                "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"x\"},\"paths\":{\"/a\":{\"get\":{\"responses\":{}}}}}",
                "[{\"id\":1,\"name\":\"Ada\",\"email\":\"a@b.c\"},{\"id\":2,\"name\":\"Bob\"}]",
                "{\"data\":[{\"id\":\"1\",\"type\":\"articles\",\"attributes\":{\"title\":\"t\"}}],\"links\":{}}",
                "{\"$schema\":\"x\",\"type\":\"object\",\"properties\":{\"messages\":{\"type\":\"array\"}}}",
                "{\"events\":[{\"name\":\"click\",\"timestamp\":1}],\"user\":\"u\"}",
                "{\"status\":\"ok\",\"output\":\"done\"}",
                "{\"level\":\"info\",\"msg\":\"started\",\"traceId\":\"abc\",\"ts\":1}\n{\"level\":\"info\",\"msg\":\"b\"}",
                "{\"resourceMetrics\":[{\"resource\":{}}]}",
                "id,name\n1,Ada\n2,Bob\n",
                "import java.util.List;\n\nclass A { int[] b = {1}; }\n",
                "<?xml version=\"1.0\"?><a/>",
                "---\nkey: value\n",
                "{\"description\":\"nothing\",\"events\":[],\"expected\":{}}",
                "42",
                "\"messages\"",
                "{\"trace\":{\"level\":1}}",
                "{\"cells\":[{\"cell_type\":\"code\",\"source\":[],\"outputs\":[]}],\"metadata\":{},\"nbformat\":4}"
            })
    void filesOfOtherKinds_areRefusedWithWhatCanBeRead(String content) {
        Seen seen = Seen.of(content);

        if (content.contains("traceId")) {
            // A log line with a trace's id may be a hand-made trace that lacks its spans: it says so line by line.
            assertThat(seen.rejected).contains("1: spans is missing or empty");
        } else {
            assertThat(seen.format).isEqualTo(TraceReader.UNKNOWN);
            assertThat(seen.rejected).hasSize(1);
            assertThat(seen.rejected.get(0)).contains("can be read: ", "langfuse", "otlp-json", "chat");
        }
        assertThat(seen.spans).isEmpty();
    }

    static Stream<Path> notTraces() {
        return Stream.of(
                        SharedData.files("perf-changepoint-fixtures", ".json"),
                        SharedData.files("tcpd", ".json"),
                        SharedData.files("presidio-research", ".gz"),
                        SharedData.files("agentdojo", ".csv"),
                        SharedData.files("otlp-golden-json", "metrics.json"))
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("notTraces")
    void dataThatIsNoTrace_isRefused(Path file) {
        assertThat(Raw.recognised(file)).isEqualTo(TraceReader.UNKNOWN);
    }

    @Test
    void binaryContent_isRefused() {
        byte[] noise = new byte[70_000];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (byte) (i * 31 >> 3);
        }
        Seen seen = new Seen();
        assertThat(Seen.reader().read(new ByteArrayInputStream(noise), seen)).isEqualTo(TraceReader.UNKNOWN);
    }

    @Test
    void recognition_doesNotDependOnTheOrderOfNames() {
        Samples.everything().forEach((name, sample) -> {
            String reversed = Raw.reversed(sample);
            assertThat(Seen.of(reversed).format).as(name).isEqualTo(name);
        });
    }

    @Test
    void format_isFoundBehindALongPrompt() {
        String prompt = "x".repeat(40_000);
        assertThat(Seen.of("{\"system\":\"" + prompt + "\","
                                + Raw.line(Samples.CHAT).substring(1))
                        .format)
                .isEqualTo("chat");
    }

    @Test
    void sureness_isKeptWithinItsRange() {
        for (Map.Entry<String, String> sample : Samples.everything().entrySet()) {
            byte[] head = sample.getValue().getBytes(StandardCharsets.UTF_8);
            Formats.all()
                    .forEach(format -> assertThat(format.recognise(head))
                            .as(format.name() + " of " + sample.getKey())
                            .isBetween(0, 100));
        }
    }
}
