package dev.arceval.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.TraceRecycler;
import dev.arceval.trace.IngestReport;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spans in one file, what was said in another. */
class SeparateLogsTest {

    private static final String IDS =
            "\"traceId\":\"5b8efff798038103d269b633813fc60c\",\"spanId\":\"eee19b7ec3c1b174\"";
    private static final String SPANS = "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{" + IDS
            + ",\"name\":\"chat\",\"startTimeUnixNano\":\"1700000000000000000\"}]}]}]}";
    private static final String LOGS = "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{" + IDS
            + ",\"eventName\":\"gen_ai.user.message\",\"body\":{\"stringValue\":\"Where is my order?\"}}]}]}]}";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void logsAndSpans_readTogether_areJoinedInAnyOrder(boolean logsFirst) throws IOException {
        Path spans = Files.writeString(folder.resolve("spans.jsonl"), SPANS);
        Path logs = Files.writeString(folder.resolve("logs.jsonl"), LOGS);

        try (TraceRecycler recycler = open()) {
            IngestReport report = recycler.ingest(logsFirst ? List.of(logs, spans) : List.of(spans, logs));

            assertThat(report.totals().rejected()).isZero();
            assertThat(report.totals().repaired()).isEmpty();
            assertThat(report.files())
                    .extracting(IngestReport.Source::file)
                    .containsExactly((logsFirst ? logs : spans).toString(), (logsFirst ? spans : logs).toString());
            try (Stream<Trace> traces = recycler.find(TraceQuery.all())) {
                assertThat(traces)
                        .singleElement()
                        .satisfies(trace -> assertThat(trace.input()).contains("Where is my order?"));
            }
        }
    }

    @Test
    void logsAlone_areCounted() throws IOException {
        Path logs = Files.writeString(folder.resolve("logs.jsonl"), LOGS);

        try (TraceRecycler recycler = open()) {
            assertThat(recycler.ingest(logs).totals().repaired())
                    .containsExactly(Map.entry("log record whose span is not there left out", 1L));
        }
    }

    private TraceRecycler open() {
        return TraceRecycler.builder().directory(folder.resolve("store")).build();
    }
}
