package dev.arceval.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.Replay;
import dev.arceval.Reports;
import dev.arceval.core.redact.RedactionKey;
import dev.arceval.core.redact.TextRedactor;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Expectation;
import dev.arceval.eval.Observation;
import dev.arceval.eval.ReplayRun;
import dev.arceval.eval.Score;
import dev.arceval.spi.Scorer;
import dev.arceval.trace.ToolCall;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a live agent and the scorers say of secrets of their own reaches no report of a replay. */
class ReplayCanaryTest {

    private static final EvalCase CASE = new EvalCase(
            "c1",
            "What is my balance?",
            List.of(ToolCall.of("balance", "{\"of\":\"me\"}", "12")),
            List.of(new Expectation.Answers("12 euros")),
            new EvalCase.Provenance(
                    "t",
                    List.of("t"),
                    "desk",
                    null,
                    null,
                    Set.of(),
                    Instant.EPOCH,
                    1,
                    new EvalCase.Baseline(null, null)));

    private static final Dataset DATASET = new Dataset("desk", List.of(CASE));

    /** What an agent does with a text that holds a secret. */
    private static final Map<String, Function<String, Function<Replay, ReplayRun>>> PLACES = Map.of(
            "answer",
            text -> replay -> replay.run(tools -> input -> "it is " + text),
            "tool argument",
            text -> replay -> replay.run(
                    tools -> input -> tools.tool("balance", String.class).apply(Map.of("of", text))),
            "exception",
            text -> replay -> replay.run(tools -> input -> {
                throw new IllegalStateException("cannot " + text, new IllegalArgumentException(text));
            }),
            "scorer",
            text -> replay -> replay.scoredBy(scorer(() -> Score.fail("fussy", "I saw " + text)))
                    .run(tools -> input -> "12 euros"),
            "broken scorer",
            text -> replay -> replay.scoredBy(scorer(() -> {
                        throw new IllegalStateException("401 for " + text);
                    }))
                    .run(tools -> input -> "12 euros"));

    @Test
    void noReportOfAReplay_holdsASecretOfTheAgent() {
        PLACES.forEach((place, run) -> {
            for (String secret : Canaries.SECRETS) {
                for (String text : encodings("use " + secret + " now")) {
                    ReplayRun ran = run.apply(text).apply(Replay.of(DATASET));
                    String left = String.join("\n", written(ran));
                    assertThat(left).as("%s: %s", place, text).contains("c1").doesNotContain(secret, text);
                }
            }
        });
    }

    /** Under a key that everyone knows, all telephone numbers could be tried against a pseudonym. */
    @Test
    void whatAReplayKeeps_isUnderNoKnownKey() {
        UnaryOperator<String> known = TextRedactor.standard(RedactionKey.of(new byte[32]))::redact;
        String said = "call +44 20 7946 0958";
        ReplayRun ran = Replay.of(DATASET).run(tools -> input -> said);
        assertThat(ran.results().get(0).observation().answer())
                .startsWith("call «phone:")
                .isNotEqualTo(known.apply(said));
    }

    @Test
    void noReportOfMutants_holdsASecretOfTheAgent() {
        String secret = Canaries.SECRETS.get(0);
        String text = Reports.text(Replay.of(DATASET).mutants(tools -> input -> "it is " + secret));
        assertThat(text).isNotEmpty().doesNotContain(secret);
    }

    private static List<String> written(ReplayRun run) {
        List<String> written = new ArrayList<>();
        for (Reports.Format format : Reports.Format.values()) {
            written.add(Reports.render(run, format));
        }
        written.add(run.toString());
        return written;
    }

    private static List<String> encodings(String text) {
        return List.of(
                text,
                "{\"note\":\"{\\\"inner\\\":\\\"" + text + "\\\"}\"}",
                Base64.getEncoder().encodeToString(("the note: " + text).getBytes(StandardCharsets.UTF_8)),
                URLEncoder.encode("note: " + text, StandardCharsets.UTF_8));
    }

    private interface Judgement {
        Score make();
    }

    private static Scorer scorer(Judgement judgement) {
        return new Scorer() {
            @Override
            public String name() {
                return "fussy";
            }

            @Override
            public Score score(EvalCase expected, Observation observed) {
                return judgement.make();
            }
        };
    }
}
