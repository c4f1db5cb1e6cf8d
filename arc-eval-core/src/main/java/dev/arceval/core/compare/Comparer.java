package dev.arceval.core.compare;

import dev.arceval.core.stats.TwoFamilyGate;
import dev.arceval.eval.Finding;
import dev.arceval.eval.RegressionReport;
import dev.arceval.eval.Verdict;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Says whether an agent got worse between two sets of runs.
 *
 * <p>Runs are summarised in one pass; everything else reads the summaries, so the same runs give the same report in any order
 * and any split. {@link Design} decides what counts as one piece of evidence, a {@link Metric} tests it overall and per
 * pattern, {@link Judge} turns the evidence into verdicts once all p-values are adjusted, overall findings and patterns
 * each within their share of the error budget.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class Comparer {

    /** Patterns with fewer runs on a side are covered by the overall findings only. */
    static final int SMALLEST_PATTERN = 10;

    private final ComparisonOptions options;

    public Comparer(ComparisonOptions options) {
        this.options = options;
    }

    /**
     * Compares two sets of runs, each read once.
     *
     * @param stratum the pattern of a run, computed without its status
     */
    public RegressionReport compare(
            Iterable<Trace> baseline, Iterable<Trace> current, Function<Trace, String> stratum) {
        return compare(summarise(baseline, stratum), summarise(current, stratum));
    }

    /** Compares two summaries, which were made for these options and stay as they are. */
    public RegressionReport compare(RunSummary baseline, RunSummary current) {
        Sides sides = Sides.of(baseline, current);
        Design design = Design.of(sides);
        List<Metric> metrics = Metrics.of(sides, options);
        List<Test> overall = new ArrayList<>();
        metrics.forEach(metric -> overall.add(new Test(metric, Finding.OVERALL, metric.overall(sides, design))));
        List<Test> patterns = new ArrayList<>();
        if (options.includes(Metrics.LATENCY)) {
            LatencyShape.all(sides, design).forEach(shape -> addIfPossible(shape, sides, design, patterns));
        }
        // A single pattern is what the overall findings are about.
        for (Sides.Stratum stratum : sides.strata().size() == 1 ? List.<Sides.Stratum>of() : sides.strata()) {
            for (Metric metric : metrics) {
                addIfLargeEnough(metric, stratum, sides, design, patterns);
            }
        }
        Causes causes = new Causes(sides);
        List<Finding> headline = judge(overall, options.gate().headlineAlpha(), TwoFamilyGate::adjustHeadline).stream()
                .map(finding -> withCauses(finding, causes))
                .toList();
        List<Finding> findings = new ArrayList<>(headline);
        findings.addAll(Drift.findings(sides, design, options));
        findings.addAll(judge(patterns, options.gate().detailAlpha(), TwoFamilyGate::adjustDetail));
        List<String> obstacles = Comparability.obstacles(
                sides, design, options, overall.stream().map(Test::evidence).toList());
        List<String> notes = new Notes(sides, design, metrics).about(headline, obstacles);
        Verdict verdict = verdict(headline, findings);
        if (verdict == Verdict.NO_REGRESSION && !Notes.doubts(sides).isEmpty()) {
            verdict = Verdict.INCONCLUSIVE;
        }
        return obstacles.isEmpty()
                ? new RegressionReport(verdict, true, findings, Spreads.of(sides, options), notes)
                : new RegressionReport(Verdict.INCONCLUSIVE, false, List.of(), List.of(), notes);
    }

    private static Finding withCauses(Finding finding, Causes causes) {
        boolean changed = finding.verdict() == Verdict.REGRESSION || finding.verdict() == Verdict.IMPROVEMENT;
        return changed ? finding.because(causes.of(finding)) : finding;
    }

    private RunSummary summarise(Iterable<Trace> runs, Function<Trace, String> stratum) {
        RunSummary summary = new RunSummary(options);
        runs.forEach(run -> summary.add(run, stratum.apply(run)));
        return summary;
    }

    /** A metric tested in one place. */
    private record Test(Metric metric, String scope, Evidence evidence) {

        /** Whether it could have raised an alarm: a test that cannot takes no share of the error budget. */
        boolean canAlarm(double familyAlpha) {
            return evidence.estimate() != null && evidence.leastP() <= familyAlpha;
        }
    }

    private interface Adjustment {
        double[] apply(TwoFamilyGate gate, double... pValues);
    }

    private static void addIfPossible(LatencyShape shape, Sides sides, Design design, List<Test> tests) {
        Evidence evidence = shape.overall(sides, design);
        if (evidence.estimate() != null) {
            tests.add(new Test(shape, shape.scope(), evidence));
        }
    }

    private static void addIfLargeEnough(
            Metric metric, Sides.Stratum stratum, Sides sides, Design design, List<Test> tests) {
        if (Math.min(stratum.baseline().runs(), stratum.current().runs()) < SMALLEST_PATTERN) {
            return;
        }
        metric.within(stratum, sides, design)
                .filter(evidence -> Math.min(evidence.baselineRuns(), evidence.currentRuns()) >= SMALLEST_PATTERN)
                .ifPresent(evidence -> tests.add(new Test(metric, stratum.key().id(), evidence)));
    }

    private List<Finding> judge(List<Test> tests, double familyAlpha, Adjustment adjustment) {
        List<Test> counted =
                tests.stream().filter(test -> test.canAlarm(familyAlpha)).toList();
        double[] worse = adjusted(
                counted, adjustment, evidence -> evidence.estimateOrThrow().p().greater());
        double[] better = adjusted(
                counted, adjustment, evidence -> evidence.estimateOrThrow().p().less());
        Judge judge = new Judge(options.gate().alpha(), familyAlpha / Math.max(1, counted.size()));
        List<Finding> findings = new ArrayList<>();
        int next = 0;
        for (Test test : tests) {
            int at = test.canAlarm(familyAlpha) ? next++ : -1;
            findings.add(judge.judge(
                    test.metric,
                    test.scope,
                    test.evidence,
                    test.metric.tolerance(options),
                    at < 0 ? 1 : worse[at],
                    at < 0 ? 1 : better[at]));
        }
        return findings;
    }

    private double[] adjusted(List<Test> tests, Adjustment adjustment, ToDoubleFunction<Evidence> p) {
        return adjustment.apply(
                options.gate(),
                tests.stream().map(Test::evidence).mapToDouble(p).toArray());
    }

    private static Verdict verdict(List<Finding> headline, List<Finding> all) {
        if (all.stream().anyMatch(finding -> finding.verdict() == Verdict.REGRESSION && !finding.isDrift())) {
            return Verdict.REGRESSION;
        }
        // An improvement shows even more than that nothing got worse; drift alone shows neither.
        boolean cleared = !headline.isEmpty()
                && headline.stream()
                        .allMatch(finding ->
                                finding.verdict() == Verdict.NO_REGRESSION || finding.verdict() == Verdict.IMPROVEMENT);
        return cleared ? Verdict.NO_REGRESSION : Verdict.INCONCLUSIVE;
    }
}
