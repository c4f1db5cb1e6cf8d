package dev.arceval.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How many names and addresses are found in synthetic sentences of many countries. The page on redaction quotes it. */
class NameCorpusTest {

    private static final double MIN_RECALL = .5;
    private static final double MIN_PRECISION = .74;
    private static final double MIN_STREETS = .45;

    private int people;
    private int peopleFound;
    private int streets;
    private int streetsFound;
    private int taken;
    private int takenRightly;

    @Test
    void namesAndAddresses_areFoundAsOftenAsIsSaid() throws IOException {
        for (JsonNode sample : samples()) {
            String text = sample.get("full_text").asString();
            List<int[]> names = NameRedactor.names(text);
            List<int[]> addresses = NameRedactor.addresses(text);
            for (JsonNode span : sample.get("spans")) {
                String type = span.get("entity_type").asString();
                if (type.equals("PERSON")) {
                    people++;
                    peopleFound += names.stream().anyMatch(name -> covers(name, span, text)) ? 1 : 0;
                } else if (type.equals("STREET_ADDRESS")) {
                    streets++;
                    streetsFound += addresses.stream().anyMatch(place -> touches(place, span, text)) ? 1 : 0;
                }
            }
            for (int[] name : names) {
                taken++;
                takenRightly += touchesAny(name, sample, text, Set.of("PERSON", "TITLE")) ? 1 : 0;
            }
        }
        String figures = "people %d of %d, taken rightly %d of %d, streets touched %d of %d"
                .formatted(peopleFound, people, takenRightly, taken, streetsFound, streets);
        assertThat((double) peopleFound / people).as(figures).isGreaterThanOrEqualTo(MIN_RECALL);
        assertThat((double) takenRightly / taken).as(figures).isGreaterThanOrEqualTo(MIN_PRECISION);
        assertThat((double) streetsFound / streets).as(figures).isGreaterThanOrEqualTo(MIN_STREETS);
    }

    private static boolean covers(int[] place, JsonNode span, String text) {
        return place[0] <= index(text, span, "start_position") && place[1] >= index(text, span, "end_position");
    }

    private static boolean touches(int[] place, JsonNode span, String text) {
        return place[0] < index(text, span, "end_position") && place[1] > index(text, span, "start_position");
    }

    private static boolean touchesAny(int[] place, JsonNode sample, String text, Set<String> types) {
        for (JsonNode span : sample.get("spans")) {
            if (types.contains(span.get("entity_type").asString()) && touches(place, span, text)) {
                return true;
            }
        }
        return false;
    }

    /** The corpus counts code points. */
    private static int index(String text, JsonNode span, String field) {
        return text.offsetByCodePoints(0, span.get(field).asInt());
    }

    private static JsonNode samples() throws IOException {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null && !Files.isDirectory(directory.resolve("../shared/data"))) {
            directory = directory.getParent();
        }
        assumeTrue(directory != null, "the developer data in ../shared/data is absent");
        Path file = directory.resolve("../shared/data/presidio-research/synth_dataset_v2.json.gz");
        assumeTrue(Files.exists(file), "the corpus presidio-research is absent");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return JsonMapper.shared().readTree(in.readAllBytes());
        }
    }
}
