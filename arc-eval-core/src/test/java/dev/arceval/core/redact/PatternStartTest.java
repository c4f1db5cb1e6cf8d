package dev.arceval.core.redact;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Chars;
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
                    assertThat(rule.pattern().start().fits(text, i, text.length()))
                            .as("%s in %s at %d", rule.id(), text, i)
                            .isTrue();
                }
            }
        }
    }

    /** Whatever RE2 understands may stand in a rule of a user. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "[[:alpha:]]{2}-\\d ; ab-1",
                "[a[:digit:]]x ; 7x",
                "\\p{Lu}\\pL1 ; ÄB1",
                "\\x41\\x{42}c ; ABc",
                "\\Qa.b\\Ec ; a.bc",
                "(?s)a.b ; `a\nb`",
                "(?i-s:a)b ; Ab",
                "(?P<name>ab)c ; abc",
                "(?<name>ab)c ; abc",
                "a{x}b ; a{x}b",
                "a{,2}b ; a{,2}b",
                "[\\+-\\/]a ; .a",
                "[!-\\/]a ; .a",
                "[\\-a]b ; -b",
                "[]a]b ; ]b",
                "[^]a]b ; cb",
                "[a-]b ; -b",
                "(?i)ſk ; sK",
                "(?i)[é-ÿ]s ; És",
                "\\va ; `\u000ba`",
                "\\101b ; Ab",
                "(a|(?i)b)c ; Bc",
            })
    void start_ofAnyPattern_fitsWhatItMatches(String pattern, String text) {
        assertThat(Pattern.compile(pattern).matcher(text).lookingAt()).isTrue();
        assertThat(PatternStart.of(pattern).fits(text, 0, text.length())).isTrue();
    }

    @Provide
    Arbitrary<String> patterns() {
        Arbitrary<String> items = Arbitraries.of(
                "a",
                "b",
                "-",
                ".",
                "\\d",
                "\\W",
                "\\s",
                "[ab]",
                "[^a]",
                "[a-c1]",
                "\\.",
                "(?:a|b1)",
                "(?i)",
                "^",
                "\\b");
        Arbitrary<String> times = Arbitraries.of("", "", "", "?", "*", "+?", "{2}", "{0,2}", "{1,}");
        Arbitrary<String> repeated =
                Combinators.combine(items, times).as((item, often) -> item.startsWith("(?i") ? item : item + often);
        Arbitrary<String> sequences = repeated.list().ofMinSize(1).ofMaxSize(5).map(list -> String.join("", list));
        return Combinators.combine(sequences, sequences, sequences, times)
                .as((one, two, three, often) -> one + "(" + two + "|" + three + ")" + often + two);
    }

    @Property(tries = 3_000)
    void start_fitsWhereverAPatternMatches(
            @ForAll("patterns") String pattern, @ForAll @Chars({'a', 'b', 'A', '-', '1', ' ', '.', 'é'}) String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        for (int i = 0; i <= text.length(); i++) {
            if (matcher.find(i) && matcher.start() == i) {
                assertThat(PatternStart.of(pattern).fits(text, i, text.length()))
                        .isTrue();
            }
        }
    }

    @Test
    void start_ofAlternatives_isAsLongAsTheShortest() {
        assertThat(PatternStart.of("abc|d").length()).isEqualTo(1);
        assertThat(PatternStart.of("a*").length()).isZero();
    }
}
