package dev.arceval.checks.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.arceval.core.compare.Comparer;
import dev.arceval.core.compare.ComparisonOptions;
import dev.arceval.core.gate.SequentialGate;
import dev.arceval.core.ingest.TraceReader;
import dev.arceval.eval.Finding;
import dev.arceval.eval.RegressionReport;
import dev.arceval.eval.Verdict;
import dev.arceval.spi.TraceFormat;
import dev.arceval.trace.Span;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Trace;
import dev.arceval.trace.Usage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded runs of real agents; skipped where the data is absent. */
class RealDataTest {

    static final String AIRLINE = "tau-airline-gpt4o/gpt-4o-airline.otlp.jsonl.gz";
    static final String ATTACKED = "agentdojo/gpt-4o-2024-05-13.attacked-important_instructions.otlp.jsonl.gz";
    private static final String PLAIN = "agentdojo/gpt-4o-2024-05-13.benign.otlp.jsonl.gz";
    private static final String DETECTOR = "agentdojo/gpt-4o-2024-05-13-transformers_pi_detector.benign.otlp.jsonl.gz";

    @Test
    void airline_disjointTasks_raiseNoAlarm() {
        disjointTasks("airline, 25 against 25 tasks", read(AIRLINE)).staysQuiet();
    }

    @Test
    void agentDojo_disjointTasks_raiseNoAlarm() {
        disjointTasks("agentdojo attacked, half of the tasks against the others", read(ATTACKED))
                .staysQuiet();
    }

    @Test
    void airline_sameTasks_raiseNoAlarm() {
        List<Trace> runs = read(AIRLINE);
        Experiment.of("airline, same 50 tasks, 2 against 2 trials", random -> withinTasks(runs, random))
                .withPattern(Patterns.of(runs))
                .staysQuiet();
    }

    @Test
    void injectionDetector_isAtLeastTwiceAsSlow() {
        List<Trace> plain = read(PLAIN);
        List<Trace> detector = read(DETECTOR);
        List<Trace> all = Stream.concat(plain.stream(), detector.stream()).toList();

        RegressionReport report = new Comparer(ComparisonOptions.defaults()).compare(plain, detector, Patterns.of(all));

        Finding latency = report.overall("latency").orElseThrow();
        assertThat(latency.verdict()).isEqualTo(Verdict.REGRESSION);
        assertThat(latency.effect()).isGreaterThanOrEqualTo(2);
        assertThat(latency.test()).contains("paired");
        System.out.println(latency);
        System.out.println(report.notes());
    }

    @Test
    void airline_thirtyPercentOfATool_replaced_isFound() {
        replacedCalls("airline, same tasks, 30 % of the calls of a tool replaced", .3)
                .finds("tools", .93);
    }

    /** Tools have half of the budget for details. */
    @Test
    void airline_twentyPercentOfATool_replaced_oneTest_isFound() {
        replacedCalls("airline, same tasks, 20 % of the calls of a tool replaced, at 5 %", .2)
                .withOptions(ComparisonOptions.defaults().metrics("tools").alpha(.001, .10))
                .finds("tools", .60);
    }

    private static Experiment replacedCalls(String name, double share) {
        List<Trace> runs = read(AIRLINE);
        return Experiment.of(name, random -> {
                    Experiment.Pair pair = withinTasks(runs, random);
                    return new Experiment.Pair(
                            pair.baseline(), replaced(pair.current(), "get_reservation_details", share, random));
                })
                .withPattern(Patterns.byStructure());
    }

    /** One metric at a time, at 5 %: pairing keeps the level that tests of independent runs exceed. */
    @ParameterizedTest
    @ValueSource(strings = {"quality", "tokens", "latency"})
    void airline_sameTasks_oneMetric_raisesNoAlarm(String metric) {
        List<Trace> runs = read(AIRLINE);
        Experiment.of("airline, same 50 tasks, " + metric + " at 5 %", random -> withinTasks(runs, random))
                .withPattern(Patterns.of(runs))
                .withOptions(ComparisonOptions.defaults()
                        .metrics(metric)
                        .minimum(metric, metric.equals("quality") ? 0 : 1)
                        .alpha(.05, .001))
                .findsNoHarm();
    }

