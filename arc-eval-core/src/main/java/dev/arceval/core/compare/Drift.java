package dev.arceval.core.compare;

import dev.arceval.core.stats.Estimate;
import dev.arceval.core.stats.Interval;
import dev.arceval.core.stats.MaxTTest;
import dev.arceval.core.stats.MeanTest;
import dev.arceval.core.stats.Moments;
import dev.arceval.core.stats.PairedMeanTest;
import dev.arceval.core.stats.PowerPlan;
import dev.arceval.eval.Cause;
import dev.arceval.eval.Finding;
import dev.arceval.eval.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Whether the agent behaves differently: other tools, other paths, other answers.
 *
 * <p>A shift is no harm by itself, so it has a verdict of its own that never makes a report a regression, and an error budget
 * of its own, as large as that for details. The components of a metric are tested at once; the finding is about the one that
 * moved most clearly, and its causes name all that moved.
 *
 * <p>Only completed runs count: what fails takes another path, and is counted as an error.
 */
final class Drift {

    /** A budget as large as that for details: half of it for tools, a quarter each for paths and length. */
    private static final Map<String, Double> SHARES = Map.of("tools", 0.5, "paths", 0.25, "length", 0.25);

    /** The same runs get the same permutations. */
    private static final long SEED = 0x6472696674L;

    private static final int MOST_CAUSES = 5;
    private static final int FEWEST_UNITS = 5;
    private static final double POWER = 0.8;

    private final String metric;
    private final Behaviour behaviour;
    private final double[][] differences;
    private final MaxTTest.Result result;
    private final ComparisonOptions options;
    private final double alpha;
    private final long baselineRuns;
    private final long currentRuns;

    private Drift(String metric, Behaviour behaviour, ComparisonOptions options) {
        this.metric = metric;
        this.behaviour = behaviour;
        this.differences = behaviour.isPaired() ? differences(behaviour) : new double[0][];
        this.result = behaviour.isPaired()
                ? MaxTTest.signFlip(differences, SEED)
                : MaxTTest.relabel(behaviour.baseline(), behaviour.current(), SEED);
        this.options = options;
        this.alpha = options.gate().detailAlpha() * SHARES.getOrDefault(metric, 0.0);
        this.baselineRuns = behaviour.baselineRuns();
        this.currentRuns = behaviour.currentRuns();
    }

    /** Returns one finding for each drift metric that the runs tell something about. */
    static List<Finding> findings(Sides sides, Design design, ComparisonOptions options) {
        if (design.kind() == Design.Kind.SAME_INPUTS) {
            return List.of();
        }
        Behaviour behaviour = Behaviour.of(sides, design, options);
        if (Math.min(behaviour.baseline().length, behaviour.current().length) < FEWEST_UNITS) {
            return List.of();
        }
        return List.of("tools", "paths", "length").stream()
                .filter(metric -> behaviour.columns(metric).length > 0)
                .flatMap(metric -> new Drift(metric, behaviour.only(metric), options).finding().stream())
                .toList();
    }

    private Optional<Finding> finding() {
        List<Moved> moved = IntStream.range(0, behaviour.components().size())
                .mapToObj(this::moved)
                .flatMap(Optional::stream)
                .sorted(Comparator.comparingDouble((Moved component) -> -Math.abs(component.t)))
                .toList();
        if (moved.isEmpty()) {
            return Optional.empty();
        }
        List<Moved> shifted = moved.stream()
                .filter(component -> component.p <= options.gate().alpha() && component.matters())
                .toList();
        Moved lead = shifted.isEmpty() ? moved.get(0) : shifted.get(0);
        Moved open =
                moved.stream().max(Comparator.comparingDouble(Moved::openness)).orElse(lead);
        Verdict verdict = !shifted.isEmpty()
                ? Verdict.REGRESSION
                : open.openness() < 1 ? Verdict.NO_REGRESSION : Verdict.INCONCLUSIVE;
        return Optional.of(new Finding(
                metric,
                Finding.OVERALL,
                verdict,
                Finding.Better.NEITHER,
                lead.shown(lead.before),
                lead.shown(lead.after),
                lead.shownChange(lead.estimate.value()),
                lead.interval(),
                lead.scale(),
                lead.p,
                baselineRuns,
                currentRuns,
                test(moved.size(), lead),
                verdict == Verdict.INCONCLUSIVE ? open.runsNeeded() : null,
                lead.shownChange(lead.detectable()),
                causes(shifted.isEmpty() ? List.of(lead) : shifted, moved)));
    }

    private Optional<Moved> moved(int component) {
        Behaviour.Component about = behaviour.components().get(component);
        Moments before = column(behaviour.baseline(), component);
        Moments after = column(behaviour.current(), component);
        Optional<Estimate> estimate = estimate(component, before, after, Evidence.CONFIDENCE);
        double p = result.pAdjusted()[component] * options.gate().alpha() / alpha;
        return estimate.map(change -> new Moved(
                about,
                component,
                before.mean().orElse(0),
                after.mean().orElse(0),
                result.t()[component],
                Math.min(1, p),
                change,
                estimate(component, before, after, Evidence.BOUND_CONFIDENCE)
                        .orElse(change)
                        .interval()));
    }

