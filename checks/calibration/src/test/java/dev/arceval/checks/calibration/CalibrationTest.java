package dev.arceval.checks.calibration;

import dev.arceval.core.compare.ComparisonOptions;
import dev.arceval.core.sample.SampleGenerator;
import dev.arceval.eval.Verdict;
import dev.arceval.trace.Trace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs whose truth is known: nothing changed, or exactly this did. */
class CalibrationTest {

    private static final SyntheticAgent AGENT = SyntheticAgent.usual();

    @ParameterizedTest
    @ValueSource(ints = {20, 100, 500, 1_000})
    void sameAgent_raisesNoAlarm(int runs) {
        compare("same agent, 20 patterns, " + runs + " a side", AGENT, AGENT, runs, runs)
                .staysQuiet();
    }

    @Test
    void sameAgent_unequalSides_raisesNoAlarm() {
        compare("same agent, 20 patterns, 1000 against 60", AGENT, AGENT, 1_000, 60)
                .staysQuiet();
    }

    @ParameterizedTest
    @ValueSource(doubles = {.01, .02, .1})
    void sameErrorRate_raisesNoAlarm(double rate) {
        SyntheticAgent agent = AGENT.withPatterns(1).withErrorRate(rate);
        compare("same agent, 1 pattern, errors " + rate + ", 300 a side", agent, agent, 300, 300)
                .staysQuiet();
    }

    @Test
    void halvesOfTheSampleTraces_raiseNoAlarm() {
        List<Trace> runs = sampleTraces(1, 1_000, 1, OptionalDouble.empty());
        Experiment.of("halves of 1000 sample traces", random -> halves(runs, random))
                .withPattern(Patterns.of(runs))
                .staysQuiet();
    }

    @Test
    void doubledLatencyOfTheSampleTraces_isFound() {
        samples("sample traces, latency x2, 300 a side", .02, 2, .02).finds("latency", .95);
    }

    @Test
    void moreErrorsInTheSampleTraces_areFound() {
        samples("sample traces, errors 2 -> 12 %, 300 a side", .02, 1, .12).finds("errors", .95);
    }

    @Test
    void mixShiftOnly_raisesNoAlarm() {
        compare("slow pattern doubles, 500 a side", AGENT, AGENT.withMoreSlowTraffic(), 500, 500)
                .findsNoHarm();
    }

    @ParameterizedTest
    @CsvSource({"25, 4, 25, 4", "60, 1, 15, 4", "15, 12, 80, 1"})
    void sameAgentOnOtherTasks_raisesNoAlarm(int tasksBefore, int trialsBefore, int tasksAfter, int trialsAfter) {
        String name =
                "other tasks, " + tasksBefore + " x " + trialsBefore + " against " + tasksAfter + " x " + trialsAfter;
        Experiment.of(
                        name,
                        random -> new Experiment.Pair(
                                new TaskAgent(tasksBefore, trialsBefore).runs("a", random),
                                new TaskAgent(tasksAfter, trialsAfter).runs("b", random)))
                .staysQuiet();
    }

    /** Four tries of 50 tasks that resemble each other: the 95 % interval of the change holds the truth, none. */
    @Test
    void intervalOfATaskRate_holdsTheTruth() {
        Experiment.of(
                        "other tasks, 50 x 4 against 50 x 4, 95 % interval of errors",
                        random -> new Experiment.Pair(
                                new TaskAgent(50, 4).runs("a", random), new TaskAgent(50, 4).runs("b", random)))
                .covers("errors", 0, .93);
    }

    @Test
    void sameAgentOnTheSameTasks_raisesNoAlarm() {
        Experiment.of("same 50 tasks, 2 against 2 trials", random -> trials(new TaskAgent(50, 4).runs("a", random)))
                .staysQuiet();
    }

    @Test
    void doubledLatency_isFound() {
        compare("latency x2, 300 a side", AGENT, AGENT.slowedBy(2), 300, 300).finds("latency", .95);
    }

    /** One headline test at 5 %, as in the literature. */
    @Test
    void tenPercentSlower_oneTest_isFound() {
        SyntheticAgent agent = AGENT.withPatterns(1).withErrorRate(0);
        compare("latency +10 %, one test, 500 a side", agent, agent.slowedBy(1.1), 500, 500)
                .withOptions(ComparisonOptions.defaults().metrics("latency").alpha(.05, .01))
                .finds("latency", .88);
    }

    /** The 95th percentile is one of four findings about the shape of latency, which share a budget. */
    @Test
    void twentyPercentSlowerTail_isFound() {
        SyntheticAgent agent = AGENT.withPatterns(1).withErrorRate(0);
        compare("latency +20 %, p95 at 5 %, 500 a side", agent, agent.slowedBy(1.2), 500, 500)
                .withOptions(ComparisonOptions.defaults().metrics("latency").alpha(.01, .05))
                .findsIn("p95", .77);
    }

    @Test
    void sameTail_raisesNoAlarm() {
        SyntheticAgent agent = AGENT.withPatterns(1).withErrorRate(0);
        compare("same agent, shape of latency at 5 %, 500 a side", agent, agent, 500, 500)
                .withOptions(ComparisonOptions.defaults().metrics("latency").alpha(.001, .05))
                .staysQuiet();
    }

