package dev.arceval.core.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A text for each built-in rule, written apart from the rules and their examples: a rule that is taken away, with its
 * examples or without, turns its line red.
 */
class EachRuleTest {

    private static final TextRedactor REDACTOR = TextRedactor.standard(Keys.ONE);

    /**
     * A line of {@code rule-samples.txt}.
     *
     * @param rule what must find the text between the marks
     * @param type what it must be found as
     * @param template the text, with places to fill as in {@link RuleSamples} and the secret between marks
     */
    record Sample(String rule, Leak.Type type, String template) {

        static Sample of(String line) {
            String[] parts = line.split(" \\| ", 3);
            return new Sample(parts[0], Leak.Type.valueOf(parts[1]), parts[2]);
        }
    }

    static List<Sample> samples() throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(EachRuleTest.class.getResourceAsStream("rule-samples.txt")),
                StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Sample::of)
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void textOfEachRule_isFoundWhole_asItsTypeAndByItsRule(Sample sample) {
        String marked = RuleSamples.expand(sample.template(), sample.toString());
        int start = marked.indexOf('⟦');
        int end = marked.indexOf('⟧') - 1;
        assertThat(REDACTOR.find(marked.replace("⟦", "").replace("⟧", "")))
                .as(marked)
                .anyMatch(leak -> leak.start() <= start
                        && leak.end() >= end
                        && leak.type() == sample.type()
                        && leak.rule().equals(sample.rule()));
    }

    @Test
    void everyRule_hasItsText() throws IOException {
        Stream<String> rules = Stream.concat(
                CredentialRules.builtIn().stream().map(CredentialRule::id),
                IdentityRules.builtIn().stream().map(IdentityRule::id));
        assertThat(samples().stream().map(Sample::rule).toList()).containsExactlyInAnyOrderElementsOf(rules.toList());
    }
}
