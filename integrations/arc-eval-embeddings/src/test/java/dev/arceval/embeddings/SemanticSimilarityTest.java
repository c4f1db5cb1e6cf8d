package dev.arceval.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.arceval.Scorers;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Expectation;
import dev.arceval.eval.Observation;
import dev.arceval.eval.Score;
import dev.arceval.eval.Score.Status;
import dev.arceval.spi.Scorer;
import dev.arceval.testkit.NoNetwork;
import dev.arceval.testkit.contract.ScorerContract;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NoNetwork
class SemanticSimilarityTest extends ScorerContract {

    @Override
    protected Scorer scorer() {
        return new SemanticSimilarity();
    }

    @Override
    protected EvalCase evalCase() {
        return expecting("Order 7 was shipped.");
    }

    @Override
    protected Observation good() {
        return answered("We have shipped order 7.");
    }

    @Override
    protected Observation bad() {
        return answered("Which colour would you like?");
    }

    private static EvalCase expecting(String answer) {
        EvalCase.Provenance provenance = new EvalCase.Provenance(
                "t1", List.of("t1"), "shop", null, null, Set.of(), Instant.EPOCH, 1, new EvalCase.Baseline(null, null));
        return new EvalCase("c1", "Where is order 7?", List.of(), List.of(new Expectation.Answers(answer)), provenance);
    }

    private static Observation answered(String answer) {
        return new Observation(answer, null, null, List.of(), List.of(), Duration.ofMillis(1));
    }

    private static Score score(Scorer scorer, String expected, String answer) {
        return scorer.score(expecting(expected), answered(answer));
    }

    @Test
    void scorer_isFoundByItsName() {
        assertThat(score(Scorers.named("semantic-similarity"), "Order 7 was shipped.", "We have shipped order 7.")
                        .status())
                .isEqualTo(Status.PASS);
    }

    /** A vector of another model: the first two letters. */
    @ParameterizedTest
    @CsvSource({"ab, ab, 1.0, PASS", "ab, ba, 0.999, PASS", "ab, 'a ', 0.89, PASS"})
    void value_isTheCosine(String expected, String answer, double value, Status status) {
        Scorer letters = SemanticSimilarity.of(text -> new float[] {text.charAt(0), text.charAt(1)}, 0.8);
        Score score = score(letters, expected, answer);
        assertThat(score.number().orElseThrow()).isEqualTo(value, within(1e-9));
        assertThat(score.status()).isEqualTo(status);
    }

    @Test
    void vectorsThatPointApart_areNotAlikeAtAll() {
        Scorer signs = SemanticSimilarity.of(text -> new float[] {text.equals("yes") ? 1 : -1}, 0.5);
        assertThat(score(signs, "yes", "no").number()).hasValue(0);
        assertThat(score(SemanticSimilarity.of(text -> new float[] {0}, 0.5), "yes", "no")
                        .number())
                .hasValue(0);
        assertThat(score(signs, "yes", "no").explanation()).isEqualTo("0.000, wanted 0.500");
    }

    @Test
    void sameText_isOne() {
        assertThat(score(scorer(), "Order 7 was shipped.", "Order 7 was shipped.")
                        .number())
                .hasValue(1);
    }

    @Test
    void settings_areChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> SemanticSimilarity.atLeast(1.1));
    }

    /** docs/scorers.md states these figures: of each kind, how many of the pairs reach a similarity. */
    @Test
    void labelledPairs_areToldApartByTopic_notByFact() throws IOException {
        Map<String, List<Double>> values = new TreeMap<>();
        for (String line : pairs()) {
            String[] pair = line.split("\t");
            values.computeIfAbsent(pair[0], unseen -> new ArrayList<>())
                    .add(score(scorer(), pair[1], pair[2]).number().orElseThrow());
        }

        assertThat(reaching(0.6, values)).isEqualTo(Map.of("same", 20L, "other", 1L, "fact", 10L));
        assertThat(reaching(0.7, values)).isEqualTo(Map.of("same", 17L, "other", 0L, "fact", 10L));
        assertThat(reaching(0.8, values)).isEqualTo(Map.of("same", 8L, "other", 0L, "fact", 10L));
    }

    private static Map<String, Long> reaching(double similarity, Map<String, List<Double>> values) {
        Map<String, Long> counts = new TreeMap<>();
        values.forEach((kind, all) -> counts.put(
                kind, all.stream().filter(value -> value >= similarity).count()));
        return counts;
    }

    private static List<String> pairs() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(SemanticSimilarityTest.class.getResourceAsStream("pairs.tsv")),
                StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.startsWith("#")).toList();
        }
    }
}
