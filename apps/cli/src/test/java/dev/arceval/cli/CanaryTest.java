package dev.arceval.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.DatasetFiles;
import dev.arceval.TraceFiles;
import dev.arceval.TraceRecycler;
import dev.arceval.Tracer;
import dev.arceval.cli.Canaries.Canary;
import dev.arceval.trace.Agent;
import dev.arceval.trace.Feedback;
import dev.arceval.trace.TraceQuery;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * Fifty secrets in every place where a trace can carry text, in four encodings, go in by file and by capture; then no byte
 * that was written or printed may hold one: the store with its log, what is read back from it, datasets, patterns, reports,
 * log lines, the output of each command.
 */
class CanaryTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<Canary> CANARIES = Canaries.all();

    @TempDir
    private Path directory;

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
        Files.writeString(file, telemetry(true));
        Files.writeString(broken, brokenLines());
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
            written.put("coverage", run("coverage", out("d.jsonl"), "--store", store, "--report", out("c.html")));
            for (DatasetFiles.Format format : DatasetFiles.Format.values()) {
                String theirs = out("theirs-" + format);
                written.put(
                        "dataset as " + format,
                        run("dataset", "export", out("d.jsonl"), "--format", format.name(), "--out", theirs));
            }
            written.put("patterns page", run("patterns", "--store", store, "--report", out("p.html")));
            feedback(store, written);
            written.put("dry run", run("redact", "--dry-run", file.toString(), broken.toString()));
            written.put("dry run json", run("redact", "--json", file.toString()));
            // A file is redacted as the text it is, and in that the pieces of a stream do not touch.
            Path whole = input.resolve("whole.jsonl");
            Files.writeString(whole, telemetry(false));
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
        assertThat(Files.size(directory.resolve("out/exported.jsonl"))).isGreaterThan(1_000_000);
        assertThat(Files.size(directory.resolve("out/d.jsonl"))).isGreaterThan(1_000);
        for (String place : List.of("store", "out")) {
            for (Path path : files(directory.resolve(place))) {
                written.put(path.toString(), Files.readString(path, StandardCharsets.ISO_8859_1));
            }
        }
        Map<String, List<String>> left = new TreeMap<>();
        written.forEach((name, text) -> {
            for (Canary canary : CANARIES) {
                for (String trace : Canaries.traces(canary)) {
                    int at = text.indexOf(trace);
                    if (at >= 0) {
                        left.computeIfAbsent(name, unused -> new ArrayList<>())
                                .add(text.substring(Math.max(0, at - 80), Math.min(text.length(), at + 80)));
                    }
                }
            }
        });
        assertThat(left).isEmpty();
    }

    /** A canary that is not in the input would be missing in the output for the wrong reason. */
    private static void assertHolds(String telemetry) {
        for (Canary canary : CANARIES) {
            for (String encoded : Canaries.encodings(canary)) {
                String quoted = JSON.writeValueAsString(encoded);
                assertThat(telemetry).contains(quoted.substring(1, quoted.length() - 1));
            }
        }
    }

    /** One trace for each canary in each encoding, with the text in every place. */
    private static String telemetry(boolean streamed) {
        StringBuilder lines = new StringBuilder();
        int number = 0;
        for (Canary canary : CANARIES) {
            for (String text : Canaries.encodings(canary)) {
                lines.append(JSON.writeValueAsString(request(++number, text, streamed)))
                        .append('\n');
            }
        }
        return lines.toString();
    }

    private static Map<String, Object> request(int number, String text, boolean streamed) {
        String traceId = "%032x".formatted(number);
        Map<String, Object> agent = span(traceId, 1, 0, "invoke_agent " + text);
        agent.put(
                "attributes",
                attributes(
                        "gen_ai.operation.name",
                        "invoke_agent",
                        "gen_ai.agent.name",
                        "shop",
                        "gen_ai.conversation.id",
                        text,
                        "gen_ai.input.messages",
                        messages("user", text),
                        "gen_ai.output.messages",
                        messages("assistant", "done: " + text),
                        "note." + number,
                        text,
                        text,
                        "a key"));
        int cut = streamed ? text.length() / 2 : 0;
        agent.put(
                "events",
                List.of(
                        event("exception", "exception.message", text, "exception.stacktrace", "at x\n\t" + text),
                        event(text, "note", text),
                        event("gen_ai.content.chunk", "delta", text.substring(0, cut)),
                        event("gen_ai.content.chunk", "delta", text.substring(cut)),
                        event(
                                "gen_ai.evaluation.result",
                                "gen_ai.evaluation.name",
                                "helpful",
                                "gen_ai.evaluation.explanation",
                                text),
                        event("feedback", "feedback.comment", text)));
        agent.put(
                "links",
                List.of(Map.of(
                        "traceId", traceId, "spanId", "%016x".formatted(9), "attributes", attributes("note", text))));
        agent.put("status", Map.of("code", number % 2 + 1, "message", text));
        agent.put("traceState", "vendor=" + text);
        Map<String, Object> tool = span(traceId, 2, 1, "execute_tool lookup");
        tool.put(
                "attributes",
                attributes(
                        "gen_ai.operation.name",
                        "execute_tool",
                        "gen_ai.tool.name",
                        "lookup",
                        "gen_ai.tool.call.id",
                        text,
                        "gen_ai.tool.call.arguments",
                        JSON.writeValueAsString(Map.of("query", text)),
                        "gen_ai.tool.call.result",
                        text));
        return Map.of(
                "resourceSpans",
                List.of(Map.of(
                        "resource",
                        Map.of("attributes", attributes("service.name", "shop", "process.command_line", text)),
                        "scopeSpans",
                        List.of(Map.of(
                                "scope",
                                Map.of("name", text, "version", text, "attributes", attributes("note", text)),
                                "spans",
                                List.of(agent, tool))))));
    }

    private static Map<String, Object> span(String traceId, int id, int parent, String name) {
        Map<String, Object> span = new LinkedHashMap<>();
        span.put("traceId", traceId);
        span.put("spanId", "%016x".formatted(id));
        if (parent > 0) {
            span.put("parentSpanId", "%016x".formatted(parent));
        }
        span.put("name", name);
        span.put("startTimeUnixNano", String.valueOf(1_767_225_600_000_000_000L + id));
        span.put("endTimeUnixNano", String.valueOf(1_767_225_601_000_000_000L));
        return span;
    }

    private static Map<String, Object> event(String name, String... attributes) {
        return Map.of(
                "timeUnixNano", "1767225600000000001", "name", name, "attributes", attributes((Object[]) attributes));
    }

    private static List<Map<String, Object>> attributes(Object... keysAndValues) {
        List<Map<String, Object>> attributes = new ArrayList<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            attributes.add(Map.of("key", keysAndValues[i], "value", Map.of("stringValue", keysAndValues[i + 1])));
        }
        return attributes;
    }

    private static String messages(String role, String text) {
        return JSON.writeValueAsString(
                List.of(Map.of("role", role, "parts", List.of(Map.of("type", "text", "content", text)))));
    }

    /** Lines that cannot be read: what is said about them must not quote them. */
    private static String brokenLines() {
        StringBuilder lines = new StringBuilder();
        for (Canary canary : CANARIES) {
            lines.append("{\"resourceSpans\": \"").append(canary.secret()).append("\"}\n");
            lines.append(canary.secret()).append('\n');
            lines.append("{\"trace_id\": \"").append(canary.secret()).append("\", \"spans\": 7}\n");
            lines.append("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"")
                    .append(canary.secret())
                    .append("\"}]}]}]}\n");
            lines.append("{\"").append(canary.secret()).append("\": tru\n");
        }
        return lines.toString();
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
                for (String text : Canaries.encodings(canary)) {
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
                for (String text : Canaries.encodings(canary)) {
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

    private String out(String name) throws IOException {
        return Files.createDirectories(directory.resolve("out")).resolve(name).toString();
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static String run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        ArcEval.run(new PrintWriter(out), new PrintWriter(err), args);
        assertThat(err.toString()).doesNotContain("unexpected error");
        return out + "\n" + err;
    }
}
