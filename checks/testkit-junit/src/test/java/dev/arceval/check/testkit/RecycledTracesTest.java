package dev.arceval.check.testkit;

import static dev.arceval.testkit.ReplayAssertions.assertThatReplay;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import dev.arceval.RecordedTools;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Score;
import dev.arceval.eval.TracePattern.Kind;
import dev.arceval.testkit.RecycledTraces;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.opentest4j.AssertionFailedError;

/** Runs test classes as a user would write them through the real engine, and looks at what it reports. */
class RecycledTracesTest {

    private static final Queue<String> SEEN = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void datasets() throws IOException {
        Datasets.writeAll();
    }

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    private static EngineExecutionResults run(Class<?> testClass) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(testClass))
                .configurationParameter("arceval.reports", "none")
                .execute();
    }

    private static List<String> failures(EngineExecutionResults results) {
        return results.testEvents().failed().stream()
                .map(RecycledTracesTest::failure)
                .toList();
    }

    private static String failure(Event event) {
        return event.getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class)
                .getThrowable()
                .orElseThrow()
                .getMessage();
    }

    private static void assertContainerFails(Class<?> testClass, String... facts) {
        EngineExecutionResults results = run(testClass);
        assertThat(results.testEvents().started().count()).isZero();
        results.containerEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(finishedWithFailure(
                                message(text -> List.of(facts).stream().allMatch(text::contains)))));
    }

    // ---- pass

    static class Unchanged {

        @RecycledTraces(Datasets.DIRECTORY + "weather.jsonl")
        void answersAsRecorded(EvalCase recorded, RecordedTools tools) {
            assertThatReplay(recorded, input -> new WeatherAgent(tools).apply(input))
                    .meetsExpectations();
        }
    }

    @Test
    void unchangedAgent_passesOneTestPerCase_namedAfterIt() {
        EngineExecutionResults results = run(Unchanged.class);

        results.testEvents().assertStatistics(stats -> stats.started(3).succeeded(3));
        assertThat(results.testEvents().started().stream()
                        .map(event -> event.getTestDescriptor().getDisplayName()))
                .containsExactly(
                        "case-1000: How is the weather in City0? And tomorrow?",
                        "case-1001: How is the weather in City1? And tomorrow?",
                        "case-1002: How is the weather in City2? And tomorrow?");
    }

    @Test
    void unchangedAgent_raisesNoFalseAlarmInAThousandReplays() {
        for (int round = 0; round < 5; round++) {
            run(Parallel.class)
                    .testEvents()
                    .assertStatistics(stats -> stats.started(200).succeeded(200));
        }
    }

    // ---- fail, with the right first difference

    static class OtherAnswer {

        @RecycledTraces(value = Datasets.DIRECTORY + "weather.jsonl", limit = 1)
        void test(EvalCase recorded, RecordedTools tools) {
            assertThatReplay(
                            recorded,
                            input -> new WeatherAgent(tools).apply(input).replace("then", "and then"))
                    .meetsExpectations();
        }
    }

    @Test
    void otherAnswer_showsWhereItParts() {
        EngineExecutionResults results = run(OtherAnswer.class);

        results.testEvents()
                .assertThatEvents()
                .haveExactly(1, event(finishedWithFailure(instanceOf(AssertionFailedError.class))));
        assertThat(failures(results).get(0))
                .startsWith("Case case-1000 did not pass")
                .contains("first difference at character 12")
                .contains("input", "How is the weather in City0? And tomorrow?")
                .contains("steps, as recorded");
        AssertionFailedError error = (AssertionFailedError) results.testEvents().failed().stream()
                .findFirst()
                .orElseThrow()
                .getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();
        assertThat(error.getExpected().getStringRepresentation()).isEqualTo("0 degrees, then rain");
        assertThat(error.getActual().getStringRepresentation()).isEqualTo("0 degrees, and then rain");
    }

    static class OtherArguments {

        @RecycledTraces(value = Datasets.DIRECTORY + "weather.jsonl", limit = 2)
        void test(EvalCase recorded, RecordedTools tools) {
            assertThatReplay(recorded, input -> new WeatherAgent(tools, 3).apply(input))
                    .meetsExpectations();
        }
    }

    @Test
    void otherArguments_showTheNearestCallAndMarkTheStep() {
        List<String> failures = failures(run(OtherArguments.class));

        assertThat(failures).hasSize(2);
        assertThat(failures.get(1))
                .contains("nearest recorded call (3 of 3): forecast({\"city\":\"City1\",\"days\":2})")
                .contains("first difference at $.days: recorded 2, called with 3")
                .containsPattern("> 3  forecast\\(.*days\":2.*forecast\\(.*days\":3.*<- first difference");
    }

    static class OtherOrder {

        @RecycledTraces(value = Datasets.DIRECTORY + "weather.jsonl", limit = 1)
        void test(EvalCase recorded, RecordedTools tools) {
            assertThatReplay(recorded, input -> {
                        tools.call("forecast", "{\"city\":\"City0\",\"days\":2}");
                        tools.call("weather", "{\"city\":\"City0\"}");
                        return "0 degrees, then rain";
                    })
                    .meetsExpectations();
        }
    }

    @Test
    void otherOrder_namesTheCall() {
        assertThat(failures(run(OtherOrder.class)).get(0))
                .contains("call 1 should be weather, was forecast (called: forecast, weather)")
                .containsPattern("> 1  weather.*-   <- first difference");
    }

    static class NoRetry {

        @RecycledTraces(value = Datasets.DIRECTORY + "weather.jsonl", including = Kind.RECOVERY)
        void test(EvalCase recorded, RecordedTools tools) {
            assertThatReplay(recorded, input -> tools.call("weather", "{\"city\":\"City1\"}"))
                    .meetsExpectations();
        }
    }

    @Test
    void missingRetry_showsTheRecordedErrorAndTheCallsThatAreMissing() {
        assertThat(failures(run(NoRetry.class)).get(0))
                .contains("it ended in Timeout: 30 s")
                .contains("call 2 should be weather, but there were only 1")
                .containsPattern("> 2  weather\\(.* -   <- first difference");
    }

    static class Scored {

        @RecycledTraces(value = Datasets.DIRECTORY + "weather.jsonl", limit = 1)
        void test(EvalCase recorded, RecordedTools tools) {
            assertThatReplay(recorded, new WeatherAgent(tools))
                    .scoredBy(new FixedScorer("polite", Score.fail("polite", "no greeting")))
                    .scoredBy(new FixedScorer("judge", Score.error("judge", "no model")))
                    .meetsExpectations();
        }
    }

    @Test
    void addedScorers_countAndSayWhy() {
        assertThat(failures(run(Scored.class)).get(0))
                .contains("polite: no greeting", "judge could not be scored: no model")
                .doesNotContain("expectations:");
    }

    // ---- calls that are not in the recording

    static class Swallowing {

        @RecycledTraces(value = Datasets.DIRECTORY + "weather.jsonl", limit = 1)
        void test(EvalCase recorded, RecordedTools tools) {
            try {
                tools.call("book", "{\"city\":\"City0\"}");
            } catch (RuntimeException swallowed) {
                SEEN.add("swallowed");
            }
        }
    }

    @Test
    void unrecordedCall_failsTheTestEvenIfTheAgentSwallowsIt() {
        assertThat(failures(run(Swallowing.class)))
                .singleElement()
                .asString()
                .contains("Case case-1000", "book({\"city\":\"City0\"}) was not recorded")
                .contains("tools recorded: forecast, weather");
        assertThat(SEEN).containsExactly("swallowed");
    }

    static class SwallowingUnderAssertion {

        @RecycledTraces(value = Datasets.DIRECTORY + "weather.jsonl", limit = 1)
        void test(EvalCase recorded, RecordedTools tools) {
            assertThatReplay(recorded, input -> {
                        try {
                            tools.call("book", "{}");
                        } catch (RuntimeException swallowed) {
                            SEEN.add("swallowed");
                        }
                        return new WeatherAgent(tools).apply(input);
                    })
                    .meetsExpectations();
        }
    }

    @Test
    void unrecordedCall_isSaidOnce() {
        assertThat(failures(run(SwallowingUnderAssertion.class)))
                .singleElement()
                .asString()
                .containsOnlyOnce("was not recorded")
                .containsPattern("> 1  - .*book\\(\\{\\}\\) failed.*<- first difference");
    }

    // ---- nothing to replay

    static class Empty {

        @RecycledTraces(Datasets.DIRECTORY + "empty.jsonl")
        void test(EvalCase recorded) {}
    }

    static class NothingChosen {

        @RecycledTraces(value = Datasets.DIRECTORY + "weather.jsonl", agent = "nobody")
        void test(EvalCase recorded) {}
    }

    static class Missing {

        @RecycledTraces("no-such.jsonl")
        void test(EvalCase recorded) {}
    }

    static class NoLimit {

        @RecycledTraces(value = Datasets.DIRECTORY + "weather.jsonl", limit = 0)
        void test(EvalCase recorded) {}
    }

    @Test
    void replayOfNothing_fails() {
        assertContainerFails(Empty.class, "empty.jsonl is empty");
        assertContainerFails(NothingChosen.class, "holds 3 cases, but none that is asked for");
    }

    @Test
    void missingFile_saysWhereItWasLookedFor() {
        assertContainerFails(
                Missing.class,
                "dataset no-such.jsonl not found",
                "class path dev/arceval/check/testkit/no-such.jsonl",
                "class path no-such.jsonl",
                Path.of("src", "test", "resources", "no-such.jsonl")
                        .toAbsolutePath()
                        .toString(),
                Path.of("no-such.jsonl").toAbsolutePath().toString());
    }

    @Test
    void limit_mustBePositive() {
        assertContainerFails(NoLimit.class, "limit must be positive: 0");
    }

    // ---- where datasets are found

    static class OnTheClassPath {

        @RecycledTraces("root.jsonl")
        void atTheRoot(EvalCase recorded) {
            SEEN.add("root " + recorded.id());
        }

        @RecycledTraces("beside.jsonl")
        void besideTheClass(EvalCase recorded) {
            SEEN.add("beside " + recorded.id());
        }
    }

    @Test
    void datasets_areFoundOnTheClassPath() {
        run(OnTheClassPath.class).testEvents().assertStatistics(stats -> stats.succeeded(3));
        assertThat(SEEN).containsExactlyInAnyOrder("root case-1000", "beside case-1000", "beside case-1001");
    }

    @Test
    void datasets_areReadFromJars() throws Exception {
        Path jar = Path.of("target", "datasets", "datasets.jar");
        String entry = Unchanged.class.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream content = new JarOutputStream(out)) {
            content.putNextEntry(new JarEntry(Datasets.DIRECTORY + "weather.jsonl"));
            Files.copy(Path.of(Datasets.DIRECTORY, "weather.jsonl"), content);
            content.putNextEntry(new JarEntry(entry));
            Files.copy(Path.of("target", "test-classes").resolve(entry), content);
        }
        try (URLClassLoader loader = new JarFirstLoader(jar.toUri().toURL())) {
            Class<?> fromJar = loader.loadClass(Unchanged.class.getName());
            assertThat(fromJar.getClassLoader()).isSameAs(loader);
            run(fromJar).testEvents().assertStatistics(stats -> stats.succeeded(3));
        }
    }

    /** Takes the one test class from the jar and everything else from the class path. */
    private static final class JarFirstLoader extends URLClassLoader {

        JarFirstLoader(URL jar) {
            super(new URL[] {jar}, RecycledTracesTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(Unchanged.class.getName())) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
            return super.loadClass(name, resolve);
        }
    }

    // ---- the ways of JUnit

    @Retention(RetentionPolicy.RUNTIME)
    @Tag("replay")
    @RecycledTraces(value = Datasets.DIRECTORY + "weather.jsonl", agent = "forecaster")
    @interface ForecasterTraces {}

    static class Composed {

        @ForecasterTraces
        void test(EvalCase recorded) {
            SEEN.add(recorded.id());
        }
    }

    @Test
    void annotation_worksOnOtherAnnotations() {
        run(Composed.class).testEvents().assertStatistics(stats -> stats.succeeded(1));
        assertThat(SEEN).containsExactlyElementsOf(Datasets.ids(2));
    }

    static class Outer {

        @Nested
        class Inner {

            private final EvalCase constructed;

            Inner(EvalCase constructed) {
                this.constructed = constructed;
            }

            @BeforeEach
            void prepare(EvalCase prepared, RecordedTools tools, TestInfo info) {
                assertThat(prepared).isSameAs(constructed);
                assertThat(tools.calls()).isEmpty();
                assertThat(info.getDisplayName()).startsWith(prepared.id());
            }

            @RecycledTraces("beside.jsonl")
            void test(EvalCase recorded, RecordedTools tools) {
                assertThat(recorded).isSameAs(constructed);
                assertThatReplay(recorded, new WeatherAgent(tools)).meetsExpectations();
                SEEN.add(recorded.id());
            }
        }
    }

    @Test
    void nestedClasses_constructorsAndLifecycleMethods_getTheCase() {
        run(Outer.class).testEvents().assertStatistics(stats -> stats.succeeded(2));
        assertThat(SEEN).containsExactlyElementsOf(Datasets.ids(0, 1));
    }

    @Execution(ExecutionMode.CONCURRENT)
    static class Parallel {

        @RecycledTraces(Datasets.DIRECTORY + "many.jsonl")
        void test(EvalCase recorded, RecordedTools tools) {
            SEEN.add(Thread.currentThread().getName());
            assertThatReplay(recorded, new WeatherAgent(tools)).meetsExpectations();
        }
    }

    @Test
    void parallelExecution_keepsCasesApart() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Parallel.class))
                .configurationParameter("arceval.reports", "none")
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
                .execute()
                .testEvents()
                .assertStatistics(stats -> stats.started(200).succeeded(200));
        assertThat(SEEN.stream().distinct().count()).isGreaterThan(1);
    }

    // ---- repeated

    static class Repeated {

        @RepeatedTest(4)
        void beside() {}

        @RecycledTraces(Datasets.DIRECTORY + "weather.jsonl")
        void test(EvalCase recorded, RecordedTools tools) {
            SEEN.add(recorded.id());
            assertThatReplay(recorded, new WeatherAgent(tools)).meetsExpectations();
        }
    }

    @Test
    void repeatedTestsAndRuns_changeNothing() {
        for (int i = 1; i <= 3; i++) {
            run(Repeated.class)
                    .testEvents()
                    .assertStatistics(stats -> stats.started(7).succeeded(7));
            assertThat(SEEN).hasSize(3 * i);
        }
    }

    static class NotRun {

        @Disabled("seen to be left alone")
        @RecycledTraces("no-such.jsonl")
        void test(EvalCase recorded) {}
    }

    @Test
    void disabledMethods_readNothing() {
        EngineExecutionResults results = run(NotRun.class);
        assertThat(results.allEvents().failed().count()).isZero();
        assertThat(results.containerEvents().skipped().count()).isEqualTo(1);
    }
}
