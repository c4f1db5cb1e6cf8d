package dev.arceval.core.mine;

import static dev.arceval.core.TestObjects.MONDAY;
import static dev.arceval.core.TestObjects.crashedOrderStatus;
import static dev.arceval.core.TestObjects.orderStatus;
import static dev.arceval.core.TestObjects.recovered;
import static dev.arceval.core.TestObjects.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.arceval.eval.TracePattern;
import dev.arceval.eval.TracePattern.Kind;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PatternMinerTest {

    @Test
    void failingAndSucceedingRunsOfOneShapeAreOnePattern() {
        TracePattern pattern = onlyPattern(orderStatus("a"), crashedOrderStatus("b"), orderStatus("c"));

        assertThat(pattern.frequency()).isEqualTo(3);
        assertThat(pattern.successes()).isEqualTo(2);
        assertThat(pattern.failures()).isEqualTo(1);
        assertThat(pattern.kinds()).containsExactly(Kind.SUCCESS);
        assertThat(pattern.operations())
                .containsExactly("invoke_agent support", "chat", "execute_tool lookup_order", "chat");
        assertThat(pattern.tools()).containsExactly("lookup_order");
        assertThat(pattern.errorTypes()).isEqualTo(Map.of("IllegalStateException", 1L));
        assertThat(pattern.tokens().p50()).isCloseTo(240, within(2.4));
        assertThat(pattern.durationMs().p50()).isCloseTo(1000, within(10.0));
        assertThat(pattern.firstSeen()).isEqualTo(MONDAY);
    }

    @Test
    void idsAreTheSameOnEveryMachineAndInEveryRelease() {
        // Written down once: a change of this id makes every stored reference to a pattern point nowhere.
        assertThat(idOf(orderStatus("a"))).isEqualTo("4bacf615992b7a2b");
    }

    @Test
    void differentToolsAreDifferentPatterns() {
        assertThat(idOf(run("a").tool("search").build()))
                .isNotEqualTo(idOf(run("a").tool("delete_db").build()));
    }

    @Test
    void differentAgentsAreDifferentPatterns() {
        assertThat(idOf(run("a").llm().build()))
                .isNotEqualTo(idOf(run("a").agent("billing").llm().build()));
    }

    @Test
    void modelUpgradeIsNotNewPattern() {
        Span.Builder nameOnly =
                Span.builder("s", "chat gpt-4o").kind(Span.Kind.LLM).model("gpt-4o");
        Span.Builder upgraded =
                Span.builder("s", "chat gpt-5").kind(Span.Kind.LLM).model("gpt-5");

        assertThat(idOf(run("a").llm("gpt-4o").build()))
                .isEqualTo(idOf(run("a").llm("gpt-5").build()));
        assertThat(idOf(run("a").step(nameOnly).build()))
                .isEqualTo(idOf(run("a").step(upgraded).build()));
    }

    @Test
    void loopsOfUpToFourStepsAreFolded() {
        Trace once =
                run("a").llm().tool("search").tool("read").tool("note").llm().build();
        var looping = run("b");
        for (int i = 0; i < 7; i++) {
            looping.llm().tool("search").tool("read").tool("note");
        }

        assertThat(idOf(looping.llm().build())).isEqualTo(idOf(once));
    }

    @Test
    void loopsOfNestedStepsAreFolded() {
        assertThat(idOf(nested(1))).isEqualTo(idOf(nested(5)));
        assertThat(idOf(nested(1)))
                .isNotEqualTo(idOf(run("a").llm().tool("search").build()));
    }

    @Test
    void orderOfStepsCounts() {
        assertThat(idOf(run("a").tool("search").tool("read").build()))
                .isNotEqualTo(idOf(run("a").tool("read").tool("search").build()));
    }

    @Test
    void concurrentSiblingsHaveNoOrder() {
        Span root = Span.builder("r", "turn")
                .kind(Span.Kind.AGENT)
                .startEpochNanos(100)
                .endEpochNanos(900)
                .build();
        Trace oneWay = Trace.of("a", List.of(root, child("x", "search", 200, 500), child("y", "weather", 300, 600)));
        Trace otherWay = Trace.of("b", List.of(root, child("x", "search", 300, 500), child("y", "weather", 200, 600)));
        Trace inTurn = Trace.of("c", List.of(root, child("x", "search", 500, 600), child("y", "weather", 200, 300)));

        assertThat(idOf(oneWay)).isEqualTo(idOf(otherWay)).isNotEqualTo(idOf(inTurn));
    }

    @Test
    void numbersAndIdsInNamesAreMasked() {
        assertThat(idOf(run("a").step(Span.builder("s", "page 17 of 9f86d081884c7d65"))
                        .build()))
                .isEqualTo(idOf(run("a").step(Span.builder("s", "page 4 of 00aa11bb22cc33dd"))
                        .build()));
        assertThat(onlyPattern(run("a").step(Span.builder("s", "s3.get user 0b7e1c52-27a2-4a5c-9f0e-6a2d1f3b4c5d"))
                                .build())
                        .operations())
                .contains("s3.get user #");
    }

    @Test
    void cyclicAndOrphanedSpansAreCounted() {
        Span one = Span.builder("1", "one").parentSpanId("2").build();
        Span two = Span.builder("2", "two").parentSpanId("1").build();
        Span orphan = Span.builder("3", "three").parentSpanId("gone").build();

        assertThat(onlyPattern(Trace.of("a", List.of(one, two, orphan))).operations())
                .containsExactly("one", "two", "three");
    }

    @Test
    void deepNestingNeedsNoStack() {
        List<Span> chain = IntStream.range(0, 20_000)
                .mapToObj(i -> Span.builder("s" + i, "step")
                        .parentSpanId(i == 0 ? null : "s" + (i - 1))
                        .build())
                .toList();

        assertThat(onlyPattern(Trace.of("a", chain)).frequency()).isOne();
    }

    @Test
    void onlyRecurringStructuresAreListed() {
        PatternMiner miner = mined(orderStatus("a"), orderStatus("b"), orderStatus("c"), recovered("d"));

        assertThat(miner.patterns(3).list()).extracting(TracePattern::frequency).containsExactly(3L);
        assertThat(miner.patterns(1).list()).extracting(TracePattern::frequency).containsExactly(3L, 1L);
        assertThat(miner.patterns(3).structures()).isEqualTo(2);
    }

    @Test
    void kindFollowsAllRunsNotTheFirst() {
        PatternMiner miner = mined(orderStatus("a"), orderStatus("b"), orderStatus("c"));
        IntStream.range(0, 4).forEach(i -> miner.add(crashedOrderStatus("f" + i)));

        assertThat(miner.patterns(1).list().get(0).kind()).isEqualTo(Kind.FAILURE);
    }

    @Test
    void anotherCallAfterAnErrorThatEndsWellIsRecovery() {
        assertThat(kindsOf(recovered("a"))).containsExactly(Kind.RECOVERY, Kind.SUCCESS);
        assertThat(onlyPattern(recovered("a")).kinds()).containsExactly(Kind.RECOVERY, Kind.SUCCESS);
    }

    @Test
    void sameCallOnceMoreIsRetryAndNoRecovery() {
        Trace retried = run("a").llm()
                .failedTool("search", "TimeoutError", "slow")
                .tool("search", "{}", "found")
                .tool("book")
                .llm()
                .build();

        assertThat(kindsOf(retried)).containsExactly(Kind.SUCCESS);
    }

    @Test
    void anotherToolAfterAnErrorIsRecovery() {
        Trace other = run("a").llm()
                .failedTool("search", "TimeoutError", "slow")
                .tool("browse", "{}", "found")
                .llm()
                .build();

        assertThat(kindsOf(other)).containsExactly(Kind.RECOVERY, Kind.SUCCESS);
    }

    @Test
    void talkingAfterAnErrorIsNoRecovery() {
        assertThat(kindsOf(run("a").llm()
                        .failedTool("search", "TimeoutError", "slow")
                        .llm()
                        .build()))
                .containsExactly(Kind.SUCCESS);
    }

    @Test
    void sameCallWithTheSameResultThreeTimesIsLoop() {
        var looping = run("a").llm().tool("search").tool("read", "{\"page\":1}", "one");
        assertThat(kindsOf(looping.tool("search").tool("search").build())).containsExactly(Kind.LOOP, Kind.SUCCESS);
    }

    @Test
    void waitingUntilTheResultChangesIsNoLoop() {
        Trace polling = run("a").llm()
                .tool("status", "{}", "10 %")
                .tool("status", "{}", "50 %")
                .tool("status", "{}", "done")
                .build();

        assertThat(kindsOf(polling)).containsExactly(Kind.SUCCESS);
    }

    @Test
    void callsWhoseResultWasNotRecordedAreNoLoop() {
        Trace unknown = run("a").tool("note", null, null)
                .tool("note", null, null)
                .tool("note", null, null)
                .build();

        assertThat(kindsOf(unknown)).containsExactly(Kind.SUCCESS);
    }

    @Test
    void toolCallThatNoModelTookUpIsAbandoned() {
        Span.Builder spoken = Span.builder("s", "chat").kind(Span.Kind.LLM).output("let me look");
        assertThat(kindsOf(run("a").answer(null).step(spoken).tool("search").build()))
                .containsExactly(Kind.ABANDONED, Kind.SUCCESS);
        Span.Builder again = Span.builder("s", "chat").kind(Span.Kind.LLM).output("let me look");
        assertThat(kindsOf(run("a").answer("found").step(again).tool("search").build()))
                .containsExactly(Kind.SUCCESS);
    }

    @Test
    void kindsCarryTheirEvidence() {
        PatternMiner miner = mined(orderStatus("a"), orderStatus("b"), orderStatus("c"), crashedOrderStatus("d"));

        TracePattern pattern = miner.patterns(1).list().get(0);

        // Python: z = NormalDist().inv_cdf(.975), Wilson's formula for 1 of 4 -> 0.0455872608 0.6993581574
        assertThat(pattern.evidence(Kind.FAILURE)).hasValueSatisfying(evidence -> {
            assertThat(evidence.runs()).isEqualTo(1);
            assertThat(evidence.of()).isEqualTo(4);
            assertThat(evidence.low()).isCloseTo(0.0455872608, within(1e-9));
            assertThat(evidence.high()).isCloseTo(0.6993581574, within(1e-9));
            assertThat(evidence.exampleTraceIds()).containsExactly("d");
        });
        assertThat(pattern.evidence(Kind.LOOP)).isEmpty();
    }

    @Test
    void failingStepIsTheOneThatFailsWhereTheRunFails() {
        Trace fails = run("a").failedTool("search", "E", "no")
                .tool("read")
                .failedTool("write", "E", "no")
                .crashed("E", "no")
                .build();
        Trace ends = run("b").failedTool("search", "E", "no")
                .tool("read")
                .tool("write")
                .build();

        assertThat(onlyPattern(fails, ends).failingStep())
                .isEqualTo(new TracePattern.FailingStep("execute_tool write", 1, 0));
    }

    @Test
    void repeatedStepsAreCounted() {
        var looping = run("b");
        for (int i = 0; i < 5; i++) {
            looping.llm().tool("search");
        }

        assertThat(onlyPattern(looping.build()).loops())
                .containsExactly(new TracePattern.Loop(List.of("chat", "execute_tool search"), 1, 4));
    }

    @Test
    void samplersShareSaysHowManyRunsARunStandsFor() {
        Span root =
                Span.builder("r", "turn").traceState("vendor=x,ot=th:c;rv:1").build();

        assertThat(onlyPattern(Trace.of("a", List.of(root))).traffic()).isEqualTo(4);
        assertThat(onlyPattern(orderStatus("b")).traffic()).isEqualTo(1);
    }

    @Test
    void retryThatEndsBadlyIsNoRecovery() {
        Trace judged = run("a").failedTool("search", "TimeoutError", "slow")
                .tool("search")
                .judged("fail")
                .build();

        assertThat(kindsOf(judged)).containsExactly(Kind.FAILURE);
    }

    @Test
    void givingUpAfterAnErrorIsNoRecovery() {
        assertThat(kindsOf(run("a").llm()
                        .failedTool("search", "TimeoutError", "slow")
                        .build()))
                .containsExactly(Kind.SUCCESS);
    }

    @Test
    void unfinishedRunsAreUndecided() {
        Trace unfinished = run("a").llm().neverEnded().build();

        assertThat(kindsOf(unfinished)).containsExactly(Kind.ABANDONED, Kind.UNDECIDED);
        assertThat(onlyPattern(unfinished).kinds()).containsExactly(Kind.ABANDONED, Kind.UNDECIDED);
    }

    @Test
    void runIsSlowAgainstItsOwnPatternOnly() {
        PatternMiner miner = new PatternMiner();
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 300; i++) {
            miner.add(orderLasting("fast" + i, 100 * Math.exp(random.nextGaussian(0, 0.2))));
            miner.add(bookingLasting("slow" + i, 5_000 * Math.exp(random.nextGaussian(0, 0.2))));
        }
        Trace slowOrder = orderLasting("x", 1_000);
        miner.add(slowOrder);
        MinedPatterns patterns = miner.patterns(1);

        assertThat(patterns.classify(slowOrder).kinds()).containsExactly(Kind.PERFORMANCE, Kind.SUCCESS);
        assertThat(patterns.classify(orderLasting("y", 110)).outlier()).isFalse();
        assertThat(patterns.classify(bookingLasting("z", 5_500)).outlier()).isFalse();
        assertThat(patterns.list()).allSatisfy(each -> assertThat(each.kinds()).containsExactly(Kind.SUCCESS));
    }

    @Test
    void patternWithManySlowRunsIsPerformance() {
        PatternMiner miner = new PatternMiner();
        for (int i = 0; i < 100; i++) {
            miner.add(orderLasting("a" + i, i % 8 == 0 ? 9_000 : 100 + i % 5));
        }

        assertThat(miner.patterns(1).list().get(0).kinds()).containsExactly(Kind.PERFORMANCE, Kind.SUCCESS);
    }

    @Test
    void abortedRunsSayNothingAboutSpeed() {
        Trace aborted = run("a").llm()
                .took(Duration.ofMillis(1))
                .crashed("CancelledError", null)
                .build();

        assertThat(onlyPattern(aborted).durationMs().count()).isZero();
        assertThat(onlyPattern(aborted).kinds()).containsExactly(Kind.FAILURE, Kind.ABANDONED);
    }

    @Test
    void examplesAreTheLatestRuns() {
        PatternMiner miner = new PatternMiner();
        for (int i : new int[] {3, 7, 1, 6, 2, 5, 4}) {
            miner.add(run("t" + i).llm().start(MONDAY.plusSeconds(i)).build());
        }

        assertThat(miner.patterns(1).list().get(0).exampleTraceIds()).containsExactly("t7", "t6", "t5", "t4", "t3");
    }

    @Test
    void listReturnedEarlierStaysAsItWas() {
        PatternMiner miner = mined(orderStatus("a"));
        MinedPatterns before = miner.patterns(1);
        miner.add(crashedOrderStatus("b"));

        assertThat(before.list().get(0).frequency()).isOne();
        assertThat(before.list().get(0).errorTypes()).isEmpty();
    }

    @Test
    void beyondItsCapacityTheMinerKeepsTheMostFrequentAndCountsTheRest() {
        PatternMiner miner = new PatternMiner(10);
        for (int i = 0; i < 100; i++) {
            miner.add(orderStatus("o" + i));
            miner.add(run("r" + i)
                    .tool("only_once_" + (char) ('a' + i % 26) + (char) ('a' + i / 26))
                    .build());
        }
        MinedPatterns patterns = miner.patterns(1);

        assertThat(patterns.structures()).isLessThanOrEqualTo(20);
        assertThat(patterns.list().get(0).frequency()).isEqualTo(100);
        assertThat(patterns.forgotten()
                        + patterns.list().stream()
                                .mapToLong(TracePattern::frequency)
                                .sum())
                .isEqualTo(200);
    }

    @Test
    void capacityMustBePositive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PatternMiner(0))
                .withMessage("capacity must be positive: 0");
    }

    private static Trace orderLasting(String id, double ms) {
        return run(id).llm()
                .tool("lookup_order")
                .took(Duration.ofNanos((long) (ms * 1e6)))
                .build();
    }

    private static Trace bookingLasting(String id, double ms) {
        return run(id).llm()
                .tool("book")
                .took(Duration.ofNanos((long) (ms * 1e6)))
                .build();
    }

    private static Trace nested(int rounds) {
        Stream.Builder<Span> spans = Stream.builder();
        spans.add(Span.builder("r", "turn").kind(Span.Kind.AGENT).build());
        for (int i = 0; i < rounds; i++) {
            spans.add(Span.builder("m" + i, "model")
                    .parentSpanId("r")
                    .kind(Span.Kind.LLM)
                    .build());
            for (String tool : List.of("search", "read")) {
                spans.add(Span.builder("m" + i + tool, tool)
                        .parentSpanId("m" + i)
                        .toolName(tool)
                        .build());
            }
        }
        return Trace.of("nested", spans.build().toList());
    }

    private static Span child(String id, String tool, long start, long end) {
        return Span.builder(id, tool)
                .kind(Span.Kind.TOOL)
                .toolName(tool)
                .parentSpanId("r")
                .startEpochNanos(start)
                .endEpochNanos(end)
                .build();
    }

    private static Set<Kind> kindsOf(Trace trace) {
        return mined(trace).patterns(1).classify(trace).kinds();
    }

    private static String idOf(Trace trace) {
        return mined(trace).patterns(1).classify(trace).patternId();
    }

    private static TracePattern onlyPattern(Trace... traces) {
        List<TracePattern> patterns = mined(traces).patterns(1).list();
        assertThat(patterns).hasSize(1);
        return patterns.get(0);
    }

    private static PatternMiner mined(Trace... traces) {
        PatternMiner miner = new PatternMiner();
        Stream.of(traces).forEach(miner::add);
        return miner;
    }
}
