package dev.arceval.core.stats;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * By how much a series rises from one value to the next: the median of the slopes of all pairs.
 *
 * <p>The interval inverts Kendall's test; it is widened by what the correlation of neighbouring values around the trend does to the
 * variance, the factor (1 + ρ) / (1 − ρ). Outliers hardly matter. Costs n² slopes: of more than {@value #MOST} values,
 * evenly spaced ones are used.
 *
 * <p>Sources: P. K. Sen, "Estimates of the regression coefficient based on Kendall's tau", JASA 63 (1968); K. H. Hamed, A. R.
 * Rao, "A modified Mann-Kendall trend test for autocorrelated data", J. Hydrology 204 (1998).
 *
 * @param slope rise from one value to the next
 * @param interval confidence interval of the slope
 */
public record Trend(double slope, Interval interval) {

    private static final int FEWEST = 8;
    private static final int MOST = 2_000;

    /** Returns the trend; empty below eight values. */
    public static Optional<Trend> of(double[] series, double confidence) {
        if (series.length < FEWEST) {
            return Optional.empty();
        }
        int step = (series.length + MOST - 1) / MOST;
        double[] values = new double[(series.length + step - 1) / step];
        for (int i = 0; i < values.length; i++) {
            values[i] = series[i * step];
        }
        double[] slopes = slopes(values);
        double slope = quantile(slopes, .5);
        double halfWidth = Confidence.normalQuantile(confidence) * Math.sqrt(kendallVariance(values, slope));
        double pairs = slopes.length;
        // The ends are order statistics of the slopes, rounded outwards.
        int low = (int) Math.max(0, Math.floor((pairs - halfWidth) / 2) - 1);
        int high = (int) Math.min(pairs - 1, Math.ceil((pairs + halfWidth) / 2));
        return Optional.of(new Trend(slope / step, new Interval(slopes[low] / step, slopes[high] / step)));
    }

    private static double kendallVariance(double[] values, double slope) {
        double n = values.length;
        double[] rest = new double[values.length];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = values[i] - slope * i;
        }
        double correlation = ChangePoints.correlation(rest, List.of());
        return n * (n - 1) * (2 * n + 5) / 18 * (1 + correlation) / (1 - correlation);
    }

    private static double[] slopes(double[] values) {
        double[] slopes = new double[values.length * (values.length - 1) / 2];
        int next = 0;
        for (int i = 0; i < values.length; i++) {
            for (int j = i + 1; j < values.length; j++) {
                slopes[next++] = (values[j] - values[i]) / (j - i);
            }
        }
        Arrays.sort(slopes);
        return slopes;
    }

    private static double quantile(double[] sorted, double q) {
        double at = q * (sorted.length - 1);
        int below = (int) at;
        double above = sorted[Math.min(below + 1, sorted.length - 1)];
        return sorted[below] + (at - below) * (above - sorted[below]);
    }
}