    @Test
    void errorsFrom2To5Percent_oneTest_areFound() {
        SyntheticAgent agent = AGENT.withPatterns(1);
        compare("errors 2 -> 5 %, one test, 500 a side", agent.withErrorRate(.02), agent, 500, 500)
                .withOptions(ComparisonOptions.defaults().metrics("errors").alpha(.05, .01))
                .finds("errors", .80);
    }

    @Test
    void errorsFrom2To12Percent_areFound() {
        SyntheticAgent good = AGENT.withErrorRate(.02);
        compare("errors 2 -> 12 %, 300 a side", good, AGENT.withErrorRate(.12), 300, 300)
                .finds("errors", .95);
    }

    @ParameterizedTest
    @CsvSource({"500, .58", "1000, .93"})
    void tenPercentSlower_isFound(int runs, double power) {
        compare("latency +10 %, all families on, " + runs + " a side", AGENT, AGENT.slowedBy(1.1), runs, runs)
                .finds("latency", power);
    }

    @ParameterizedTest
    @CsvSource({"500, .60", "1000, .90"})
    void errorsFrom2To5Percent_areFound(int runs, double power) {
        SyntheticAgent good = AGENT.withErrorRate(.02);
        compare("errors 2 -> 5 %, all families on, " + runs + " a side", good, AGENT, runs, runs)
                .finds("errors", power);
    }

    @Test
    void slowdownHiddenByAShiftToFastTraffic_isFound() {
        compare(
                        "latency +10 % and fewer slow runs, 1000 a side",
                        AGENT.withMoreSlowTraffic(), AGENT.slowedBy(1.1), 1_000, 1_000)
                .finds("latency", .93);
    }

    @Test
    void doubledLatencyOfOnePattern_isFound() {
        compare("latency x2 in one pattern of 20, 500 a side", AGENT, AGENT.slowedIn(4, 2), 500, 500)
                .findsIn("pattern-4", .90);
    }

    @Test
    @EnabledIfSystemProperty(named = "calibration", matches = ".+", disabledReason = "takes minutes")
    void thirtyPercentSlower_inOnePattern_isFoundAmongMany() {
        compare("latency +30 % in one pattern of 20, 5000 a side", AGENT, AGENT.slowedIn(4, 1.3), 5_000, 5_000)
                .findsIn("pattern-4", .95);
    }

    @Test
    void sameAgent_withEnoughRuns_isCleared() {
        SyntheticAgent agent = AGENT.withPatterns(1);
        compare("same agent, 1 pattern, 500 a side", agent, agent, 500, 500)
                .answers("latency", Verdict.NO_REGRESSION, .88);
    }

    @Test
    void sameAgent_withFewRuns_isLeftOpen() {
        SyntheticAgent agent = AGENT.withPatterns(1);
        compare("same agent, 1 pattern, 50 a side", agent, agent, 50, 50).answers("latency", Verdict.INCONCLUSIVE, .60);
    }

    @Test
    void tenPercentSlower_isRarelyCleared() {
        SyntheticAgent agent = AGENT.withPatterns(1);
        compare("latency +10 %, 1 pattern, 500 a side", agent, agent.slowedBy(1.1), 500, 500)
                .rarelyAnswers("latency", Verdict.NO_REGRESSION, .065);
    }

    private static Experiment samples(String name, double errorsBefore, double slowdown, double errorsAfter) {
        return Experiment.of(name, random -> {
                    List<Trace> before = sampleTraces(random.nextLong(), 300, 1, OptionalDouble.of(errorsBefore));
                    List<Trace> after = sampleTraces(random.nextLong(), 300, slowdown, OptionalDouble.of(errorsAfter));
                    return new Experiment.Pair(before, after);
                })
                .withPattern(Patterns.byStructure());
    }

    private static List<Trace> sampleTraces(long seed, int count, double slowdown, OptionalDouble errorRate) {
        Instant newest = Instant.parse("2026-01-01T00:00:00Z");
        SampleGenerator generator = new SampleGenerator(seed, count, newest, slowdown, errorRate);
        return IntStream.range(0, count).mapToObj(generator::trace).toList();
    }

    private static Experiment compare(
            String name, SyntheticAgent before, SyntheticAgent after, int runsBefore, int runsAfter) {
        return Experiment.of(
                name,
                random ->
                        new Experiment.Pair(before.runs("a", runsBefore, random), after.runs("b", runsAfter, random)));
    }

    static Experiment.Pair halves(List<Trace> runs, SplittableRandom random) {
        List<Trace> shuffled = new ArrayList<>(runs);
        Collections.shuffle(shuffled, new Random(random.nextLong()));
        int half = shuffled.size() / 2;
        return new Experiment.Pair(shuffled.subList(0, half), shuffled.subList(half, shuffled.size()));
    }

    private static Experiment.Pair trials(List<Trace> runs) {
        List<Trace> even = IntStream.range(0, runs.size() / 2)
                .mapToObj(i -> runs.get(2 * i))
                .toList();
        List<Trace> odd = IntStream.range(0, runs.size() / 2)
                .mapToObj(i -> runs.get(2 * i + 1))
                .toList();
        return new Experiment.Pair(even, odd);
    }
}
