package dev.arceval.core.compare;

import dev.arceval.core.stats.TwoFamilyGate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is compared, which runs belong together, what counts as an alarm, as a change that matters and as unchanged.
 *
 * @param gate error budget: probability of a false alarm among the overall findings and among all others
 * @param tolerances what matters, by metric or kind of metric
 * @param pairBy attribute of runs that saw the same input; absent for {@value #CASE_ID}, else the input
 * @param clusterBy attribute of runs that resemble each other; absent for {@value #TASK_ID}, else the input
 * @param lowerIsBetter evaluations whose lower scores are better
 * @param metrics the metrics or kinds of metrics to compare; empty for all
 */
public record ComparisonOptions(
        TwoFamilyGate gate,
        Map<String, Tolerance> tolerances,
        @Nullable String pairBy,
        @Nullable String clusterBy,
        Set<String> lowerIsBetter,
        Set<String> metrics) {

    static final String CASE_ID = "eval.case.id";
    static final String TASK_ID = "eval.task.id";

    private static final double HEADLINE_SHARE = 0.6;

    private static final Tolerance RATIO = new Tolerance(1.05, 1.10);
    private static final Tolerance SHARE = new Tolerance(0.01, 0.02);
    private static final Tolerance JUDGED = new Tolerance(0.02, 0.05);

    /** Every metric, or kind of metric, with its defaults, in the order of reports. */
    private static final Map<String, Tolerance> DEFAULTS = defaultTolerances();

    private static final Set<String> RATIOS = Set.of("latency", "cost", "tokens", "length");

    /**
     * How much a metric may move, in its own unit: a ratio such as 1.05, or a difference such as 0.01.
     *
     * @param minimum the smallest change that matters even if significant
     * @param margin a change for the worse below this counts as none
     */
    public record Tolerance(double minimum, double margin) {

        Tolerance logarithm() {
            return new Tolerance(StrictMath.log(minimum), StrictMath.log(margin));
        }

        Tolerance times(double span) {
            return new Tolerance(minimum * span, margin * span);
        }
    }

    public ComparisonOptions {
        tolerances = Map.copyOf(tolerances);
        lowerIsBetter = Set.copyOf(lowerIsBetter);
        metrics = Set.copyOf(metrics);
    }

    /**
     * Returns the defaults: any false alarm 0.05, of which 0.03 overall and 0.02 for the rest; a change matters from 5 % of
     * latency, cost and tokens, 1 point of errors and aborts, 2 points of quality; unchanged below 10 %, 2 and 5
     * points.
     */
    public static ComparisonOptions defaults() {
        return new ComparisonOptions(TwoFamilyGate.STANDARD, Map.of(), null, null, Set.of(), Set.of());
    }

    /** Sets the probability of any false alarm; three fifths of it go to the overall findings. */
    public ComparisonOptions alpha(double alpha) {
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must be between 0 and 1: " + alpha);
        }
        double headline = alpha * HEADLINE_SHARE;
        return alpha(headline, alpha - headline);
    }

    /** Sets the probability of a false alarm among the overall findings and among all others. */
    public ComparisonOptions alpha(double overall, double details) {
        return new ComparisonOptions(
                new TwoFamilyGate(overall, details), tolerances, pairBy, clusterBy, lowerIsBetter, metrics);
    }

    /** Sets the smallest change of a metric that matters: a ratio of at least 1, or a difference of at least 0. */
    public ComparisonOptions minimum(String metric, double change) {
        double unchanged = RATIOS.contains(kind(metric)) ? 1 : 0;
        if (!(change >= unchanged && Double.isFinite(change))) {
            throw new IllegalArgumentException(
                    "minimum of " + metric + " must be at least " + (int) unchanged + ": " + change);
        }
        return with(metric, new Tolerance(change, tolerance(metric).margin));
    }

    /** Sets the change below which a metric counts as unchanged: a ratio above 1, or a difference above 0. */
    public ComparisonOptions margin(String metric, double change) {
        double unchanged = RATIOS.contains(kind(metric)) ? 1 : 0;
        if (!(change > unchanged && Double.isFinite(change))) {
            throw new IllegalArgumentException(
                    "margin of " + metric + " must be greater than " + (int) unchanged + ": " + change);
        }
        return with(metric, new Tolerance(tolerance(metric).minimum, change));
    }

    /** Names the attribute of runs that saw the same input. */
    public ComparisonOptions pairBy(String attribute) {
        return new ComparisonOptions(gate, tolerances, named("pairBy", attribute), clusterBy, lowerIsBetter, metrics);
    }

    /** Names the attribute of runs that resemble each other. */
    public ComparisonOptions clusterBy(String attribute) {
        return new ComparisonOptions(gate, tolerances, pairBy, named("clusterBy", attribute), lowerIsBetter, metrics);
    }

    /** Adds evaluations whose lower scores are better. */
    public ComparisonOptions lowerIsBetter(String... evaluations) {
        Set<String> all = new TreeSet<>(lowerIsBetter);
        all.addAll(Arrays.asList(evaluations));
        return new ComparisonOptions(gate, tolerances, pairBy, clusterBy, all, metrics);
    }

    /** Compares these metrics, or kinds of metrics, only. */
    public ComparisonOptions metrics(String... only) {
        List.of(only).forEach(ComparisonOptions::requireKnown);
        return new ComparisonOptions(gate, tolerances, pairBy, clusterBy, lowerIsBetter, Set.of(only));
    }

    /** Whether a metric is to be compared. */
    boolean includes(String metric) {
        return metrics.isEmpty() || metrics.contains(metric) || metrics.contains(kind(metric));
    }

    /** Returns what matters about a metric, in its own unit. */
    Tolerance tolerance(String metric) {
        String kind = kind(metric);
        Tolerance standard = DEFAULTS.get(kind);
        if (standard == null) {
            throw unknown(metric);
        }
        Tolerance ofKind = tolerances.getOrDefault(kind, standard);
        return tolerances.getOrDefault(metric, ofKind);
    }

    /** Whether the user said what matters about this metric. */
    boolean isGiven(String metric) {
        return tolerances.containsKey(metric) || tolerances.containsKey(kind(metric));
    }

    /** Returns the metric without the name of an evaluation. */
    static String kind(String metric) {
        int colon = metric.indexOf(':');
        return colon < 0 ? metric : metric.substring(0, colon);
    }

    private ComparisonOptions with(String metric, Tolerance tolerance) {
        Map<String, Tolerance> all = new LinkedHashMap<>(tolerances);
        all.put(metric, tolerance);
        return new ComparisonOptions(gate, all, pairBy, clusterBy, lowerIsBetter, metrics);
    }

    private static void requireKnown(String metric) {
        if (!DEFAULTS.containsKey(kind(metric))) {
            throw unknown(metric);
        }
    }

    private static IllegalArgumentException unknown(String metric) {
        return new IllegalArgumentException(
                "unknown metric " + metric + "; known: " + String.join(", ", DEFAULTS.keySet()));
    }

    private static String named(String option, String attribute) {
        if (attribute.isBlank()) {
            throw new IllegalArgumentException(option + " must name an attribute");
        }
        return attribute;
    }

    private static Map<String, Tolerance> defaultTolerances() {
        Map<String, Tolerance> defaults = new LinkedHashMap<>();
        defaults.put("latency", RATIO);
        defaults.put("errors", SHARE);
        defaults.put("aborts", SHARE);
        defaults.put("cost", RATIO);
        defaults.put("tokens", RATIO);
        defaults.put("quality", JUDGED);
        defaults.put("passk", JUDGED);
        // Drift: calls of one tool per run, share of runs or steps, ratio of lengths.
        defaults.put("tools", new Tolerance(0.05, 0.25));
        defaults.put("paths", new Tolerance(0.05, 0.15));
        defaults.put("length", new Tolerance(1.10, 1.25));
        return defaults;
    }
}
