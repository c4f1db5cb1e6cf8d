package dev.arceval.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The OTLP/JSON part of the collection of hostile and broken inputs. */
class BadInputsTest {

    /** Spans kept, where a request is taken; one where nothing else is said. */
    private static final Map<String, Integer> SPANS = Map.of("A02", 0, "A03", 0, "A16", 0, "A25", 2, "A47", 99);

    /** Requests of which one span is rejected and the others are kept. */
    private static final List<String> ONE_SPAN_REJECTED = List.of("A16", "A19", "A20", "A21", "A23", "A47");

    static Stream<Arguments> otlpJsonCases() throws IOException {
        JsonMapper mapper = JsonMapper.shared();
        return Files.readAllLines(SharedData.path("bad-inputs/manifest.jsonl")).stream()
                .map(mapper::readTree)
                .filter(row -> row.get("area").asString().equals("OTLP JSON"))
                .map(row ->
                        Arguments.of(row.get("id").asString(), row.get("input").asString(), row));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("otlpJsonCases")
    void badInput_getsTheStatedAnswer(String id, String input, JsonNode row) throws IOException {
        byte[] body = Files.readAllBytes(
                SharedData.path("bad-inputs").resolve(row.get("body").asString()));

        Reading reading = Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Reading.of(body));

        if (row.get("status").asInt() == 400) {
            assertThat(reading.rejected).hasSize(1);
            assertThat(reading.spans).isEmpty();
        } else {
            assertThat(reading.rejected).hasSize(ONE_SPAN_REJECTED.contains(id) ? 1 : 0);
            assertThat(reading.spanCount()).isEqualTo(SPANS.getOrDefault(id, 1).longValue());
        }
    }

    static Stream<Arguments> repairs() {
        return Stream.of(
                Arguments.of("A11", "lone surrogate replaced"),
                Arguments.of("A17", "enum name read as its number"),
                Arguments.of("A24", "span is its own parent"),
                Arguments.of("A29", "time out of range taken as unknown"),
                Arguments.of("A30", "end before start set to start"),
                Arguments.of("A37", "attribute without name dropped"),
                Arguments.of("A41", "attributes beyond the limit dropped"),
                Arguments.of("A48", "link without valid ids dropped"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("repairs")
    void repair_isCounted(String id, String repair) {
        assertThat(Reading.of(SharedData.path("bad-inputs/bodies/" + id + ".json")).repaired)
                .contains(repair);
    }

    @Test
    void cutAttributesAndEvents_areCountedAsDropped() {
        assertThat(Reading.of(SharedData.path("bad-inputs/bodies/A41.json"))
                        .span()
                        .droppedCount())
                .isEqualTo(10_000 - 1_024);
        assertThat(Reading.of(SharedData.path("bad-inputs/bodies/A48.json"))
                        .span()
                        .droppedCount())
                .isEqualTo(10_000 - 1_024 + 1);
    }
}
