package dev.arceval.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arceval.ArcEvalException;
import dev.arceval.RecordedTools;
import dev.arceval.RecordedTools.RecordedToolException;
import dev.arceval.RecordedTools.UnrecordedCallException;
import dev.arceval.Replay;
import dev.arceval.core.replay.CallPolicies;
import dev.arceval.core.replay.Likeness;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Expectation;
import dev.arceval.eval.Observation;
import dev.arceval.eval.ReplayRun;
import dev.arceval.eval.Score;
import dev.arceval.spi.Scorer;
import dev.arceval.trace.ToolCall;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ReplayAdapterTest {

    record Query(String city) {}

    record Weather(int celsius, String sky) {}

    enum Unit {
        METRIC
    }

    private static final EvalCase BERN = evalCase(
            "bern",
            "How warm is it in Bern?",
            ToolCall.of("weather", "{\"city\":\"Bern\"}", "{\"celsius\":21,\"sky\":\"clear\"}"));
    private static final EvalCase ROME = evalCase(
            "rome", "How warm is it in Rome?", ToolCall.failed("weather", "{\"city\":\"Rome\"}", "com.acme.Down: 503"));

    private static EvalCase evalCase(String id, String input, ToolCall... calls) {
        return new EvalCase(
                id,
                input,
                List.of(calls),
                List.of(new Expectation.Answers("21 and clear")),
                new EvalCase.Provenance(
                        "t",
                        List.of("t"),
                        "weather",
                        null,
                        null,
                        Set.of(),
                        Instant.EPOCH,
                        1,
                        new EvalCase.Baseline(null, null)));
    }

    private static RecordedTools tools(EvalCase evalCase) {
        return new ReplayContextAdapter(evalCase, Likeness.plain(), CallPolicies.strict());
    }

    private static Replay replay(EvalCase... cases) {
        return new ReplayAdapter(new Dataset("weather", List.of(cases)), Likeness.plain());
    }

    private static String answer(RecordedTools tools, String question) {
        String city = question.contains("Bern") ? "Bern" : "Rome";
        Weather weather = tools.call("weather", new Query(city), Weather.class);
        return weather.celsius() + " and " + weather.sky();
    }

    @Test
    void tools_takeObjectsAndGiveObjects() {
        RecordedTools tools = tools(evalCase(
                "c",
                "x",
                ToolCall.of("weather", "{\"city\":\"Bern\"}", "{\"celsius\":21,\"sky\":\"clear\"}"),
                ToolCall.of("unit", null, "METRIC"),
                ToolCall.of("count", "[1,2]", "2"),
                ToolCall.of("name", "plain text", "\"quoted\""),
                ToolCall.of("clear", "null", "null")));

        Function<Query, Weather> weather = tools.tool("weather", Weather.class);
        assertThat(weather.apply(new Query("Bern"))).isEqualTo(new Weather(21, "clear"));
        assertThat(tools.call("weather", Map.of("city", "Bern"), Object.class))
                .isEqualTo(Map.of("celsius", 21, "sky", "clear"));
        assertThat(tools.call("unit", null, Unit.class)).isEqualTo(Unit.METRIC);
        assertThat(tools.call("count", new int[] {1, 2}, Integer.class)).isEqualTo(2);
        assertThat(tools.call("name", "plain text", String.class)).isEqualTo("\"quoted\"");
        assertThat(tools.call("clear", null, Weather.class)).isNull();
        assertThat(tools.calls()).hasSize(6);
    }

    @Test
    void tools_failAsRecordedAndRefuseWhatIsUnknown() {
        RecordedTools tools = tools(ROME);

        assertThatThrownBy(() -> tools.call("weather", new Query("Rome")))
                .isInstanceOf(RecordedToolException.class)
                .hasMessage("com.acme.Down: 503");
        assertThatThrownBy(() -> tools.call("weather", new Query("Oslo")))
                .isInstanceOf(UnrecordedCallException.class)
                .hasMessageContaining("first difference at $.city");
        assertThat(tools.unrecorded()).hasSize(1);
    }

    @Test
    void tools_sayWhichResultDoesNotFitWithoutQuotingIt() {
        RecordedTools tools = tools(evalCase("c", "x", ToolCall.of("weather", null, "{\"celsius\":\"secret\"}")));

        assertThatThrownBy(() -> tools.call("weather", null, Weather.class))
                .isInstanceOf(ArcEvalException.class)
                .hasMessageContainingAll("weather", "Weather", "celsius")
                .hasMessageNotContaining("secret");
    }

    @Test
    void run_asksTheAgentEveryCaseWithItsOwnTools() {
        ReplayRun run = replay(ROME, BERN).run(tools -> question -> answer(tools, question));

        assertThat(run.results()).extracting(result -> result.evalCase().id()).containsExactly("bern", "rome");
        assertThat(run.passed()).isEqualTo(1);
        ReplayRun.Result rome = run.failures().get(0);
        assertThat(rome.observation().errorType()).isEqualTo("com.acme.Down");
        assertThat(rome.observation().errorMessage()).isEqualTo("503");
        assertThat(rome.observation().toolCalls()).isEqualTo(ROME.toolCalls());
    }

    @Test
    void run_failsTheCaseThatMakesAnUnrecordedCall_evenIfTheAgentSwallowsIt() {
        ReplayRun run = replay(BERN).run(tools -> question -> {
            try {
                tools.call("weather", "{\"city\":\"Paris\"}");
            } catch (RuntimeException swallowed) {
                return "21 and clear";
            }
            return "other";
        });

        assertThat(run.passed()).isZero();
        assertThat(run.failures().get(0).scores().get(0).explanation()).contains("recorded \"Bern\"", "\"Paris\"");
    }

    @Test
    void observe_turnsErrorsIntoObservations() {
        RecordedTools tools = tools(BERN);
        Observation overflow = replay(BERN).observe(BERN, tools, question -> {
            throw new StackOverflowError();
        });

        assertThat(overflow.errorType()).isEqualTo("java.lang.StackOverflowError");
        assertThat(overflow.output()).isEmpty();
        assertThatThrownBy(() -> replay(BERN).observe(BERN, tools, question -> {
                    throw new OutOfMemoryError("really");
                }))
                .isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void observe_redactsWhatTheAgentSays() {
        Replay replay = new ReplayAdapter(
                new Dataset("d", List.of(BERN)),
                new Likeness(text -> text.replace("Ann", "<name:1>"), text -> false, UnaryOperator.identity()));

        assertThat(replay.observe(BERN, tools(BERN), question -> "Ann asked").answer())
                .isEqualTo("<name:1> asked");
        assertThat(replay.observe(BERN, tools(BERN), question -> {
                            throw new IllegalStateException("Ann is unknown");
                        })
                        .errorMessage())
                .isEqualTo("<name:1> is unknown");
    }

    @Test
    void answersThatAreNoText_areJson() {
        assertThat(replay(BERN)
                        .observe(BERN, tools(BERN), question -> new Weather(3, "fog"))
                        .answer())
                .isEqualTo("{\"celsius\":3,\"sky\":\"fog\"}");
    }

    @Test
    void scorers_areAddedAndABrokenOneIsNoFailureOfTheAgent() {
        Scorer polite = scorer("polite", Score.pass("polite"));
        Scorer broken = new Scorer() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public Score score(EvalCase expected, Observation observed) {
                throw new IllegalStateException("no model");
            }
        };
        Replay plain = replay(BERN);
        Replay scored = plain.scoredBy(polite).scoredBy(broken);
        Observation observation = plain.observe(BERN, tools(BERN), question -> "21 and clear");

        assertThat(plain.score(BERN, observation)).hasSize(1);
        assertThat(scored.score(BERN, observation))
                .containsExactly(
                        Score.pass("expectations"),
                        Score.pass("polite"),
                        Score.error("broken", "java.lang.IllegalStateException: no model"));
    }

    private static Scorer scorer(String name, Score score) {
        return new Scorer() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Score score(EvalCase expected, Observation observed) {
                return score;
            }
        };
    }

    @Test
    void emptyDataset_isRefused() {
        assertThatThrownBy(ReplayAdapterTest::replay)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dataset weather is empty");
    }
}
