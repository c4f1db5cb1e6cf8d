package dev.arceval.cli;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.DatasetFiles;
import dev.arceval.Reports;
import dev.arceval.TraceFiles;
import dev.arceval.TraceRecycler;
import dev.arceval.Tracer;
import dev.arceval.cli.Canaries.Canary;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Expectation;
import dev.arceval.eval.GateReport;
import dev.arceval.eval.HistoryReport;
import dev.arceval.eval.MonitorReport;
import dev.arceval.eval.RegressionReport;
import dev.arceval.eval.ReplayRun;
import dev.arceval.eval.Report;
import dev.arceval.trace.Agent;
import dev.arceval.trace.Feedback;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.TraceQuery;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * Fifty secrets in every place where a trace can carry text, in four encodings, go in by file, by capture and by people; then no
 * byte that was written or printed may hold one: the store with its log, what is read back from it, datasets in each format,
 * patterns, archives, baselines, reports and graphs in each format, log lines, refusals, the output of each command.
 *
 * <p>By default each secret comes in one encoding, another for the next, and names and refusals with a secret of each kind; all
 * of it with {@code -Darceval.canaries=all}.
 *
 * <p>What a user types is the user's own: names of files, queries and options are said back as they were given.
 */
class CanaryTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<Canary> CANARIES = Canaries.all();

    private static final String RECORDED = "recorded";
    private static final String NAMED = "named";

    /** Which of the tests below feeds a command with canaries. A new command needs one. */
    private static final Map<String, String> COMMANDS = Map.ofEntries(
            entry("recycle", RECORDED),
            entry("ingest", RECORDED),
            entry("traces", RECORDED),
            entry("feedback", RECORDED),
            entry("patterns", RECORDED),
            entry("dataset", RECORDED),
            entry("dataset export", RECORDED),
            entry("dataset import", RECORDED),
            entry("coverage", RECORDED),
            entry("redact", RECORDED),
            entry("doctor", RECORDED),
            entry("export", RECORDED),
            entry("retain", RECORDED),
            entry("delete", RECORDED),
            entry("compare", NAMED),
            entry("gate", NAMED),
            entry("monitor", NAMED),
            entry("history", NAMED),
            entry("baseline", NAMED),
            entry("baseline save", NAMED),
            entry("baseline list", NAMED),
            entry("baseline show", NAMED),
            entry("overhead", "takes no text"),
            entry("sample", "takes no text"));

    @TempDir
    private Path directory;

    private final Set<String> ran = new TreeSet<>();

    @Test
    void everyCommandAndReport_hasACase() {
        Set<String> commands = new TreeSet<>();
        ArcEval.commandLine().getSubcommands().forEach((name, command) -> {
            commands.add(name);
            command.getSubcommands().keySet().forEach(part -> commands.add(name + " " + part));
        });
        assertThat(COMMANDS.keySet()).containsExactlyInAnyOrderElementsOf(commands);
        // Each of these is rendered in all formats by a command that a test runs; replays by ReplayCanaryTest.
        assertThat(Report.class.getPermittedSubclasses())
                .containsExactlyInAnyOrder(
                        RegressionReport.class,
                        GateReport.class,
                        MonitorReport.class,
                        HistoryReport.class,
                        ReplayRun.class);
    }

    private void assertRan(String test) {
        assertThat(ran)
                .containsAll(COMMANDS.entrySet().stream()
                        .filter(command -> command.getValue().equals(test))
                        .map(Map.Entry::getKey)
                        .filter(command -> !command.equals("baseline"))
                        .toList());
    }

    /** The options that write a report, or what it shows, in every format there is. */
    private String[] everyReport(String name, Enum<?>... but) throws IOException {
        List<String> files = new ArrayList<>();
        for (Reports.Format format : Reports.Format.values()) {
            if (!List.of(but).contains(format)) {
                files.add(out(name + "." + EXTENSIONS.get(format)));
            }
        }
        return new String[] {"--report", String.join(",", files)};
    }

    private static final Map<Reports.Format, String> EXTENSIONS = new EnumMap<>(Map.of(
            Reports.Format.TEXT, "txt",
            Reports.Format.JSON, "json",
            Reports.Format.MARKDOWN, "md",
            Reports.Format.HTML, "html",
            Reports.Format.JUNIT, "xml"));

    private static String[] with(String[] more, String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private String run(String[] more, String... command) {
        return run(with(more, command));
    }

    @Test
    void thereAreFifty_andTheyDiffer() {
        assertThat(CANARIES).hasSizeGreaterThanOrEqualTo(50);
        assertThat(CANARIES.stream().map(Canary::secret).distinct()).hasSameSizeAs(CANARIES);
    }

    @Test
    void noByteThatIsWritten_holdsACanary() throws IOException {
        Path input = Files.createDirectories(directory.resolve("input"));
        Path file = input.resolve("traces.jsonl");
        Path broken = input.resolve("broken.jsonl");
        Files.writeString(file, CanaryTelemetry.traces(true));
        Files.writeString(broken, CanaryTelemetry.brokenLines());
        assertHolds(Files.readString(file));

        Map<String, String> written = new LinkedHashMap<>();
        PrintStream err = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            capture();
            String store = directory.resolve("store").toString();
            written.put("ingest", run("ingest", "--store", store, file.toString(), broken.toString()));
            written.put("ingest again", run("ingest", "--store", store, "--json", file.toString(), broken.toString()));
            written.put("patterns", run("patterns", "--store", store, "--min-frequency", "1", "--out", out("p.json")));
            written.put("patterns json", run("patterns", "--store", store, "--json", "--min-frequency", "1"));
            written.put(
                    "patterns of files",
                    run("patterns", "--json", "--min-frequency", "1", file.toString(), broken.toString()));
            written.put("dataset", run("dataset", "--store", store, "--count", "5000", "--out", out("d.jsonl"), "d"));
            written.put(
                    "recycle", run("recycle", "--store", store, "--json", "--out", out("r.jsonl"), file.toString()));
            String side = "store?agent=shop";
            written.put("compare", run("compare", "--store", store, "--baseline", side, "--current", side));
            written.put(
                    "compare json", run("compare", "--store", store, "--json", "--baseline", side, "--current", side));
            written.put("traces", run("traces", "--store", store, "--json"));
            written.put("doctor", run("doctor", "--json", file.toString(), broken.toString()));
            written.put("export", run("export", "--store", store, "--out", out("export.jsonl")));
            written.put("export of files", run("export", "--out", out("files.jsonl"), "--lenient", file.toString()));
            written.put("coverage", run(everyReport("c"), "coverage", out("d.jsonl"), "--store", store));
            for (DatasetFiles.Format format : DatasetFiles.Format.values()) {
                String theirs = out("theirs-" + format);
                written.put(
                        "dataset as " + format,
                        run("dataset", "export", out("d.jsonl"), "--format", format.name(), "--out", theirs));
            }
            written.put("patterns page", run(everyReport("p", Reports.Format.JUNIT), "patterns", "--store", store));
            written.put(
                    "patterns against",
                    run(
                            everyReport("pa", Reports.Format.JUNIT),
                            "patterns",
                            "--store",
                            store,
                            "--runs",
                            "store?agent=shop",
                            "--against",
                            "store?agent=desk"));
            String graphs = String.join(",", out("g.json"), out("g.graphml"), out("g.mmd"), out("g.svg"));
            assertThat(Reports.GraphFormat.values()).hasSize(4);
            written.put("graphs", run("patterns", "--store", store, "--graph", graphs));
            reviews(store, written);
            imports(input, written);
            feedback(store, written);
            written.put(
                    "delete",
                    run("delete", "--store", store, "--user", CANARIES.get(0).text()));
            written.put("delete json", run("delete", "--store", store, "--json", "--trace", "%032x".formatted(2)));
            written.put(
                    "retain",
                    run("retain", "--store", store, "--json", "--max-traces", "5", "--archive", out("old.jsonl.gz")));
            assertThat(text(Path.of(out("old.jsonl.gz")))).contains("arceval.annotations");
            written.put("dry run", run("redact", "--dry-run", file.toString(), broken.toString()));
            written.put("dry run json", run("redact", "--json", file.toString()));
            // A file is redacted as the text it is, and in that the pieces of a stream do not touch.
            Path whole = input.resolve("whole.jsonl");
            Files.writeString(whole, CanaryTelemetry.traces(false));
            written.put("redact", run("redact", whole.toString(), "--out", out("redacted.jsonl")));
            try (TraceRecycler recycler = TraceRecycler.builder()
                            .directory(directory.resolve("store"))
                            .build();
                    Stream<dev.arceval.trace.Trace> traces = recycler.find(TraceQuery.all())) {
                TraceFiles.write(traces, directory.resolve("out/exported.jsonl"));
            }
        } finally {
            System.setErr(err);
        }
        written.put("log", log.toString(StandardCharsets.UTF_8));
        assertRan(RECORDED);
        assertThat(Files.size(directory.resolve("out/export.jsonl"))).isGreaterThan(200_000);
        assertThat(Files.size(directory.resolve("out/d.jsonl"))).isGreaterThan(1_000);
        for (String place : List.of("store", "out")) {
            for (Path path : files(directory.resolve(place))) {
                written.put(path.toString(), text(path));
            }
        }
        assertThat(Canaries.left(written)).isEmpty();
    }

    /** Names that comparisons show, in files that nobody has redacted: what is compared is read as it is. */
    @Test
    void noReportOnRawFiles_holdsACanary() throws IOException {
        Map<String, String> written = new LinkedHashMap<>();
        Path input = Files.createDirectories(directory.resolve("input"));
        int number = 0;
        List<Canary> canaries = Canaries.ALL
                ? CANARIES
                : List.of(Canaries.spread().get(0), Canaries.spread().get(2));
        for (Canary canary : canaries) {
            String text = canary.text();
            String name = "n" + ++number;
            Path before = input.resolve(name + "-before.jsonl");
            Path now = input.resolve(name + "-now.jsonl");
            Files.writeString(before, CanaryTelemetry.named(text, false));
            Files.writeString(now, CanaryTelemetry.named(text, true));
            String[] sides = {"--baseline", before.toString(), "--current", now.toString()};
            String store = directory.resolve("out/store-" + name).toString();
            compared(written, name, "compare", with(sides));
            compared(written, name, "gate", with(sides, "--judged-by", text));
            compared(written, name, "gate", sides);
            compared(written, name, "monitor", with(sides, "--state", out(name + "-monitor.state")));
            compared(written, name, "history", before.toString(), now.toString());
            compared(written, name, "history", "--by", "VERSION", before.toString(), now.toString());
            written.put(
                    name + " save",
                    run("baseline", "save", "usual", "--store", store, "--from", before.toString(), "--json"));
            written.put(
                    name + " refresh",
                    run("baseline", "save", "usual", "--refresh", "--store", store, "--from", now.toString()));
            written.put(name + " list", run("baseline", "list", "--store", store, "--json"));
            written.put(name + " show", run("baseline", "show", "usual", "--store", store));
            compared(
                    written,
                    name,
                    "compare",
                    "--store",
                    store,
                    "--baseline",
                    "baseline:usual",
                    "--current",
                    now.toString());
        }
        assertRan(NAMED);
        assertThat(written.get("n1-compare-0")).contains("REGRESSION", "«secret»");
        for (Path path : files(directory.resolve("out"))) {
            written.put(path.toString(), text(path));
        }
        assertThat(Canaries.left(written)).isEmpty();
    }

    private void compared(Map<String, String> written, String name, String command, String... arguments)
            throws IOException {
        String number = name + "-" + command + "-" + written.size();
        String[] whole = with(everyReport(number), with(arguments, command));
        written.put(number, run(whole));
        assertThat(directory.resolve("out/" + number + ".json")).isNotEmptyFile();
    }

    /** Files that are refused, and locations that hold a password: what is wrong is said, and nothing of what stands there. */
    @Test
    void noRefusal_holdsACanary() throws IOException {
        Map<String, String> written = new LinkedHashMap<>();
        Path file = Files.createDirectories(directory.resolve("input")).resolve("broken.txt");
        String broken = file.toString();
        List<String[]> commands = List.of(
                new String[] {"compare", "--baseline", broken, "--current", broken},
                new String[] {"monitor", "--state", broken, "--current", broken},
                new String[] {"history", "--values", broken},
                new String[] {"history", "--values", broken, "--column", "c"},
                new String[] {"coverage", broken},
                new String[] {"dataset", "export", broken, "--format", "CSV", "--out", out("x")},
                new String[] {"dataset", "import", broken, "--format", "PHOENIX", "--out", out("y")},
                new String[] {"redact", "--rules", broken, broken},
                new String[] {"recycle", "--store", out("store"), broken});
        List<String> contents = refused();
        for (int i = 0; i < commands.size(); i++) {
            for (int j = 0; j < (Canaries.ALL ? contents.size() : 2); j++) {
                Files.writeString(file, contents.get(Canaries.ALL ? j : (i + 3 * j) % contents.size()));
                written.put(String.join(" ", commands.get(i)) + written.size(), run(commands.get(i)));
            }
        }
        String password = CANARIES.get(0).secret();
        for (String location : List.of(
                "postgres://clerk:" + password + "@localhost/x",
                "postgresql://clerk:" + password + "@localhost:1/x?retrySeconds=0",
                "postgresql://clerk:" + password + "@[x/y",
                "postgresql://localhost:1/x?retrySeconds=0&password=" + password + "&ssl=" + password)) {
            written.put("location " + written.size(), run("traces", "--store", location));
        }
        for (Path path : files(directory.resolve("out"))) {
            written.put(path.toString(), text(path));
        }
        assertThat(Canaries.left(written)).isEmpty();
    }

    /** What no command can read, with another canary in each; all with each if the system property says so. */
    private static List<String> refused() {
        List<String> contents = new ArrayList<>();
        List<Canary> canaries = Canaries.spread();
        for (int i = 0; i < canaries.size(); i++) {
            String text = canaries.get(i).text();
            List<String> all = List.of(
                    text,
                    "{\"" + text + "\": tru",
                    "[\"" + text + "\"]",
                    "{\"" + text + "\": [1, 2], \"name\": \"" + text + "\", \"b\": [3, 1]}",
                    "{\"id\": \"" + text + "\", \"input\": 7}",
                    "a;" + text + "\n" + text + ";1\n" + text + ";x" + text);
            contents.addAll(Canaries.ALL ? all : List.of(all.get(i % all.size())));
        }
        return contents;
    }

    /** A canary that is not in the input would be missing in the output for the wrong reason. */
    private static void assertHolds(String telemetry) {
        for (Canary canary : CANARIES) {
            for (String encoded : Canaries.chosenEncodings(canary)) {
                String quoted = JSON.writeValueAsString(encoded);
                assertThat(telemetry).contains(quoted.substring(1, quoted.length() - 1));
            }
        }
    }

    /** Runs that are recorded live: input, answer, tool arguments and result, attributes, exceptions. */
    private void capture() {
        try (TraceRecycler recycler =
                TraceRecycler.builder().directory(directory.resolve("store")).build()) {
            Tracer tracer = recycler.tracer("desk");
            Function<String, String> tool = tracer.tool("lookup", text -> "found " + text);
            Agent<String, String> agent = tracer.agent((String text) -> {
                if (text.length() % 3 == 0) {
                    throw new IllegalStateException("cannot " + text, new IllegalArgumentException(text));
                }
                return tool.apply(text) + " for " + text;
            });
            for (Canary canary : CANARIES) {
                for (String text : Canaries.chosenEncodings(canary)) {
                    try {
                        assertThat(agent.apply(text)).isNotEmpty();
                    } catch (IllegalStateException expected) {
                        assertThat(expected).hasMessageContaining("cannot");
                    }
                }
            }
            assertThat(recycler.flush(Duration.ofSeconds(60))).isTrue();
            copyLive();
        }
    }

    /** The write-ahead log is gone when the store is closed, so it is looked at before. */
    private void copyLive() {
        try {
            Path copy = Files.createDirectories(directory.resolve("out/live"));
            for (Path path : files(directory.resolve("store"))) {
                Files.copy(path, copy.resolve(path.getFileName()));
            }
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    /** Notes, corrections and authors that people give: to the library all, through the command line one. */
    private void feedback(String store, Map<String, String> written) {
        try (TraceRecycler recycler =
                TraceRecycler.builder().directory(directory.resolve("store")).build()) {
            int number = 0;
            for (Canary canary : CANARIES) {
                for (String text : Canaries.chosenEncodings(canary)) {
                    Feedback feedback = new Feedback(false, 2, text, text, text, Instant.EPOCH);
                    written.put(
                            "feedback " + ++number,
                            recycler.annotate("%032x".formatted(number), before -> before.with(feedback)) + "");
                }
            }
        }
        String text = CANARIES.get(0).text();
        written.put(
                "feedback",
                run(
                        "feedback",
                        "%032x".formatted(1),
                        "--store",
                        store,
                        "--incorrect",
                        "--notes",
                        text,
                        "--corrected",
                        text,
                        "--author",
                        text,
                        "--json"));
    }

    /** What people call patterns. */
    private void reviews(String store, Map<String, String> written) {
        int number = 0;
        for (Canary canary : CANARIES) {
            String id = "%016x".formatted(++number);
            written.put("review " + number, run("patterns", "--store", store, "--name", id + "=" + canary.text()));
            if (number == 4) {
                return;
            }
        }
    }

    /** Datasets of other tools, which nobody has redacted. */
    private void imports(Path input, Map<String, String> written) throws IOException {
        List<EvalCase> cases = new ArrayList<>();
        for (Canary canary : CANARIES) {
            String text = canary.text();
            cases.add(new EvalCase(
                    "case " + text,
                    text,
                    List.of(ToolCall.of("lookup", JSON.writeValueAsString(Map.of("query", text)), text)),
                    List.of(new Expectation.Answers("it is " + text), new Expectation.AnswerContains(List.of(text))),
                    new EvalCase.Provenance(
                            "t",
                            List.of("t"),
                            "shop",
                            null,
                            null,
                            Set.of(),
                            Instant.EPOCH,
                            1,
                            new EvalCase.Baseline(null, null))));
        }
        for (DatasetFiles.Format format : DatasetFiles.Format.values()) {
            Path theirs = input.resolve("theirs-" + format);
            DatasetFiles.exportTo(new Dataset("theirs", cases), format, theirs);
            String imported = out("imported-" + format + ".jsonl");
            written.put(
                    "import " + format,
                    run("dataset", "import", theirs.toString(), "--format", format.name(), "--out", imported));
            assertThat(DatasetFiles.read(Path.of(imported)).cases()).hasSameSizeAs(CANARIES);
        }
    }

    private static String text(Path path) throws IOException {
        try (InputStream content = Files.newInputStream(path)) {
            InputStream plain = path.toString().endsWith(".gz") ? new GZIPInputStream(content) : content;
            return new String(plain.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private String out(String name) throws IOException {
        return Files.createDirectories(directory.resolve("out")).resolve(name).toString();
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private String run(String... args) {
        ran.add(args[0]);
        ran.add(args.length > 1 ? args[0] + " " + args[1] : args[0]);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        ArcEval.run(new PrintWriter(out), new PrintWriter(err), args);
        assertThat(err.toString()).doesNotContain("unexpected error");
        return out + "\n" + err;
    }
}
