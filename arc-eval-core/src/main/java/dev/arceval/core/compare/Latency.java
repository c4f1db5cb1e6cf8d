package dev.arceval.core.compare;

import dev.arceval.core.stats.DesignEffect;
import dev.arceval.core.stats.Estimate;
import dev.arceval.core.stats.MeanTest;
import dev.arceval.core.stats.Moments;
import dev.arceval.core.stats.PairedMeanTest;
import dev.arceval.core.stats.StratifiedMeanTest;
import dev.arceval.eval.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * How long completed runs take, as a ratio of geometric means.
 *
 * <p>Run times are roughly log-normal: on the log scale means are stable where one slow run moves the arithmetic mean.
 * Runs are compared within patterns, so that more traffic on a slow pattern is not taken for a slower agent.
 */
final class Latency implements Metric {

    /** Smaller strata are looked at together when it is measured how much runs of a task resemble each other. */
    private static final int SMALLEST_STRATUM = 10;

    private static final long POOLED = 0;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public Finding.Scale scale() {
        return Finding.Scale.RATIO;
    }

    @Override
    public ComparisonOptions.Tolerance tolerance(ComparisonOptions options) {
        return options.tolerance(name()).logarithm();
    }

    @Override
    public Evidence overall(Sides sides, Design design) {
        return switch (design.kind()) {
            case PAIRED -> paired(design);
            case SAME_INPUTS -> withinInputs(design);
            case CLUSTERED, INDEPENDENT -> withinPatterns(sides, design);
        };
    }

    @Override
    public Evidence within(Sides.Stratum stratum, Sides sides, Design design) {
        Moments before = stratum.baseline().logMs();
        Moments after = stratum.current().logMs();
        String test = "Welch's t test of log durations";
        DoubleFunction<Optional<Estimate>> compare = confidence -> MeanTest.compare(before, after, confidence);
        if (!design.isRepeated()) {
            return level(before, after).with(test + ", unit: run", compare);
        }
        Repetition repetition = new Repetition(Tally::logMsSpread, hash -> POOLED);
        return Clustered.apply(
                level(before, after),
                test,
                compare,
                repetition.measure(
                        sides.baselineCells().of(stratum.key()),
                        sides.currentCells().of(stratum.key())));
    }

    private static Evidence paired(Design design) {
        Map<Long, Cluster> clusters = new TreeMap<>();
        design.shared()
                .forEach((input, pair) -> clusters.computeIfAbsent(input.cluster(), key -> new Cluster())
                        .add(pair));
        Moments before = new Moments();
        Moments after = new Moments();
        Moments differences = new Moments();
        long baselineRuns = 0;
        long currentRuns = 0;
        long inputs = 0;
        for (Cluster cluster : clusters.values()) {
            if (cluster.differences.count() > 0) {
                before.add(cluster.before.mean().orElseThrow());
                after.add(cluster.after.mean().orElseThrow());
                differences.add(cluster.differences.mean().orElseThrow());
                inputs += cluster.differences.count();
                baselineRuns += cluster.baselineRuns;
                currentRuns += cluster.currentRuns;
            }
        }
        String unit = differences.count() == inputs ? "input" : "task";
        return new Evidence.Level(geometricMean(before), geometricMean(after), baselineRuns, currentRuns)
                .with(
                        "paired t test of log durations, unit: " + unit + " (" + differences.count() + ")",
                        confidence -> PairedMeanTest.compare(differences, confidence));
    }

    /** The differences of all inputs of one task. */
    private static final class Cluster {
        private final Moments before = new Moments();
        private final Moments after = new Moments();
        private final Moments differences = new Moments();
        private long baselineRuns;
        private long currentRuns;

        void add(Design.Pair pair) {
            Moments one = pair.baseline().logMs();
            Moments two = pair.current().logMs();
            if (one.count() > 0 && two.count() > 0) {
                before.add(one.mean().orElseThrow());
                after.add(two.mean().orElseThrow());
                differences.add(two.mean().orElseThrow() - one.mean().orElseThrow());
                baselineRuns += one.count();
                currentRuns += two.count();
            }
        }
    }

    private static Evidence withinInputs(Design design) {
        List<StratifiedMeanTest.Stratum> strata = new ArrayList<>();
        Moments before = new Moments();
        Moments after = new Moments();
        for (Design.Pair pair : design.shared().values()) {
            strata.add(stratum(pair.baseline(), pair.current()));
            before.merge(pair.baseline().logMs());
            after.merge(pair.current().logMs());
        }
        return level(before, after)
                .with(
                        "t test of log durations within inputs (" + strata.size() + "), unit: run",
                        confidence -> StratifiedMeanTest.compare(strata, confidence));
    }

    private static Evidence withinPatterns(Sides sides, Design design) {
        List<StratifiedMeanTest.Stratum> strata = new ArrayList<>();
        Set<Long> large = new HashSet<>();
        int compared = 0;
        for (Sides.Stratum stratum : sides.strata()) {
            strata.add(stratum(stratum.baseline(), stratum.current()));
            compared += smallerSide(stratum) > 0 ? 1 : 0;
            if (smallerSide(stratum) >= SMALLEST_STRATUM) {
                large.add(stratum.key().hash());
            }
        }
        strata.add(stratum(
                sides.baseline().strata().rest(), sides.current().strata().rest()));
        Evidence.Level level =
                level(sides.baseline().total().logMs(), sides.current().total().logMs());
        String test = "t test of log durations within patterns (" + compared + ")";
        DoubleFunction<Optional<Estimate>> compare = confidence -> StratifiedMeanTest.compare(strata, confidence);
        if (design.kind() == Design.Kind.INDEPENDENT) {
            return level.with(test + ", unit: run", compare);
        }
        Repetition repetition = new Repetition(Tally::logMsSpread, hash -> large.contains(hash) ? hash : POOLED);
        Optional<DesignEffect> effect = repetition.measure(
                sides.baselineCells().all(), sides.currentCells().all());
        return Clustered.apply(level, test, compare, effect);
    }

    private static StratifiedMeanTest.Stratum stratum(Tally baseline, Tally current) {
        return new StratifiedMeanTest.Stratum(baseline.logMs(), current.logMs());
    }

    private static long smallerSide(Sides.Stratum stratum) {
        return Math.min(
                stratum.baseline().logMs().count(), stratum.current().logMs().count());
    }

    private static Evidence.Level level(Moments before, Moments after) {
        return new Evidence.Level(geometricMean(before), geometricMean(after), before.count(), after.count());
    }

    private static @Nullable Double geometricMean(Moments logMs) {
        return logMs.count() == 0 ? null : StrictMath.exp(logMs.mean().orElseThrow());
    }
}
