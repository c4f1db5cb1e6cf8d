package dev.arceval.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.trace.Outcome;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimpleJsonFormatTest {

    private static String trace(String time, String span) {
        return "{\"trace_id\":\"t\",\"timestamp\":" + time + ",\"spans\":[{\"name\":\"n\"," + span + "}]}";
    }

    @Test
    void documentedExample_givesATraceOfTwoSteps() {
        // The users' documents show this shape: no ids, no times of spans, no status.
        Trace trace = Reading.of("""
                {
                    "trace_id": "abc-123",
                    "timestamp": "2024-01-15T10:30:00Z",
                    "spans": [
                        {"name": "agent.input",
                         "attributes": {"input.value": "Analyze this dataset", "operation.type": "agent.input"}},
                        {"name": "tool.search",
                         "attributes": {"tool.name": "data_analyzer", "operation.type": "tool.search"}}
                    ]
                }
                """).trace();

        assertThat(trace.traceId()).isEqualTo("abc-123");
        assertThat(trace.startTime()).isEqualTo(Instant.parse("2024-01-15T10:30:00Z"));
        assertThat(trace.input()).contains("Analyze this dataset");
        assertThat(trace.toolCalls()).extracting(call -> call.name()).containsExactly("data_analyzer");
        assertThat(trace.spans()).extracting(Span::kind).containsExactly(Span.Kind.AGENT, Span.Kind.TOOL);
        assertThat(trace.spans()).extracting(Span::spanId).containsExactly("0000000000000001", "0000000000000002");
        assertThat(trace.spans()).allMatch(span -> span.attributes().isEmpty());
        assertThat(trace.outcome().label()).isEqualTo(Outcome.Label.SUCCESS);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"2024-01-15T10:30:00\"'",
        "'\"2024-01-15 10:30:00\"'",
        "'\"2024-01-15T11:30:00+01:00\"'",
        "1705314600",
        "1705314600.0",
        "1705314600000",
        "1705314600000000",
        "1705314600000000000",
        "'\"1705314600\"'"
    })
    void time_isReadInEveryCommonForm(String time) {
        assertThat(Reading.of(trace(time, "\"attributes\":{}")).trace().startTime())
                .isEqualTo(Instant.parse("2024-01-15T10:30:00Z"));
    }

    @ParameterizedTest
    @CsvSource({"'\"yesterday\"'", "-1", "1e999999999", "1e-999999999", "true", "'{}'"})
    void noTime_rejectsTheTrace(String time) {
        Reading reading = Reading.of(trace(time, "\"attributes\":{}"));

        assertThat(reading.spans).isEmpty();
        assertThat(reading.rejected).hasSize(1);
        assertThat(reading.rejected.get(0)).startsWith("1: timestamp must be a time");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"status\":{\"status_code\":\"ERROR\"}', ERROR", "'\"status\":\"error\"', ERROR", "'\"status\":\"OK\"', OK",
        "'\"status\":{\"code\":2}', ERROR", "'\"status\":null', UNSET", "'\"attributes\":{\"error.type\":\"x\"}', ERROR"
    })
    void status_isReadInEveryCommonForm(String status, Span.Status expected) {
        assertThat(Reading.of(trace("null", status)).span().status()).isEqualTo(expected);
    }

    @Test
    void camelCaseAndOddValues_areTolerated() {
        Span span = Reading.of("""
                {"traceId":7,"service":"shop","metadata":{"build":3},"region":"eu","spans":[{"spanId":"a","parentSpanId":"b",
                "name":"n","startTime":"2024-01-15T10:30:00Z","endTime":"2024-01-15T10:29:00Z","extra":[1],
                "attributes":{"operation.type":"tool.x","input.value":42,"output.value":null,"tool.name":"x"}}]}
                """).span();

        assertThat(span.parentSpanId()).contains("b");
        assertThat(span.duration()).contains(Duration.ZERO);
        assertThat(span.toolCall().orElseThrow().arguments()).isEqualTo("42");
        assertThat(span.attributes().asMap()).containsOnlyKeys("output.value", "extra");
        assertThat(span.resource().text("service.name")).contains("shop");
        assertThat(span.resource().asMap()).containsKeys("metadata", "region");
    }

    @Test
    void otlpAttributeList_isTolerated() {
        Span span = Reading.of(trace(
                        "null",
                        "\"attributes\":[{\"key\":\"operation.type\",\"value\":{\"stringValue\":\"llm.generate\"}}]"))
                .span();

        assertThat(span.kind()).isEqualTo(Span.Kind.LLM);
    }

    @Test
    void badTrace_leavesItsNeighbours() {
        Reading reading = Reading.of("[" + trace("null", "\"id\":\"1\"") + ",\n{\"trace_id\":\"u\",\"spans\":[]},\n"
                + "{\"spans\":[{\"name\":\"x\"}]},\n" + trace("null", "\"id\":\"2\"") + "]");

        assertThat(reading.format).isEqualTo("simple-json");
        assertThat(reading.spanCount()).isEqualTo(2);
        assertThat(reading.rejected).containsExactly("2: spans is missing or empty", "3: trace_id is missing");
    }
}
