package dev.arceval.check.testkit;

import static dev.arceval.testkit.ReplayAssertions.assertThatReplay;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.arceval.DatasetFiles;
import dev.arceval.RecordedModel;
import dev.arceval.RecordedTools;
import dev.arceval.Replay;
import dev.arceval.ReplayContext;
import dev.arceval.TraceRecycler;
import dev.arceval.Tracer;
import dev.arceval.eval.CallPolicy;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Expectation;
import dev.arceval.eval.Fault;
import dev.arceval.eval.TracePattern.Kind;
import dev.arceval.testkit.RecycledTraces;
import dev.arceval.trace.Message;
import dev.arceval.trace.ModelCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.EventType;

/** What can be chosen beside the file, and what is left behind. */
class ReplayOptionsTest {

    private static final Queue<String> SEEN = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path directory;

    @BeforeAll
    static void datasets() throws IOException {
        Datasets.writeAll();
        recordStore();
    }

    /** A store as an application leaves it behind. */
    private static void recordStore() {
        Path store = Path.of(Datasets.DIRECTORY, "store");
        if (Files.exists(store)) {
            return;
        }
        try (TraceRecycler recycler = TraceRecycler.builder().directory(store).build()) {
            Tracer tracer = recycler.tracer("greeter");
            tracer.agent((String name) -> "Hello "
                            + tracer.tool("title", (String who) -> "Dr. " + who).apply(name))
                    .run("Ada");
            assertThat(recycler.flush(Duration.ofSeconds(10))).isTrue();
        }
    }

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    private EngineExecutionResults run(Class<?> testClass, String... parameters) {
        EngineTestKit.Builder builder = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(testClass))
                .configurationParameter("arceval.reports", directory.toString());
        for (int i = 0; i < parameters.length; i += 2) {
            builder.configurationParameter(parameters[i], parameters[i + 1]);
        }
        return builder.execute();
    }

    private static String failure(EngineExecutionResults results) {
        return results.allEvents().failed().stream()
                .findFirst()
                .orElseThrow()
                .getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow()
                .getMessage();
    }

    // ---- where cases come from

    static final class TwoCases implements Supplier<Dataset> {
        @Override
        public Dataset get() {
            return new Dataset("supplied", List.of(Datasets.weatherCase(1), Datasets.weatherCase(2)));
        }
    }

    static class Supplied {

        @RecycledTraces(dataset = TwoCases.class)
        void test(EvalCase recorded, RecordedTools tools) {
            SEEN.add(recorded.id());
            assertThatReplay(recorded, new WeatherAgent(tools)).meetsExpectations();
        }
    }

    @Test
    void datasets_canBeSupplied() {
        run(Supplied.class).testEvents().assertStatistics(stats -> stats.succeeded(2));
        assertThat(SEEN).containsExactlyElementsOf(Datasets.ids(1, 2));
    }

    static class FromStore {

        @RecycledTraces(store = Datasets.DIRECTORY + "store", agent = "greeter")
        void test(EvalCase recorded, RecordedTools tools) {
            assertThatReplay(recorded, name -> "Hello " + tools.call("title", name))
                    .meetsExpectations();
        }
    }

    @Test
    void datasets_canBeCuratedFromAStore() {
        run(FromStore.class).testEvents().assertStatistics(stats -> stats.succeeded(1));
    }

    static class TwoSources {

        @RecycledTraces(value = "a.jsonl", dataset = TwoCases.class)
        void test(EvalCase recorded) {}
    }

    static class NoSource {

        @RecycledTraces
        void test(EvalCase recorded) {}
    }

    static class NoStore {

        @RecycledTraces(store = "no-such-store")
        void test(EvalCase recorded) {}
    }

    @Test
    void sources_areOne_andThere() {
        assertThat(failure(run(TwoSources.class))).contains("give one of a file, a dataset and a store");
        assertThat(failure(run(NoSource.class))).contains("names no file, dataset or store");
        assertThat(failure(run(NoStore.class))).contains("there is no trace store in");
    }

    static class Sampled {

        @RecycledTraces(value = Datasets.DIRECTORY + "many.jsonl", limit = 5, seed = 7)
        void test(EvalCase recorded) {
            SEEN.add(recorded.id());
        }
    }

    @Test
    void seed_choosesASample_theSameEachTime() {
        run(Sampled.class);
        List<String> first = List.copyOf(SEEN);
        SEEN.clear();
        run(Sampled.class);

        assertThat(SEEN).containsExactlyElementsOf(first).hasSize(5);
        assertThat(first).isSorted();
        assertThat(first).isNotEqualTo(Datasets.ids(0, 1, 2, 3, 4));
    }

    static class Filtered {

        @RecycledTraces(value = Datasets.DIRECTORY + "weather.jsonl", excluding = Kind.RECOVERY)
        void excluding(EvalCase recorded) {
            SEEN.add("excluding " + recorded.id());
        }

        @RecycledTraces(value = Datasets.DIRECTORY + "weather.jsonl", cases = "case-1001")
        void byId(EvalCase recorded) {
            SEEN.add("by id " + recorded.id());
        }
    }

    @Test
    void cases_canBeLeftOutAndNamed() {
        run(Filtered.class);
        assertThat(SEEN).containsExactlyInAnyOrder("excluding case-1000", "excluding case-1002", "by id case-1001");
    }

    static class Faulty {

        @RecycledTraces(
                value = Datasets.DIRECTORY + "weather.jsonl",
                limit = 1,
                faults = {Fault.TIMEOUT, Fault.DOWN})
        void test(EvalCase recorded, RecordedTools tools) {
            SEEN.add(recorded.id());
            assertThatReplay(recorded, new WeatherAgent(tools)).meetsExpectations();
        }
    }

    @Test
    void faults_areCasesOfTheirOwn() {
        EngineExecutionResults results = run(Faulty.class);

        assertThat(SEEN)
                .containsExactly("case-1000~down@1", "case-1000~down@2", "case-1000~timeout@1", "case-1000~timeout@2");
        // The agent tries the weather twice, the forecast once.
        results.testEvents().assertStatistics(stats -> stats.succeeded(1).failed(3));
    }

    // ---- how they are replayed

    static final class Lenient implements UnaryOperator<Replay> {
        @Override
        public Replay apply(Replay replay) {
            return replay.tool("forecast", CallPolicy.ignoring("days"));
        }
    }

    static class WithOptions {

        @RecycledTraces(value = Datasets.DIRECTORY + "weather.jsonl", replay = Lenient.class)
        void test(EvalCase recorded, RecordedTools tools) {
            assertThatReplay(recorded, new WeatherAgent(tools, 3)).meetsExpectations();
        }
    }

    @Test
    void options_holdForToolsAndAssertions() {
        run(WithOptions.class).testEvents().assertStatistics(stats -> stats.succeeded(3));
    }

    static class WithLiveTool {

        @RecycledTraces(value = Datasets.DIRECTORY + "weather.jsonl", limit = 1, live = "now")
        void test(EvalCase recorded, ReplayContext context) {
            SEEN.add(context.tool("now", (String zone) -> "noon in " + zone, String.class)
                    .apply("UTC"));
        }
    }

    @Test
    void liveTools_areNamed() {
        run(WithLiveTool.class).testEvents().assertStatistics(stats -> stats.succeeded(1));
        assertThat(SEEN).containsExactly("noon in UTC");
    }

    static final class Echo implements Supplier<Dataset> {
        @Override
        public Dataset get() {
            EvalCase recorded = Datasets.weatherCase(0)
                    .withSteps(List.of(ModelCall.of(
                            List.of(Message.system("Be short."), Message.user("How are you?")),
                            Message.assistant("Fine."))))
                    .withExpectations(List.of(new Expectation.Answers("Fine.")));
            return new Dataset("echo", List.of(recorded));
        }
    }

    static class WithModel {

        @RecycledTraces(dataset = Echo.class)
        void unchanged(EvalCase recorded, RecordedModel model) {
            assertThatReplay(
                            recorded,
                            input -> model.call(List.of(Message.system("Be short."), Message.user("How are you?")))
                                    .text())
                    .meetsExpectations();
        }

        @RecycledTraces(dataset = Echo.class)
        void otherPrompt(EvalCase recorded, RecordedModel model) {
            assertThatReplay(
                            recorded,
                            input -> model.call(List.of(Message.system("Be brief."), Message.user("How are you?")))
                                    .text())
                    .meetsExpectations();
        }
    }

    @Test
    void recordedModel_answersWhatItWasAsked_andBlamesThePrompt() {
        EngineExecutionResults results = run(WithModel.class);

        results.testEvents().assertStatistics(stats -> stats.succeeded(1).failed(1));
        assertThat(failure(results))
                .contains("to blame  the prompt", "recorded \"system: Be short.\"", "> 1  model(… How are you?)");
    }

    // ---- what is left behind

    static class OneFails {

        @RecycledTraces(Datasets.DIRECTORY + "weather.jsonl")
        void test(EvalCase recorded, RecordedTools tools) {
            int days = recorded.id().equals("case-1001") ? 3 : 2;
            assertThatReplay(recorded, new WeatherAgent(tools, days)).meetsExpectations();
        }
    }

    @Test
    void report_isOnePageWithTheTrajectoriesOfFailedCases() throws IOException {
        EngineExecutionResults results = run(OneFails.class);

        results.testEvents().assertStatistics(stats -> stats.succeeded(2).failed(1));
        assertThat(Files.readString(directory.resolve("replay.html")))
                .contains("2 of 3 cases of weather passed", "forecast is called otherwise", "first difference");
        assertThat(Files.readString(directory.resolve("replay.json"))).contains("\"blame\" : \"TOOL_ARGUMENTS\"");
    }

    @Test
    void reportEntries_sayCaseTraceAndBlame() {
        List<Map<String, String>> entries = run(OneFails.class).allEvents().stream()
                .filter(event -> event.getType() == EventType.REPORTING_ENTRY_PUBLISHED)
                .map(event -> event.getRequiredPayload(ReportEntry.class).getKeyValuePairs())
                .toList();

        assertThat(entries).hasSize(3);
        assertThat(entries.get(0)).containsEntry("arceval.case", "case-1000").containsEntry("arceval.passed", "true");
        assertThat(entries.get(1))
                .containsEntry("arceval.trace", "trace-1")
                .containsEntry("arceval.blame", "TOOL_ARGUMENTS");
    }

    static class Rephrased {

        @RecycledTraces(Datasets.DIRECTORY + "updated.jsonl")
        void test(EvalCase recorded, RecordedTools tools) {
            assertThatReplay(
                            recorded,
                            input -> new WeatherAgent(tools).apply(input).replace("then", "and then"))
                    .meetsExpectations();
        }
    }

    @Test
    void update_takesOverWhatTheAgentDid_andShowsTheLines() throws IOException {
        Path file = Path.of(Datasets.DIRECTORY, "updated.jsonl");
        DatasetFiles.write(new TwoCases().get(), file);

        EngineExecutionResults without = run(Rephrased.class);
        Dataset before = DatasetFiles.read(file);
        EngineExecutionResults with = run(Rephrased.class, "arceval.update", "true");
        EngineExecutionResults after = run(Rephrased.class);

        without.testEvents().assertStatistics(stats -> stats.failed(2));
        assertThat(before.cases()).isEqualTo(new TwoCases().get().cases());
        with.testEvents().assertStatistics(stats -> stats.aborted(2).failed(0));
        after.testEvents().assertStatistics(stats -> stats.succeeded(2));
        assertThat(DatasetFiles.read(file).cases().get(0).expectedAnswer()).hasValue("1 degrees, and then rain");
        assertThat(Files.readAllLines(directory.resolve("update.diff")))
                .hasSize(6)
                .anyMatch(line -> line.startsWith("-{\"id\":\"case-1001\""))
                .anyMatch(line -> line.startsWith("+{\"id\":\"case-1001\"") && line.contains("and then"));
    }

    static class Unrecorded {

        @RecycledTraces(Datasets.DIRECTORY + "updated.jsonl")
        void test(EvalCase recorded, RecordedTools tools) {
            assertThatReplay(recorded, new WeatherAgent(tools, 9)).meetsExpectations();
        }
    }

    @Test
    void update_cannotInventWhatAToolWouldAnswer() throws IOException {
        Path file = Path.of(Datasets.DIRECTORY, "updated.jsonl");
        DatasetFiles.write(new TwoCases().get(), file);

        run(Unrecorded.class, "arceval.update", "true").testEvents().assertStatistics(stats -> stats.failed(2));
        assertThat(DatasetFiles.read(file).cases())
                .isEqualTo(new TwoCases().get().cases());
    }
}
