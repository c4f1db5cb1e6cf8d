package dev.arceval.core.curate;

import static dev.arceval.core.TestObjects.MONDAY;
import static dev.arceval.core.TestObjects.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.arceval.core.TestObjects.RunBuilder;
import dev.arceval.core.curate.CurationRequest.Minimum;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.EvaluationCandidate;
import dev.arceval.eval.Expectation;
import dev.arceval.eval.Expectation.AnswerContains;
import dev.arceval.eval.Expectation.Answers;
import dev.arceval.eval.Expectation.Argument;
import dev.arceval.eval.Expectation.AvoidsError;
import dev.arceval.eval.Expectation.CallsTools;
import dev.arceval.eval.Expectation.DoesNotAnswer;
import dev.arceval.eval.Expectation.Order;
import dev.arceval.eval.Expectation.PassesArgument;
import dev.arceval.eval.Expectation.Succeeds;
import dev.arceval.eval.QualityWeights;
import dev.arceval.eval.TracePattern.Kind;
import dev.arceval.trace.Attributes;
import dev.arceval.trace.Feedback;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Span;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CuratorTest {

    private static final String LONG_INPUT = "Where is my order 4711? It should have been here a week ago.";

    @Test
    void qualityIsTheDocumentedSumWithVisibleTerms() {
        Trace everything = run("a").input(LONG_INPUT)
                .failedTool("search", "TimeoutError", "slow")
                .build();
        EvaluationCandidate candidate = candidates(new Run(everything, "p", Set.of(Kind.SUCCESS), true, List.of(), 0))
                .get(0);

        assertThat(candidate.terms().toString())
                .isEqualTo("{toolsUsed=0.2, errorOccurred=0.3, longInput=0.1, performanceOutlier=0.2, recent=0.2}");
        assertThat(candidate.quality()).isEqualTo(1);
        assertThat(candidate.error()).contains("TimeoutError");
        assertThat(candidate.toolsUsed()).containsExactly("search");
    }

    @Test
    void runWithoutErrorReachesTheDefaultMinimumExactly() {
        Trace trace = run("a").input(LONG_INPUT).tool("search").build();

        assertThat(candidates(new Run(trace, "p", Set.of(Kind.SUCCESS), true, List.of(), 0))
                        .get(0)
                        .quality())
                .isEqualTo(0.7);
    }

    @Test
    void ageCountsBackFromTheNewestRun() {
        List<EvaluationCandidate> candidates = candidates(
                good(run("new").input("one").start(MONDAY)),
                good(run("young")
                        .input("two")
                        .start(MONDAY.minus(Duration.ofDays(7)).plusNanos(1))),
                good(run("old").input("three").start(MONDAY.minus(Duration.ofDays(7)))));

        assertThat(candidates).extracting(EvaluationCandidate::traceId).containsExactly("new", "young", "old");
        assertThat(candidates).extracting(EvaluationCandidate::quality).containsExactly(.2, .2, 0.);
    }

    @Test
    void weightsAreTheCallersAndTheSumIsCappedAtOne() {
        RequestBuilder heavy = request(5, 0, Minimum.REQUIRED)
                .weights(QualityWeights.defaults().toolsUsed(0.9).longInput(0.4, 3));
        Curator curator = new Curator(heavy.request());
        curator.add(good(run("a").input("hello").tool("t")));

        assertThat(curator.candidates().get(0).quality()).isEqualTo(1);
        assertThat(curator.candidates().get(0).terms()).containsEntry("longInput", 0.4);
    }

    @Test
    void runsWithoutInputOrEndAreNoCandidates() {
        Selection selection = choose(
                request(5, 0, Minimum.REQUIRED),
                good(run("a").input(null)),
                good(run("b").input("  ")),
                good(run("c").llm().neverEnded()),
                good(run("d")));

        assertThat(ids(selection)).containsExactly("recycled-d");
        assertThat(selection.withoutInput()).isEqualTo(2);
        assertThat(selection.withoutEnd()).isOne();
        assertThat(selection.runs()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 9, 10, 30})
    void asManyCasesAreChosenAsWereAskedFor(int limit) {
        Selection selection = choose(request(limit, 0.7, Minimum.PREFERRED), differentRuns(30));

        assertThat(selection.dataset().size()).isEqualTo(limit);
        assertThat(selection.preferredMissed()).isEqualTo(limit);
        assertThat(selection.distinct()).isEqualTo(30);
    }

    @Test
    void requiredMinimumIsKeptEvenIfNothingIsLeft() {
        Selection selection = choose(request(10, 0.7, Minimum.REQUIRED), differentRuns(30));

        assertThat(selection.dataset().isEmpty()).isTrue();
        assertThat(selection.belowMinimum()).isEqualTo(30);
    }

    @Test
    void kindsAreKeptAndLeftOut() {
        Run success = good(run("s").input("one"));
        Run failure = failed(run("f").input("two").crashed("Boom", null));
        Run recovery =
                new Run(run("r").input("three").build(), "p", Set.of(Kind.SUCCESS, Kind.RECOVERY), false, List.of(), 0);

        assertThat(ids(choose(request(9, 0, Minimum.REQUIRED).including(Kind.FAILURE), success, failure, recovery)))
                .containsExactly("recycled-f");
        assertThat(ids(choose(request(9, 0, Minimum.REQUIRED).excluding(Kind.RECOVERY), success, failure, recovery)))
                .containsExactly("recycled-f", "recycled-s");
        assertThat(choose(request(9, 0, Minimum.REQUIRED).including(Kind.PERFORMANCE), success)
                        .otherKind())
                .isOne();
    }

    @Test
    void sameInputAndStructureIsOneCaseThatStandsForAll() {
        Selection selection = choose(
                request(9, 0, Minimum.REQUIRED),
                good(run("old").input("Where is it?").start(MONDAY)),
                good(run("new").input("where  is IT").start(MONDAY.plusSeconds(5))),
                failed(run("bad").input("Where is it?").crashed("Boom", null).start(MONDAY.plusSeconds(9))));

        EvalCase only = only(selection);
        assertThat(only.provenance().traceId()).isEqualTo("new");
        assertThat(only.provenance().standsFor()).containsExactly("bad", "new", "old");
        assertThat(only.provenance().kinds()).containsExactly(Kind.FAILURE, Kind.SUCCESS);
    }

    @Test
    void runThatAnEvaluationConfirmsIsTheBetterModel() {
        Selection selection = choose(
                request(9, 0, Minimum.REQUIRED),
                good(run("confirmed").judged("pass").start(MONDAY)),
                good(run("newer").start(MONDAY.plusSeconds(5))));

        assertThat(only(selection).provenance().traceId()).isEqualTo("confirmed");
    }

    @Test
    void nearlySameInputOfTheSameStructureIsNoCaseOfItsOwn() {
        String text = String.join(
                " ", IntStream.range(0, 60).mapToObj(i -> "word" + i).toList());
        Selection selection = choose(
                request(1, 0, Minimum.REQUIRED), good(run("a").input(text)), good(run("b").input(text + " please")));

        assertThat(only(selection).provenance().standsFor()).containsExactly("a", "b");
    }

    @Test
    void differentInputsComeBeforeRepeatedOnes() {
        // The repeated ones have more to offer in every other respect: structure, errors, quality.
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            RunBuilder repeat = run("repeat-" + i)
                    .input("Hello there")
                    .failedTool("t" + i, "Error" + i, "m")
                    .tool("u" + i);
            runs.add(new Run(repeat.build(), "p" + i, success(), false, List.of(), 0));
        }
        runs.add(good(run("other").input("Something else").llm()));
        Run[] all = runs.toArray(Run[]::new);

        assertThat(choose(request(2, 0, Minimum.REQUIRED), all).dataset().cases())
                .extracting(EvalCase::input)
                .containsExactlyInAnyOrder("Hello there", "Something else");
        assertThat(choose(request(5, 0, Minimum.REQUIRED), all).dataset().size())
                .isEqualTo(5);
    }

    @Test
    void caseHoldsWhatReplayNeeds() {
        Trace trace = run("a").tool("search", "{\"q\":1}", "[]").answer("None.").build();
        EvalCase only =
                only(choose(request(1, 0, Minimum.REQUIRED), new Run(trace, "p7", success(), false, List.of(), 0)));

        assertThat(only.id()).isEqualTo("recycled-a");
        assertThat(only.input()).isEqualTo("Where is my order?");
        assertThat(only.toolCalls()).containsExactly(ToolCall.of("search", "{\"q\":1}", "[]"));
        assertThat(only.expectations())
                .containsExactly(new Answers("None."), new CallsTools(List.of("search"), Order.EXACT), new Succeeds());
        assertThat(only.provenance().patternId()).isEqualTo("p7");
        assertThat(only.provenance().agent()).isEqualTo("support");
        assertThat(only.provenance().recordedAt()).isEqualTo(MONDAY);
        assertThat(only.provenance().quality()).isEqualTo(0.4);
        assertThat(only.provenance().baseline().duration()).hasValue(1000);
    }

    @Test
    void severalGoodRunsExpectOnlyWhatTheyShare() {
        EvalCase only = only(choose(
                request(1, 0, Minimum.REQUIRED),
                good(run("a").llm().tool("find").tool("read").tool("send").answer("Sent, no. 17")),
                good(run("b").llm()
                        .tool("find")
                        .tool("log")
                        .tool("send")
                        .tool("read")
                        .answer("Sent, no. 18"))));

        assertThat(only.expectations())
                .containsExactly(
                        new CallsTools(List.of("find", "send"), Order.IN_ORDER),
                        new CallsTools(List.of("read"), Order.IN_ORDER),
                        new Succeeds());
    }

    @Test
    void valuesThatEveryGoodRunPasses_areExpected_andNothingThatVariesOrWill() {
        Run[] runs = IntStream.range(0, 3)
                .mapToObj(i -> good(run("run" + i)
                        .input("Cancel order A-17 of 2026-01-02")
                        .tool(
                                "find",
                                "{\"order\":\"A-17\",\"on\":\"2026-01-02\",\"limit\":5}",
                                "{\"user\":\"u-20260101\"}")
                        .tool("cancel", "{\"user\":\"u-20260101\",\"asked\":\"2026-01-05\",\"call\":" + i + "}", "{}")
                        .answer("Done.")))
                .toArray(Run[]::new);

        assertThat(arguments(runs))
                .containsExactly(
                        passes("cancel", "$.user", "u-20260101", 3),
                        passes("find", "$.limit", "5", 3),
                        passes("find", "$.on", "2026-01-02", 3),
                        passes("find", "$.order", "A-17", 3));
    }

    @Test
    void ofFewGoodRuns_onlyWhatTheInputStatesIsExpected_andOfOneNothing() {
        Run[] runs = IntStream.range(0, 2)
                .mapToObj(i -> good(run("run" + i)
                        .input("Cancel order A-17")
                        .tool("find", "{\"order\":\"A-17\",\"limit\":5}", "{}")))
                .toArray(Run[]::new);

        assertThat(arguments(runs)).containsExactly(passes("find", "$.order", "A-17", 2));
        assertThat(arguments(runs[0])).isEmpty();
    }

    /** Fourteen good runs of as many inputs: no value of this input was ever passed before. */
    @Test
    void whatAnAgentPassesWhateverItIsAsked_isExpected_evenOfASingleRun() {
        Run[] runs = IntStream.range(0, 14).mapToObj(i -> flight(i, "^$", "")).toArray(Run[]::new);

        assertThat(arguments(runs))
                .containsExactly(
                        habit("book", "$.cabin", new Argument.OneOf(List.of("business", "economy"))),
                        habit("book", "$.flight", new Argument.Stated(Argument.Source.EARLIER)),
                        habit("book", "$.on", new Argument.Form("[0-9]{4}-[0-9]{2}-[0-9]{2}")),
                        habit("book", "$.seats", new Argument.Between(1, 6)),
                        habit("find", "$.to", new Argument.Stated(Argument.Source.INPUT)));
    }

    @ParameterizedTest
    @CsvSource({
        "cabin, business, first",
        "flight, HAT, KLM",
        "on, 2026-, 26-",
        "seats, s\":[0-9], s\":90",
        "to, town-, city-"
    })
    void whatOneRunDoesOtherwise_isNotExpected(String argument, String usual, String other) {
        Run[] runs = IntStream.range(0, 14)
                .mapToObj(i -> i == 6 ? flight(i, usual, other) : flight(i, "^$", ""))
                .toArray(Run[]::new);

        assertThat(arguments(runs)).hasSize(4).noneMatch(each -> each.describe().contains("$." + argument + " "));
    }

    @Test
    void ofFewRunsOrInputs_nothingIsTakenForAHabit() {
        assertThat(arguments(
                        IntStream.range(0, 9).mapToObj(i -> flight(i, "^$", "")).toArray(Run[]::new)))
                .isEmpty();
        Run[] twoInputs = IntStream.range(0, 20)
                .mapToObj(i ->
                        good(run("t" + i).input("input " + i % 2).tool("find", "{\"key\":\"key-" + i + "\"}", "{}")))
                .toArray(Run[]::new);
        assertThat(arguments(twoInputs)).isEmpty();
    }

    /** A booking; what {@code usual} matches in its arguments is another text. */
    private static Run flight(int i, String usual, String other) {
        String book = "{\"flight\":\"HAT" + (100 + i) + "\",\"on\":\"2026-01-" + (10 + i) + "\",\"seats\":"
                + List.of(1, 6, 3).get(i % 3) + ",\"cabin\":\"" + (i % 2 == 0 ? "business" : "economy")
                + "\",\"note\":\"note "
                + "x".repeat(i) + "\"}";
        return good(run("t" + i)
                .input("Fly me to town-" + i)
                .tool(
                        "find",
                        ("{\"to\":\"town-" + i + "\"}").replaceAll(usual, other),
                        "{\"flights\":{\"HAT" + (100 + i) + "\":{}}}")
                .tool("book", book.replaceAll(usual, other), "{}"));
    }

    private static PassesArgument habit(String tool, String path, Argument argument) {
        return new PassesArgument(tool, path, argument, 14);
    }

    private static PassesArgument passes(String tool, String path, String value, int runs) {
        return new PassesArgument(tool, path, new Argument.OneOf(List.of(value)), runs);
    }

    private static List<Expectation> arguments(Run... runs) {
        return only(choose(request(1, 0, Minimum.REQUIRED), runs)).expectations().stream()
                .filter(PassesArgument.class::isInstance)
                .toList();
    }

    @Test
    void sameToolsInChangingOrderExpectAnyOrder() {
        EvalCase only = only(choose(
                request(1, 0, Minimum.REQUIRED),
                good(run("a").tool("find").tool("read")),
                good(run("b").tool("read").tool("find"))));

        assertThat(only.expectations()).contains(new CallsTools(List.of("find", "read"), Order.ANY_ORDER));
    }

    @Test
    void failedRunExpectsThatItsErrorIsAvoided() {
        EvalCase only = only(choose(
                request(1, 0, Minimum.REQUIRED),
                failed(run("a").answer("oops").crashed("ValueError", "no such flight"))));

        assertThat(only.expectations())
                .containsExactly(new AvoidsError("ValueError", "no such flight"), new Succeeds());
    }

    @Test
    void runJudgedWrongExpectsAnotherAnswer() {
        EvalCase only = only(choose(
                request(1, 0, Minimum.REQUIRED), failed(run("a").answer("42").judged("incorrect"))));

        assertThat(only.expectations()).containsExactly(new DoesNotAnswer("42"), new Succeeds());
    }

    @Test
    void failedRunLearnsFromGoodRunOfTheSameInput() {
        Run failed = new Run(
                run("bad").tool("wrong").crashed("Boom", null).build(),
                "p1",
                Set.of(Kind.FAILURE),
                false,
                List.of(),
                0);
        Run passed = new Run(run("good").tool("right").answer("Here.").build(), "p2", success(), false, List.of(), 0);

        EvalCase only = only(choose(request(9, 0, Minimum.REQUIRED).including(Kind.FAILURE), failed, passed));

        assertThat(only.toolCalls()).extracting(ToolCall::name).containsExactly("right");
        assertThat(only.expectedAnswer()).contains("Here.");
        assertThat(only.provenance().standsFor()).contains("bad");
        assertThat(only.provenance().kinds()).containsExactly(Kind.FAILURE);
    }

    @Test
    void answerThatWasAlsoJudgedWrongIsNotExpected() {
        EvalCase only = only(choose(
                request(1, 0, Minimum.REQUIRED),
                good(run("a").answer("Done.")),
                failed(run("b").answer("Done.").judged("fail"))));

        assertThat(only.expectedAnswer()).isEmpty();
    }

    @Test
    void inputsOfDifferentAgentsAreNotMixed() {
        Selection selection = choose(request(9, 0, Minimum.REQUIRED), good(run("a")), good(run("b").agent("billing")));

        assertThat(selection.dataset().size()).isEqualTo(2);
    }

    @Test
    void runThatVanishedIsCountedAndLeftOut() {
        Curator curator = new Curator(request(2, 0, Minimum.REQUIRED).request());
        curator.add(good(run("a").input("one")));

        Selection selection = curator.choose("d", id -> Optional.empty());

        assertThat(selection.dataset().isEmpty()).isTrue();
        assertThat(selection.vanished()).isOne();
    }

    @Test
    void sameRunsAndSeedGiveTheSameBytesInAnyOrder() {
        Run[] runs = Stream.of(differentRuns(60), failures(20))
                .flatMap(Arrays::stream)
                .toArray(Run[]::new);
        byte[] expected = DatasetCodec.encode(
                choose(request(12, 0.7, Minimum.PREFERRED), runs).dataset());
        List<Run> shuffled = new ArrayList<>(List.of(runs));

        for (int order = 0; order < 20; order++) {
            Collections.shuffle(shuffled, new Random(order));
            Selection selection = choose(request(12, 0.7, Minimum.PREFERRED), shuffled.toArray(Run[]::new));
            assertThat(DatasetCodec.encode(selection.dataset())).isEqualTo(expected);
        }
    }

    @Test
    void seedDecidesBetweenEquals() {
        long different = IntStream.range(0, 10)
                .mapToObj(seed -> ids(choose(request(5, 0, Minimum.REQUIRED).seed(seed), equalRuns(100))))
                .distinct()
                .count();

        assertThat(different).isGreaterThan(5);
    }

    @Test
    void candidatesAreBestFirst() {
        List<EvaluationCandidate> candidates = candidates(
                good(run("plain").input("one")),
                good(run("tools").input("two").tool("t")),
                failed(run("error").input("three").tool("t").crashed("Boom", null)));

        assertThat(candidates).extracting(EvaluationCandidate::traceId).containsExactly("error", "tools", "plain");
        assertThat(candidates.get(0).quality()).isCloseTo(.7, within(1e-12));
    }

    @Test
    void longInputIsShownShortenedAndFrozenWhole() {
        String input = "word ".repeat(500).strip();

        assertThat(candidates(good(run("a").input(input))).get(0).input())
                .hasSize(501)
                .endsWith("…");
        assertThat(only(choose(request(1, 0, Minimum.REQUIRED), good(run("a").input(input))))
                        .input())
                .isEqualTo(input);
    }

    @Test
    void requestIsChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request(0, 0, Minimum.REQUIRED).request())
                .withMessage("limit must be positive: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request(1, 1.5, Minimum.REQUIRED).request())
                .withMessage("minQuality must be between 0 and 1: 1.5");
    }

    private static Run[] differentRuns(int count) {
        List<String> tools = List.of("search", "read", "write", "list", "send");
        return IntStream.range(0, count)
                .mapToObj(i -> good(run("t" + i)
                        .input("question " + Integer.toString(i * 7919, 36) + " about " + (char) ('a' + i % 26))
                        .tool(tools.get(i % 5))
                        .tool(tools.get(i * 3 % 5))))
                .toArray(Run[]::new);
    }

    private static Run[] equalRuns(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> good(run("t" + i).input("x" + i)))
                .toArray(Run[]::new);
    }

    private static Run[] failures(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> failed(run("f" + i)
                        .input("broken " + i)
                        .tool("pay")
                        .answer("nothing")
                        .crashed("E" + i % 3, "m")))
                .toArray(Run[]::new);
    }

    @Test
    void differentlyWordedAnswers_expectTheFactsThatAllState_andNothingThatVaries() {
        EvalCase only = only(choose(
                request(1, 0, Minimum.REQUIRED),
                good(run("a").answer("Order A-4711 was shipped on 2026-01-03, ticket 90210. It costs $49.90.")),
                good(run("b").answer(
                                "It is on its way since 2026-01-03: order a-4711 ($49.90). Ticket 90355, 2 parcels.")),
                good(run("c").answer("Shipped 2026-01-03. Your ticket is 90401, A-4711 costs $49.90."))));

        assertThat(only.expectations()).contains(new AnswerContains(List.of("A-4711", "2026-01-03", "$49.90")));
        assertThat(only.expectedAnswer()).isEmpty();
    }

    @Test
    void oneAnswerWithoutAFact_isEnoughToExpectNone() {
        EvalCase only = only(choose(
                request(1, 0, Minimum.REQUIRED),
                good(run("a").answer("Order A-4711 is shipped.")),
                good(run("b").answer("It is shipped."))));

        assertThat(only.expectations()).noneMatch(AnswerContains.class::isInstance);
    }

    @Test
    void answerThatAPersonCalledWrong_isNotExpected_andTheCorrectionIs() {
        Run run = good(run("a").answer("It never ships."));
        Feedback wrong = Feedback.of(false, "jo", MONDAY);
        Said said = Said.of(List.of(
                wrong.withCorrectedOutput("It ships on Monday."), Feedback.of(true, "kim", MONDAY.minusSeconds(1))));
        assertThat(expectations(run, said))
                .containsExactly(
                        new Answers("It ships on Monday."), new DoesNotAnswer("It never ships."), new Succeeds());
        assertThat(expectations(run, Said.of(List.of(wrong))))
                .containsExactly(new DoesNotAnswer("It never ships."), new Succeeds());
    }

    @Test
    void answerThatWasRecordedAsExpected_isExpected_withTheToolsOfTheGoodRun() {
        assertThat(only(expecting("expected_output", "Tuesday.", false)).expectations())
                .containsExactly(
                        new Answers("Tuesday."), new CallsTools(List.of("search"), Order.EXACT), new Succeeds());
        assertThat(only(expecting("expected_output", "Tuesday.", true)).expectations())
                .containsExactly(new Answers("Tuesday."), new DoesNotAnswer("Monday."), new Succeeds());
        assertThat(only(expecting("expected_output", " Monday.", true)).expectations())
                .as("what is expected is not forbidden as well")
                .containsExactly(new Answers(" Monday."), new Succeeds());
    }

    @ParameterizedTest
    @CsvSource({
        "langfuse.experiment.item.expected_output, '\"He said \\\"Tuesday\\\".\"', He said \"Tuesday\".",
        "langfuse.experiment.item.expected_output, '{\"day\":2}', '{\"day\":2}'",
        "braintrust.expected, Tuesday., Tuesday.",
        "confident.trace.expected_output, '\"Tuesday\" it is', '\"Tuesday\" it is'",
        "expected_output, 2, 2"
    })
    void answerThatAnotherToolRecordedAsExpected_isExpectedAsText(String name, String written, String meant) {
        assertThat(only(expecting(name, written, false)).expectedAnswer()).contains(meant);
    }

    @Test
    void whatAStepShouldHaveReturned_isNotTheAnswer_butWhatTheAgentBelowARequestShouldHaveIs() {
        Span.Builder tool = Span.builder("s", "tool").kind(Span.Kind.TOOL).toolName("search");
        Span.Builder agent = Span.builder("s", "agent").kind(Span.Kind.AGENT);
        Attributes expected = Attributes.of(Map.of("expected_output", "Tuesday."));

        assertThat(only(choose(
                                request(1, 0, Minimum.REQUIRED),
                                good(run("a").answer("Monday.").step(tool.attributes(expected)))))
                        .expectedAnswer())
                .contains("Monday.");
        Span request = Span.builder("r", "POST /ask").input("When?").build();
        Trace trace = Trace.of(
                "a",
                List.of(request, agent.parentSpanId("r").attributes(expected).build()));
        assertThat(ExpectedAnswer.of(trace)).contains("Tuesday.");
    }

    private static Selection expecting(String name, String expected, boolean judgedWrong) {
        RunBuilder run = run("a").tool("search").answer("Monday.");
        Trace trace = (judgedWrong ? run.judged("incorrect") : run).build();
        List<Span> spans = trace.spans().stream()
                .map(span -> span.equals(trace.root().orElseThrow())
                        ? span.toBuilder()
                                .attributes(span.attributes().with(name, expected))
                                .build()
                        : span)
                .toList();
        Run changed = new Run(
                Trace.of(trace.traceId(), spans),
                "p",
                Set.of(judgedWrong ? Kind.FAILURE : Kind.SUCCESS),
                false,
                List.of(),
                0);
        return choose(request(1, 0, Minimum.REQUIRED), changed);
    }

    private static List<Expectation> expectations(Run run, Said said) {
        Curator curator = new Curator(
                request(1, 0, Minimum.REQUIRED).request(), Map.of(run.trace().traceId(), said));
        curator.add(run);
        return only(curator.choose("smoke", id -> Optional.of(run.trace()))).expectations();
    }

    private static Run good(RunBuilder run) {
        return new Run(run.build(), "p", success(), false, List.of(), 0);
    }

    private static Run failed(RunBuilder run) {
        Trace trace = run.build();
        assertThat(trace.outcome()).isNotInstanceOf(Outcome.Success.class);
        return new Run(trace, "p", Set.of(Kind.FAILURE), false, List.of(), 0);
    }

    private static Set<Kind> success() {
        return Set.of(Kind.SUCCESS);
    }

    private static List<EvaluationCandidate> candidates(Run... runs) {
        Curator curator = new Curator(request(100, 0, Minimum.REQUIRED).request());
        Stream.of(runs).forEach(curator::add);
        return curator.candidates();
    }

    private static Selection choose(RequestBuilder request, Run... runs) {
        Curator curator = new Curator(request.request());
        Stream.of(runs).forEach(curator::add);
        return curator.choose(
                "smoke",
                id -> Stream.of(runs)
                        .map(Run::trace)
                        .filter(trace -> trace.traceId().equals(id))
                        .findFirst());
    }

    private static EvalCase only(Selection selection) {
        assertThat(selection.dataset().cases()).hasSize(1);
        return selection.dataset().cases().get(0);
    }

    private static List<String> ids(Selection selection) {
        return selection.dataset().cases().stream().map(EvalCase::id).toList();
    }

    private static RequestBuilder request(int limit, double minQuality, Minimum minimum) {
        return new RequestBuilder(limit, minQuality, minimum);
    }

    private static final class RequestBuilder {

        private final int limit;
        private final double minQuality;
        private final Minimum minimum;
        private final Set<Kind> including = EnumSet.noneOf(Kind.class);
        private final Set<Kind> excluding = EnumSet.noneOf(Kind.class);
        private QualityWeights weights = QualityWeights.defaults();
        private long seed;

        RequestBuilder(int limit, double minQuality, Minimum minimum) {
            this.limit = limit;
            this.minQuality = minQuality;
            this.minimum = minimum;
        }

        RequestBuilder including(Kind kind) {
            including.add(kind);
            return this;
        }

        RequestBuilder excluding(Kind kind) {
            excluding.add(kind);
            return this;
        }

        RequestBuilder weights(QualityWeights other) {
            weights = other;
            return this;
        }

        RequestBuilder seed(long other) {
            seed = other;
            return this;
        }

        CurationRequest request() {
            return new CurationRequest(limit, minQuality, minimum, including, excluding, weights, seed);
        }
    }
}
