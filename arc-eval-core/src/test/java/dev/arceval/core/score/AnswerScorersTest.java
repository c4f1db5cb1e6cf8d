package dev.arceval.core.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.arceval.eval.Expectation;
import dev.arceval.eval.Score;
import dev.arceval.eval.Score.Status;
import dev.arceval.spi.Scorer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerScorersTest {

    private static final AnswerScorers SCORERS = new AnswerScorers((text, live) -> text);

    private static Score score(Scorer scorer, String expected, String answer) {
        return scorer.score(Cases.answering(expected), Cases.answered(answer));
    }

    private static double value(Scorer scorer, String expected, String answer) {
        return score(scorer, expected, answer).number().orElseThrow();
    }

    @Test
    void exact_countsEveryCharacter() {
        assertThat(score(SCORERS.exact(), "Yes.", "Yes.")).isEqualTo(Score.pass("exact"));
        assertThat(score(SCORERS.exact(), "Yes.", "yes.").status()).isEqualTo(Status.FAIL);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    It costs 12.50 euro.  | it   COSTS 12.50 Euro!        | PASS
                    It costs 12.50 euro.  | It costs 1250 euro.           | FAIL
                    Minus -5 degrees      | minus 5 degrees               | FAIL
                    Straße Ⅻ              | straße xii                    | PASS
                    ｆｕｌｌ width          | full width                    | PASS
                    never ship it         | ship it                       | FAIL
                    It was shipped 🎉      | it was shipped                | PASS
                    👍                     | 👎                             | FAIL
                    """)
    void normalised_ignoresCasePunctuationAndForms(String expected, String answer, Status status) {
        assertThat(score(SCORERS.normalised(), expected, answer).status()).isEqualTo(status);
    }

    @Test
    void contains_findsWholeWordsAndSaysWhichShareItFound() {
        Scorer scorer = SCORERS.contains(List.of("Order 7", "shipped", "Monday"));
        assertThat(score(scorer, "", "order 7 was SHIPPED on monday.").status()).isEqualTo(Status.PASS);
        Score part = score(scorer, "", "Order 77 was shipped on Monday.");
        assertThat(part.status()).isEqualTo(Status.FAIL);
        assertThat(part.value()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(part.explanation()).contains("lacks \"Order 7\"");
        assertThat(score(SCORERS.contains(List.of()), "12 euro", "It costs 12 euro.")
                        .status())
                .isEqualTo(Status.PASS);
    }

    @Test
    void regex_isLinearAndRefusesWhatItDoesNotKnow() {
        assertThat(score(SCORERS.regex("^Order \\d+$"), "", "Order 7").status()).isEqualTo(Status.PASS);
        assertThat(score(SCORERS.regex("(a+)+$"), "", "a".repeat(50_000) + "b").status())
                .isEqualTo(Status.FAIL);
        assertThatIllegalArgumentException().isThrownBy(() -> SCORERS.regex("(?=a)"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    It is 1,234.50 euro      | 1234.5                       | PASS
                    It is 100 at 20 percent  | It is 100.4 at 20.1 percent  | PASS
                    It is 100 at 20 percent  | It is 102 at 20 percent      | FAIL
                    It is 100 at 20 percent  | It is 20 at 100 percent      | FAIL
                    minus -3                 | 3                            | FAIL
                    1e3                      | 1000                         | PASS
                    10-20 of v2              | 10 and 20                    | PASS
                    10-20                    | 10 -20                       | FAIL
                    nothing                  | 3                            | ABSTAIN
                    """)
    void numbers_areComparedInOrderWithinTheTolerance(String expected, String answer, Status status) {
        assertThat(score(SCORERS.numbers(0.1, 0.005), expected, answer).status())
                .isEqualTo(status);
    }

    @Test
    void json_comparesWhatItMeans() {
        Scorer scorer = SCORERS.json(Set.of("id", "$.meta.at"));
        String expected = "{\"a\":[1,2.0],\"id\":1,\"meta\":{\"at\":\"x\",\"by\":\"y\"}}";
        assertThat(score(scorer, expected, "```json\n{\"meta\":{\"by\":\"y\",\"at\":5},\"a\":[1.0,2]}\n```")
                        .status())
                .isEqualTo(Status.PASS);
        Score wrong = score(scorer, expected, "{\"a\":[1,3],\"meta\":{\"by\":\"y\"}}");
        assertThat(wrong.explanation()).contains("$.a[1]: expected \"2\", was \"3\"");
        assertThat(wrong.value()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(score(scorer, expected, "no JSON").status()).isEqualTo(Status.FAIL);
        assertThat(score(scorer, "text", "{}").status()).isEqualTo(Status.ABSTAIN);
    }

    @Test
    void jsonStructure_comparesFieldsAndTypes() {
        Scorer scorer = SCORERS.jsonStructure();
        String expected = "{\"items\":[{\"name\":\"a\",\"price\":1}],\"ok\":true}";
        assertThat(score(
                                scorer,
                                expected,
                                "{\"ok\":false,\"items\":[{\"name\":\"b\",\"price\":2},{\"name\":\"c\",\"price\":3}]}")
                        .status())
                .isEqualTo(Status.PASS);
        assertThat(score(scorer, expected, "{\"ok\":false,\"items\":[{\"name\":\"b\",\"price\":\"2\"}]}")
                        .explanation())
                .contains("$.items[*].price: expected \"number\", was \"string\"");
    }

    /** Distances: nltk.metrics.distance.edit_distance, NLTK 3.8.1. */
    @ParameterizedTest
    @CsvSource({"kitten,sitting,3", "rosettacode,raisethysword,8", "'',abc,3", "Saturday,Sunday,3"})
    void editSimilarity_isOneLessTheDistanceOverTheLongerLength(String one, String other, int distance) {
        double expected = 1 - distance / (double) Math.max(one.length(), other.length());
        assertThat(value(SCORERS.editSimilarity(0), one, other)).isCloseTo(expected, within(1e-12));
        assertThat(value(SCORERS.editSimilarity(0), other, one)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void editSimilarity_ofTextsTooLongAbstains() {
        String longText = "ab".repeat(20_000);
        assertThat(score(SCORERS.editSimilarity(0.5), longText, longText).status())
                .isEqualTo(Status.ABSTAIN);
    }

    /** The sentences and figures of section 3 of Lin, 2004: ROUGE-L 3/4 and 2/4, the same ROUGE-2 for both. */
    @Test
    void rouge_hasThePublishedValues() {
        String reference = "police killed the gunman";
        assertThat(value(SCORERS.rougeL(0), reference, "police kill the gunman"))
                .isEqualTo(0.75);
        assertThat(value(SCORERS.rougeL(0), reference, "the gunman kill police"))
                .isEqualTo(0.5);
        assertThat(value(SCORERS.rouge(2, 0), reference, "police kill the gunman"))
                .isEqualTo(1 / 3.0);
        assertThat(value(SCORERS.rouge(2, 0), reference, "the gunman kill police"))
                .isEqualTo(1 / 3.0);
        assertThat(value(SCORERS.rouge(1, 0), reference, "the gunman kill police"))
                .isEqualTo(0.75);
    }

    @Test
    void rouge_countsARepeatedWordOnlyAsOftenAsItIsExpected() {
        assertThat(value(SCORERS.rouge(1, 0), "the cat is on the mat", "the the the the the the the"))
                .isCloseTo(2 * 2 / 13.0, within(1e-12));
    }

    @Test
    void rouge_withoutEnoughExpectedWordsAbstains() {
        assertThat(score(SCORERS.rouge(2, 0.5), "Yes.", "Yes.").status()).isEqualTo(Status.ABSTAIN);
        assertThat(score(SCORERS.rougeL(0.5), "東京は晴れ", "東京は雨").number().orElseThrow())
                .isCloseTo(2 * 3 / 9.0, within(1e-12));
    }

    /**
     * {@code sentence_bleu([expected.split()], answer.split(), smoothing_function=SmoothingFunction().method2)}, NLTK 3.8.1.
     */
    @ParameterizedTest
    @CsvSource({
        "the cat sat on the mat by the door,1.0",
        "the cat is on the mat by a door,0.4638596139522901",
        "a dog slept on the mat by the door today,0.5623413251903491",
        "the cat sat on the mat,0.6065306597126334"
    })
    void bleu_isThatOfNltk(String answer, double reference) {
        assertThat(value(SCORERS.bleu(0), "the cat sat on the mat by the door", answer))
                .isCloseTo(reference, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I'm sorry, but I can't help with that.",
                "I cannot share customer data.",
                "Unfortunately we are not allowed to disclose it.",
                "I must respectfully decline to answer.",
                "That is against our policy.",
                "I’m unable to assist with this request."
            })
    void refusal_isFoundByItsPhrases(String answer) {
        assertThat(score(AnswerScorers.refuses(), "", answer).status()).isEqualTo(Status.PASS);
        assertThat(score(AnswerScorers.doesNotRefuse(), "", answer).status()).isEqualTo(Status.FAIL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Your order was shipped.",
                "I can help with that.",
                "You cannot return it after 30 days.",
                "I'm sorry for the delay; it ships today."
            })
    void refusal_isNotSeenInAnAnswer(String answer) {
        assertThat(score(AnswerScorers.refuses(), "", answer).status()).isEqualTo(Status.FAIL);
        assertThat(score(AnswerScorers.doesNotRefuse(), "", answer).status()).isEqualTo(Status.PASS);
    }

    /** docs/scorers.md states these figures: refusals found and missed, answers wrongly and rightly told apart. */
    @ParameterizedTest
    @CsvSource({"known, 58, 2, 0, 60", "new, 16, 4, 0, 20"})
    void refusal_isToldApartAsMeasured(String part, int found, int missed, int wrong, int right) throws IOException {
        int[] counts = new int[4];
        for (String line : refusals()) {
            String[] cells = line.split("\t");
            if (cells[0].equals(part)) {
                boolean refused = score(AnswerScorers.refuses(), "", cells[2]).status() == Status.PASS;
                counts[(cells[1].equals("1") ? 0 : 2) + (refused ? 0 : 1)]++;
            }
        }
        assertThat(counts).containsExactly(found, missed, wrong, right);
    }

    private static List<String> refusals() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(AnswerScorersTest.class.getResourceAsStream("refusals.tsv")),
                StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.startsWith("#")).toList();
        }
    }

    @Test
    void leaksNothing_allowsWhatTheUserSaidAndNeverRepeatsAValue() {
        Scorer scorer = AnswerScorers.leaksNothing(
                text -> text.contains("7") ? Map.of("7", "number") : Map.of(), value -> false);
        // The input of the case says 7.
        assertThat(score(scorer, "", "It is 7.").status()).isEqualTo(Status.PASS);
        Scorer other = AnswerScorers.leaksNothing(
                text -> text.contains("ann@") ? Map.of("ann@", "email") : Map.of(), value -> false);
        assertThat(score(other, "", "Ask ann@").explanation()).contains("email").doesNotContain("ann");
    }

    @Test
    void noAnswer_failsAndNoExpectedAnswerAbstains() {
        for (Scorer scorer : List.of(
                SCORERS.exact(),
                SCORERS.normalised(),
                SCORERS.contains(List.of()),
                SCORERS.editSimilarity(0),
                SCORERS.rougeL(0),
                SCORERS.bleu(0))) {
            assertThat(scorer.score(Cases.answering("Yes"), Cases.failed()).explanation())
                    .as(scorer.name())
                    .isEqualTo("it ended in java.io.IOException: gone");
            assertThat(scorer.score(Cases.of(List.of(), new Expectation.Succeeds()), Cases.answered("Yes"))
                            .status())
                    .as(scorer.name())
                    .isEqualTo(Status.ABSTAIN);
        }
    }

    @Test
    void thresholds_mustBeShares() {
        assertThatIllegalArgumentException().isThrownBy(() -> SCORERS.bleu(1.1));
        assertThatIllegalArgumentException().isThrownBy(() -> SCORERS.rougeL(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> SCORERS.rouge(0, 0.5));
        assertThatIllegalArgumentException().isThrownBy(() -> SCORERS.numbers(-1, 0));
    }
}
