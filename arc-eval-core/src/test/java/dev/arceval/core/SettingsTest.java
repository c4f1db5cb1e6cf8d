package dev.arceval.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arceval.TraceRecycler;
import dev.arceval.core.sample.SampleGenerator;
import dev.arceval.trace.IngestReport;
import dev.arceval.trace.Trace;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The environment variables of the users' guide, and what wins over them. */
class SettingsTest {

    private static final List<Trace> SAMPLES = samples(200, "2026-01-31T00:00:00Z");

    @TempDir
    private Path directory;

    @Test
    void traceRetentionDays_saysHowLongTracesStay() {
        try (TraceRecycler recycler = recycler(Map.of(), Map.of("TRACE_RETENTION_DAYS", "60"))) {
            assertThat(expiredByATraceFiftyDaysLater(recycler)).isZero();
        }
        try (TraceRecycler recycler = recycler(Map.of(), Map.of("TRACE_RETENTION_DAYS", "10"))) {
            assertThat(expiredByATraceFiftyDaysLater(recycler)).isEqualTo(SAMPLES.size());
        }
    }

    @Test
    void minPatternFrequency_saysWhatRecurs() {
        try (TraceRecycler recycler = recycler(Map.of(), Map.of("MIN_PATTERN_FREQUENCY", "20"))) {
            recycler.ingestTraces(SAMPLES);
            assertThat(recycler.patterns())
                    .isNotEmpty()
                    .allSatisfy(pattern -> assertThat(pattern.frequency()).isGreaterThanOrEqualTo(20));
        }
    }

    @Test
    void minQualityScore_saysWhichRunsAreTakenFirst() {
        assertThat(meanQualityOfForty("0.7")).isGreaterThan(meanQualityOfForty("0.0"));
    }

    @Test
    void code_winsOverProperty_winsOverEnvironment_winsOverDefault() {
        Map<String, String> environment = Map.of("MIN_PATTERN_FREQUENCY", "1000");
        Map<String, String> property = Map.of("arceval.min.pattern.frequency", "20");
        assertThat(patterns(recycler(Map.of(), environment))).isZero();
        assertThat(patterns(recycler(property, environment))).isBetween(1, 9);
        assertThat(patterns(
                        builder(property, environment).minPatternFrequency(1).build()))
                .isGreaterThan(9);
        assertThat(patterns(recycler(Map.of(), Map.of()))).isBetween(5, 15);
    }

    @Test
    void storeSetting_isADirectoryOrAUri() {
        Path elsewhere = directory.resolve("elsewhere");
        settings(Map.of(), Map.of("ARC_EVAL_STORE", elsewhere.toString()))
                .build()
                .close();
        assertThat(elsewhere.resolve("traces.db")).exists();
        settings(Map.of(), Map.of("ARC_EVAL_STORE", "memory:")).build().close();
    }

    @ParameterizedTest
    @CsvSource({
        "TRACE_RETENTION_DAYS, -1, must be between 1 and 36500",
        "TRACE_RETENTION_DAYS, 1e9, must be a whole number",
        "TRACE_RETENTION_DAYS, 999999, must be between 1 and 36500",
        "MIN_PATTERN_FREQUENCY, 0, must be between 1 and 2147483647",
        "MIN_QUALITY_SCORE, NaN, must be between 0 and 1",
        "MIN_QUALITY_SCORE, high, must be a number",
        "ARC_EVAL_SEED, 1.5, must be a whole number"
    })
    void senselessValues_areRefusedByNameRuleAndValue(String variable, String value, String rule) {
        assertThatThrownBy(() -> recycler(Map.of(), Map.of(variable, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(variable + " " + rule + ": " + value);
    }

    @Test
    void emptyVariable_isNotSet() {
        assertThat(patterns(recycler(Map.of(), Map.of("MIN_PATTERN_FREQUENCY", ""))))
                .isBetween(5, 15);
    }

    private double meanQualityOfForty(String minimum) {
        try (TraceRecycler recycler = recycler(Map.of(), Map.of("MIN_QUALITY_SCORE", minimum))) {
            recycler.ingestTraces(SAMPLES);
            return recycler.curate().limit(40).toDataset("d").cases().stream()
                    .mapToDouble(evalCase -> evalCase.provenance().quality())
                    .average()
                    .orElseThrow();
        }
    }

    private static long expiredByATraceFiftyDaysLater(TraceRecycler recycler) {
        recycler.ingestTraces(SAMPLES);
        IngestReport later = recycler.ingestTraces(samples(1, "2026-03-22T00:00:00Z"));
        return later.totals().expired();
    }

    private static int patterns(TraceRecycler recycler) {
        try (recycler) {
            recycler.ingestTraces(SAMPLES);
            return recycler.patterns().size();
        }
    }

    private TraceRecycler recycler(Map<String, String> properties, Map<String, String> environment) {
        return builder(properties, environment).build();
    }

    private TraceRecycler.Builder builder(Map<String, String> properties, Map<String, String> environment) {
        return settings(properties, environment).store("memory:");
    }

    private static RecyclerBuilder settings(Map<String, String> properties, Map<String, String> environment) {
        return new RecyclerBuilder().from(new Settings(properties::get, environment::get));
    }

    private static List<Trace> samples(int count, String newest) {
        SampleGenerator generator = new SampleGenerator(count, count, Instant.parse(newest), 1, OptionalDouble.empty());
        return IntStream.range(0, count).mapToObj(generator::trace).toList();
    }
}
