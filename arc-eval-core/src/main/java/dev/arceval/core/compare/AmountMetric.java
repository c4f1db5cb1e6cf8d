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
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * How long completed runs take, or what they consume, as a ratio of geometric means.
 *
 * <p>Such figures are roughly log-normal: on the log scale means are stable where one slow run moves the arithmetic mean.
 * Runs are compared within patterns, so that more traffic on a slow pattern is not taken for a slower agent.
 */
final class AmountMetric implements Metric {

    /** Smaller strata are looked at together when it is measured how much runs of a task resemble each other. */
    private static final int SMALLEST_STRATUM = 10;

    private static final long POOLED = 0;

    private final Amount amount;

    AmountMetric(Amount amount) {
        this.amount = amount;
    }

    @Override
    public String name() {
        return amount.metric();
    }

    @Override
    public Finding.Scale scale() {
        return Finding.Scale.RATIO;
    }

    @Override
    public Finding.Better better() {
        return Finding.Better.LOWER;
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
    public Optional<Evidence> within(Sides.Stratum stratum, Sides sides, Design design) {
        Moments before = stratum.baseline().logs(amount);
        Moments after = stratum.current().logs(amount);
        String test = "Welch's t test of log " + amount.noun();
        DoubleFunction<Optional<Estimate>> compare = confidence -> MeanTest.compare(before, after, confidence);
        if (!design.isRepeated()) {
            return Optional.of(level(before, after).with(test + ", unit: run", compare));
        }
        Repetition repetition = new Repetition(tally -> tally.logSpread(amount), hash -> POOLED);
        return Optional.of(Clustered.apply(
                level(before, after),
                test,
                compare,
                repetition.measure(
                        sides.baselineCells().of(stratum.key()),
                        sides.currentCells().of(stratum.key()))));
    }

    private Evidence paired(Design design) {
        SharedInputs inputs = SharedInputs.of(design, tally -> tally.logSpread(amount));
        Moments differences = Moments.of(inputs.differences());
        return new Evidence.Level(
                        geometricMean(inputs.before()),
                        geometricMean(inputs.after()),
                        inputs.baselineRuns(),
                        inputs.currentRuns())
                .with(
                        "paired t test of log " + amount.noun() + ", unit: " + inputs.unit(),
                        confidence -> PairedMeanTest.compare(differences, confidence));
    }

    private Evidence withinInputs(Design design) {
        List<StratifiedMeanTest.Stratum> strata = new ArrayList<>();
        Moments before = new Moments();
        Moments after = new Moments();
        for (Design.Pair pair : design.shared().values()) {
            strata.add(stratum(pair.baseline(), pair.current()));
            before.merge(pair.baseline().logs(amount));
            after.merge(pair.current().logs(amount));
        }
        return level(before, after)
                .with(
                        "t test of log " + amount.noun() + " within inputs (" + strata.size() + "), unit: run",
                        confidence -> StratifiedMeanTest.compare(strata, confidence));
    }

    private Evidence withinPatterns(Sides sides, Design design) {
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
        Evidence.Level level = level(
                sides.baseline().total().logs(amount), sides.current().total().logs(amount));
        String test = "t test of log " + amount.noun() + " within patterns (" + compared + ")";
        DoubleFunction<Optional<Estimate>> compare = confidence -> StratifiedMeanTest.compare(strata, confidence);
        if (design.kind() == Design.Kind.INDEPENDENT) {
            return level.with(test + ", unit: run", compare);
        }
        Repetition repetition =
                new Repetition(tally -> tally.logSpread(amount), hash -> large.contains(hash) ? hash : POOLED);
        Optional<DesignEffect> effect = repetition.measure(
                sides.baselineCells().all(), sides.currentCells().all());
        return Clustered.apply(level, test, compare, effect);
    }

    private StratifiedMeanTest.Stratum stratum(Tally baseline, Tally current) {
        return new StratifiedMeanTest.Stratum(baseline.logs(amount), current.logs(amount));
    }

    private long smallerSide(Sides.Stratum stratum) {
        return Math.min(
                stratum.baseline().logs(amount).count(),
                stratum.current().logs(amount).count());
    }

    private static Evidence.Level level(Moments before, Moments after) {
        return new Evidence.Level(geometricMean(before), geometricMean(after), before.count(), after.count());
    }

    private static @Nullable Double geometricMean(Moments logs) {
        return logs.count() == 0 ? null : StrictMath.exp(logs.mean().orElseThrow());
    }
}
