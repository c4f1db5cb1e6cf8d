package dev.arceval.core.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is found and what is left alone on public corpora. The floors are a little below what was reached. */
@Tag("bench-redaction")
class RedactionCorporaTest {

    /** Figures, and every miss by place and rule; no text of a corpus stands in it. Written for {@code checks/redaction}. */
    private static final List<String> REPORT = new ArrayList<>();

    @AfterAll
    static void writeReport() throws IOException {
        if (!REPORT.isEmpty()) {
            Files.write(Path.of("target", "redaction-report.txt"), REPORT);
        }
    }

    private static final TextRedactor REDACTOR = TextRedactor.standard(Keys.ONE);

    private static final Map<String, Leak.Type> TYPES = Map.of(
            "CREDIT_CARD", Leak.Type.CARD,
            "EMAIL_ADDRESS", Leak.Type.EMAIL,
            "IBAN_CODE", Leak.Type.IBAN,
            "US_SSN", Leak.Type.SSN,
            "IP_ADDRESS", Leak.Type.IP,
            "MAC_ADDRESS", Leak.Type.MAC,
            "PHONE_NUMBER", Leak.Type.PHONE,
            "PH_MOBILE_NUMBER", Leak.Type.PHONE,
            "TR_PHONE_NUMBER", Leak.Type.PHONE);

    /** Labels that are wider than what is looked for, so that they count for precision and not for recall. */
    private static final Map<String, Leak.Type> ALSO_RIGHT =
            Map.of("DATE_TIME", Leak.Type.BIRTH_DATE, "US_DRIVER_LICENSE", Leak.Type.DRIVER_LICENCE);

    private static final Set<String> NOT_LOOKED_FOR =
            Set.of("spacy", "stanza", "transformers", "pattern", "date", "url", "uk_postcode", "de_plz");

    /** What an assignment's name says; a sample that is wrong for one format may be right by its name. */
    private static final Set<String> BY_CONTEXT = Set.of("key-name", "authorization", "cookie", "kubernetes-secret");

    @Test
    void knownFormats_areFound() throws IOException {
        Count right = new Count();
        Count wrong = new Count();
        Count anything = new Count();
        String file = "secrets-gitleaks/gitleaks_rule_samples.jsonl.gz";
        int line = 0;
        for (JsonNode sample : lines(file)) {
            line++;
            String text = sample.get("text").asString();
            List<String> rules = secretRules(text);
            if (sample.get("label").asBoolean()) {
                right.add(!rules.isEmpty() || text.isBlank());
                miss(
                        rules.isEmpty() && !text.isBlank(),
                        "not found",
                        file,
                        line,
                        sample.get("rule").asString());
            } else {
                wrong.add(rules.stream().anyMatch(rule -> !BY_CONTEXT.contains(rule)));
                anything.add(!rules.isEmpty());
                miss(!rules.isEmpty(), "false", file, line, String.join(",", rules));
            }
        }
        figure("known formats, true samples found", right);
        figure("known formats, false samples flagged by a format", wrong);
        figure("known formats, false samples flagged by anything", anything);
        assertThat(right.rate()).as("recall %s", right).isGreaterThanOrEqualTo(0.998);
        assertThat(wrong.rate())
                .as("false samples flagged by a format %s", wrong)
                .isLessThanOrEqualTo(0.01);
    }