    @ParameterizedTest
    @CsvSource({"1.2, .77", "1.1, .28"})
    void airline_dearerRuns_areFound(double factor, double power) {
        List<Trace> runs = read(AIRLINE);
        Experiment.of("airline, same 50 tasks, tokens x" + factor, random -> {
                    Experiment.Pair pair = withinTasks(runs, random);
                    List<Trace> dearer = pair.current().stream()
                            .map(run -> consuming(run, factor))
                            .toList();
                    return new Experiment.Pair(pair.baseline(), dearer);
                })
                .withPattern(Patterns.of(runs))
                .withOptions(ComparisonOptions.defaults().metrics("tokens").alpha(.05, .001))
                .finds("tokens", power);
    }

    /** Cases are chosen because one recorded try passed; all further rounds draw again from the recorded tries. */
    @Test
    void airline_casesChosenBecauseTheyPassed_closeNoGate() {
        Map<String, List<Boolean>> tries = new LinkedHashMap<>();
        for (Trace run : read(AIRLINE)) {
            boolean passed = run.evaluations().stream()
                    .allMatch(evaluation -> evaluation.passed().orElse(false));
            tries.computeIfAbsent(task(run), task -> new ArrayList<>()).add(passed);
        }
        Repeats repeats = new Repeats("gate, airline cases that passed, same agent, up to 20 rounds", 300, 3_000);
        double share = repeats.share("called worse", random -> isCalledWorse(List.copyOf(tries.values()), random));
        assertThat(share).isLessThanOrEqualTo(repeats.atMost(.065));
    }

