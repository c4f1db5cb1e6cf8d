package dev.arceval.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.TraceFiles;
import dev.arceval.TraceRecycler;
import dev.arceval.Tracer;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent was expected to answer, from the call that says so to the case in the dataset. */
class ExpectedAnswersTest {

    private static void record(TraceRecycler recycler) {
        Tracer tracer = recycler.tracer("support");
        tracer.<String, String>agent(question -> {
                    tracer.current().expected("It ships on Tuesday. Write to jo@example.com.");
                    return "Ask me later.";
                })
                .run("When does order 7 ship?");
        assertThat(recycler.flush(Duration.ofSeconds(60))).isTrue();
    }

    private static EvalCase only(TraceRecycler recycler) {
        Dataset dataset = recycler.curate().minQuality(0).toDataset("support");
        assertThat(dataset.cases()).hasSize(1);
        return dataset.cases().get(0);
    }

    @Test
    void whatIsSaidOfARecordedRun_isWhatItsCaseExpects_redactedLikeTheRest() {
        try (TraceRecycler recycler = TraceRecycler.builder().store("memory:").build()) {
            record(recycler);

            assertThat(only(recycler).expectedAnswer())
                    .hasValueSatisfying(answer -> assertThat(answer)
                            .startsWith("It ships on Tuesday. Write to ")
                            .doesNotContain("jo@example.com"));
        }
    }

    @Test
    void itTravelsInFiles(@TempDir Path folder) {
        Path file = folder.resolve("traces.jsonl");
        try (TraceRecycler recycler = TraceRecycler.builder()
                        .store(folder.resolve("store").toString())
                        .build();
                TraceRecycler other = TraceRecycler.builder().store("memory:").build()) {
            record(recycler);
            try (Stream<Trace> found = recycler.find(TraceQuery.all())) {
                TraceFiles.write(found, file);
            }
            other.ingest(file);

            assertThat(only(other).expectations()).isEqualTo(only(recycler).expectations());
            assertThat(only(other).expectedAnswer()).isPresent();
        }
    }
}
