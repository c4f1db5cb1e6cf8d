package dev.arceval.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arceval.Redaction;
import dev.arceval.Reports;
import dev.arceval.TraceFiles;
import dev.arceval.TraceRecycler;
import dev.arceval.spi.Redactor;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Feedback;
import dev.arceval.trace.IngestReport;
import dev.arceval.trace.Retention;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a recycler is told about redaction, and what it says about it. */
class RecyclerRedactionTest {

    private static final String TEXT = "customer C-4711 is ann.lee@shop.example";

    @TempDir
    private Path directory;

    @Test
    void redactionOfTheBuilder_isThatOfTheStore() {
        try (TraceRecycler recycler =
                recycler(Map.of()).redaction(Redaction.balanced().masking()).build()) {
            assertThat(stored(recycler)).isEqualTo("customer C-4711 is «email:masked»");
        }
    }

    @Test
    void presetAndRules_comeFromPropertiesToo_andCodeWins() throws IOException {
        Path rules = Files.writeString(
                directory.resolve("rules.json"),
                "{\"rules\":[{\"id\":\"customer-number\",\"pattern\":\"C-[0-9]{4}\"}],\"replace\":{\"*\":\"mask\"}}");
        Map<String, String> outside =
                Map.of("ARC_EVAL_REDACTION", "strict", "ARC_EVAL_REDACTION_RULES", rules.toString());
        try (TraceRecycler recycler = recycler(outside).build()) {
            assertThat(stored(recycler)).isEqualTo("customer «customer-number:masked» is «email:masked»");
        }
        try (TraceRecycler recycler = recycler(outside).withoutRedaction().build()) {
            assertThat(stored(recycler)).isEqualTo(TEXT);
        }
        assertThatThrownBy(() -> recycler(Map.of("ARC_EVAL_REDACTION", "lax")).build())
                .hasMessageContaining("redaction must be one of");
    }

    @Test
    void textThatARedactorFailsOn_isNotKept_andCounted() {
        try (TraceRecycler recycler = recycler(Map.of())
                .redactor(RecyclerRedactionTest::failingOnCustomers)
                .build()) {
            IngestReport report = recycler.ingestTraces(List.of(trace()));
            assertThat(report.totals().redactionFailures()).isEqualTo(1);
            assertThat(recycler.find("t1").orElseThrow().input()).hasValue("«redaction-failed»");
            recycler.tracer("shop").agent((String text) -> "fine").apply(TEXT);
            assertThat(recycler.flush(Duration.ofSeconds(20))).isTrue();
            assertThat(recycler.capture().redactionFailures()).isPositive();
        }
    }

    private static String failingOnCustomers(Redactor.Field field, String text) {
        if (text.contains("C-4711")) {
            throw new IllegalStateException(text);
        }
        return text;
    }

    /** A redactor that breaks on the text, at each way in: what is kept and said is a placeholder, and each is counted. */
    @Test
    void everyWayIn_keepsAPlaceholder_andCountsIt() throws IOException {
        Path archive = directory.resolve("old.jsonl.gz");
        try (TraceRecycler recycler = recycler(Map.of())
                .withoutRedaction()
                .retention(Retention.FOREVER)
                .build()) {
            recycler.ingestTraces(List.of(trace()));
            annotate(recycler, "t1");
            recycler.ingestTraces(List.of(Trace.of(
                    "t9",
                    List.of(Span.builder("s9", "shop")
                            .agentName("shop")
                            .start(Instant.parse("2026-01-05T09:00:00Z"))
                            .end(Instant.parse("2026-01-05T09:00:01Z"))
                            .build()))));
            recycler.archive(archive, Retention.of(Retention.FOREVER).withMaxTraces(1));
        }
        Map<String, Long> failures = new TreeMap<>();
        try (TraceRecycler recycler = recycler(Map.of())
                .redactor(RecyclerRedactionTest::failingOnCustomers)
                .build()) {
            failures.put(
                    "ingest", recycler.ingestTraces(List.of(trace())).totals().redactionFailures());
            failures.put("file", recycler.ingest(archive).totals().redactionFailures());
            failures.put("carried", recycler.capture().redactionFailures());
            annotate(recycler, "t1");
            failures.put("said", recycler.capture().redactionFailures());
            Function<String, String> tool = recycler.tracer("desk").tool("look", text -> "found " + text);
            recycler.tracer("desk").agent((String text) -> tool.apply(text)).apply(TEXT);
            assertThat(recycler.flush(Duration.ofSeconds(30))).isTrue();
            failures.put("capture", recycler.capture().redactionFailures());
            ByteArrayOutputStream kept = new ByteArrayOutputStream();
            TraceFiles.write(recycler.find(TraceQuery.all()), kept);
            assertThat(kept.toString(StandardCharsets.UTF_8)
                            + recycler.annotations("t1").orElseThrow())
                    .contains("«redaction-failed»")
                    .doesNotContain("C-4711");
            assertThat(Reports.text(recycler.ingestTraces(List.of(trace("t2")))))
                    .contains("given up");
        }
        assertThat(failures.get("ingest")).isEqualTo(1);
        assertThat(failures.get("carried")).isEqualTo(5);
        assertThat(failures.get("said")).isGreaterThanOrEqualTo(10);
        assertThat(failures.get("capture")).isGreaterThan(failures.get("said"));
    }

    private static void annotate(TraceRecycler recycler, String traceId) {
        recycler.annotate(
                traceId,
                said -> said.with(new Feedback(false, 2, TEXT, TEXT, "ann C-4711", Instant.EPOCH))
                        .with(new Evaluation("polite", .5, "C-4711", TEXT)));
    }

    private static String stored(TraceRecycler recycler) {
        recycler.ingestTraces(List.of(trace()));
        return recycler.find("t1").orElseThrow().input().orElseThrow();
    }

    private static Trace trace() {
        return trace("t1");
    }

    private static Trace trace(String traceId) {
        Span span = Span.builder("s1", "shop")
                .kind(Span.Kind.AGENT)
                .agentName("shop")
                .start(Instant.parse("2026-01-04T09:00:00Z"))
                .end(Instant.parse("2026-01-04T09:00:01Z"))
                .input(TEXT)
                .output("fine")
                .build();
        return Trace.of(traceId, List.of(span));
    }

    private TraceRecycler.Builder recycler(Map<String, String> environment) {
        return new RecyclerBuilder()
                .from(new Settings(name -> null, environment::get))
                .store("memory:")
                .directory(directory.resolve("store"));
    }
}
