package dev.arceval.checks.calibration;

import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * An agent whose runs follow a known law: 20 patterns with shares proportional to 1/rank, log-normal durations around
 * medians that differ between patterns, and errors at random. The name of the only span is the pattern.
 *
 * @param logSd standard deviation of log durations within a pattern
 * @param errorRate share of runs that fail, in every pattern
 * @param slowdown factor on every duration
 * @param slowed the only pattern that the slowdown is about; -1 for all
 * @param favoured a pattern that gets twice its share of the traffic; -1 for none
 */
record SyntheticAgent(int patterns, double logSd, double errorRate, double slowdown, int favoured, int slowed) {

    private static final long START = 1_700_000_000_000_000_000L;
    private static final long MEDIANS_SEED = 7;

    static SyntheticAgent usual() {
        return new SyntheticAgent(20, .5, .05, 1, -1, -1);
    }

    SyntheticAgent withPatterns(int count) {
        return new SyntheticAgent(count, logSd, errorRate, slowdown, favoured, slowed);
    }

    SyntheticAgent withErrorRate(double rate) {
        return new SyntheticAgent(patterns, logSd, rate, slowdown, favoured, slowed);
    }

    SyntheticAgent slowedBy(double factor) {
        return new SyntheticAgent(patterns, logSd, errorRate, factor, favoured, slowed);
    }

    SyntheticAgent slowedIn(int pattern, double factor) {
        return new SyntheticAgent(patterns, logSd, errorRate, factor, favoured, pattern);
    }

    /** Doubles the traffic of the slowest of the five most frequent patterns. */
    SyntheticAgent withMoreSlowTraffic() {
        double[] medians = logMedians();
        int slowest = 0;
        for (int i = 1; i < 5; i++) {
            slowest = medians[i] > medians[slowest] ? i : slowest;
        }
        return new SyntheticAgent(patterns, logSd, errorRate, slowdown, slowest, slowed);
    }

    List<Trace> runs(String name, int count, SplittableRandom random) {
        double[] medians = logMedians();
        double[] shares = cumulatedShares();
        List<Trace> runs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int pattern = pick(shares, random.nextDouble());
            double factor = slowed < 0 || slowed == pattern ? slowdown : 1;
            double ms = factor * StrictMath.exp(medians[pattern] + logSd * random.nextGaussian());
            runs.add(run(name + i, pattern, ms, random.nextDouble() < errorRate));
        }
        return runs;
    }

    private static Trace run(String id, int pattern, double ms, boolean fails) {
        Span.Builder span = Span.builder("1", "pattern-" + pattern)
                .startEpochNanos(START)
                .endEpochNanos(START + Math.round(ms * 1e6));
        return Trace.of(id, List.of((fails ? span.failed("ToolError", null) : span).build()));
    }

    private double[] logMedians() {
        SplittableRandom random = new SplittableRandom(MEDIANS_SEED);
        double[] medians = new double[patterns];
        for (int i = 0; i < patterns; i++) {
            medians[i] = StrictMath.log(1500) + .8 * random.nextGaussian();
        }
        return medians;
    }

    private double[] cumulatedShares() {
        double[] shares = new double[patterns];
        double sum = 0;
        for (int i = 0; i < patterns; i++) {
            sum += (i == favoured ? 2.0 : 1.0) / (i + 1);
            shares[i] = sum;
        }
        for (int i = 0; i < patterns; i++) {
            shares[i] /= sum;
        }
        return shares;
    }

    private static int pick(double[] cumulated, double at) {
        int i = 0;
        while (i < cumulated.length - 1 && cumulated[i] < at) {
            i++;
        }
        return i;
    }
}
