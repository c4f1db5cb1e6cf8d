package dev.arceval.core.redact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.core.ingest.SharedData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How much of what agents say and do is left as it was: recorded runs of an office, a bank, a travel desk and an airline, which
 * hold addresses, accounts, telephone numbers and dates of birth, and next to no secret. What is replaced and is none of these by
 * its own form is a word too many.
 */
@Tag("bench-redaction")
class AgentTextsTest {

    private static final TextRedactor REDACTOR = TextRedactor.standard(Keys.ONE);
    private static final List<String> REPORT = new ArrayList<>();

    /** What is personal whatever the rules say, by type: with the text before the value. */
    private static final Map<Leak.Type, Pattern> PERSONAL = Map.of(
            Leak.Type.EMAIL, Pattern.compile("(?s).*«[\\w.+-]+@[\\w-]+(\\.[\\w-]+)+»"),
            Leak.Type.IBAN, Pattern.compile("(?s).*«[A-Z]{2}\\d{2}[A-Z0-9]{11,30}»"),
            Leak.Type.PHONE, Pattern.compile("(?s).*(Phone|Contact Information)\\W{1,8}«\\+\\d[\\d ]{7,}»"),
            Leak.Type.BIRTH_DATE, Pattern.compile("(?si).*(dob|birth)\\W{1,12}[^«]{0,12}«\\d{4}-\\d\\d-\\d\\d»"));

    @AfterAll
    static void writeReport() throws IOException {
        if (!REPORT.isEmpty()) {
            Files.write(Path.of("target", "agent-texts-report.txt"), REPORT);
        }
    }

    /** What is found in one text. */
    private record Found(long words, Map<String, Long> byRule, Map<String, Long> tooMany) {

        static Found in(String text) {
            Map<String, Long> byRule = new TreeMap<>();
            Map<String, Long> tooMany = new TreeMap<>();
            for (Leak leak : REDACTOR.find(text)) {
                String value = text.substring(leak.start(), leak.end());
                long words = words(value);
                byRule.merge(leak.label(), words, Long::sum);
                if (!isPersonal(leak, text, value)) {
                    tooMany.merge(leak.label() + " (" + leak.rule() + ")", words, Long::sum);
                }
            }
            assertThat(JsonText.isBroken(text, REDACTOR.redact(text))).isFalse();
            return new Found(words(text), byRule, tooMany);
        }

        private static long words(String text) {
            return text.split("\\s+").length;
        }
    }

    private static boolean isPersonal(Leak leak, String text, String value) {
        Pattern form = PERSONAL.get(leak.type());
        String before =
                text.substring(Math.max(0, leak.start() - 40), leak.start()).replace("«", "");
        return form != null
                && form.matcher(before + "«" + value + "»").matches()
                && (leak.type() != Leak.Type.IBAN || hasCheckDigits(value));
    }

    /** ISO 7064, modulus 97. */
    private static boolean hasCheckDigits(String iban) {
        String digits = (iban.substring(4) + iban.substring(0, 4))
                .chars()
                .mapToObj(c -> String.valueOf(Character.getNumericValue(c)))
                .collect(Collectors.joining());
        return new BigInteger(digits).mod(BigInteger.valueOf(97)).intValue() == 1;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "agentdojo/gpt-4o-2024-05-13.benign.otlp.jsonl.gz",
                "agentdojo/claude-3-opus-20240229.benign.otlp.jsonl.gz",
                "tau-airline-gpt4o/gpt-4o-airline.otlp.jsonl.gz"
            })
    void agentTexts_keepTheirWords_andTheirJson(String file) throws IOException {
        Map<String, Found> known = new HashMap<>();
        Map<String, Long> byType = new TreeMap<>();
        Map<String, Long> tooMany = new TreeMap<>();
        long words = 0;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(SharedData.path(file))), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                List<String> texts = new ArrayList<>();
                collect(JsonMapper.shared().readTree(line), texts);
                for (String text : texts) {
                    // An agent is told the same again in each of its steps.
                    Found found = known.computeIfAbsent(text, Found::in);
                    words += found.words();
                    found.byRule().forEach((type, count) -> byType.merge(type, count, Long::sum));
                    found.tooMany().forEach((rule, count) -> tooMany.merge(rule, count, Long::sum));
                }
            }
        }
        long changed = byType.values().stream().mapToLong(Long::longValue).sum();
        long nobodys = tooMany.values().stream().mapToLong(Long::longValue).sum();
        REPORT.add("words of " + file + ": " + words + ", replaced " + changed + " " + byType
                + ", of these no address, account," + " number or date of birth by its form " + nobodys + " "
                + new TreeMap<>(tooMany));
        assertThat((double) nobodys / words).as("%s: %s", file, tooMany).isLessThanOrEqualTo(0.0005);
        assertThat(new TreeSet<>(byType.keySet())).as(file).contains("email");
    }

    private static void collect(JsonNode node, List<String> texts) {
        if (node.isString()) {
            texts.add(node.asString());
        }
        node.forEach(child -> collect(child, texts));
    }
}