    @Test
    void filesWithPlantedSecrets_loseThem() throws IOException {
        Path root = data("leaky-repo");
        int planted = 0;
        int found = 0;
        int flagged = 0;
        for (String line : Files.readAllLines(root.resolve(".leaky-meta/secrets.csv"))) {
            String[] row = line.split(",");
            if (line.startsWith("#") || row.length < 3 || !Files.exists(root.resolve(row[0]))) {
                continue;
            }
            int lines = linesWithSecrets(row[0], Files.readString(root.resolve(row[0]), StandardCharsets.ISO_8859_1));
            int risky = Integer.parseInt(row[1].strip());
            miss(lines != risky, lines + " of " + risky + " lines in", "leaky-repo/" + row[0], 0, "");
            planted += risky;
            found += Math.min(risky, lines);
            flagged += lines;
        }
        REPORT.add("planted repository, lines found: " + found + " of " + planted);
        REPORT.add("planted repository, right of those flagged: " + found + " of " + flagged);
        assertThat((double) found / planted)
                .as("recall %d of %d", found, planted)
                .isGreaterThanOrEqualTo(0.88);
        assertThat((double) found / flagged)
                .as("precision %d of %d", found, flagged)
                .isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void detectorCases_agree() throws IOException {
        Count agree = new Count();
        int line = 0;
        for (JsonNode sample : lines("detect-secrets/cases.jsonl")) {
            line++;
            JsonNode fields = sample.get("fields");
            String text = first(fields, "payload", "line", "file_content");
            if (!text.isEmpty()) {
                boolean wanted = fields.path("should_flag").asBoolean(true);
                boolean address = sample.get("plugin").asString().equals("ip_public");
                boolean found = address
                        ? !REDACTOR.find(text).isEmpty()
                        : !secretRules(text).isEmpty();
                agree.add(wanted == found);
                miss(
                        wanted != found,
                        wanted ? "not found" : "false",
                        "detect-secrets/cases.jsonl",
                        line,
                        String.join(",", secretRules(text)));
            }
        }
        figure("scanner test cases", agree);
        assertThat(agree.rate()).as("%s", agree).isGreaterThanOrEqualTo(0.91);
    }

    @Test
    void structuredPersonalData_isFoundInSentences() throws IOException {
        Map<String, Count> recall = new TreeMap<>();
        Count precision = new Count();
        for (JsonNode sample : JsonMapper.shared().readTree(open("presidio-research/synth_dataset_v2.json.gz"))) {
            String text = sample.get("full_text").asString();
            List<Leak> leaks = REDACTOR.find(text);
            for (JsonNode span : sample.get("spans")) {
                String entity = span.get("entity_type").asString();
                if (TYPES.containsKey(entity)) {
                    recall.computeIfAbsent(entity, unused -> new Count())
                            .add(leaks.stream().anyMatch(leak -> covers(leak, span, text)));
                }
            }
            for (Leak leak : leaks) {
                precision.add(anySpan(sample, leak, text));
            }
        }
        recall.forEach((entity, count) -> figure("sentences, " + entity, count));
        figure("sentences, precision", precision);
        assertThat(recall.keySet()).hasSize(6);
        recall.forEach((entity, count) -> assertThat(count.rate())
                .as("%s %s", entity, count)
                .isGreaterThanOrEqualTo(entity.equals("PHONE_NUMBER") ? 0.96 : 0.99));
        assertThat(precision.rate()).as("precision %s", precision).isGreaterThanOrEqualTo(0.99);
    }

    /** All recognisers of structured data; names, free dates and addresses of pages are not looked for. */
    @Test
    void recogniserCases_agree() throws IOException {
        Count positives = new Count();
        Count negatives = new Count();
        String file = "presidio-recognizer-cases/cases.jsonl";
        int line = 0;
        for (JsonNode sample : lines(file)) {
            line++;
            String recogniser = sample.get("recognizer").asString().replace("_recognizer", "");
            if (!NOT_LOOKED_FOR.contains(recogniser)) {
                List<Leak> leaks = REDACTOR.find(sample.get("text").asString());
                boolean wanted = sample.get("expected_len").asInt() > 0;
                (wanted ? positives : negatives).add(!leaks.isEmpty());
                miss(wanted == leaks.isEmpty(), wanted ? "not found" : "false", file, line, recogniser);
            }
        }
        figure("recogniser cases, positives found", positives);
        figure("recogniser cases, negatives flagged", negatives);
        assertThat(positives.rate()).as("positives %s", positives).isGreaterThanOrEqualTo(0.955);
        assertThat(negatives.rate()).as("negatives flagged %s", negatives).isLessThanOrEqualTo(0.03);
    }

    private static boolean covers(Leak leak, JsonNode span, String text) {
        return leak.type() == TYPES.get(span.get("entity_type").asString())
                && leak.start() <= index(text, span.get("start_position").asInt())
                && leak.end() >= index(text, span.get("end_position").asInt());
    }

    private static boolean anySpan(JsonNode sample, Leak leak, String text) {
        for (JsonNode span : sample.get("spans")) {
            String entity = span.get("entity_type").asString();
            if ((leak.type() == TYPES.get(entity) || leak.type() == ALSO_RIGHT.get(entity))
                    && leak.start() < index(text, span.get("end_position").asInt())
                    && leak.end() > index(text, span.get("start_position").asInt())) {
                return true;
            }
        }
        return false;
    }

    /** The corpora count code points. */
    private static int index(String text, int codePoints) {
        return text.offsetByCodePoints(0, codePoints);
    }

    private static int linesWithSecrets(String file, String text) {
        return (int) REDACTOR.find(SecretFile.of(file), text).stream()
                .filter(leak -> leak.type() == Leak.Type.SECRET)
                .map(leak -> text.substring(0, leak.start())
                        .chars()
                        .filter(c -> c == '\n')
                        .count())
                .distinct()
                .count();
    }

    private static List<String> secretRules(String text) {
        return REDACTOR.find(text).stream()
                .filter(leak -> leak.type() == Leak.Type.SECRET)
                .map(Leak::rule)
                .distinct()
                .toList();
    }

    private static void figure(String what, Count count) {
        REPORT.add(what + ": " + count);
    }

    private static void miss(boolean missed, String how, String file, int line, String rule) {
        if (missed) {
            REPORT.add("  " + how + " " + file + (line > 0 ? ":" + line : "") + " " + rule);
        }
    }

    private static String first(JsonNode fields, String... names) {
        for (String name : names) {
            if (fields.has(name)) {
                return fields.get(name).asString();
            }
        }
        return "";
    }

    private static List<JsonNode> lines(String name) throws IOException {
        List<JsonNode> nodes = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(open(name), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.isBlank()) {
                    nodes.add(JsonMapper.shared().readTree(line));
                }
            }
        }
        return nodes;
    }

    private static InputStream open(String name) throws IOException {
        InputStream in = Files.newInputStream(data(name));
        return name.endsWith(".gz") ? new GZIPInputStream(in) : in;
    }

    private static Path data(String name) {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null && !Files.isDirectory(directory.resolve("../shared/data"))) {
            directory = directory.getParent();
        }
        assumeTrue(directory != null, "the developer data in ../shared/data is absent");
        return directory.resolve("../shared/data").normalize().resolve(name);
    }

    /** How many of how many. */
    private static final class Count {

        private int yes;
        private int all;

        void add(boolean hit) {
            yes += hit ? 1 : 0;
            all++;
        }

        double rate() {
            return all == 0 ? 0 : (double) yes / all;
        }

        @Override
        public String toString() {
            return yes + " of " + all;
        }
    }
}
