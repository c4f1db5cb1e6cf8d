package dev.arceval.core.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CredentialRulesTest {

    private static final TextRedactor REDACTOR = TextRedactor.standard(Keys.ONE);

    static Stream<CredentialRule> rules() {
        return CredentialRules.builtIn().stream();
    }

    @Test
    void rules_coverAtLeast150Services() {
        assertThat(rules().map(CredentialRule::service).distinct()).hasSizeGreaterThanOrEqualTo(150);
    }

    /** So that taking any rule away turns this test red, and none is carried along that others make needless. */
    @ParameterizedTest
    @MethodSource("rules")
    void rule_findsWhatNoOtherDoes(CredentialRule rule) {
        List<CredentialRule> others =
                rules().filter(other -> !other.id().equals(rule.id())).toList();
        SecretDetector without = new SecretDetector(others);
        SecretDetector with = new SecretDetector(List.of(rule));
        assertThat(rule.examples()).as("examples that only %s finds", rule.id()).anyMatch(example -> {
            String text = RuleSamples.expand(example, rule.id());
            List<Leak> rest = leaks(without, text);
            return leaks(with, text).stream()
                    .anyMatch(leak -> leak.rule().equals(rule.id())
                            && rest.stream()
                                    .noneMatch(other -> other.start() <= leak.start() && other.end() >= leak.end()));
        });
    }

    /** Turns red when a rule goes missing or comes, which should be a decision. */
    @Test
    void rules_areAsManyAsTheDocumentationSays() {
        assertThat(rules()).hasSize(265);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void rule_findsItsExamplesByItself(CredentialRule rule) {
        for (String example : rule.examples()) {
            String text = RuleSamples.expand(example, rule.id());
            assertThat(rulesFiring(new SecretDetector(List.of(rule)), text))
                    .as("%s in %s", rule.id(), text)
                    .contains(rule.id());
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void rule_leavesItsCounterexamples(CredentialRule rule) {
        for (String counterexample : rule.counterexamples()) {
            String text = RuleSamples.expand(counterexample, rule.id());
            assertThat(rulesFiring(new SecretDetector(List.of(rule)), text))
                    .as("%s in %s", rule.id(), text)
                    .doesNotContain(rule.id());
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void example_isGoneFromProseJsonAndUrl(CredentialRule rule) {
        if (rule.place() == CredentialRule.Place.VALUE || rule.examples().get(0).contains(" ")) {
            return;
        }
        String secret = RuleSamples.expand(rule.examples().get(0), rule.id() + "/places")
                .strip();
        List<String> leaks = REDACTOR.find(secret).stream()
                .map(leak -> secret.substring(leak.start(), leak.end()))
                .toList();
        assertThat(leaks).isNotEmpty();
        for (String text : List.of(
                "I found " + secret + " in the log.", "{\"note\":\"see " + secret + "\"}", "x\\n" + secret + "\\ny")) {
            assertThat(REDACTOR.redact(text)).as(text).doesNotContain(leaks.get(0));
        }
    }

    @Test
    void ruleWithoutSource_isRefused() {
        String json = "[{\"id\":\"a\",\"service\":\"A\",\"what\":\"key\",\"keywords\":[\"a\"],\"pattern\":\"a\"}]";
        assertThatThrownBy(() -> CredentialRules.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rule a has no source");
    }

    private static List<String> rulesFiring(Detector detector, String text) {
        return leaks(detector, text).stream().map(Leak::rule).toList();
    }

    private static List<Leak> leaks(Detector detector, String text) {
        Leaks leaks = new Leaks();
        detector.detect(text, leaks);
        return leaks.settle();
    }
}
