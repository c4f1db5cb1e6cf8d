package dev.arceval.core.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Personal data in the layouts and languages of many countries, between lines that only look as if they held some. */
class PlantedPersonalDataTest {

    private static final char OPEN = '⟦';
    private static final char CLOSE = '⟧';
    private static final TextRedactor REDACTOR = TextRedactor.standard(Keys.ONE);

    @Test
    void plantedValues_areFoundWhole_andLookalikesLeft() throws IOException {
        int planted = 0;
        int found = 0;
        int flagged = 0;
        List<String> wrong = new ArrayList<>();
        for (String line : lines()) {
            List<int[]> places = new ArrayList<>();
            String text = unmarked(line.substring(1), places);
            List<Leak> leaks = REDACTOR.find(text);
            boolean right = true;
            for (int[] place : places) {
                boolean covered = leaks.stream().anyMatch(leak -> leak.start() <= place[0] && leak.end() >= place[1]);
                found += covered ? 1 : 0;
                right &= covered;
            }
            planted += places.size();
            for (Leak leak : leaks) {
                boolean wanted = places.stream().anyMatch(place -> leak.start() < place[1] && leak.end() > place[0]);
                flagged += wanted ? 0 : 1;
                right &= wanted;
            }
            if (!right) {
                wrong.add(line + " " + leaks);
            }
        }
        assertThat((double) found / planted)
                .as("recall %d of %d, wrong %s", found, planted, String.join("\n", wrong))
                .isGreaterThanOrEqualTo(0.95);
        assertThat((double) found / (found + flagged))
                .as("precision %d of %d, wrong %s", found, found + flagged, String.join("\n", wrong))
                .isGreaterThanOrEqualTo(0.98);
    }

    private static String unmarked(String line, List<int[]> places) {
        StringBuilder text = new StringBuilder();
        int start = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == OPEN) {
                start = text.length();
            } else if (c == CLOSE) {
                places.add(new int[] {start, text.length()});
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static List<String> lines() throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(PlantedPersonalDataTest.class.getResourceAsStream("planted-personal-data.txt")),
                StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> line.startsWith("+") || line.startsWith("-"))
                    .toList();
        }
    }
}
