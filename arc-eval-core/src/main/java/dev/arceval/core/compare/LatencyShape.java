package dev.arceval.core.compare;

import dev.arceval.core.stats.BrunnerMunzelTest;
import dev.arceval.core.stats.DesignEffect;
import dev.arceval.core.stats.Estimate;
import dev.arceval.core.stats.Interval;
import dev.arceval.core.stats.LogHistogram;
import dev.arceval.core.stats.QuantileTest;
import dev.arceval.eval.Finding;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * What a mean cannot show: whether the median or the slow end of latency moved, and whether a run now tends to be slower than
 * one before.
 *
 * <p>Quantiles are compared at an equal mix of patterns, ranks within patterns. Where inputs are the same on both sides, the
 * mix is, and all runs are taken together.
 */
final class LatencyShape implements Metric {

    /** The scope of the finding about ranks. */
    static final String RANKS = "ranks";

    /** Patterns of both sides that hold fewer of the runs say little about all of them. */
    private static final double LEAST_COVERED = 0.5;

    private static final double RANKS_MINIMUM = 0.05;
    private static final double RANKS_MARGIN = 0.10;

    private final double q;
    private final List<Sides.Stratum> strata;
    private final Optional<DesignEffect> effect;

    private LatencyShape(double q, List<Sides.Stratum> strata, Optional<DesignEffect> effect) {
        this.q = q;
        this.strata = strata;
        this.effect = effect;
    }

    /** Returns p50, p95, p99 and ranks. What they share takes longer than they do, and is worked out once. */
    static List<LatencyShape> all(Sides sides, Design design) {
        List<Sides.Stratum> strata = strata(sides, design);
        Optional<DesignEffect> effect = strata.isEmpty() || design.kind() == Design.Kind.INDEPENDENT
                ? Optional.empty()
                : new Repetition(tally -> tally.logSpread(Amount.LATENCY), hash -> 0)
                        .measure(
                                sides.baselineCells().all(),
                                sides.currentCells().all());
        return DoubleStream.of(.5, .95, .99, Double.NaN)
                .mapToObj(q -> new LatencyShape(q, strata, effect))
                .toList();
    }

    String scope() {
        return isRanks() ? RANKS : String.format(Locale.ROOT, "p%.0f", q * 100);
    }

    @Override
    public String name() {
        return Metrics.LATENCY;
    }

    @Override
    public Finding.Scale scale() {
        return isRanks() ? Finding.Scale.DIFFERENCE : Finding.Scale.RATIO;
    }

    @Override
    public Finding.Better better() {
        return Finding.Better.LOWER;
    }

    @Override
    public ComparisonOptions.Tolerance tolerance(ComparisonOptions options) {
        return isRanks()
                ? new ComparisonOptions.Tolerance(RANKS_MINIMUM, RANKS_MARGIN)
                : options.tolerance(name()).logarithm();
    }

    @Override
    public Evidence overall(Sides sides, Design design) {
        LogHistogram before = sides.baseline().spread(Amount.LATENCY);
        LogHistogram after = sides.current().spread(Amount.LATENCY);
        Evidence.Level level = isRanks()
                ? new Evidence.Level(null, null, before.count(), after.count())
                : new Evidence.Level(quantile(before), quantile(after), before.count(), after.count());
        if (strata.isEmpty()) {
            return level.without("none: the sides share too few patterns");
        }
        DoubleFunction<Optional<Estimate>> compare = this::compare;
        String where = strata.size() == 1 ? "" : " within patterns (" + strata.size() + ")";
        String test = isRanks() ? "Brunner-Munzel test" + where : "order statistics" + where;
        if (design.kind() == Design.Kind.INDEPENDENT) {
            return level.with(test + ", unit: run", compare);
        }
        return Clustered.apply(level, test, compare, effect);
    }

    @Override
    public Optional<Evidence> within(Sides.Stratum stratum, Sides sides, Design design) {
        return Optional.empty();
    }

    private boolean isRanks() {
        return Double.isNaN(q);
    }

    private Optional<Estimate> compare(double confidence) {
        if (!isRanks()) {
            return QuantileTest.compare(
                    strata.stream()
                            .map(stratum -> new QuantileTest.Stratum(
                                    stratum.baseline().latencyMs(),
                                    stratum.current().latencyMs()))
                            .toList(),
                    q,
                    confidence);
        }
        return BrunnerMunzelTest.compare(
                        strata.stream()
                                .map(stratum -> new BrunnerMunzelTest.Stratum(
                                        stratum.baseline().latencyMs(),
                                        stratum.current().latencyMs()))
                                .toList(),
                        confidence)
                .map(LatencyShape::aroundZero);
    }

    private static Estimate aroundZero(Estimate effect) {
        Interval interval = effect.interval();
        return new Estimate(
                effect.value() - 0.5, new Interval(interval.lower() - 0.5, interval.upper() - 0.5), effect.p());
    }

    /** The patterns of both sides; with the same inputs on both sides, all runs as one; none if too few runs share one. */
    private static List<Sides.Stratum> strata(Sides sides, Design design) {
        if (design.isSharedInputs() && !design.coversAll(sides)) {
            return List.of();
        }
        if (design.isSharedInputs()) {
            Tally before = new Tally();
            Tally after = new Tally();
            sides.strata().forEach(stratum -> {
                before.merge(stratum.baseline());
                after.merge(stratum.current());
            });
            return List.of(new Sides.Stratum(StratumTable.Key.of(Finding.OVERALL), before, after));
        }
        List<Sides.Stratum> shared = sides.strata().stream()
                .filter(stratum -> smallerSide(stratum) > 0)
                .toList();
        long before = shared.stream()
                .mapToLong(stratum -> stratum.baseline().latencyMs().count())
                .sum();
        long after = shared.stream()
                .mapToLong(stratum -> stratum.current().latencyMs().count())
                .sum();
        boolean covered = before
                        >= LEAST_COVERED
                                * sides.baseline().spread(Amount.LATENCY).count()
                && after
                        >= LEAST_COVERED
                                * sides.current().spread(Amount.LATENCY).count();
        return covered ? shared : List.of();
    }

    private static long smallerSide(Sides.Stratum stratum) {
        return Math.min(
                stratum.baseline().latencyMs().count(),
                stratum.current().latencyMs().count());
    }

    private @Nullable Double quantile(LogHistogram histogram) {
        OptionalDouble value = histogram.quantile(q);
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
