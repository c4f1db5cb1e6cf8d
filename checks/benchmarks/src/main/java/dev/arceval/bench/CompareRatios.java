package dev.arceval.bench;

import dev.arceval.Comparison;
import dev.arceval.SampleTraces;
import dev.arceval.TraceFiles;
import dev.arceval.core.compare.Comparer;
import dev.arceval.core.compare.ComparisonOptions;
import dev.arceval.core.compare.RunSummary;
import dev.arceval.core.ingest.OtlpTraceCodec;
import dev.arceval.core.mine.PatternIds;
import dev.arceval.core.store.SqliteTraceStore;
import dev.arceval.eval.RegressionReport;
import dev.arceval.spi.TraceStore;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Prints what a comparison costs beside what cannot be avoided: from a SQLite store against a scan of it, and a million runs
 * against a million from their sums. CPU time of one thread, so that other work on the machine counts little.
 */
public final class CompareRatios {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int RUNS = 20_000;
    private static final int COPIES = 50;
    private static final int PATTERNS = 20;
    private static final int ROUNDS = 7;

    private CompareRatios() {}

    /** @param files files of OTLP/JSON to compare from a store; the samples where there is none */
    public static void main(String[] files) throws IOException {
        if (files.length == 0) {
            fromSums();
            fromStore("samples", SampleTraces.seed(1).count(RUNS).toList());
        }
        for (String file : files) {
            fromStore(file, TraceFiles.read(Path.of(file)));
        }
    }

    private static void fromSums() {
        RunSummary before = million(SampleTraces.seed(1).count(RUNS).toList());
        RunSummary after = million(SampleTraces.seed(2).count(RUNS).toList());
        Comparer comparer = new Comparer(ComparisonOptions.defaults());
        double first = seconds(() -> comparer.compare(before, after));
        double[] warm = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            warm[i] = seconds(() -> comparer.compare(before, after));
        }
        print(
                "%d against %d runs from their sums: first %.2f s, then %.2f s (%.2f to %.2f)",
                before.runs(), after.runs(), first, median(warm), min(warm), max(warm));
    }

    private static RunSummary million(List<Trace> runs) {
        RunSummary once = new RunSummary();
        for (int i = 0; i < runs.size(); i++) {
            once.add(runs.get(i), "pattern-" + i % PATTERNS);
        }
        RunSummary all = new RunSummary();
        for (int i = 0; i < COPIES; i++) {
            all.merge(once);
        }
        return all;
    }

    private static void fromStore(String name, List<Trace> runs) throws IOException {
        Path directory = Files.createTempDirectory("arc-eval-bench");
        var setup = new TraceStore.Setup(new OtlpTraceCodec(), new PatternIds(), TraceStore.Access.WRITE);
        try (TraceStore store = SqliteTraceStore.open(directory, setup)) {
            for (int from = 0; from < runs.size(); from += 1_000) {
                store.append(runs.subList(from, Math.min(runs.size(), from + 1_000)));
            }
            TraceQuery all = TraceQuery.all();
            double[] ratios = new double[ROUNDS];
            double[] scans = new double[ROUNDS];
            for (int i = -ROUNDS; i < ROUNDS; i++) {
                double scan = seconds(() -> {
                    scan(store, all);
                    scan(store, all);
                });
                double compared = seconds(() -> compare(store, all));
                if (i >= 0) {
                    scans[i] = scan * 1e6 / 2 / runs.size();
                    ratios[i] = scan / compared;
                }
            }
            print(
                    "%s: scanning a store of %d runs takes %.0f us a run; comparing goes at %.2f of its rate (%.2f to %.2f)",
                    name, runs.size(), median(scans), median(ratios), min(ratios), max(ratios));
        } finally {
            delete(directory);
        }
    }

    private static void scan(TraceStore store, TraceQuery query) {
        try (Stream<Trace> traces = store.find(query)) {
            traces.forEach(trace -> {});
        }
    }

    private static RegressionReport compare(TraceStore store, TraceQuery query) {
        return Comparison.of(() -> store.find(query), () -> store.find(query)).report();
    }

    private static double seconds(Runnable work) {
        long start = THREADS.getCurrentThreadCpuTime();
        work.run();
        return (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double min(double[] values) {
        return Arrays.stream(values).min().orElseThrow();
    }

    private static double max(double[] values) {
        return Arrays.stream(values).max().orElseThrow();
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
