package dev.arceval.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.Baselines;
import dev.arceval.DatasetFiles;
import dev.arceval.Monitor;
import dev.arceval.PatternReviews;
import dev.arceval.Redaction;
import dev.arceval.TraceFiles;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Expectation;
import dev.arceval.eval.PatternReview;
import dev.arceval.trace.Message;
import dev.arceval.trace.ModelCall;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Trace;
import dev.arceval.trace.Usage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Files that are refused hold a secret in the offending place: neither the exception nor any of its causes says it. Each file
 * that the library reads is broken in each of its places.
 */
class RefusalCanaryTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** At most so many places of a file, spread over it, are broken. */
    private static final int PLACES = 30;

    private static final EvalCase CASE = new EvalCase(
            "c1",
            "What is my balance?",
            List.of(
                    ToolCall.of("balance", "{\"of\":\"me\"}", "12"),
                    new ModelCall(
                            "m",
                            List.of(Message.user("hello")),
                            List.of(Message.assistant("12")),
                            List.of("stop"),
                            Usage.none(),
                            null)),
            List.of(
                    new Expectation.Answers("12 euros"),
                    new Expectation.AnswerContains(List.of("12")),
                    new Expectation.CallsTools(List.of("balance"), Expectation.Order.EXACT),
                    new Expectation.PassesArgument("balance", "$.of", List.of("me")),
                    new Expectation.AtMostToolCalls(3),
                    new Expectation.AvoidsError("Timeout", "late")),
            new EvalCase.Provenance(
                    "t",
                    List.of("t", "u"),
                    "desk",
                    "1",
                    "00000000000000a1",
                    Set.of(),
                    Instant.EPOCH,
                    1,
                    new EvalCase.Baseline(12.0, 34L)));

    @TempDir
    private Path directory;

    /** What reads a file, by the file, whose content is in order. */
    private final Map<Path, Reader> readers = new LinkedHashMap<>();

    private interface Reader {
        void read() throws IOException;
    }

    @BeforeEach
    void writeWhatCanBeRead() throws IOException {
        Path dataset = directory.resolve("dataset.jsonl");
        DatasetFiles.write(new Dataset("dataset", List.of(CASE)), dataset);
        readers.put(dataset, () -> DatasetFiles.read(dataset));
        for (DatasetFiles.Format format : DatasetFiles.Format.values()) {
            Path theirs = directory.resolve(format + ".theirs");
            DatasetFiles.exportTo(new Dataset("dataset", List.of(CASE)), format, theirs);
            readers.put(theirs, () -> DatasetFiles.importFrom(theirs, format));
        }
        List<Trace> runs = IntStream.range(0, 40)
                .mapToObj(i -> TestObjects.orderStatus("run-" + i))
                .toList();
        Path traces = directory.resolve("traces.jsonl");
        TraceFiles.write(runs.stream(), traces);
        readers.put(traces, () -> TraceFiles.read(traces));
        Baselines baselines = Baselines.in(directory);
        baselines.save("usual", runs, "a test");
        readers.put(directory.resolve("baselines/usual.json"), () -> baselines.find("usual"));
        PatternReviews reviews = PatternReviews.in(directory);
        reviews.put(new PatternReview("00000000000000a1", "refund", PatternReview.State.REVIEWED, "as it should"));
        readers.put(directory.resolve("patterns.jsonl"), reviews::list);
        Path state = directory.resolve("monitor.json");
        Monitor monitor = Monitor.against(runs::stream).start();
        runs.forEach(monitor::add);
        monitor.save(state);
        readers.put(state, () -> Monitor.resume(state, alert -> {}));
        Path rules = directory.resolve("rules.json");
        Files.writeString(rules, """
                {"rules": [{"id": "customer-number", "type": "customer", "description": "ours", "keywords": ["customer"],
                  "pattern": "C-[0-9]{4,8}", "entropy": 1.5, "examples": ["customer C-4711"],
                  "counterexamples": ["order C-4711"]}],
                 "replace": {"*": "pseudonym", "secret": "mask"},
                 "allow": {"values": ["12"], "domains": ["shop.example"], "patterns": ["10.*"], "attributes": ["a.b"]}}
                """);
        readers.put(rules, () -> Redaction.balanced().rules(rules));
    }

    @Test
    void noRefusal_saysWhatStandsInTheFile() throws IOException {
        Map<String, String> left = new TreeMap<>();
        int refused = 0;
        for (Map.Entry<Path, Reader> reader : readers.entrySet()) {
            Path file = reader.getKey();
            String whole = Files.readString(file);
            assertThat(said(reader.getValue())).as("%s is in order", file).isEmpty();
            int number = 0;
            for (String broken : broken(whole)) {
                String secret = Canaries.SECRETS.get(number++ % Canaries.SECRETS.size());
                Files.writeString(file, broken.replace("CANARY", secret));
                String said = said(reader.getValue());
                refused += said.isEmpty() ? 0 : 1;
                if (said.contains(secret)) {
                    left.put(
                            file.getFileName() + ", way " + number,
                            said.lines().findFirst().orElse(""));
                }
            }
            Files.writeString(file, whole);
        }
        assertThat(left).isEmpty();
        assertThat(refused).isGreaterThan(300);
    }

    /** The exception with all its causes; nothing if there is none. */
    private static String said(Reader reader) {
        try {
            reader.read();
            return "";
        } catch (IOException | RuntimeException refused) {
            StringWriter said = new StringWriter();
            refused.printStackTrace(new PrintWriter(said));
            return said.toString();
        }
    }

    /** The text with CANARY in one place after the other, so that it is no JSON, or not what is expected there. */
    private static List<String> broken(String text) {
        List<String> broken = new ArrayList<>(List.of(
                "CANARY",
                "\"CANARY\"",
                "[\"CANARY\"]",
                "{\"CANARY\": tru",
                "{\"a\": CANARY}",
                "{\"CANARY\": 1, \"CANARY\": 2}",
                text.strip() + " CANARY",
                text.strip() + "\nCANARY",
                text.substring(0, text.length() / 2) + "CANARY"));
        JsonNode whole;
        try {
            // Lines are read one by one, a document as a whole.
            whole = JSON.readTree(
                    text.strip().lines().allMatch(line -> line.startsWith("{\""))
                            ? text.lines().findFirst().orElseThrow()
                            : text);
        } catch (JacksonException noJson) {
            return broken;
        }
        List<List<Object>> places = places(whole, List.of());
        for (int i = 0; i < places.size(); i += 1 + places.size() / PLACES) {
            for (String instead : List.of("\"CANARY\"", "7", "[\"CANARY\"]", "{\"CANARY\":\"CANARY\"}")) {
                JsonNode changed = whole.deepCopy();
                set(changed, places.get(i), JSON.readTree(instead));
                broken.add(changed.toString());
                if (changed instanceof ObjectNode object && object.has("id")) {
                    object.put("id", "CANARY");
                    broken.add(object.toString());
                }
            }
        }
        return broken;
    }

    private static List<List<Object>> places(JsonNode node, List<Object> at) {
        List<List<Object>> places = new ArrayList<>();
        if (!at.isEmpty()) {
            places.add(at);
        }
        node.properties().forEach(field -> places.addAll(places(field.getValue(), plus(at, field.getKey()))));
        if (node.isArray()) {
            for (int i = 0; i < Math.min(2, node.size()); i++) {
                places.addAll(places(node.get(i), plus(at, i)));
            }
        }
        return places;
    }

    private static List<Object> plus(List<Object> at, Object step) {
        List<Object> longer = new ArrayList<>(at);
        longer.add(step);
        return longer;
    }

    private static void set(JsonNode root, List<Object> place, JsonNode value) {
        JsonNode at = root;
        for (Object step : place.subList(0, place.size() - 1)) {
            at = step instanceof Integer index ? at.get(index) : at.get((String) step);
        }
        Object last = place.get(place.size() - 1);
        if (last instanceof Integer index) {
            ((ArrayNode) at).set(index, value);
        } else {
            ((ObjectNode) at).set((String) last, value);
        }
    }
}
