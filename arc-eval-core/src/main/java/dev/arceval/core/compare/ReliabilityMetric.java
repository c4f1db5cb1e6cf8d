package dev.arceval.core.compare;

import dev.arceval.core.stats.ClusteredMeanTest;
import dev.arceval.core.stats.Moments;
import dev.arceval.core.stats.PassPower;
import dev.arceval.core.stats.Proportion;
import dev.arceval.core.stats.SignFlipTest;
import dev.arceval.eval.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The probability that several tries of one task all succeed. The unit is the task. */
final class ReliabilityMetric implements Metric {

    /** Reliability over more tries than this differs little from "never fails". */
    private static final int MOST_TRIES = 8;

    /** So many of the inputs must have run often enough. */
    private static final double LEAST_COVERED = 0.8;

    private final String evaluation;
    private final Function<Tally, Proportion> bad;
    private final int tries;

    private ReliabilityMetric(String evaluation, Function<Tally, Proportion> bad, int tries) {
        this.evaluation = evaluation;
        this.bad = bad;
        this.tries = tries;
    }

    /** Returns the metric for the largest number of tries that nearly all inputs of both sides had; empty if that is one. */
    static Optional<ReliabilityMetric> of(String evaluation, Function<Tally, Proportion> bad, Sides sides) {
        for (int tries = MOST_TRIES; tries > 1; tries--) {
            if (isCovered(sides.baselineCells(), bad, tries) && isCovered(sides.currentCells(), bad, tries)) {
                return Optional.of(new ReliabilityMetric(evaluation, bad, tries));
            }
        }
        return Optional.empty();
    }

    @Override
    public String name() {
        return Metrics.PASS_POWER + evaluation;
    }

    @Override
    public Finding.Scale scale() {
        return Finding.Scale.DIFFERENCE;
    }

    @Override
    public Finding.Better better() {
        return Finding.Better.HIGHER;
    }

    @Override
    public ComparisonOptions.Tolerance tolerance(ComparisonOptions options) {
        return options.tolerance(name());
    }

    @Override
    public Evidence overall(Sides sides, Design design) {
        String name = "all of " + tries + " tries succeed (pass^" + tries + ")";
        if (design.isSharedInputs()) {
            SharedInputs inputs = SharedInputs.of(design, this::ofInput);
            double[] differences = inputs.differences();
            String test = SignFlipTest.isExact(differences) ? "exact paired sign-flip test" : "paired t test";
            return new Evidence.Level(
                            mean(inputs.before()), mean(inputs.after()), inputs.baselineRuns(), inputs.currentRuns())
                    .with(
                            test + " of " + name + ", unit: " + inputs.unit(),
                            confidence -> SignFlipTest.compare(differences, confidence)
                                    .map(ScoreMetric::negated));
        }
        List<Moments> before = byCluster(sides.baselineCells());
        List<Moments> after = byCluster(sides.currentCells());
        return new Evidence.Level(
                        mean(sum(before)),
                        mean(sum(after)),
                        sum(before).count(),
                        sum(after).count())
                .with(
                        "clustered t test of " + name + ", unit: task (" + before.size() + ", " + after.size() + ")",
                        confidence -> ClusteredMeanTest.compare(before, after, confidence)
                                .map(ScoreMetric::negated));
    }

    /** Which pattern a try took is part of what makes tries differ. */
    @Override
    public Optional<Evidence> within(Sides.Stratum stratum, Sides sides, Design design) {
        return Optional.empty();
    }

    /** Returns pass^1 up to the number of tries compared, for the baseline and now. */
    List<double[]> curve(Sides sides) {
        List<double[]> curve = new ArrayList<>();
        for (int k = 1; k <= tries; k++) {
            ReliabilityMetric some = new ReliabilityMetric(evaluation, bad, k);
            curve.add(new double[] {
                sum(some.byCluster(sides.baselineCells())).mean().orElse(0),
                sum(some.byCluster(sides.currentCells())).mean().orElse(0)
            });
        }
        return curve;
    }

    private Tally.Spread ofInput(Tally tally) {
        Proportion failed = bad.apply(tally);
        return failed.trials() < tries
                ? new Tally.Spread(0, 0, 0)
                : new Tally.Spread(failed.trials(), estimate(failed), 0);
    }

    private double estimate(Proportion failed) {
        return PassPower.estimate(tries, new Proportion(failed.trials() - failed.events(), failed.trials()));
    }

    /** One value for each input with enough tries. */
    private List<Moments> byCluster(Cells cells) {
        TreeMap<Long, Moments> clusters = new TreeMap<>();
        cells.inputs().values().forEach(input -> {
            Proportion failed = failed(input.tallies(), bad);
            if (failed.trials() >= tries) {
                clusters.computeIfAbsent(input.cluster(), key -> new Moments()).add(estimate(failed));
            }
        });
        return List.copyOf(clusters.values());
    }

    private static boolean isCovered(Cells cells, Function<Tally, Proportion> bad, int tries) {
        long judged = 0;
        long enough = 0;
        for (Cells.InputRuns input : cells.inputs().values()) {
            long trials = failed(input.tallies(), bad).trials();
            judged += trials > 0 ? 1 : 0;
            enough += trials >= tries ? 1 : 0;
        }
        return enough > 1 && enough >= LEAST_COVERED * judged;
    }

    private static Proportion failed(List<Tally> tallies, Function<Tally, Proportion> bad) {
        return tallies.stream().map(bad).reduce(new Proportion(0, 0), Proportion::plus);
    }

    private static Moments sum(List<Moments> clusters) {
        Moments sum = new Moments();
        clusters.forEach(sum::merge);
        return sum;
    }

    private static @Nullable Double mean(Moments values) {
        return values.count() == 0 ? null : values.mean().orElseThrow();
    }
}
