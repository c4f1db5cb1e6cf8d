package dev.arceval.eval;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a comparison behaves on the user's own runs, measured: the baseline was split in two at random, again and again, and
 * compared with itself.
 *
 * @param splits how often
 * @param alarms how many of them were called a regression, though nothing differed
 * @param low lower end of the 95 % interval of the false-alarm rate
 * @param high its upper end
 * @param runs runs of the baseline that were split; of more than 2,000 a sample
 * @param detectable by metric, the smallest change for the worse that a comparison of two such halves finds with 80 %
 *     probability, as the median over the splits: a factor for latency, cost and tokens, else a difference
 * @since 0.1
 */
public record Calibration(
        long splits, long alarms, double low, double high, long runs, Map<String, Double> detectable) {

    public Calibration {
        detectable = Collections.unmodifiableMap(new TreeMap<>(detectable));
    }

    /** Returns the measured share of false alarms. */
    public double falseAlarmRate() {
        return splits == 0 ? 0 : (double) alarms / splits;
    }
}
