package dev.arceval.core;

import dev.arceval.core.compare.Comparer;
import dev.arceval.core.compare.ComparisonOptions;
import dev.arceval.core.compare.RunSummary;
import dev.arceval.core.mine.MinedPatterns;
import dev.arceval.core.mine.PatternMiner;
import dev.arceval.core.stats.Interval;
import dev.arceval.core.stats.Proportion;
import dev.arceval.core.stats.Seeds;
import dev.arceval.eval.Calibration;
import dev.arceval.eval.Finding;
import dev.arceval.eval.RegressionReport;
import dev.arceval.eval.Verdict;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Splits runs in two at random, whole tasks together, and compares the halves: what alarms then is a false alarm. */
final class SelfCalibration {

    private static final int SPLITS = 200;
    private static final int MOST_RUNS = 2_000;
    private static final double CONFIDENCE = 0.95;
    private static final List<String> CLUSTERS = List.of("eval.task.id", "eval.case.id");

    private SelfCalibration() {}

    static Calibration of(Stream<Trace> baseline, ComparisonOptions options) {
        List<Trace> runs = baseline.limit(MOST_RUNS).toList();
        MinedPatterns structures = new PatternMiner().patterns(1);
        Map<String, List<Trace>> tasks = new TreeMap<>();
        runs.forEach(run ->
                tasks.computeIfAbsent(task(run), task -> new ArrayList<>()).add(run));
        Comparer comparer = new Comparer(options);
        long alarms = 0;
        Map<String, List<Double>> detectable = new TreeMap<>();
        for (int split = 0; split < SPLITS; split++) {
            SplittableRandom random = Seeds.random(0, "calibration", split);
            RunSummary one = new RunSummary(options);
            RunSummary two = new RunSummary(options);
            for (List<Trace> task : tasks.values()) {
                RunSummary side = random.nextBoolean() ? one : two;
                task.forEach(run -> side.add(run, structures.patternId(run)));
            }
            RegressionReport report = comparer.compare(one, two);
            alarms += report.verdict() == Verdict.REGRESSION ? 1 : 0;
            for (Finding finding : report.findings()) {
                Double least = finding.detectable();
                if (least != null && finding.scope().equals(Finding.OVERALL)) {
                    detectable
                            .computeIfAbsent(finding.metric(), metric -> new ArrayList<>())
                            .add(least);
                }
            }
        }
        Interval interval = new Proportion(alarms, SPLITS).wilson(CONFIDENCE);
        return new Calibration(SPLITS, alarms, interval.lower(), interval.upper(), runs.size(), medians(detectable));
    }

    private static Map<String, Double> medians(Map<String, List<Double>> values) {
        Map<String, Double> medians = new TreeMap<>();
        values.forEach((metric, all) ->
                medians.put(metric, all.stream().sorted().toList().get(all.size() / 2)));
        return medians;
    }

    private static String task(Trace run) {
        for (String attribute : CLUSTERS) {
            String task = run.topLevel().get(0).attributes().text(attribute).orElse(null);
            if (task != null) {
                return task;
            }
        }
        return run.input().orElseGet(run::traceId);
    }
}