    @Test
    void airline_passPower_isThatOfTheBenchmark() {
        List<Trace> runs = read(AIRLINE);

        RegressionReport report = compare(runs, runs);

        assertThat(report.overall("passk:task_success").orElseThrow().baseline())
                .isEqualTo(.2);
        assertThat(report.notes())
                .anySatisfy(note ->
                        assertThat(note).contains("0.420 → 0.420, 0.273 → 0.273, 0.220 → 0.220, 0.200 → 0.200"));
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-4o-2024-05-13, gpt-4o-2024-05-13-transformers_pi_detector, REGRESSION",
        "claude-3-opus-20240229, claude-3-sonnet-20240229, REGRESSION",
        "gpt-4o-2024-05-13, gpt-4o-2024-05-13-repeat_user_prompt, IMPROVEMENT",
        "gpt-4o-2024-05-13, gpt-4o-2024-05-13-spotlighting_with_delimiting, NO_REGRESSION",
        "gpt-4o-2024-05-13, gpt-4o-2024-05-13-tool_filter, INCONCLUSIVE",
        "gpt-4o-2024-05-13, gpt-4o-mini-2024-07-18, INCONCLUSIVE"
    })
    void agentDojo_quality_isJudgedTaskByTask(String before, String after, Verdict verdict) {
        RegressionReport report = compare(read(agentDojo(before)), read(agentDojo(after)));

        Finding quality = report.overall("quality:task_success").orElseThrow();
        assertThat(quality.verdict()).isEqualTo(verdict);
        assertThat(quality.test()).contains("McNemar", "input (97)");
    }

    @Test
    void intercode_missingPairs_areLeftOut() {
        List<Trace> all = read("intercode-bash/gpt-4-multiturn.otlp.jsonl.gz");
        List<Trace> part = read("intercode-bash/gpt-3.5-multiturn.otlp.jsonl.gz");

        Finding quality = compare(all, part).overall("quality:task_success").orElseThrow();

        assertThat(quality.nBaseline()).isEqualTo(quality.nCurrent()).isEqualTo(147);
        assertThat(quality.verdict()).isNotEqualTo(Verdict.IMPROVEMENT);
    }

    private static String agentDojo(String build) {
        return "agentdojo/" + build + ".benign.otlp.jsonl.gz";
    }

    private static RegressionReport compare(List<Trace> before, List<Trace> after) {
        return new Comparer(ComparisonOptions.defaults()).compare(before, after, Patterns.byStructure());
    }

    private static boolean isCalledWorse(List<List<Boolean>> tries, SplittableRandom random) {
        List<List<Boolean>> chosen =
                tries.stream().filter(one -> draw(one, random)).toList();
        SequentialGate gate = new SequentialGate(chosen.size(), .05, .05);
        for (int round = 0; round < 20 && gate.verdict() == Verdict.INCONCLUSIVE; round++) {
            for (int i = 0; i < chosen.size(); i++) {
                gate.add(i, draw(chosen.get(i), random), draw(chosen.get(i), random));
            }
            for (int i : gate.verdict() == Verdict.INCONCLUSIVE ? gate.suspicious() : List.<Integer>of()) {
                gate.repeat(i, draw(chosen.get(i), random), draw(chosen.get(i), random));
            }
        }
        return gate.verdict() == Verdict.REGRESSION;
    }

    private static boolean draw(List<Boolean> tries, SplittableRandom random) {
        return tries.get(random.nextInt(tries.size()));
    }

    private static Trace consuming(Trace run, double factor) {
        List<Span> spans = new ArrayList<>(run.spans());
        spans.replaceAll(span -> span.usage().totalTokens().isEmpty()
                ? span
                : span.toBuilder()
                        .usage(Usage.ofTokens(
                                0,
                                Math.round(factor * span.usage().totalTokens().getAsLong())))
                        .build());
        return Trace.of(run.traceId(), spans);
    }

    private static List<Trace> replaced(List<Trace> runs, String tool, double share, SplittableRandom random) {
        return runs.stream().map(run -> replaced(run, tool, share, random)).toList();
    }

    private static Trace replaced(Trace run, String tool, double share, SplittableRandom random) {
        List<Span> spans = new ArrayList<>();
        for (Span span : run.spans()) {
            ToolCall call = span.toolCall().orElse(null);
            boolean swapped = call != null && call.name().equals(tool) && random.nextDouble() < share;
            spans.add(swapped ? span.toBuilder().toolName("think").build() : span);
        }
        return Trace.of(run.traceId(), spans);
    }

    private static Experiment disjointTasks(String name, List<Trace> runs) {
        List<String> tasks = new ArrayList<>(
                new TreeSet<>(runs.stream().map(RealDataTest::task).toList()));
        return Experiment.of(name, random -> {
                    List<String> shuffled = shuffled(tasks, random);
                    Set<String> first = new HashSet<>(shuffled.subList(0, tasks.size() / 2));
                    return new Experiment.Pair(
                            runs.stream()
                                    .filter(run -> first.contains(task(run)))
                                    .toList(),
                            runs.stream()
                                    .filter(run -> !first.contains(task(run)))
                                    .toList());
                })
                .withPattern(Patterns.of(runs));
    }

    private static Experiment.Pair withinTasks(List<Trace> runs, SplittableRandom random) {
        Map<String, List<Trace>> byTask = new LinkedHashMap<>();
        runs.forEach(run ->
                byTask.computeIfAbsent(task(run), task -> new ArrayList<>()).add(run));
        List<Trace> one = new ArrayList<>();
        List<Trace> two = new ArrayList<>();
        for (List<Trace> trials : byTask.values()) {
            List<Trace> shuffled = shuffled(trials, random);
            one.addAll(shuffled.subList(0, trials.size() / 2));
            two.addAll(shuffled.subList(trials.size() / 2, trials.size()));
        }
        return new Experiment.Pair(one, two);
    }

    private static <T> List<T> shuffled(List<T> items, SplittableRandom random) {
        List<T> shuffled = new ArrayList<>(items);
        Collections.shuffle(shuffled, new Random(random.nextLong()));
        return shuffled;
    }

    static String task(Trace run) {
        return run.topLevel().get(0).attributes().text("eval.task.id").orElseThrow();
    }

    static List<Trace> read(String name) {
        Path file = data().resolve(name);
        assumeTrue(Files.exists(file), "recorded runs are absent: " + name);
        Map<String, List<Span>> spans = new LinkedHashMap<>();
        new TraceReader(TraceReader.builtIn()).read(file, new TraceFormat.Sink() {
            @Override
            public void accept(long line, String traceId, List<Span> more) {
                spans.computeIfAbsent(traceId, id -> new ArrayList<>()).addAll(more);
            }

            @Override
            public void reject(long line, String reason) {
                throw new AssertionError(name + ":" + line + ": " + reason);
            }

            @Override
            public void repaired(long line, String repair) {}
        });
        List<Trace> runs = new ArrayList<>();
        spans.forEach((id, list) -> runs.add(Trace.of(id, list)));
        return runs;
    }

    private static Path data() {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null && !Files.isDirectory(directory.resolve("../shared/data"))) {
            directory = directory.getParent();
        }
        assumeTrue(directory != null, "the developer data in ../shared/data is absent");
        return directory.resolve("../shared/data").normalize();
    }
}
