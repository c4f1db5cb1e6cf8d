package dev.arceval.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Message;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recorded runs against the tables that were counted from the original logs. */
class RecordedRunsTest {

    static Stream<Path> files() {
        return Stream.of("agentdojo", "tau-airline-gpt4o", "intercode-bash")
                .flatMap(folder -> SharedData.files(folder, ".otlp.jsonl.gz").stream());
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyRun_hasTheCountsOfItsLabels(Path file) throws IOException {
        Map<String, Map<String, String>> labels = labels(file);

        Reading reading = Reading.of(file);

        assertThat(reading.format).isEqualTo("otlp-json");
        assertThat(reading.rejected).isEmpty();
        assertThat(reading.repaired).isEmpty();
        assertThat(reading.spans.keySet()).isEqualTo(labels.keySet());
        for (Trace trace : reading.traces()) {
            Map<String, String> row = labels.get(trace.traceId());
            assertThat(count(trace, span -> true)).isEqualTo(row.get("spans"));
            assertThat(count(trace, span -> span.kind() == Span.Kind.LLM)).isEqualTo(row.get("chats"));
            assertThat(count(trace, span -> span.kind() == Span.Kind.TOOL)).isEqualTo(row.get("tools"));
            assertThat(count(trace, span -> span.kind() == Span.Kind.TOOL && span.failed()))
                    .isEqualTo(row.get("tool_errors"));
            assertThat(verdict(trace, "task_success"))
                    .isEqualTo(row.get("task_success").equals("1"));
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void content_standsInTypedFieldsOnly(Path file) {
        for (Trace trace : Reading.of(file).traces()) {
            for (Span span : trace.spans()) {
                assertThat(span.attributes().asMap().keySet())
                        .noneMatch(name -> name.contains("messages") || name.contains("tool.call"));
                if (span.kind() == Span.Kind.LLM) {
                    assertThat(span.input()).isNotEmpty();
                    assertThat(span.output()).isNotEmpty();
                    assertThat(span.output()).flatMap(Message::parts).noneMatch(part -> part instanceof Message.Other);
                    assertThat(span.usage().inputTokens()).isNotNull();
                }
            }
        }
    }

    private static String count(Trace trace, Predicate<Span> which) {
        return Long.toString(trace.spans().stream().filter(which).count());
    }

    private static boolean verdict(Trace trace, String name) {
        List<Evaluation> evaluations = trace.evaluations().stream()
                .filter(evaluation -> evaluation.name().equals(name))
                .toList();
        assertThat(evaluations).hasSize(1);
        return evaluations.get(0).passed().orElseThrow();
    }

    private static Map<String, Map<String, String>> labels(Path file) throws IOException {
        Path table = Path.of(file.toString().replace(".otlp.jsonl.gz", ".labels.csv"));
        List<String> lines = Files.readAllLines(table);
        List<String> names = Arrays.asList(lines.get(0).split(",", -1));
        Map<String, Map<String, String>> rows = new HashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < cells.length; i++) {
                row.put(names.get(i), cells[i]);
            }
            rows.put(cells[0], row);
        }
        return rows;
    }
}
