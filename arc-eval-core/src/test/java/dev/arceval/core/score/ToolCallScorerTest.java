package dev.arceval.core.score;

import static dev.arceval.core.score.Cases.called;
import static dev.arceval.core.score.Cases.calling;
import static dev.arceval.core.score.Cases.model;
import static dev.arceval.core.score.Cases.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arceval.eval.ArgumentMatch;
import dev.arceval.eval.CallMatch;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Expectation;
import dev.arceval.eval.Observation;
import dev.arceval.eval.Score;
import dev.arceval.eval.Score.Status;
import dev.arceval.spi.Scorer;
import dev.arceval.trace.Step;
import dev.arceval.trace.ToolCall;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolCallScorerTest {

    private static Step[] steps(String text) {
        return Stream.of(text.split(" "))
                .filter(step -> !step.isEmpty())
                .map(ToolCallScorerTest::step)
                .toArray(Step[]::new);
    }

    /** {@code M} is the model; {@code a:b=1,c=2} calls a with two arguments. */
    private static Step step(String text) {
        if (text.equals("M")) {
            return model(null, null, null);
        }
        int colon = text.indexOf(':');
        String arguments = colon < 0
                ? ""
                : Stream.of(text.substring(colon + 1).split(","))
                        .map(pair -> '"' + pair.replace("=", "\":\"") + '"')
                        .reduce((one, other) -> one + "," + other)
                        .orElseThrow();
        return tool(colon < 0 ? text : text.substring(0, colon), "{" + arguments + "}");
    }

    private static Status status(CallMatch match, ArgumentMatch arguments, String recorded, String made) {
        return ToolCallScorer.matching(match, arguments, Set.of())
                .score(calling(steps(recorded)), called(steps(made)))
                .status();
    }

    /**
     * The situations of the tests of agentevals (python/tests/test_trajectory.py, arguments ignored as there), with its verdicts for
     * strict, unordered, subset and superset, which are here by turn, any order, subset and superset.
     */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    M w:city=a M,               M w:city=b M,               1,1,1,1
                    M w:city=a w:city=b M,      M w:city=b w:city=a M,      1,1,1,1
                    M w:city=a w:city=b M,      M w:city=b M w:city=a M,    0,1,1,1
                    M w:city=a w:city=b M,      M w:city=b M,               0,0,1,0
                    M other:city=a M,           M w:city=a M,               0,0,0,0
                    M w:city=both M,            M w:city=a w:city=b M,      0,0,0,1
                    M w:city=a w:city=b M,      M w:city=both M,            0,0,1,0
                    """)
    void matching_agreesWithAgentevals(
            String recorded, String made, int strict, int unordered, int subset, int superset) {
        CallMatch[] modes = {CallMatch.BY_TURN, CallMatch.ANY_ORDER, CallMatch.SUBSET, CallMatch.SUPERSET};
        int[] verdicts = {strict, unordered, subset, superset};
        for (int i = 0; i < modes.length; i++) {
            assertThat(status(modes[i], ArgumentMatch.IGNORED, recorded, made))
                    .as(modes[i].name())
                    .isEqualTo(verdicts[i] == 1 ? Status.PASS : Status.FAIL);
        }
    }

    /** What agentevals documents of tool_args_match_mode: exact, ignore, subset, superset, seen from the calls that were made. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    f:city=a,      f:city=a,        1,1,1,1
                    f:city=a,      f:city=b,        0,1,0,0
                    'f:city=a,unit=c', f:city=a,    0,1,1,0
                    f:city=a,      'f:city=a,unit=c', 0,1,0,1
                    f:city=a,      f,               0,1,1,0
                    """)
    void arguments_agreeWithAgentevals(String recorded, String made, int equal, int ignored, int subset, int superset) {
        ArgumentMatch[] modes = {
            ArgumentMatch.EQUAL, ArgumentMatch.IGNORED, ArgumentMatch.SUBSET, ArgumentMatch.SUPERSET
        };
        int[] verdicts = {equal, ignored, subset, superset};
        for (int i = 0; i < modes.length; i++) {
            assertThat(status(CallMatch.BY_TURN, modes[i], "M " + recorded + " M", "M " + made + " M"))
                    .as(modes[i].name())
                    .isEqualTo(verdicts[i] == 1 ? Status.PASS : Status.FAIL);
        }
    }

    /**
     * The situations of the tests of Google ADK (tests/unittests/evaluation/test_trajectory_evaluator.py), with its verdicts. Its
     * ANY_ORDER allows further calls: here that is a superset.
     */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    EXACT,    f:x=1,     f:x=1,             PASS
                    EXACT,    g:x=1,     f:x=1,             FAIL
                    EXACT,    f:x=2,     f:x=1,             FAIL
                    EXACT,    f:x=1 f:x=1, f:x=1,           FAIL
                    EXACT,    '',        '',                PASS
                    IN_ORDER, a b c,     a a1 b b1 c c1,    PASS
                    IN_ORDER, a b d,     a a1 b b1 c1,      FAIL
                    IN_ORDER, a b c,     a c b,             FAIL
                    SUPERSET, a b c,     b b1 a a1 c c1,    PASS
                    SUPERSET, a b d,     a a1 b b1 c1,      FAIL
                    SUPERSET, a a b,     a b,               FAIL
                    """)
    void matching_agreesWithAdk(CallMatch match, String recorded, String made, Status status) {
        assertThat(status(match, ArgumentMatch.EQUAL, recorded, made)).isEqualTo(status);
    }

    @Test
    void matching_findsPairsThatTakingTheFirstWouldMiss() {
        // The first made call fits both recorded ones, the second only the first.
        assertThat(status(CallMatch.ANY_ORDER, ArgumentMatch.SUBSET, "f:x=1,y=2 f:x=1,z=3", "f:x=1 f:y=2"))
                .isEqualTo(Status.PASS);
    }

    @Test
    void matching_leavesIgnoredArgumentsOut() {
        Scorer scorer = ToolCallScorer.matching(CallMatch.EXACT, ArgumentMatch.EQUAL, Set.of("id"));
        assertThat(scorer.score(calling(steps("f:x=1,id=7")), called(steps("f:x=1,id=8")))
                        .status())
                .isEqualTo(Status.PASS);
        Score wrong = scorer.score(calling(steps("f:x=1")), called(steps("f:x=2")));
        assertThat(wrong.explanation()).contains("call 1: expected f{$.x=\"1\"}, was f{$.x=\"2\"}");
    }

    /** By hand: 2 pairs among 3 recorded and 4 made calls; one edit to each of two places of four. */
    @Test
    void f1AndSimilarity_haveTheirValues() {
        EvalCase recorded = calling(steps("a b c"));
        assertThat(ToolCallScorer.f1(ArgumentMatch.EQUAL, 0)
                        .score(recorded, called(steps("b a x y")))
                        .value())
                .isCloseTo(4 / 7.0, within(1e-12));
        assertThat(ToolCallScorer.similarity(ArgumentMatch.EQUAL, 0)
                        .score(recorded, called(steps("a x c y")))
                        .value())
                .isCloseTo(0.5, within(1e-12));
        assertThat(ToolCallScorer.f1(ArgumentMatch.EQUAL, 1)
                        .score(calling(), called())
                        .value())
                .isEqualTo(1.0);
    }

    @Test
    void arguments_areComparedCallByCall() {
        Scorer scorer = ToolCallScorer.arguments(1, Set.of());
        Score score = scorer.score(calling(steps("f:x=1,y=2 f:x=3 g:z=1")), called(steps("f:x=1,y=9 f:x=3 h:z=1")));
        assertThat(score.value()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(score.explanation()).contains("call 1, f, $.y: expected \"\"2\"\", was \"\"9\"\"");
        assertThat(scorer.score(calling(steps("g:z=1")), called(steps("f:x=1"))).status())
                .isEqualTo(Status.ABSTAIN);
    }

    @Test
    void failedOrIncompleteRecordings_areNoExample() {
        Scorer exact = ToolCallScorer.matching(CallMatch.EXACT, ArgumentMatch.EQUAL, Set.of());
        EvalCase failed = Cases.of(List.of(tool("f", "{}")), new Expectation.DoesNotAnswer("Yes"));
        assertThat(exact.score(failed, called(steps("f"))).status()).isEqualTo(Status.ABSTAIN);
        EvalCase corrected =
                Cases.of(List.of(tool("f", "{}")), new Expectation.CallsTools(List.of("g"), Expectation.Order.EXACT));
        assertThat(exact.score(corrected, called(steps("f"))).status()).isEqualTo(Status.ABSTAIN);
        EvalCase withoutContent = calling(ToolCall.of("f", null, null));
        assertThat(exact.score(withoutContent, called(steps("f"))).status()).isEqualTo(Status.ABSTAIN);
        assertThat(status(CallMatch.BY_TURN, ArgumentMatch.EQUAL, "f", "f")).isEqualTo(Status.ABSTAIN);
    }

    @Test
    void toolErrors_areCopedWithByAnAnswer() {
        Scorer scorer = new ToolErrorScorer();
        Step failed = ToolCall.failed("f", "{}", "Timeout");
        assertThat(scorer.score(calling(), called(failed)).status()).isEqualTo(Status.PASS);
        assertThat(scorer.score(calling(), called(steps("f"))).status()).isEqualTo(Status.ABSTAIN);
        Observation ended = new Observation(null, "Timeout", null, List.of(failed), List.of(), Duration.ZERO);
        assertThat(scorer.score(calling(), ended).explanation())
                .isEqualTo("after f failed (Timeout), it ended in Timeout");
    }
}
