package dev.arceval.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.Comparison;
import dev.arceval.SampleTraces;
import dev.arceval.TraceFiles;
import dev.arceval.TraceRecycler;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.EvaluationCandidate;
import dev.arceval.eval.Regression;
import dev.arceval.eval.RegressionReport;
import dev.arceval.eval.TracePattern;
import dev.arceval.trace.IngestReport;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users knew from the system before this one, step by step: each sample of its guide, in Java. */
class DocumentedSamplesTest {

    private static final String ANALYSIS =
            "{\"trace_id\":\"abc-123\",\"timestamp\":\"2024-01-15T10:30:00Z\",\"spans\":["
                    + "{\"name\":\"agent.input\",\"attributes\":{\"input.value\":\"Look at these figures\","
                    + "\"operation.type\":\"agent.input\"}},"
                    + "{\"name\":\"tool.search\",\"attributes\":{\"tool.name\":\"data_analyzer\",\"operation.type\":\"tool.search\"}}]}";

    @TempDir
    private Path directory;

    @Test
    void basicIngestion_takesATraceWithATimeInUtc() {
        try (TraceRecycler recycler = recycler()) {
            IngestReport report = recycler.ingest("trace", stream(ANALYSIS));
            assertThat(report.totals().traces()).isOne();
            assertThat(report.totals().spans()).isEqualTo(2);
            assertThat(report.totals().rejected()).isZero();
            Trace trace = recycler.find("abc-123").orElseThrow();
            assertThat(trace.startTime()).isEqualTo("2024-01-15T10:30:00Z");
            assertThat(trace.input()).hasValue("Look at these figures");
            assertThat(trace.toolCalls())
                    .singleElement()
                    .satisfies(call -> assertThat(call.name()).isEqualTo("data_analyzer"));
            // No time was recorded for the steps, so no duration is made up.
            assertThat(trace.duration()).isEmpty();
        }
    }

    @Test
    void oneBadTrace_doesNotPoisonTheNextOnes() {
        try (TraceRecycler recycler = recycler()) {
            recycler.ingest("bad", stream("{\"trace_id\":\"bad\",\"timestamp\":null,\"spans\":[{\"name\":7}]}"));
            assertThat(recycler.ingest("good", stream(ANALYSIS)).totals().traces())
                    .isOne();
        }
    }

    @Test
    void batchIngestion_readsAFileAndSaysHowMany() throws IOException {
        Path file = Files.writeString(
                directory.resolve("production_traces.json"),
                "[" + ANALYSIS + "," + ANALYSIS.replace("abc-123", "abc-124") + ",{\"trace_id\":\"broken\"}]");
        try (TraceRecycler recycler = recycler()) {
            IngestReport report = recycler.ingest(file);
            assertThat(report.totals().traces()).isEqualTo(2);
            assertThat(report.totals().rejected()).isOne();
        }
    }

    @Test
    void datasetGeneration_byQualityAndKind() {
        try (TraceRecycler recycler = recycler()) {
            recycler.ingestTraces(SampleTraces.seed(3).count(400).toList());
            Dataset dataset = recycler.curate()
                    .limit(100)
                    .minQuality(.5)
                    .including(TracePattern.Kind.SUCCESS, TracePattern.Kind.RECOVERY)
                    .toDataset("evaluation");
            assertThat(dataset.size()).isBetween(10, 100);
            assertThat(dataset.cases()).allSatisfy(evalCase -> {
                assertThat(evalCase.input()).isNotBlank();
                assertThat(evalCase.provenance().quality()).isGreaterThanOrEqualTo(.5);
                assertThat(evalCase.provenance().kinds()).doesNotContain(TracePattern.Kind.FAILURE);
                assertThat(evalCase.toolCalls()).isNotEmpty();
            });
            assertThat(dataset.cases())
                    .anySatisfy(evalCase ->
                            assertThat(evalCase.provenance().kinds()).contains(TracePattern.Kind.RECOVERY));
        }
    }

