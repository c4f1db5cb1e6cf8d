package dev.arceval.check.testkit;

import static dev.arceval.testkit.ReplayAssertions.assertThatReplay;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arceval.RecordedTools;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Expectation;
import dev.arceval.eval.Score;
import dev.arceval.trace.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

class ReplayAssertionsTest {

    private final EvalCase recorded = Datasets.weatherCase(1);
    private final RecordedTools tools = RecordedTools.of(recorded);

    @Test
    void toolsGivenExplicitly_needNoExtension() {
        assertThat(assertThatReplay(recorded, tools, new WeatherAgent(tools))
                        .meetsExpectations()
                        .observation()
                        .toolCalls())
                .isEqualTo(recorded.toolCalls());
    }

    @Test
    void withoutTheExtension_theToolsMustBeGiven() {
        assertThatThrownBy(() -> assertThatReplay(recorded, new WeatherAgent(tools)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("assertThatReplay(evalCase, tools, agent)");
    }

    @Test
    void agent_runsOnceHoweverOftenItIsJudged() {
        List<String> asked = new ArrayList<>();
        var replay = assertThatReplay(recorded, tools, input -> {
            asked.add(input);
            return "x";
        });
        replay.scores();
        assertThatThrownBy(replay::meetsExpectations).isInstanceOf(AssertionFailedError.class);
        assertThatThrownBy(replay::meetsExpectations).isInstanceOf(AssertionFailedError.class);

        assertThat(asked).containsExactly(recorded.input());
    }

    @Test
    void abstainingScorer_doesNotMatter() {
        assertThatReplay(recorded, tools, new WeatherAgent(tools))
                .scoredBy(new FixedScorer("none", Score.abstain("none", "no reference")))
                .meetsExpectations();
    }

    @Test
    void longRuns_showTheNeighbourhoodOfTheFirstDifference() {
        List<ToolCall> calls = IntStream.range(0, 100)
                .mapToObj(i -> ToolCall.of("step", "{\"i\":" + i + "}", "x".repeat(10_000)))
                .toList();
        EvalCase longRun = new EvalCase(
                "long",
                "word ".repeat(100_000),
                calls,
                List.of(new Expectation.Answers("done")),
                recorded.provenance());
        RecordedTools longTools = RecordedTools.of(longRun);

        assertThatThrownBy(() -> assertThatReplay(longRun, longTools, input -> {
                            for (int i = 0; i < 100; i++) {
                                longTools.call("step", "{\"i\":" + (i < 50 ? i : 50) + "}");
                            }
                            return "y".repeat(1_000_000);
                        })
                        .meetsExpectations())
                .isInstanceOf(AssertionFailedError.class)
                .satisfies(error -> assertThat(error.getMessage())
                        .hasSizeLessThan(3_000)
                        .contains("48 more before", "> 52 ", "<- first difference", "more after"));
    }
}
