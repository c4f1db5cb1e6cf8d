package dev.arceval.core.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Expectation;
import dev.arceval.eval.Expectation.AnswerContains;
import dev.arceval.eval.Expectation.Answers;
import dev.arceval.eval.Expectation.Argument.Between;
import dev.arceval.eval.Expectation.Argument.Form;
import dev.arceval.eval.Expectation.Argument.Source;
import dev.arceval.eval.Expectation.Argument.Stated;
import dev.arceval.eval.Expectation.AtMostToolCalls;
import dev.arceval.eval.Expectation.AvoidsError;
import dev.arceval.eval.Expectation.CallsTools;
import dev.arceval.eval.Expectation.DoesNotAnswer;
import dev.arceval.eval.Expectation.NeverCalls;
import dev.arceval.eval.Expectation.Order;
import dev.arceval.eval.Expectation.PassesArgument;
import dev.arceval.eval.Expectation.Succeeds;
import dev.arceval.eval.Observation;
import dev.arceval.eval.Score;
import dev.arceval.trace.ToolCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExpectationScorerTest {

    private static Score score(Observation observed, Expectation... expectations) {
        EvalCase.Provenance provenance = new EvalCase.Provenance(
                "t",
                List.of("t"),
                "support",
                null,
                null,
                Set.of(),
                Instant.EPOCH,
                1,
                new EvalCase.Baseline(null, null));
        return new ExpectationScorer(new Likeness(
                        text -> text.replace("ann@example.org", "«email:key»"),
                        text -> text.contains(":key»"),
                        text -> text.replaceAll("«(\\w+):\\w+»", "«$1»")))
                .score(new EvalCase("c-1", "input", List.of(), List.of(expectations), provenance), observed);
    }

    private static Observation answered(String answer, String... tools) {
        List<ToolCall> calls =
                Stream.of(tools).map(tool -> ToolCall.of(tool, "{}", "{}")).toList();
        return new Observation(answer, null, null, calls, List.of(), Duration.ofMillis(1));
    }

    private static Observation failed(String type) {
        return new Observation(null, type, "no luck", List.of(), List.of(), Duration.ofMillis(1));
    }

    private static void assertPass(Score score) {
        assertThat(score).isEqualTo(Score.pass("expectations"));
    }

    private static void assertFail(Score score, String... facts) {
        assertThat(score.status()).isEqualTo(Score.Status.FAIL);
        assertThat(score.explanation()).startsWith("expected that the agent ").contains(facts);
    }

    @Test
    void answers_ignoresWhiteSpace() {
        assertPass(score(answered(" It costs\n12 euro. "), new Answers("It  costs 12\u00a0euro.")));
    }

    @Test
    void answers_showsTheFirstDifferenceWithItsSurroundings() {
        assertFail(
                score(answered("It costs 13 euro."), new Answers("It costs 12 euro.")),
                "answers \"It costs 12 euro.\": first difference at character 11",
                "was \"It costs 13 euro.\"");
        String long1 = "a ".repeat(500) + "yes" + " b".repeat(500);
        String long2 = "a ".repeat(500) + "no" + " b".repeat(500);
        Score score = score(answered(long2), new Answers(long1));
        assertFail(score, "first difference at character 1001", "a yes b", "a no b");
        assertThat(score.explanation()).hasSizeLessThan(500);
    }

    @Test
    void answers_comparesJsonByMeaning() {
        assertPass(score(answered("{\"b\": 2.0, \"a\": 1}"), new Answers("{\"a\":1,\"b\":2}")));
        assertFail(
                score(answered("{\"a\":1,\"b\":3}"), new Answers("{\"a\":1,\"b\":2}")),
                "first difference at $.b: expected 2, was 3");
    }

    @Test
    void anAgentsOwnSecrets_areComparedByTheirType() {
        assertPass(score(answered("Sent to «email:key»."), new Answers("Sent to «email:1».")));
        assertPass(score(answered("Sent to «email:key»."), new AnswerContains(List.of("ann@example.org"))));
        assertFail(score(answered("Sent to «email:key»."), new DoesNotAnswer("Sent to ann@example.org.")), "it did");
    }

    @Test
    void answers_saysHowTheAgentEndedWithoutAnAnswer() {
        assertFail(score(failed("X"), new Answers("a")), "it ended in X: no luck");
        assertFail(score(answered(null), new Answers("a")), "it answered nothing");
    }

    @Test
    void answerContains_ignoresCaseAndShowsTheNearestPlace() {
        assertPass(score(answered("Your order 12 SHIPS  today"), new AnswerContains(List.of("ships today", "order"))));
        assertFail(
                score(answered("your order 12 ships tomorrow"), new AnswerContains(List.of("order", "ships today"))),
                "lacks \"ships today\"",
                "nearest is \"your order 12 ships tomorrow\"");
        assertFail(score(failed("X"), new AnswerContains(List.of("a"))), "it ended in X");
    }

    @Test
    void doesNotAnswer_failsOnTheSameWrongAnswer() {
        assertPass(score(answered("right"), new DoesNotAnswer("wrong")));
        assertPass(score(failed("X"), new DoesNotAnswer("wrong")));
        assertFail(score(answered(" wrong "), new DoesNotAnswer("wrong")), "it did");
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void callsTools_passesOnTheSameCalls(Order order) {
        assertPass(score(answered("x", "a", "b", "a"), new CallsTools(List.of("a", "b", "a"), order)));
    }

    @Test
    void callsTools_exact_namesThePosition() {
        CallsTools expected = new CallsTools(List.of("a", "b"), Order.EXACT);
        assertFail(score(answered("x", "a", "c"), expected), "call 2 should be b, was c (called: a, c)");
        assertFail(score(answered("x", "a"), expected), "call 2 should be b, but there were only 1 (called: a)");
        assertFail(score(answered("x", "a", "b", "c"), expected), "call 3, c, is one too many");
        assertFail(score(answered("x"), expected), "call 1 should be a", "(no tool was called)");
    }

    @Test
    void callsTools_inOrder_allowsOthersInBetween() {
        CallsTools expected = new CallsTools(List.of("a", "b"), Order.IN_ORDER);
        assertPass(score(answered("x", "c", "a", "c", "b", "c"), expected));
        assertFail(score(answered("x", "b", "a"), expected), "b is not called after call 2, a (called: b, a)");
    }

    @Test
    void callsTools_anyOrder_countsCalls() {
        CallsTools expected = new CallsTools(List.of("a", "b", "b"), Order.ANY_ORDER);
        assertPass(score(answered("x", "b", "a", "b"), expected));
        assertFail(score(answered("x", "b", "a", "c"), expected), "missing b; unexpected c");
    }

    @Test
    void neverCalls_atMostToolCalls_nameTheCall() {
        assertPass(score(answered("x", "a"), new NeverCalls("b"), new AtMostToolCalls(1)));
        assertFail(score(answered("x", "a", "b"), new NeverCalls("b")), "never calls b: call 2 is b");
        assertFail(score(answered("x", "a", "b"), new AtMostToolCalls(1)), "made 2; call 2 is b");
    }

    @Test
    void passesArgument_looksAtEveryCallOfTheTool() {
        Expectation order = new PassesArgument("find", "$.order.id", List.of("A-17", "12"));
        assertPass(score(called("{\"order\":{\"id\":\"A-17\"}}", "{\"order\":{\"id\":12.0}}"), order));
        assertPass(score(answered("x", "other"), order));
        assertFail(
                score(called("{\"order\":{\"id\":\"A-17\"}}", "{\"order\":{\"id\":\"A-18\"}}"), order),
                "calls find with $.order.id \"A-17\" or \"12\": call 2 passes \"A-18\"");
        assertFail(score(called("{\"order\":{}}"), order), "call 1 passes nothing there");
    }

    @Test
    void passesArgument_knowsListsAndTheAgentsOwnSecrets() {
        assertPass(score(called("{\"to\":[\"a\",\"b\"]}"), new PassesArgument("find", "$.to[*]", List.of("a", "b"))));
        assertFail(
                score(called("{\"to\":[\"a\",\"c\"]}"), new PassesArgument("find", "$.to[*]", List.of("a", "b"))),
                "passes \"c\"");
        assertPass(score(called("{\"to\":\"«email:key»\"}"), new PassesArgument("find", "$.to", List.of("«email:1»"))));
    }

    @Test
    void passesArgument_knowsWhatWasSaidBefore() {
        Expectation stated = new PassesArgument("find", "$.id", new Stated(Source.EARLIER), 12);
        assertPass(score(called("{\"id\":\"Input\"}"), stated));
        assertFail(score(called("{\"id\":\"inp\"}"), stated), "call 1 passes \"inp\"");
        assertFail(
                score(called("{\"id\":\"A-17\"}"), stated),
                "calls find with $.id as the input or an earlier call states it, as in 12 good runs: call 1 passes \"A-17\"");
        ToolCall look = ToolCall.of("look", "{}", "{\"orders\":{\"a-17\":{\"total\":120.0}}}");
        assertPass(score(observed(look, ToolCall.of("find", "{\"id\":\"A-17\"}", "{}")), stated));
        assertPass(score(observed(look, ToolCall.of("find", "{\"id\":120}", "{}")), stated));
        assertFail(score(observed(look, ToolCall.of("find", "{\"id\":20}", "{}")), stated), "call 2 passes \"20\"");
        assertFail(
                score(
                        observed(look, ToolCall.of("find", "{\"id\":\"A-17\"}", "{}")),
                        new PassesArgument("find", "$.id", new Stated(Source.INPUT), 0)),
                "calls find with $.id as the input states it: call 2 passes \"A-17\"");
    }

    @Test
    void passesArgument_knowsFormsAndRanges() {
        Expectation form = new PassesArgument("find", "$.id", new Form("HAT[0-9]{3}"), 0);
        assertPass(score(called("{\"id\":\"HAT123\"}"), form));
        assertFail(
                score(called("{\"id\":\"HAT1234\"}"), form),
                "calls find with $.id of the form HAT[0-9]{3}: call 1 passes \"HAT1234\"");
        Expectation range = new PassesArgument("find", "$.n", new Between(1, 9), 0);
        assertPass(score(called("{\"n\":1}", "{\"n\":9.0}"), range));
        assertFail(score(called("{\"n\":10}"), range), "calls find with $.n from 1 to 9: call 1 passes \"10\"");
        assertFail(score(called("{\"n\":\"many\"}"), range), "call 1 passes \"many\"");
    }

    private static Observation observed(ToolCall... calls) {
        return new Observation("x", null, null, List.of(calls), List.of(), Duration.ofMillis(1));
    }

    private static Observation called(String... arguments) {
        List<ToolCall> calls = Stream.of(arguments)
                .map(each -> ToolCall.of("find", each, "{}"))
                .toList();
        return new Observation("x", null, null, calls, List.of(), Duration.ofMillis(1));
    }

    @Test
    void succeeds_failsOnAnyError() {
        assertPass(score(answered(null), new Succeeds()));
        assertFail(score(failed("X"), new Succeeds()), "ends without an error: it ended in X: no luck");
    }

    @Test
    void avoidsError_knowsTheErrorByFullOrSimpleName() {
        AvoidsError avoids = new AvoidsError("com.acme.ToolTimeout", null);
        assertPass(score(answered("x"), avoids));
        assertPass(score(failed("com.acme.Other"), avoids));
        assertFail(score(failed("com.acme.ToolTimeout"), avoids), "it ended in com.acme.ToolTimeout");
        assertFail(score(failed("com.acme.Tools$ToolTimeout"), new AvoidsError("ToolTimeout", "x")), "ended in");
    }

    @Test
    void value_isTheShareOfExpectationsMetAndEachBrokenOneIsExplained() {
        Score score = score(answered("x", "a"), new Answers("x"), new NeverCalls("a"), new AtMostToolCalls(0));

        assertThat(score.number()).hasValue(1 / 3.0);
        assertThat(score.explanation().lines()).hasSize(2);
    }

    @Test
    void unrecordedCall_failsEvenIfAllExpectationsAreMet() {
        Observation observed =
                new Observation("x", null, null, List.of(), List.of("search({}) was not recorded"), Duration.ZERO);

        assertFail(score(observed, new Answers("x")), "search({}) was not recorded");
    }
}