    @Test
    void sampleTraces_tenCasesOfFifty_areTenCases() {
        Path file = directory.resolve("sample_traces.json");
        TraceFiles.write(SampleTraces.seed(0).count(50).stream(), file);
        try (TraceRecycler recycler = recycler()) {
            recycler.ingest(file);
            for (int count = 1; count <= 12; count++) {
                Dataset dataset = recycler.curate().limit(count).toDataset("sample");
                assertThat(dataset.size()).isEqualTo(count);
                assertThat(dataset.cases()).extracting(EvalCase::input).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void failedRuns_areNeverTheExpectedAnswer() {
        try (TraceRecycler recycler = recycler()) {
            recycler.ingestTraces(SampleTraces.seed(5).count(300).errorRate(.4).toList());
            Dataset dataset = recycler.curate()
                    .minQuality(0)
                    .including(TracePattern.Kind.FAILURE)
                    .toDataset("failures");
            assertThat(dataset.cases())
                    .isNotEmpty()
                    .allSatisfy(evalCase -> assertThat(goodAnswers(recycler, evalCase))
                            .containsAll(evalCase.expectedAnswer().stream().toList()));
            // Most failed runs have no good sibling, so nobody knows the right answer.
            assertThat(dataset.cases())
                    .anySatisfy(
                            evalCase -> assertThat(evalCase.expectedAnswer()).isEmpty());
        }
    }

    @Test
    void patternAnalysis_isExported() throws IOException {
        Path file = directory.resolve("patterns_analysis.json");
        try (TraceRecycler recycler = recycler()) {
            recycler.ingestTraces(SampleTraces.seed(3).count(200).toList());
            recycler.exportPatterns(file);
            TracePattern refund = recycler.patterns().stream()
                    .filter(pattern -> pattern.tools().contains("issue_refund"))
                    .findFirst()
                    .orElseThrow();
            assertThat(refund.tools()).contains("lookup_order", "check_refund_policy");
            assertThat(refund.durationMs().p95())
                    .isGreaterThan(refund.durationMs().p50());
            assertThat(Files.readString(file)).contains(refund.id()).contains("\"frequency\"");
        }
    }

    @Test
    void regressionDetection_tellsWhatGotWorseAndByHowMuch() {
        List<Trace> lastWeek = SampleTraces.seed(1).count(300).errorRate(.02).toList();
        List<Trace> today =
                SampleTraces.seed(2).count(300).errorRate(.12).slowedBy(2).toList();
        List<String> said = new ArrayList<>();
        RegressionReport report = Comparison.of(lastWeek, today).report();
        for (Regression regression : report.regressions()) {
            if (regression instanceof Regression.Latency latency) {
                said.add(String.format(Locale.ROOT, "Performance degraded by %.0f %%", latency.slowdown() * 100));
                assertThat(latency.slowdown()).isBetween(.5, 1.8);
            } else if (regression instanceof Regression.Errors errors) {
                said.add(String.format(Locale.ROOT, "Error rate increased by %.0f points", errors.increase() * 100));
                assertThat(errors.increase()).isBetween(.04, .2);
            }
        }
        assertThat(said)
                .anyMatch(text -> text.startsWith("Performance"))
                .anyMatch(text -> text.startsWith("Error rate"));
    }

    @Test
    void qualityScore_isTheDocumentedSum_withEachTermVisible() {
        try (TraceRecycler recycler = recycler()) {
            recycler.ingestTraces(SampleTraces.seed(3).count(300).toList());
            List<EvaluationCandidate> candidates =
                    recycler.curate().minQuality(0).candidates();
            assertThat(candidates).hasSizeGreaterThan(250).allSatisfy(candidate -> {
                double sum = candidate.terms().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum();
                assertThat(candidate.quality()).isCloseTo(Math.min(1, sum), Offset.offset(1e-9));
            });
            // Tools 0.2 and recent 0.2 for every sample; input over 50 characters 0.1; an error 0.3; slow for its
            // pattern 0.2.
            assertThat(candidates).extracting(EvaluationCandidate::quality).allMatch(quality -> quality >= .4 - 1e-9);
            assertThat(candidates)
                    .filteredOn(candidate -> candidate.error().isPresent())
                    .allMatch(candidate -> candidate.quality() >= .7 - 1e-9);
        }
    }

    @Test
    void retention_forgetsByTheTimeOfTheTraces() {
        try (TraceRecycler recycler = TraceRecycler.builder()
                .directory(directory.resolve("kept"))
                .store("memory:")
                .retention(Duration.ofDays(60))
                .build()) {
            assertThat(recycler.ingest("old", stream(ANALYSIS)).totals().traces())
                    .isOne();
            IngestReport newer = recycler.ingest(
                    "new", stream(ANALYSIS.replace("abc-123", "n").replace("2024-01", "2024-04")));
            assertThat(newer.totals().expired()).isOne();
            assertThat(recycler.find("abc-123")).isEmpty();
            assertThat(recycler.find("n")).isPresent();
        }
    }

    private static List<String> goodAnswers(TraceRecycler recycler, EvalCase evalCase) {
        try (Stream<Trace> good = recycler.find(TraceQuery.all().outcome(Outcome.Label.SUCCESS))) {
            return good.filter(trace -> trace.input().orElseThrow().equals(evalCase.input()))
                    .map(trace -> trace.output().orElseThrow())
                    .toList();
        }
    }

    private TraceRecycler recycler() {
        return TraceRecycler.builder().directory(directory.resolve("store")).build();
    }

    private static ByteArrayInputStream stream(String json) {
        return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
    }
}
