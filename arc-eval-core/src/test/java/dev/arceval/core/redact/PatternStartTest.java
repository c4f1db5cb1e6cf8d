package dev.arceval.core.redact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PatternStartTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "ab[0-9]{3} ; ab123 ; true",
                "ab[0-9]{3} ; ab12 ; false",
                "ab[0-9]{3} ; ab12x ; false",
                "(?i)key=([a-z]+) ; KEY=x ; true",
                "(?i)key=([a-z]+) ; KEY=1 ; false",
                "(?:a|bc)d? ; a ; true",
                "(?:a|bc)d? ; c ; false",
                "(?:a|bc)d? ; bx ; true",
                "x\\s+\\S{2,}? ; `x  y1` ; true",
                "x\\s+\\S{2,}? ; xyz1 ; false",
                "[^a-c]\\.\\w ; é.w ; true",
                "[^a-c]\\.\\w ; a.w ; false",
                "-+(?:[^\"']b)*c ; --c ; true",
                "(a{2}){2}z ; aaaz ; false",
                "(a{2}){2}z ; aaaaz ; true",
            })
    void start_fitsWhatAMatchCanBeginWith(String pattern, String text, boolean fits) {
        assertThat(PatternStart.of(pattern).fits(text, 0, text.length())).isEqualTo(fits);
    }

    /** The glance must never keep a rule from what its pattern finds. */
    @ParameterizedTest
    @MethodSource("dev.arceval.core.redact.CredentialRulesTest#rules")
    void start_fitsWhereverThePatternOfARuleMatches(CredentialRule rule) {
        for (String example : rule.examples()) {
            String text = RuleSamples.expand(example, rule.id());
            for (int i = 0; i < text.length(); i++) {
                if (rule.pattern().matcher(text.substring(i)).lookingAt()) {
                    assertThat(rule.patternStart().fits(text, i, text.length()))
                            .as("%s in %s at %d", rule.id(), text, i)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void start_ofAlternatives_isAsLongAsTheShortest() {
        assertThat(PatternStart.of("abc|d").length()).isEqualTo(1);
        assertThat(PatternStart.of("a*").length()).isZero();
    }
}
