package dev.arceval.core.compare;

import dev.arceval.core.stats.ClusteredMeanTest;
import dev.arceval.core.stats.Estimate;
import dev.arceval.core.stats.Interval;
import dev.arceval.core.stats.MeanTest;
import dev.arceval.core.stats.Moments;
import dev.arceval.core.stats.PValues;
import dev.arceval.core.stats.SignFlipTest;
import dev.arceval.core.stats.StratifiedMeanTest;
import dev.arceval.eval.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/** The mean of a graded score. */
final class ScoreMetric implements Metric {

    private final String evaluation;
    private final boolean lowerIsBetter;
    private final double span;

    /**
     * Compares the scores of an evaluation.
     *
     * @param span what a difference of one point is a hundredth of
     */
    ScoreMetric(String evaluation, boolean lowerIsBetter, double span) {
        this.evaluation = evaluation;
        this.lowerIsBetter = lowerIsBetter;
        this.span = span;
    }

    @Override
    public String name() {
        return Metrics.QUALITY + evaluation;
    }

    @Override
    public Finding.Scale scale() {
        return Finding.Scale.DIFFERENCE;
    }

    @Override
    public Finding.Better better() {
        return lowerIsBetter ? Finding.Better.LOWER : Finding.Better.HIGHER;
    }

    @Override
    public ComparisonOptions.Tolerance tolerance(ComparisonOptions options) {
        ComparisonOptions.Tolerance tolerance = options.tolerance(name());
        return options.isGiven(name()) ? tolerance : tolerance.times(span);
    }

    @Override
    public Evidence overall(Sides sides, Design design) {
        return switch (design.kind()) {
            case PAIRED -> paired(design);
            case SAME_INPUTS -> withinInputs(design);
            case CLUSTERED ->
                clustered(
                        scores(sides.baseline().total()),
                        scores(sides.current().total()),
                        sides.baselineCells().all(),
                        sides.currentCells().all());
            case INDEPENDENT ->
                independent(
                        scores(sides.baseline().total()), scores(sides.current().total()));
        };
    }

    @Override
    public Optional<Evidence> within(Sides.Stratum stratum, Sides sides, Design design) {
        Moments before = scores(stratum.baseline());
        Moments after = scores(stratum.current());
        return Optional.of(
                design.isRepeated()
                        ? clustered(
                                before,
                                after,
                                sides.baselineCells().of(stratum.key()),
                                sides.currentCells().of(stratum.key()))
                        : independent(before, after));
    }

    private Evidence paired(Design design) {
        SharedInputs inputs = SharedInputs.of(design, tally -> Tally.Spread.of(scores(tally)));
        double[] differences = inputs.differences();
        String test = SignFlipTest.isExact(differences) ? "exact paired sign-flip test" : "paired t test";
        return new Evidence.Level(
                        mean(inputs.before()), mean(inputs.after()), inputs.baselineRuns(), inputs.currentRuns())
                .with(
                        test + " of scores, unit: " + inputs.unit(),
                        confidence -> worse(SignFlipTest.compare(differences, confidence)));
    }

    private Evidence withinInputs(Design design) {
        List<StratifiedMeanTest.Stratum> strata = new ArrayList<>();
        Moments before = new Moments();
        Moments after = new Moments();
        for (Design.Pair pair : design.shared().values()) {
            strata.add(new StratifiedMeanTest.Stratum(scores(pair.baseline()), scores(pair.current())));
            before.merge(scores(pair.baseline()));
            after.merge(scores(pair.current()));
        }
        return level(before, after)
                .with(
                        "t test of scores within inputs (" + strata.size() + "), unit: run",
                        confidence -> worse(StratifiedMeanTest.compare(strata, confidence)));
    }

    private Evidence clustered(
            Moments before, Moments after, List<Cells.Cell> baselineCells, List<Cells.Cell> currentCells) {
        List<Moments> baseline = byCluster(baselineCells);
        List<Moments> current = byCluster(currentCells);
        return level(before, after)
                .with(
                        "clustered t test of scores, unit: task (" + baseline.size() + ", " + current.size() + ")",
                        confidence -> worse(ClusteredMeanTest.compare(baseline, current, confidence)));
    }

    private Evidence independent(Moments before, Moments after) {
        DoubleFunction<Optional<Estimate>> test = confidence -> worse(MeanTest.compare(before, after, confidence));
        return level(before, after).with("Welch's t test of scores, unit: run", test);
    }

    private List<Moments> byCluster(List<Cells.Cell> cells) {
        Map<Long, Moments> clusters = new TreeMap<>();
        for (Cells.Cell cell : cells) {
            Moments scores = scores(cell.tally());
            if (scores.count() > 0) {
                clusters.computeIfAbsent(cell.key().cluster(), key -> new Moments())
                        .merge(scores);
            }
        }
        return List.copyOf(clusters.values());
    }

    private Moments scores(Tally tally) {
        return tally.judged(evaluation).scores();
    }

    /** Turns a rise into a rise for the worse. */
    private Optional<Estimate> worse(Optional<Estimate> rise) {
        return lowerIsBetter ? rise : rise.map(ScoreMetric::negated);
    }

    static Estimate negated(Estimate estimate) {
        Interval interval = estimate.interval();
        PValues p = estimate.p();
        return new Estimate(
                -estimate.value(),
                new Interval(-interval.upper(), -interval.lower()),
                new PValues(p.less(), p.greater()));
    }

    private static Evidence.Level level(Moments before, Moments after) {
        return new Evidence.Level(mean(before), mean(after), before.count(), after.count());
    }

    private static @Nullable Double mean(Moments values) {
        return values.count() == 0 ? null : values.mean().orElseThrow();
    }
}
