package dev.arceval.check.testkit;

import dev.arceval.DatasetFiles;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Expectation;
import dev.arceval.eval.TracePattern.Kind;
import dev.arceval.trace.ToolCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The datasets of these tests, written where the annotations look for them, and the agent they were recorded from. */
final class Datasets {

    static final String DIRECTORY = "target/datasets/";

    private Datasets() {}

    static void writeAll() throws IOException {
        Path directory = Files.createDirectories(Path.of(DIRECTORY));
        DatasetFiles.write(weather("weather", 3), directory.resolve("weather.jsonl"));
        DatasetFiles.write(weather("many", 200), directory.resolve("many.jsonl"));
        DatasetFiles.write(new Dataset("empty", List.of()), directory.resolve("empty.jsonl"));
        Path classes = Path.of("target", "test-classes");
        DatasetFiles.write(weather("root", 1), classes.resolve("root.jsonl"));
        DatasetFiles.write(weather("beside", 2), classes.resolve("dev/arceval/check/testkit/beside.jsonl"));
    }

    private static Dataset weather(String name, int size) {
        return new Dataset(
                name, IntStream.range(0, size).mapToObj(Datasets::weatherCase).toList());
    }

    /** Asks for two cities; cases with an odd number recover from a failed call. */
    static EvalCase weatherCase(int number) {
        String city = "City" + number;
        List<ToolCall> calls = new ArrayList<>();
        if (number % 2 == 1) {
            calls.add(ToolCall.failed("weather", "{\"city\":\"" + city + "\"}", "Timeout: 30 s"));
        }
        calls.add(ToolCall.of("weather", "{\"city\":\"" + city + "\"}", "{\"celsius\":" + number + "}"));
        calls.add(ToolCall.of("forecast", "{\"city\":\"" + city + "\",\"days\":2}", "\"rain\""));
        return new EvalCase(
                "case-" + (1000 + number),
                "How is the weather in " + city + "?\nAnd tomorrow?",
                calls,
                List.of(
                        new Expectation.Answers(number + " degrees, then rain"),
                        new Expectation.CallsTools(
                                calls.stream().map(ToolCall::name).toList(), Expectation.Order.EXACT)),
                new EvalCase.Provenance(
                        "trace-" + number,
                        List.of("trace-" + number),
                        number == 2 ? "forecaster" : "weather",
                        null,
                        null,
                        number % 2 == 1 ? Set.of(Kind.SUCCESS, Kind.RECOVERY) : Set.of(Kind.SUCCESS),
                        Instant.EPOCH,
                        0.8,
                        new EvalCase.Baseline(12.0, null)));
    }

    static List<String> ids(int... numbers) {
        return Arrays.stream(numbers)
                .mapToObj(number -> "case-" + (1000 + number))
                .toList();
    }
}
