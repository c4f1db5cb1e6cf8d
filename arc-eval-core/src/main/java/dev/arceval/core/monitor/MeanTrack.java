package dev.arceval.core.monitor;

import dev.arceval.core.stats.Interval;
import dev.arceval.core.stats.MeanEvidence;
import dev.arceval.eval.Finding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mean, such as that of log latency, within patterns.
 *
 * <p>Each run is compared with the baseline's mean of its own pattern, so that a change of traffic between patterns is no change of
 * the metric; runs of patterns that the baseline does not hold say nothing. Where hardly any pattern recurs, all runs are
 * one. The variance of the difference is that of the
 * runs plus that of the baseline's means, weighted by the traffic seen.
 *
 * @param quantity what is measured
 * @param lowerIsBetter whether a rise is a harm
 * @param strata what the baseline says about each pattern, by pattern
 * @param baselineVariance of a single value of the baseline within its pattern, times its design effect
 * @param baselineDegrees degrees of freedom of that variance
 */
record MeanTrack(
        String metric,
        String scope,
        Quantity quantity,
        boolean lowerIsBetter,
        List<Stratum> strata,
        double baselineVariance,
        double baselineDegrees,
        Tolerance tolerance)
        implements Track {

    /** The pattern of a stratum that takes every run, where hardly any structure recurs. */
    static final String ANY = "*";

    /** Below this many units an e-value of values that are not normal would be too bold. */
    static final int BURN_IN = 30;

    private static final double CONFIDENCE = 0.95;

    private static final int UNITS = 0;
    private static final int SUM = 1;
    private static final int SQUARES = 2;
    private static final int FIRST_STRATUM = 3;

    MeanTrack {
        strata = List.copyOf(strata);
    }

    /**
     * One pattern of the baseline.
     *
     * @param units values of the baseline
     * @param mean their mean
     */
    record Stratum(String pattern, double units, double mean) implements Comparable<Stratum> {
        @Override
        public int compareTo(Stratum other) {
            return pattern.compareTo(other.pattern);
        }
    }

    @Override
    public int width() {
        return FIRST_STRATUM + strata.size();
    }

    @Override
    public double @Nullable [] unit(List<RunValues> runs) {
        double sum = 0;
        List<Integer> seen = new ArrayList<>();
        for (RunValues run : runs) {
            Double value = quantity.value(run);
            int stratum = value == null ? -1 : stratum(run.pattern());
            if (stratum >= 0 && value != null) {
                sum += value - strata.get(stratum).mean();
                seen.add(stratum);
            }
        }
        if (seen.isEmpty()) {
            return null;
        }
        double[] unit = new double[width()];
        double mean = sum / seen.size();
        unit[UNITS] = 1;
        unit[SUM] = mean;
        unit[SQUARES] = mean * mean;
        for (int stratum : seen) {
            unit[FIRST_STRATUM + stratum] += 1.0 / seen.size();
        }
        return unit;
    }

    @Override
    public double logWorse(double[] sums) {
        MeanEvidence evidence = evidence(sums);
        return evidence == null ? 0 : lowerIsBetter ? evidence.logAbove(0) : evidence.logBelow(0);
    }

    @Override
    public double logWorseAtMost(double[] sums) {
        MeanEvidence evidence = evidence(sums);
        return evidence == null ? 0 : evidence.logAtMost(lowerIsBetter ? 1 : -1);
    }

    @Override
    public double logBelow(double[] sums, double harm) {
        MeanEvidence evidence = evidence(sums);
        if (evidence == null) {
            return 0;
        }
        return lowerIsBetter ? evidence.logBelow(harm) : evidence.logAbove(-harm);
    }

    @Override
    public @Nullable Effect effect(double[] sums) {
        double units = sums[UNITS];
        if (units == 0) {
            return null;
        }
        double before = 0;
        for (int i = 0; i < strata.size(); i++) {
            before += strata.get(i).mean() * sums[FIRST_STRATUM + i] / units;
        }
        double difference = sums[SUM] / units;
        MeanEvidence evidence = evidence(sums);
        Interval bounds = evidence == null ? null : evidence.interval(CONFIDENCE);
        Interval harm = bounds == null || lowerIsBetter ? bounds : new Interval(-bounds.upper(), -bounds.lower());
        return new Effect(
                lowerIsBetter ? difference : -difference,
                harm,
                quantity.shown(before),
                quantity.shown(before + difference));
    }

    @Override
    public Finding.Scale scale() {
        return quantity.isLog() ? Finding.Scale.RATIO : Finding.Scale.DIFFERENCE;
    }

    @Override
    public Finding.Better better() {
        return lowerIsBetter ? Finding.Better.LOWER : Finding.Better.HIGHER;
    }

    @Override
    public long baselineUnits() {
        return Math.round(strata.stream().mapToDouble(Stratum::units).sum());
    }

    @Override
    public String test() {
        return strata.get(0).pattern().equals(ANY)
                ? "e-process of a t statistic over all runs"
                : "e-process of a t statistic within patterns (" + strata.size() + ")";
    }

    private int stratum(String pattern) {
        if (strata.size() == 1 && strata.get(0).pattern().equals(ANY)) {
            return scope.equals(Finding.OVERALL) || scope.equals(pattern) ? 0 : -1;
        }
        int at = Collections.binarySearch(strata, new Stratum(pattern, 0, 0));
        return at >= 0 ? at : -1;
    }

    private @Nullable MeanEvidence evidence(double[] sums) {
        double n = sums[UNITS];
        if (n < BURN_IN) {
            return null;
        }
        double mean = sums[SUM] / n;
        double own = Math.max(0, (sums[SQUARES] - n * mean * mean) / (n - 1));
        double ofBaseline = 0;
        for (int i = 0; i < strata.size(); i++) {
            double weight = sums[FIRST_STRATUM + i] / n;
            ofBaseline += weight * weight / strata.get(i).units() * baselineVariance;
        }
        double ofRuns = own / n;
        double variance = ofRuns + ofBaseline;
        if (!(variance > 0)) {
            return null;
        }
        double degrees = variance * variance / (ofRuns * ofRuns / (n - 1) + ofBaseline * ofBaseline / baselineDegrees);
        return new MeanEvidence(mean, variance, degrees, own > 0 ? own : baselineVariance);
    }
}