    private Optional<Estimate> estimate(int component, Moments before, Moments after, double confidence) {
        return behaviour.isPaired()
                ? PairedMeanTest.compare(column(differences, component), confidence)
                : MeanTest.compare(before, after, confidence);
    }

    /** A component with what became of it; figures are means over units. */
    private final class Moved {
        private final Behaviour.Component about;
        private final int column;
        private final double before;
        private final double after;
        private final double t;
        private final double p;
        private final Estimate estimate;
        private final Interval bounds;
        private final ComparisonOptions.Tolerance tolerance;

        Moved(
                Behaviour.Component about,
                int column,
                double before,
                double after,
                double t,
                double p,
                Estimate estimate,
                Interval bounds) {
            this.about = about;
            this.column = column;
            this.before = before;
            this.after = after;
            this.t = t;
            this.p = p;
            this.estimate = estimate;
            this.bounds = bounds;
            ComparisonOptions.Tolerance given = options.tolerance(about.metric());
            boolean refusals = about.metric().equals("length") && !about.isRatio();
            this.tolerance = about.isRatio() ? given.logarithm() : refusals ? options.tolerance("errors") : given;
        }

        boolean matters() {
            return Math.abs(estimate.value()) >= tolerance.minimum();
        }

        /** The largest change that cannot be excluded, in margins. */
        double openness() {
            return Math.max(Math.abs(bounds.lower()), Math.abs(bounds.upper())) / tolerance.margin();
        }

        double detectable() {
            return Math.max(
                    tolerance.minimum(),
                    new PowerPlan(level(), POWER).detectable(estimate.interval(), Evidence.CONFIDENCE));
        }

        @Nullable
        Long runsNeeded() {
            double room = tolerance.margin() - Math.min(Math.abs(estimate.value()), tolerance.minimum());
            double growth = new PowerPlan(1 - Evidence.CONFIDENCE, POWER)
                    .growthFor(Math.max(room, tolerance.minimum() / 2), estimate.interval(), Evidence.CONFIDENCE);
            double runs = Math.ceil(Math.max(1, growth) * Math.min(baselineRuns, currentRuns)) + 1;
            return runs <= 1e9 ? (long) runs : null;
        }

        Finding.Scale scale() {
            return about.isRatio() ? Finding.Scale.RATIO : Finding.Scale.DIFFERENCE;
        }

        double shown(double value) {
            return about.isRatio() ? StrictMath.expm1(value) : value;
        }

        @Nullable
        Double shownChange(double change) {
            double value = about.isRatio() ? StrictMath.exp(change) : change;
            return Double.isFinite(value) ? value : null;
        }

        Finding.@Nullable Interval interval() {
            Double low = shownChange(estimate.interval().lower());
            Double high = shownChange(estimate.interval().upper());
            return low == null || high == null ? null : new Finding.Interval(low, high);
        }
    }

    private double level() {
        return alpha / (2.0 * behaviour.components().size());
    }

    private String test(int components, Moved lead) {
        String how = result.permutations() == 0
                ? "max-|T| in its normal limit"
                : behaviour.isPaired() ? "max-|T| over sign flips" : "max-|T| over relabelings";
        String units = behaviour.isPaired()
                ? "input or task (" + behaviour.baseline().length + ")"
                : "task or run (" + behaviour.baseline().length + ", " + behaviour.current().length + ")";
        return how + " of " + components + " components, unit: " + units + ", most: " + lead.about.name();
    }

    private List<Cause> causes(List<Moved> named, List<Moved> all) {
        double sum = all.stream()
                .filter(component -> !component.about.isRatio())
                .mapToDouble(component -> Math.abs(component.estimate.value()))
                .sum();
        List<Cause> causes = new ArrayList<>();
        for (Moved component : named.subList(0, Math.min(MOST_CAUSES, named.size()))) {
            Double share = component.about.kind() == Cause.Kind.ANSWER || sum == 0
                    ? null
                    : Double.valueOf(Math.abs(component.estimate.value()) / sum);
            causes.add(new Cause(
                    component.about.kind(),
                    component.about.name(),
                    share,
                    component.shown(component.before),
                    component.shown(component.after),
                    component.about.unit(),
                    showing(behaviour.baseline(), component.column),
                    showing(behaviour.current(), component.column)));
        }
        return causes;
    }

    private static long showing(double[][] rows, int column) {
        long showing = 0;
        for (double[] row : rows) {
            showing += row[column] != 0 ? 1 : 0;
        }
        return showing;
    }

    private static double[][] differences(Behaviour behaviour) {
        double[][] differences = new double[behaviour.baseline().length][];
        for (int i = 0; i < differences.length; i++) {
            double[] before = behaviour.baseline()[i];
            double[] after = behaviour.current()[i];
            differences[i] = IntStream.range(0, before.length)
                    .mapToDouble(j -> after[j] - before[j])
                    .toArray();
        }
        return differences;
    }

    private static Moments column(double[][] rows, int column) {
        Moments values = new Moments();
        for (double[] row : rows) {
            values.add(row[column]);
        }
        return values;
    }
}
