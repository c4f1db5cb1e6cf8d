package dev.arceval.core.monitor;

import dev.arceval.core.stats.LogSum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sums over the units of one metric since the start, and what they were at some moments on the way.
 *
 * <p>Evidence that counts from the start forgets slowly: after a long good time much bad is needed to outweigh it. So there is a
 * bettor who started at the beginning and has most of the stake, and another one starts every {@value #BLOCK} units with a
 * fixed share of the rest, ever smaller. Each one's wealth is an e-process, so is their sum, and a change at any time is
 * found, at the price of a delay that grows with the logarithm of the time before it.
 *
 * <p>Bounded: a bettor leaves, with what he has, once he is older than four times the largest power of two in his number. Those who
 * stay are spaced in proportion to their age, a few to every doubling. Leaving only lowers the sum. Source of the idea:
 * J. Shin, A. Ramdas, A. Rinaldo, "E-detectors: a nonparametric framework for sequential change detection", New England
 * Journal of Statistics in Data Science 2 (2024). Not thread-safe.
 */
final class Sums {

    /** What the first bettor has; sharing costs him log(1 / 0.9) of evidence, where an alert needs log(20) and more. */
    private static final double FIRST_STAKE = 0.9;

    /** The sum of 1 / (n log² n) from n = 3 on, rounded up. */
    private static final double WEIGHTS = 1.07;

    private static final long BLOCK = 32;

    private static final double NEGLIGIBLE = -4;

    private final double[] now;
    private final List<Start> starts;

    /**
     * Where a bettor started.
     *
     * @param number 0 for the first, then one every block
     * @param sums what they were then
     */
    record Start(long number, double[] sums) {}

    /** @param width number of sums; the first counts units */
    Sums(int width) {
        this(new double[width], List.of(new Start(0, new double[width])));
    }

    Sums(double[] now, List<Start> starts) {
        this.now = now;
        this.starts = new ArrayList<>(starts);
    }

    void add(double[] unit) {
        for (int i = 0; i < now.length; i++) {
            now[i] += unit[i];
        }
        if (now[0] % BLOCK == 0) {
            long number = (long) now[0] / BLOCK;
            starts.removeIf(start -> start.number > 0 && number - start.number > 4 * Long.lowestOneBit(start.number));
            starts.add(new Start(number, now.clone()));
        }
    }

    double[] now() {
        return now;
    }

    List<Start> starts() {
        return starts;
    }

    double units() {
        return now[0];
    }

    /**
     * Returns the logarithm of the joint wealth of those who started. What the others keep in hand is less than a tenth and left
     * out, and so is who has less than {@value #NEGLIGIBLE} in logarithm.
     */
    double logEvidence(Track track) {
        double[] parts = new double[starts.size()];
        int count = 0;
        double[] since = new double[now.length];
        for (Start start : starts) {
            for (int i = 0; i < now.length; i++) {
                since[i] = now[i] - start.sums[i];
            }
            double stake = Math.log(stake(start.number));
            if (start.number == 0 || stake + track.logWorseAtMost(since) > NEGLIGIBLE) {
                parts[count++] = stake + track.logWorse(since);
            }
        }
        return LogSum.of(Arrays.copyOf(parts, count));
    }

    private static double stake(long number) {
        if (number == 0) {
            return FIRST_STAKE;
        }
        double log = Math.log(number + 2.0);
        return (1 - FIRST_STAKE) / WEIGHTS / ((number + 2.0) * log * log);
    }
}
