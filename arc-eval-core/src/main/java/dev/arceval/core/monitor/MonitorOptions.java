package dev.arceval.core.monitor;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What raises an alert.
 *
 * @param alpha chance of any false alarm over all metrics and all looks
 * @param minimum by kind of metric, the smallest change that raises an alert: a ratio or a difference
 * @param quietPeriod how long a metric that raised an alert raises no other
 * @param lowerIsBetter evaluations whose lower scores are better
 */
public record MonitorOptions(
        double alpha, Map<String, Double> minimum, Duration quietPeriod, Set<String> lowerIsBetter) {

    private static final Set<String> RATIOS = Set.of("latency", "tokens", "cost");
    private static final Map<String, Track.Tolerance> DEFAULTS = Map.of(
            "latency", new Track.Tolerance(1.05, 1.10),
            "tokens", new Track.Tolerance(1.05, 1.10),
            "cost", new Track.Tolerance(1.05, 1.10),
            "errors", new Track.Tolerance(0.01, 0.02),
            "aborts", new Track.Tolerance(0.01, 0.02),
            "slow", new Track.Tolerance(0.02, 0.05),
            "quality", new Track.Tolerance(0.02, 0.05));

    public MonitorOptions {
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must be between 0 and 1: " + alpha);
        }
        if (quietPeriod.isNegative()) {
            throw new IllegalArgumentException("quietPeriod must not be negative: " + quietPeriod);
        }
        minimum = Map.copyOf(minimum);
        lowerIsBetter = Set.copyOf(lowerIsBetter);
    }

    /** Returns alpha 0.05, alerts from 5 % or one point (two of quality and of slow runs), quiet for an hour. */
    public static MonitorOptions defaults() {
        return new MonitorOptions(0.05, Map.of(), Duration.ofHours(1), Set.of());
    }

    public MonitorOptions alpha(double chance) {
        return new MonitorOptions(chance, minimum, quietPeriod, lowerIsBetter);
    }

    public MonitorOptions quietPeriod(Duration period) {
        return new MonitorOptions(alpha, minimum, period, lowerIsBetter);
    }

    /** Sets the smallest change of a metric, or kind of metric, that raises an alert. */
    public MonitorOptions minimum(String metric, double change) {
        if (!DEFAULTS.containsKey(kind(metric))) {
            throw new IllegalArgumentException(
                    "unknown metric " + metric + "; known: " + String.join(", ", new TreeSet<>(DEFAULTS.keySet())));
        }
        int unchanged = RATIOS.contains(kind(metric)) ? 1 : 0;
        if (!(change >= unchanged && Double.isFinite(change))) {
            throw new IllegalArgumentException(
                    "minimum of " + metric + " must be at least " + unchanged + ": " + change);
        }
        Map<String, Double> all = new HashMap<>(minimum);
        all.put(metric, change);
        return new MonitorOptions(alpha, all, quietPeriod, lowerIsBetter);
    }

    /** Adds evaluations whose lower scores are better. */
    public MonitorOptions lowerIsBetter(String... evaluations) {
        Set<String> all = new TreeSet<>(lowerIsBetter);
        all.addAll(Arrays.asList(evaluations));
        return new MonitorOptions(alpha, minimum, quietPeriod, all);
    }

    /** Returns what matters about a metric; the margin is never below the minimum. */
    Track.Tolerance tolerance(String metric) {
        String kind = kind(metric);
        Track.Tolerance standard = DEFAULTS.get(kind);
        if (standard == null) {
            throw new IllegalArgumentException("unknown metric " + metric);
        }
        double least = minimum.getOrDefault(metric, minimum.getOrDefault(kind, standard.minimum()));
        double margin = Math.max(standard.margin(), least);
        return RATIOS.contains(kind)
                ? new Track.Tolerance(StrictMath.log(least), StrictMath.log(margin))
                : new Track.Tolerance(least, margin);
    }

    private static String kind(String metric) {
        return metric.startsWith("quality:") ? "quality" : metric;
    }
}
