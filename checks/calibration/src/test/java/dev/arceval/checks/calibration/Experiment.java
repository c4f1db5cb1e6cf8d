package dev.arceval.checks.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.core.compare.Comparer;
import dev.arceval.core.compare.ComparisonOptions;
import dev.arceval.eval.Finding;
import dev.arceval.eval.RegressionReport;
import dev.arceval.eval.Verdict;
import dev.arceval.trace.Trace;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One comparison repeated with different seeds, and how often it answers in a certain way.
 *
 * <p>The short form runs in every build. {@code -Dcalibration=full} runs {@value #FULL_REPEATS} repeats, {@code
 * -Dcalibration=400} as many. Limits are those of the full form, widened by the Monte-Carlo error that a smaller number
 * adds.
 */
final class Experiment {

    private static final int FULL_REPEATS = 1_000;
    private static final int SHORT_REPEATS = 150;
    private static final int REPEATS = repeats(System.getProperty("calibration", ""));

    /** A correct experiment fails its limit once in a thousand. */
    private static final double STANDARD_ERRORS = 3.1;

    private final String name;
    private final Function<SplittableRandom, Pair> draw;
    private Comparer comparer = new Comparer(ComparisonOptions.defaults());
    private final Map<String, Integer> alarms = new TreeMap<>();
    private Function<Trace, String> pattern = trace -> trace.spans().get(0).name();

    private Experiment(String name, Function<SplittableRandom, Pair> draw) {
        this.name = name;
        this.draw = draw;
    }

    /** Two sets of runs. */
    record Pair(List<Trace> baseline, List<Trace> current) {}

    static Experiment of(String name, Function<SplittableRandom, Pair> draw) {
        return new Experiment(name, draw);
    }

    Experiment withPattern(Function<Trace, String> other) {
        pattern = other;
        return this;
    }

    Experiment withOptions(ComparisonOptions options) {
        comparer = new Comparer(options);
        return this;
    }

    /** Expects a regression in one pattern at least this often. */
    void findsIn(String scope, double atLeast) {
        double share = share(
                scope + " REGRESSION",
                report -> report.findings().stream()
                        .anyMatch(finding -> finding.scope().equals(scope) && finding.verdict() == Verdict.REGRESSION));
        assertThat(share).as(name + ": " + scope).isGreaterThanOrEqualTo(atLeast - extraError(atLeast));
    }

    /** Expects any finding, drift included, to alarm in at most 6.5 % of the repeats: nominal 5 % plus Monte-Carlo error. */
    void staysQuiet() {
        rarely(
                "any alarm",
                report -> report.findings().stream().anyMatch(finding -> finding.verdict() == Verdict.REGRESSION));
    }

    /** Expects a regression in at most 6.5 % of the repeats, while behaviour may well have moved. */
    void findsNoHarm() {
        rarely("regression", report -> report.verdict() == Verdict.REGRESSION);
    }

    private void rarely(String what, Predicate<RegressionReport> alarm) {
        alarms.clear();
        double share = share(what, alarm);
        System.out.println("    alarms by metric: " + alarms);
        assertThat(share).as(name + ": " + what).isLessThanOrEqualTo(.065 + extraError(.05));
    }

    /** Expects the overall finding of a metric to be a regression at least this often. */
    void finds(String metric, double atLeast) {
        answers(metric, Verdict.REGRESSION, atLeast);
    }

    /** Expects the overall finding of a metric to have this verdict at least this often. */
    void answers(String metric, Verdict verdict, double atLeast) {
        double share = share(metric + " " + verdict, has(metric, verdict));
        assertThat(share)
                .as(name + ": " + metric + " " + verdict)
                .isGreaterThanOrEqualTo(atLeast - extraError(atLeast));
    }

    /** Expects the overall finding of a metric to have this verdict at most this often. */
    void rarelyAnswers(String metric, Verdict verdict, double atMost) {
        double share = share(metric + " " + verdict, has(metric, verdict));
        assertThat(share).as(name + ": " + metric + " " + verdict).isLessThanOrEqualTo(atMost + extraError(atMost));
    }

    /** Expects the interval of a metric's overall change to hold the truth at least this often. */
    void covers(String metric, double truth, double atLeast) {
        double share = share(metric + " interval holds", report -> {
            Finding.Interval interval = report.overall(metric).orElseThrow().interval();
            return interval == null || (interval.low() <= truth && truth <= interval.high());
        });
        assertThat(share).as(name + ": " + metric).isGreaterThanOrEqualTo(atLeast - extraError(atLeast));
    }

    private static Predicate<RegressionReport> has(String metric, Verdict verdict) {
        return report -> report.overall(metric).orElseThrow().verdict() == verdict;
    }

    private double share(String what, Predicate<RegressionReport> answer) {
        int repeats = REPEATS;
        int hits = 0;
        for (int repeat = 0; repeat < repeats; repeat++) {
            Pair pair = draw.apply(new SplittableRandom(0x5DEECE66DL * (repeat + 1)));
            RegressionReport report = comparer.compare(pair.baseline, pair.current, pattern);
            hits += answer.test(report) ? 1 : 0;
            report.findings().stream()
                    .filter(finding -> finding.verdict() == Verdict.REGRESSION)
                    .map(finding -> finding.metric() + (finding.scope().equals(Finding.OVERALL) ? "" : " in detail"))
                    .distinct()
                    .forEach(where -> alarms.merge(where, 1, Integer::sum));
        }
        double share = (double) hits / repeats;
        System.out.printf(
                Locale.ROOT,
                "%-62s %-24s %5.1f %% +- %.1f  (%d repeats)%n",
                name,
                what,
                100 * share,
                100 * standardError(share, repeats),
                repeats);
        return share;
    }

    private static int repeats(String wanted) {
        return wanted.isEmpty() ? SHORT_REPEATS : wanted.equals("full") ? FULL_REPEATS : Integer.parseInt(wanted);
    }

    private static double extraError(double share) {
        return Math.max(0, STANDARD_ERRORS * (standardError(share, REPEATS) - standardError(share, FULL_REPEATS)));
    }

    private static double standardError(double share, int repeats) {
        return Math.sqrt(share * (1 - share) / repeats);
    }
}
