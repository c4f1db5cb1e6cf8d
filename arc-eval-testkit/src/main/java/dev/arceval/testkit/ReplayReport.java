package dev.arceval.testkit;

import dev.arceval.DatasetFiles;
import dev.arceval.Reports;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Expectation;
import dev.arceval.eval.Observation;
import dev.arceval.eval.ReplayRun;
import dev.arceval.eval.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What was replayed in this run of tests, written when the last test has ended: {@code replay.html} and {@code replay.json} in
 * {@code target/arc-eval}, with {@code gates.txt} for the answers of gates; or {@code build/arc-eval} where there is a {@code build} and no {@code target}. The configuration
 * parameter {@code arceval.reports} names another directory, or {@code none}. Thread-safe.
 */
final class ReplayReport implements ExtensionContext.Store.CloseableResource, AutoCloseable {

    static final String UPDATE = "arceval.update";
    static final String DIRECTORY = "arceval.reports";
    static final String BASELINES = "arceval.baselines";

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(ReplayReport.class);

    private final @Nullable Path directory;
    private final Path baselines;
    private final boolean update;
    private final Map<String, List<ReplayRun.Result>> results = new TreeMap<>();
    private final Map<Path, Map<String, EvalCase>> updates = new TreeMap<>();
    private final Map<Path, Dataset> updated = new LinkedHashMap<>();
    private final List<String> gates = new ArrayList<>();
    private boolean closed;

    private ReplayReport(@Nullable Path directory, Path baselines, boolean update) {
        this.directory = directory;
        this.baselines = baselines;
        this.update = update;
    }

    static ReplayReport of(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        ReplayReport.class,
                        unused -> new ReplayReport(
                                directory(context),
                                Path.of(context.getConfigurationParameter(BASELINES)
                                        .orElse("src/test/arc-eval/baselines")),
                                context.getConfigurationParameter(UPDATE)
                                        .filter("true"::equals)
                                        .isPresent()),
                        ReplayReport.class);
    }

    private static @Nullable Path directory(ExtensionContext context) {
        String configured = context.getConfigurationParameter(DIRECTORY).orElse("");
        if (configured.equals("none")) {
            return null;
        }
        if (!configured.isEmpty()) {
            return Path.of(configured);
        }
        for (String builds : List.of("target", "build")) {
            if (Files.isDirectory(Path.of(builds))) {
                return Path.of(builds, "arc-eval");
            }
        }
        return null;
    }

    boolean updates() {
        return update;
    }

    Path baselines() {
        return baselines;
    }

    synchronized void add(String dataset, ReplayRun.Result result) {
        results.computeIfAbsent(dataset, unseen -> new ArrayList<>()).add(result);
    }

    /** Takes a note of what a gate came to, for {@code gates.txt}. */
    synchronized void gate(ExtensionContext context, String answer) {
        String test = context.getRequiredTestClass().getSimpleName() + "."
                + context.getRequiredTestMethod().getName();
        gates.add(test + ": " + answer);
    }

    /** Writes a page of its own. */
    void write(String name, Report page) {
        if (directory != null) {
            try {
                Files.createDirectories(directory);
                Reports.write(page, directory.resolve(name + ".html"));
            } catch (IOException broken) {
                throw new UncheckedIOException("the report cannot be written to " + directory, broken);
            }
        }
    }

    /** Returns whether a failed case takes over what the agent did; it does if that was asked for and can be. */
    synchronized boolean updates(Cases cases, ReplayRun.Result result) {
        Path file = cases.file();
        Observation observed = result.observation();
        if (!update
                || file == null
                || observed.answer() == null
                || !observed.unrecorded().isEmpty()) {
            return false;
        }
        updated.putIfAbsent(file, cases.whole());
        updates.computeIfAbsent(file, unseen -> new TreeMap<>())
                .put(result.evalCase().id(), takingOver(result.evalCase(), observed));
        return true;
    }

    /** What was expected of the answer and the tools is now what was seen; other expectations stay. */
    private static EvalCase takingOver(EvalCase evalCase, Observation observed) {
        List<Expectation> expectations = new ArrayList<>();
        for (Expectation expectation : evalCase.expectations()) {
            if (expectation instanceof Expectation.Answers) {
                expectations.add(new Expectation.Answers(observed.output().orElseThrow()));
            } else if (expectation instanceof Expectation.CallsTools calls) {
                expectations.add(new Expectation.CallsTools(
                        observed.toolCalls().stream().map(call -> call.name()).toList(), calls.order()));
            } else {
                expectations.add(expectation);
            }
        }
        boolean looked =
                !observed.modelCalls().isEmpty() || evalCase.modelCalls().isEmpty();
        return (looked ? evalCase.withSteps(observed.steps()) : evalCase).withExpectations(expectations);
    }

    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        writeUpdates();
        if (directory != null && !results.isEmpty()) {
            Files.createDirectories(directory);
            ReplayRun run = run();
            Reports.write(run, directory.resolve(name() + ".html"));
            Reports.write(run, directory.resolve(name() + ".json"));
            if (!gates.isEmpty()) {
                Files.write(directory.resolve(name().replace("replay", "gates") + ".txt"), gates);
            }
        }
    }

    /** Tests in several processes at once write a page each. */
    private static String name() {
        String fork = System.getProperty("surefire.forkNumber", "1");
        return fork.equals("1") ? "replay" : "replay-" + fork;
    }

    private ReplayRun run() {
        List<ReplayRun.Result> all = new ArrayList<>();
        results.values()
                .forEach(of -> of.stream()
                        .sorted(Comparator.comparing(result -> result.evalCase().id()))
                        .forEach(all::add));
        return new ReplayRun(String.join(", ", results.keySet()), all);
    }

    private void writeUpdates() throws IOException {
        StringBuilder changes = new StringBuilder();
        for (Map.Entry<Path, Dataset> file : updated.entrySet()) {
            Map<String, EvalCase> replaced = updates.getOrDefault(file.getKey(), Map.of());
            Dataset before = file.getValue();
            Dataset now = new Dataset(
                    before.name(),
                    before.cases().stream()
                            .map(evalCase -> replaced.getOrDefault(evalCase.id(), evalCase))
                            .toList());
            List<String> linesBefore = Files.readAllLines(file.getKey());
            DatasetFiles.write(now, file.getKey());
            changes.append(LineDiff.of(file.getKey().toString(), linesBefore, Files.readAllLines(file.getKey())));
        }
        if (directory != null && !changes.isEmpty()) {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("update.diff"), changes);
        }
    }
}
