package dev.arceval.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fast reader of simple JSON gives what the strict one gives, or leaves the record to it. */
class TwoSimpleReadersTest {

    private static final String USUAL = """
            {"trace_id":"t-1","timestamp":"2024-01-15T10:30:00.123456","service":"shop","metadata":{"region":"eu","n":[1,2.5]},
            "spans":[{"name":"agent.input","start_time":"2024-01-15T10:30:00Z","end_time":"2024-01-15T10:30:01.5Z",
            "attributes":{"operation.type":"agent.input","input.value":"Where is \\"it\\"?"},"status":{"status_code":"OK"}},
            {"span_id":"b","parent_span_id":"a","name":"tool.search","start_time":1705314600,"status":"ERROR",
            "attributes":{"tool.name":"search","error.type":"Timeout"},"status_message":"too \\u00e4",
            "events":[{"name":"exception","timestamp":1705314600123,"attributes":{"exception.type":"T"}}],"retries":3}]}
            """;

    private final TwoReaders readers = new TwoReaders(
            (values, result) -> new SimpleJsonRecord(values, result).read(),
            result -> new SimpleJsonBytes(ReadLimits.standard(), result)::read);

    @Test
    void usualRecords_areReadByTheFastReaderAlone() {
        assertThat(readers.requireAlike(bytes(USUAL))).isTrue();
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            readers.requireAlike(TwoReaders.spaced(bytes(USUAL), random));
        }
    }

    @Test
    void damagedRecords_areReadAlike() {
        Random random = new Random(2);
        for (int i = 0; i < 30_000; i++) {
            readers.requireAlike(TwoReaders.damaged(bytes(USUAL), random));
        }
    }

    /** Fields and values as they come, sound or not, in any place. */
    @Test
    void mixedRecords_areReadAlike() {
        Random random = new Random(3);
        int fast = 0;
        for (int i = 0; i < 20_000; i++) {
            fast += readers.requireAlike(bytes(record(random))) ? 1 : 0;
        }
        assertThat(fast).isGreaterThan(2_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"2024-01-15\"",
                "\"2024-02-29T00:00:00Z\"",
                "\"2024-01-15T10:30:00+01:00\"",
                "\" 2024-01-15T10:30:00Z \"",
                "\"2024-01-15T10:30:00.1234567890Z\"",
                "\"2024-01-15T10:30:00.Z\"",
                "\"1969-12-31T23:59:59Z\"",
                "\"2024\\u002d01-15T10:30:00Z\"",
                "\"1705314600\"",
                "\"\"",
                "null",
                "1705314600.25",
                "1.5e-3",
                "1e400",
                "-1",
                "true",
                "{}",
                "1705314600123456789012"
            })
    void times_areReadAlike(String time) {
        for (String field : List.of("start_time", "end_time", "timestamp")) {
            readers.requireAlike(
                    bytes("{\"trace_id\":\"t\",\"spans\":[{\"name\":\"s\",\"" + field + "\":" + time + "}]}"));
            readers.requireAlike(
                    bytes("{\"trace_id\":\"t\",\"" + field + "\":" + time + ",\"spans\":[{\"name\":\"s\"}]}"));
        }
    }

    @Test
    void nesting_isReadAlikeAtEveryDepth() {
        for (int depth = 1; depth < 90; depth++) {
            String value = "[".repeat(depth) + "]".repeat(depth);
            readers.requireAlike(
                    bytes("{\"trace_id\":\"t\",\"spans\":[{\"name\":\"s\",\"attributes\":{\"a\":" + value + "}}]}"));
        }
    }

    private static String record(Random random) {
        StringBuilder record = new StringBuilder("{\"trace_id\":\"t\"");
        for (int i = random.nextInt(4); i > 0; i--) {
            record.append(',').append(field(random, 0));
        }
        record.append(",\"spans\":[");
        for (int i = 0; i <= random.nextInt(3); i++) {
            record.append(i == 0 ? "{" : ",{").append("\"name\":\"s").append(i).append('"');
            for (int k = random.nextInt(6); k > 0; k--) {
                record.append(',').append(field(random, 0));
            }
            record.append('}');
        }
        return record.append("]}").toString();
    }

    private static String field(Random random, int depth) {
        return '"' + pick(random, NAMES) + "\":" + value(random, depth);
    }

    private static String value(Random random, int depth) {
        int kind = random.nextInt(depth > 2 ? 6 : 9);
        if (kind == 6) {
            return "[" + value(random, depth + 1) + "," + value(random, depth + 1) + "]";
        }
        if (kind > 6) {
            return "{" + field(random, depth + 1) + "," + field(random, depth + 1) + "}";
        }
        return pick(random, VALUES);
    }

    private static String pick(Random random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static byte[] bytes(String record) {
        return record.getBytes(StandardCharsets.UTF_8);
    }

    private static final List<String> NAMES = List.of(
            "trace_id",
            "traceId",
            "timestamp",
            "startTime",
            "end_time",
            "service",
            "serviceName",
            "spans",
            "span_id",
            "id",
            "parent_id",
            "parentSpanId",
            "name",
            "attributes",
            "status",
            "status_code",
            "statusMessage",
            "events",
            "code",
            "message",
            "time",
            "metadata",
            "input.value",
            "output.value",
            "operation.type",
            "tool.name",
            "error.type",
            "gen_ai.input.messages",
            "llm.input_messages.0.message.role",
            "gen_ai.usage.input_tokens",
            "x",
            "",
            "\u00e4");

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "0",
            "-0",
            "1",
            "-1",
            "2",
            "1.0",
            "1e2",
            "1705314600",
            "123456789012345678901",
            "\"\"",
            "\"OK\"",
            "\"error\"",
            "\"FAILED\"",
            "\"2024-01-15T10:30:00Z\"",
            "\"2023-01-15 10:30:00.5\"",
            "\"a\"",
            "\"s1\"",
            "\"t\"",
            "\"\\ud800\"",
            "\"\\ud83d\\ude00\"",
            "\"\u20ac\"",
            "\"{\\\"role\\\":\\\"user\\\",\\\"content\\\":\\\"hi\\\"}\"",
            "\"llm.generate\"",
            "\"tool.call\"",
            "[]",
            "{}");
}
