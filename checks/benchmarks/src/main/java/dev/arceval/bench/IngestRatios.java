package dev.arceval.bench;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs {@link IngestBenchmark} and {@link IntakeBenchmark} and prints its ratios as rows of the table in {@code docs/performance.md}. */
public final class IngestRatios {

    private static final Pair[] PAIRS = {
        new Pair("JSON against tokens", "jsonTraces", "jsonTokens"),
        new Pair("gzip against unpacking", "gzipTraces", "gunzip"),
        new Pair("protobuf against generated classes", "protobufTraces", "protobufClasses")
    };

    private static final Pair INTAKE = new Pair("the whole way in against appending", "ingest", "append");

    private IngestRatios() {}

    /** What is measured, and what cannot be avoided on the same bytes. */
    private record Pair(String name, String ours, String floor) {}

    /** @param files files of OTLP/JSON, packed with gzip; what is generated where there is none */
    public static void main(String[] files) throws RunnerException {
        String[] measured = files.length == 0 ? new String[] {"", IngestBenchmark.LONG_TEXTS} : files;
        OptionsBuilder options = new OptionsBuilder();
        options.include(IngestBenchmark.class.getName() + "\\.")
                .param("file", measured)
                .shouldFailOnError(true);
        Map<String, Result<?>> results = new HashMap<>();
        for (RunResult result : new Runner(options.build()).run()) {
            results.put(
                    result.getParams().getParam("file")
                            + ' '
                            + result.getPrimaryResult().getLabel(),
                    result.getPrimaryResult());
        }
        Runner intake = new Runner(new OptionsBuilder()
                .include(IntakeBenchmark.class.getName() + "\\.")
                .shouldFailOnError(true)
                .build());
        for (RunResult result : intake.run()) {
            results.put(' ' + result.getPrimaryResult().getLabel(), result.getPrimaryResult());
        }
        System.out.println();
        System.out.println(row("", INTAKE, results));
        for (String file : measured) {
            Arrays.stream(PAIRS).forEach(pair -> System.out.println(row(file, pair, results)));
        }
    }

    private static String row(String file, Pair pair, Map<String, Result<?>> results) {
        Result<?> ours = results.get(file + ' ' + pair.ours());
        Result<?> floor = results.get(file + ' ' + pair.floor());
        if (ours == null || floor == null) {
            return "| " + file + " | " + pair.name() + " | not measured |";
        }
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.2f (%.2f to %.2f) |",
                file.isEmpty() ? "samples" : file,
                pair.name(),
                floor.getScore() / ours.getScore(),
                floor.getStatistics().getMin() / ours.getStatistics().getMax(),
                floor.getStatistics().getMax() / ours.getStatistics().getMin());
    }
}
