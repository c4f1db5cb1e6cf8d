package dev.arceval.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arceval.ActiveSpan;
import dev.arceval.TraceRecycler;
import dev.arceval.Tracer;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import dev.arceval.trace.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs cost, recorded or read. */
class PricedRunsTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private static void record(TraceRecycler recycler, String model) {
        Tracer tracer = recycler.tracer("support");
        try (ActiveSpan agent = tracer.span(Span.Kind.AGENT, "support");
                ActiveSpan call = tracer.span(Span.Kind.LLM, "chat")) {
            call.model(model).usage(Usage.ofTokens(1_000_000, 1_000_000));
        }
        assertThat(recycler.flush(LONG)).isTrue();
    }

    private static Trace only(TraceRecycler recycler) {
        try (Stream<Trace> traces = recycler.find(TraceQuery.all())) {
            List<Trace> found = traces.toList();
            assertThat(found).hasSize(1);
            return found.get(0);
        }
    }

    @Test
    void aRecordedRun_hasTheCostOfItsTokens() {
        try (TraceRecycler recycler = TraceRecycler.builder()
                .store("memory:")
                .price("house-model", 1, 2)
                .build()) {
            record(recycler, "house-model");

            assertThat(only(recycler).usage().cost()).hasValue(3);
        }
    }

    @Test
    void aRunReadFromSomewhere_hasItToo() {
        Trace trace = Trace.of(
                "4bf92f3577b34da6a3ce929d0e0e4736",
                List.of(Span.builder("00f067aa0ba902b7", "chat")
                        .kind(Span.Kind.LLM)
                        .startEpochNanos(1)
                        .model("gpt-4o-mini")
                        .usage(Usage.ofTokens(1_000_000, 1_000_000))
                        .build()));
        try (TraceRecycler recycler = TraceRecycler.builder().store("memory:").build()) {
            recycler.ingestTraces(List.of(trace));

            assertThat(only(recycler).usage().cost()).hasValue(.75);
            assertThat(only(recycler).spans().get(0).attributes().get("arceval.cost.price"))
                    .isPresent();
        }
    }

    @Test
    void aModelNobodyKnowsThePriceOf_hasNoCost() {
        try (TraceRecycler recycler = TraceRecycler.builder().store("memory:").build()) {
            record(recycler, "house-model");

            assertThat(only(recycler).usage().cost()).isEmpty();
        }
    }

    @Test
    void pricesComeFromAFileThatTheEnvironmentNames(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("prices.csv"), ",house-model,2,,,4,,contract,2026-01-31\n");
        Settings settings =
                new Settings(Map.<String, String>of()::get, Map.of("ARC_EVAL_PRICES", file.toString())::get);
        try (TraceRecycler recycler =
                new RecyclerBuilder().from(settings).store("memory:").build()) {
            record(recycler, "house-model");

            assertThat(only(recycler).usage().cost()).hasValue(6);
        }
        Settings wrong = new Settings(Map.<String, String>of()::get, Map.of("ARC_EVAL_PRICES", "nowhere.csv")::get);
        assertThatThrownBy(new RecyclerBuilder().from(wrong).store("memory:")::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("prices cannot be read: nowhere.csv");
    }
}
