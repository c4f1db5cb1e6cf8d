package dev.arceval.check.testkit;

import static dev.arceval.testkit.ReplayAssertions.assertThatReplay;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.arceval.RecordedTools;
import dev.arceval.Replay;
import dev.arceval.ReplayContext;
import dev.arceval.eval.CallPolicy;
import dev.arceval.eval.EvalCase;
import dev.arceval.testkit.Gate;
import dev.arceval.testkit.RecycledTraces;
import dev.arceval.trace.Message;
import dev.arceval.trace.ModelCall;
import dev.arceval.trace.Usage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

class GateAnnotationTest {

    private static final AtomicInteger RUNS = new AtomicInteger();
    private static volatile int failEvery = Integer.MAX_VALUE;

    @TempDir
    private Path directory;

    @BeforeAll
    static void datasets() throws IOException {
        Datasets.writeAll();
    }

    @BeforeEach
    void forget() {
        RUNS.set(0);
        failEvery = Integer.MAX_VALUE;
    }

    private EngineExecutionResults run(Class<?> testClass, String update) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(testClass))
                .configurationParameter("arceval.reports", "none")
                .configurationParameter("arceval.baselines", directory.toString())
                .configurationParameter("arceval.update", update)
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .execute();
    }

    private static Event gate(EngineExecutionResults results) {
        List<Event> finished = results.testEvents().finished().stream().toList();
        Event last = finished.get(finished.size() - 1);
        assertThat(last.getTestDescriptor().getDisplayName()).isEqualTo("gate");
        return last;
    }

    private static TestExecutionResult.Status status(EngineExecutionResults results) {
        return gate(results).getRequiredPayload(TestExecutionResult.class).getStatus();
    }

    private static String message(EngineExecutionResults results) {
        return gate(results)
                .getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow()
                .getMessage();
    }

    private static void replay(EvalCase recorded, RecordedTools tools) {
        int days = RUNS.incrementAndGet() % failEvery == 0 ? 3 : 2;
        assertThatReplay(recorded, new WeatherAgent(tools, days)).meetsExpectations();
    }

    static class Gated {

        @Gate(repeats = 100)
        @RecycledTraces(Datasets.DIRECTORY + "weather.jsonl")
        void test(EvalCase recorded, RecordedTools tools) {
            replay(recorded, tools);
        }
    }

    @Test
    void steadyAgent_passesAsSoonAsThatIsCertain() {
        EngineExecutionResults results = run(Gated.class, "false");

        assertThat(status(results)).isEqualTo(TestExecutionResult.Status.SUCCESSFUL);
        assertThat(RUNS).hasValueBetween(30, 90);
        assertThat(RUNS.get() % 3).isZero();
    }

    @Test
    void brokenAgent_failsEarly_andItsRunsAreShownAsSkipped() {
        failEvery = 2;

        EngineExecutionResults results = run(Gated.class, "false");

        assertThat(status(results)).isEqualTo(TestExecutionResult.Status.FAILED);
        assertThat(message(results))
                .startsWith("FAILED: ")
                .contains("wanted at least 90 %", "last failure: Case case-");
        assertThat(RUNS).hasValueLessThan(40);
        assertThat(results.testEvents().aborted().count()).isEqualTo(RUNS.get() / 2);
        assertThat(results.testEvents().failed().count()).isOne();
    }

    static class FewRuns {

        @Gate(repeats = 2)
        @RecycledTraces(Datasets.DIRECTORY + "weather.jsonl")
        void skipped(EvalCase recorded, RecordedTools tools) {
            replay(recorded, tools);
        }
    }

    static class FewRunsThatMustDo {

        @Gate(repeats = 2, whenInconclusive = Gate.WhenInconclusive.FAIL)
        @RecycledTraces(Datasets.DIRECTORY + "weather.jsonl")
        void failed(EvalCase recorded, RecordedTools tools) {
            replay(recorded, tools);
        }
    }

    @Test
    void fewRuns_areInconclusive_andSayHowManyPassed() {
        EngineExecutionResults results = run(FewRuns.class, "false");

        assertThat(status(results)).isEqualTo(TestExecutionResult.Status.ABORTED);
        assertThat(message(results)).startsWith("INCONCLUSIVE: 6 of 6 runs passed");
        assertThat(status(run(FewRunsThatMustDo.class, "false"))).isEqualTo(TestExecutionResult.Status.FAILED);
    }

    static class NoTime {

        @Gate(budget = "PT0S")
        @RecycledTraces(Datasets.DIRECTORY + "weather.jsonl")
        void test(EvalCase recorded, RecordedTools tools) {
            replay(recorded, tools);
        }
    }

    @Test
    void spentBudget_endsAfterTheRound() {
        run(NoTime.class, "false");

        assertThat(RUNS).hasValue(3);
    }

    static final class LiveModel implements UnaryOperator<Replay> {
        @Override
        public Replay apply(Replay replay) {
            return replay.model(CallPolicy.live());
        }
    }

    /** Asks a real model, which takes 90 tokens and says 10; at list price that is 0.0000195 dollars. */
    private static void metered(EvalCase recorded, ReplayContext context) {
        context.model()
                .call(
                        List.of(Message.user("hello")),
                        messages -> new ModelCall(
                                "gpt-4o-mini",
                                messages,
                                List.of(Message.assistant("hi")),
                                List.of(),
                                Usage.ofTokens(90, 10),
                                null));
        replay(recorded, context);
    }

    static class FewTokens {

        @Gate(repeats = 100, maxTokens = 500)
        @RecycledTraces(value = Datasets.DIRECTORY + "weather.jsonl", replay = LiveModel.class)
        void test(EvalCase recorded, ReplayContext context) {
            metered(recorded, context);
        }
    }

    static class LittleMoney {

        @Gate(repeats = 100, maxCostUsd = 0.0001)
        @RecycledTraces(value = Datasets.DIRECTORY + "weather.jsonl", replay = LiveModel.class)
        void test(EvalCase recorded, ReplayContext context) {
            metered(recorded, context);
        }
    }

    static class FourRuns {

        @Gate(repeats = 100, maxRuns = 4)
        @RecycledTraces(Datasets.DIRECTORY + "weather.jsonl")
        void test(EvalCase recorded, RecordedTools tools) {
            replay(recorded, tools);
        }
    }

    static class TokensNobodyCounts {

        @Gate(repeats = 100, maxTokens = 1_000_000)
        @RecycledTraces(Datasets.DIRECTORY + "weather.jsonl")
        void test(EvalCase recorded, RecordedTools tools) {
            replay(recorded, tools);
        }
    }

    @ParameterizedTest
    @MethodSource("budgets")
    void budget_endsTheGateAfterTheRoundInWhichItIsSpent(Class<?> testClass, int runs, String why) {
        EngineExecutionResults results = run(testClass, "false");

        assertThat(RUNS).hasValue(runs);
        assertThat(status(results)).isEqualTo(TestExecutionResult.Status.ABORTED);
        assertThat(message(results)).startsWith("INCONCLUSIVE: ").endsWith(why);
    }

    static Stream<Arguments> budgets() {
        return Stream.of(
                Arguments.of(
                        FewTokens.class,
                        6,
                        "stopped after 6 runs, 600 tokens, 0.0001 USD: no more than 500 tokens were allowed"),
                Arguments.of(
                        LittleMoney.class,
                        6,
                        "stopped after 6 runs, 600 tokens, 0.0001 USD: no more than 0.0001 USD were allowed"),
                Arguments.of(FourRuns.class, 6, "stopped after 6 runs: no more than 4 were allowed"),
                Arguments.of(
                        TokensNobodyCounts.class,
                        3,
                        "stopped after 3 runs: tokens are limited, and a run does not say how many it took"),
                Arguments.of(FewRuns.class, 6, "stopped after 6 runs: the repeats are used up"));
    }

    @Test
    void answers_areInTheReport() throws IOException {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(FewRuns.class))
                .configurationParameter("arceval.reports", directory.toString())
                .execute();

        assertThat(directory.resolve("gates.txt"))
                .content()
                .startsWith("FewRuns.skipped: INCONCLUSIVE: 6 of 6 runs passed; the true share lies between ");
    }

    static class Compared {

        @Gate(repeats = 12, passRate = .2, baseline = "weather")
        @RecycledTraces(Datasets.DIRECTORY + "many.jsonl")
        void test(EvalCase recorded, RecordedTools tools) {
            replay(recorded, tools);
        }
    }

    @Test
    void baseline_isStoredOnRequest_andAFallFailsTheGate() {
        EngineExecutionResults without = run(Compared.class, "false");
        EngineExecutionResults stored = run(Compared.class, "true");
        EngineExecutionResults unchanged = run(Compared.class, "false");
        RUNS.set(0);
        failEvery = 3;
        EngineExecutionResults fallen = run(Compared.class, "false");

        assertThat(message(without)).contains("there is no baseline weather", "-Darceval.update=true");
        assertThat(message(stored)).contains("the runs are now baseline weather");
        assertThat(status(unchanged)).isEqualTo(TestExecutionResult.Status.SUCCESSFUL);
        assertThat(status(fallen)).isEqualTo(TestExecutionResult.Status.FAILED);
        assertThat(message(fallen)).startsWith("GATE weather FAILED");
    }

    static class BadRate {

        @Gate(passRate = 1)
        @RecycledTraces(Datasets.DIRECTORY + "weather.jsonl")
        void test(EvalCase recorded) {}
    }

    @Test
    void mistakesInTheAnnotation_areNamed() {
        String message = run(BadRate.class, "false").containerEvents().failed().stream()
                .findFirst()
                .orElseThrow()
                .getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow()
                .getMessage();
        assertThat(message).isEqualTo("@Gate: the wanted pass rate must be between 0 and 1: 1.0");
    }
}
