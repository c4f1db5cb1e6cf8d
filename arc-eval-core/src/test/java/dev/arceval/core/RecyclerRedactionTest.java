package dev.arceval.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arceval.Redaction;
import dev.arceval.TraceRecycler;
import dev.arceval.trace.IngestReport;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
                .redactor((field, text) -> {
                    if (text.contains("C-4711")) {
                        throw new IllegalStateException(text);
                    }
                    return text;
                })
                .build()) {
            IngestReport report = recycler.ingestTraces(List.of(trace()));
            assertThat(report.totals().redactionFailures()).isEqualTo(1);
            assertThat(recycler.find("t1").orElseThrow().input()).hasValue("«redaction-failed»");
            recycler.tracer("shop").agent((String text) -> "fine").apply(TEXT);
            assertThat(recycler.flush(Duration.ofSeconds(20))).isTrue();
            assertThat(recycler.capture().redactionFailures()).isPositive();
        }
    }

    private static String stored(TraceRecycler recycler) {
        recycler.ingestTraces(List.of(trace()));
        return recycler.find("t1").orElseThrow().input().orElseThrow();
    }

    private static Trace trace() {
        Span span = Span.builder("s1", "shop")
                .kind(Span.Kind.AGENT)
                .agentName("shop")
                .input(TEXT)
                .output("fine")
                .build();
        return Trace.of("t1", List.of(span));
    }

    private TraceRecycler.Builder recycler(Map<String, String> environment) {
        return new RecyclerBuilder()
                .from(new Settings(name -> null, environment::get))
                .store("memory:")
                .directory(directory.resolve("store"));
    }
}
