package dev.arceval.core;

import static dev.arceval.core.TestObjects.MONDAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.TraceRecycler;
import dev.arceval.trace.Annotations;
import dev.arceval.trace.Attributes;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Feedback;
import dev.arceval.trace.Retention;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArchiveTest {

    private static final Retention ONE = Retention.of(Retention.FOREVER).withMaxTraces(1);

    @TempDir
    Path directory;

    @Test
    void anArchive_bringsTracesBack_withAllThatWasSaidAboutThem() {
        Annotations said = Annotations.none()
                .with(new Feedback(false, 2, "größer \u0000 \uD83D\uDE00", "It ships \"today\".", "alice", MONDAY))
                .with(Feedback.of(true, "bob", MONDAY.plusSeconds(1)))
                .with(new Evaluation("helpfulness", Double.NEGATIVE_INFINITY, "low", null))
                .withTag("angry");
        Path file = directory.resolve("old.otlp.jsonl.gz");
        List<Trace> before;
        try (TraceRecycler recycler = recycler()) {
            recycler.ingestTraces(traces());
            before = List.of(stored(recycler, "t-0"), stored(recycler, "t-1"));
            recycler.annotate("t-1", none -> said);
            assertThat(recycler.archive(file, ONE).traces()).isEqualTo(4);
        }
        try (TraceRecycler recycler = recycler()) {
            for (int again = 0; again < 2; again++) {
                recycler.ingest(List.of(file));
                assertThat(List.of(stored(recycler, "t-0"), stored(recycler, "t-1")))
                        .isEqualTo(before);
                assertThat(recycler.annotations("t-0")).contains(Annotations.none());
                assertThat(recycler.annotations("t-1")).contains(said);
            }
            recycler.annotate("t-1", now -> now.with(new Evaluation("helpfulness", 4.0, null, null)));
            recycler.ingest(List.of(file));
            assertThat(recycler.annotations("t-1").orElseThrow().evaluations())
                    .as("what was said since is not undone")
                    .containsExactly(new Evaluation("helpfulness", 4.0, null, null));
        }
    }

    @Test
    void whatAFileSaysAboutATrace_isRedacted() {
        Annotations said = Annotations.none()
                .with(new Feedback(true, null, "mail to jo.doe@example.com", null, "jo.doe@example.com", MONDAY));
        try (TraceRecycler recycler = recycler()) {
            recycler.ingestTraces(List.of(CarriedAnnotations.onto(traces().get(0), said)));
            assertThat(recycler.annotations("t-0").orElseThrow().feedback())
                    .hasSize(1)
                    .noneMatch(feedback -> feedback.toString().contains("jo.doe"));
            assertThat(stored(recycler, "t-0").topLevel().get(0).attributes().get(CarriedAnnotations.ATTRIBUTE))
                    .isEmpty();
        }
    }

    @Test
    void anAttributeOfThatNameThatSaysNothingReadable_staysWhereItIs() {
        Span span = traces().get(0).spans().get(0).toBuilder()
                .attributes(Attributes.empty().with(CarriedAnnotations.ATTRIBUTE, "{\"feedback\":[{}]}"))
                .build();
        try (TraceRecycler recycler = recycler()) {
            recycler.ingestTraces(List.of(Trace.of("t-0", List.of(span))));
            assertThat(stored(recycler, "t-0").spans().get(0).attributes().text(CarriedAnnotations.ATTRIBUTE))
                    .isPresent();
            assertThat(recycler.annotations("t-0")).contains(Annotations.none());
        }
    }

    @Test
    void runsWhoseStartIsNotKnown_areNotArchived() {
        Trace timeless = Trace.of(
                "timeless",
                List.of(Span.builder("s", "step").agentName("support").build()));
        try (TraceRecycler recycler = recycler()) {
            recycler.ingestTraces(traces());
            recycler.ingestTraces(List.of(timeless));
            assertThat(recycler.archive(directory.resolve("old.gz"), ONE).traces())
                    .isEqualTo(5);
            assertThat(recycler.find("timeless")).isPresent();
        }
    }

    private static Trace stored(TraceRecycler recycler, String traceId) {
        return recycler.find(traceId).orElseThrow();
    }

    private static TraceRecycler recycler() {
        return TraceRecycler.builder()
                .store("memory:")
                .retention(Retention.FOREVER)
                .build();
    }

    private static List<Trace> traces() {
        return IntStream.range(0, 5)
                .mapToObj(i -> Trace.of(
                        "t-" + i,
                        List.of(Span.builder("s", "answer")
                                .kind(Span.Kind.AGENT)
                                .agentName("support")
                                .start(MONDAY.plusSeconds(i))
                                .end(MONDAY.plusSeconds(i + 1))
                                .input("Where is order " + i + "?")
                                .output("On its way.")
                                .build())))
                .toList();
    }
}
