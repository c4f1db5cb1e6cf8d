package dev.arceval.core.compare;

import dev.arceval.core.stats.Estimate;
import dev.arceval.core.stats.Interval;
import dev.arceval.core.stats.PairedProportionTest;
import dev.arceval.core.stats.Proportion;
import dev.arceval.core.stats.ProportionTest;
import dev.arceval.core.stats.SignFlipTest;
import dev.arceval.core.stats.StratifiedProportionTest;
import dev.arceval.eval.Finding;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A share of runs: those that end in an error, are cut short, or are judged bad.
 *
 * <p>All runs together are compared without regard to patterns: a run that fails takes another path than one that does not, so
 * the pattern is a consequence of the failure, and comparing only within patterns would overlook errors that come with a
 * structure of their own. What a shift of traffic between patterns explains is said in a note instead.
 */
final class RateMetric implements Metric {

    /** Boschloo's test beyond this many runs takes longer than its small gain in power is worth. */
    private static final int BOSCHLOO_UP_TO = 400;

    /** The t interval of fewer events says little about the events that were not seen. */
    private static final int FEW_EVENTS = 10;

    private static final String FISHER = "Fisher's exact test with mid-p";

    private final String name;
    private final Finding.Better better;
    private final Function<Tally, Proportion> bad;

    private RateMetric(String name, Finding.Better better, Function<Tally, Proportion> bad) {
        this.name = name;
        this.better = better;
        this.bad = bad;
    }

    /** Returns a metric whose value is the share of bad runs. */
    static RateMetric ofBad(String name, Function<Tally, Proportion> bad) {
        return new RateMetric(name, Finding.Better.LOWER, bad);
    }

    /** Returns a metric whose value is the share of the other runs. */
    static RateMetric ofGood(String name, Function<Tally, Proportion> bad) {
        return new RateMetric(name, Finding.Better.HIGHER, bad);
    }

    /** Returns the bad ones among some runs. */
    Proportion bad(Tally tally) {
        return bad.apply(tally);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Finding.Scale scale() {
        return Finding.Scale.DIFFERENCE;
    }

    @Override
    public Finding.Better better() {
        return better;
    }

    @Override
    public ComparisonOptions.Tolerance tolerance(ComparisonOptions options) {
        return options.tolerance(name);
    }

    @Override
    public Evidence overall(Sides sides, Design design) {
        if (design.kind() == Design.Kind.PAIRED) {
            return paired(design);
        }
        if (design.kind() == Design.Kind.SAME_INPUTS) {
            return withinInputs(design);
        }
        Proportion before = bad.apply(sides.baseline().total());
        Proportion after = bad.apply(sides.current().total());
        boolean small = before.trials() + after.trials() <= BOSCHLOO_UP_TO;
        // Only the interval is needed at the other confidence, and Boschloo's p-value is not cheap.
        DoubleFunction<Optional<Estimate>> compare = confidence -> small && confidence == Evidence.CONFIDENCE
                ? ProportionTest.compare(before, after, confidence)
                : fisher(before, after, confidence);
        String test = small ? "Boschloo's exact test" : FISHER;
        return design.isRepeated()
                ? clustered(
                        test,
                        before,
                        after,
                        compare,
                        sides.baselineCells().all(),
                        sides.currentCells().all())
                : level(before, after).with(test + ", unit: run", compare, leastP(before, after));
    }

    /** Patterns are many, so the faster test is used; it keeps its level nearly as well. */
    @Override
    public Optional<Evidence> within(Sides.Stratum stratum, Sides sides, Design design) {
        Proportion before = bad.apply(stratum.baseline());
        Proportion after = bad.apply(stratum.current());
        DoubleFunction<Optional<Estimate>> compare = confidence -> fisher(before, after, confidence);
        return Optional.of(
                design.isRepeated()
                        ? clustered(
                                FISHER,
                                before,
                                after,
                                compare,
                                sides.baselineCells().of(stratum.key()),
                                sides.currentCells().of(stratum.key()))
                        : level(before, after).with(FISHER + ", unit: run", compare, leastP(before, after)));
    }

    /** Returns the change within patterns: what remains when a shift of traffic between them is taken out. */
    Optional<Estimate> withinPatterns(Sides sides) {
        List<StratifiedProportionTest.Stratum> strata = sides.strata().stream()
                .map(stratum -> new StratifiedProportionTest.Stratum(
                        bad.apply(stratum.baseline()), bad.apply(stratum.current())))
                .toList();
        return StratifiedProportionTest.compare(strata, Evidence.CONFIDENCE);
    }

    private Evidence clustered(
            String test,
            Proportion before,
            Proportion after,
            DoubleFunction<Optional<Estimate>> compare,
            List<Cells.Cell> baseline,
            List<Cells.Cell> current) {
        Repetition repetition = new Repetition(tally -> Tally.Spread.of(bad.apply(tally)), hash -> 0);
        return Clustered.apply(level(before, after), test, compare, repetition.measure(baseline, current))
                .leastP(leastP(before, after));
    }

    private Evidence paired(Design design) {
        return ranOnce(design) ? onePairEach(design) : severalRunsEach(design);
    }

    private Evidence onePairEach(Design design) {
        long both = 0;
        long onlyBaseline = 0;
        long onlyCurrent = 0;
        long neither = 0;
        for (Design.Pair pair : design.shared().values()) {
            Proportion before = bad.apply(pair.baseline());
            Proportion after = bad.apply(pair.current());
            if (before.trials() == 1 && after.trials() == 1) {
                both += before.events() & after.events();
                onlyBaseline += before.events() & ~after.events();
                onlyCurrent += after.events() & ~before.events();
                neither += 1 - (before.events() | after.events());
            }
        }
        PairedProportionTest.Pairs pairs = new PairedProportionTest.Pairs(both, onlyBaseline, onlyCurrent, neither);
        long total = both + onlyBaseline + onlyCurrent + neither;
        return level(new Proportion(both + onlyBaseline, total), new Proportion(both + onlyCurrent, total))
                .with(
                        "McNemar's test with mid-p, unit: input (" + total + ")",
                        confidence -> PairedProportionTest.compare(pairs, confidence),
                        StrictMath.pow(2, -(onlyBaseline + onlyCurrent + 1.0)));
    }

    private Evidence severalRunsEach(Design design) {
        SharedInputs inputs = SharedInputs.of(design, tally -> Tally.Spread.of(bad.apply(tally)));
        double[] differences = inputs.differences();
        Proportion before = sum(design, Design.Pair::baseline);
        Proportion after = sum(design, Design.Pair::current);
        // What was hardly ever seen could as well have been missed in a whole task.
        Optional<Proportion[]> rare = before.events() + after.events() < FEW_EVENTS && differences.length > 0
                ? Optional.of(new Proportion[] {perCluster(before, differences), perCluster(after, differences)})
                : Optional.empty();
        String test = SignFlipTest.isExact(differences) ? "exact paired sign-flip test" : "paired t test";
        return new Evidence.Level(
                        shown(inputs.before().mean().orElse(0), differences.length),
                        shown(inputs.after().mean().orElse(0), differences.length),
                        inputs.baselineRuns(),
                        inputs.currentRuns())
                .with(
                        test + " of rates, unit: " + inputs.unit(),
                        confidence -> SignFlipTest.compare(differences, confidence)
                                .map(estimate -> rare.map(rates -> widened(estimate, rates, confidence))
                                        .orElse(estimate)),
                        StrictMath.pow(2, -changed(differences)));
    }

    private static Estimate widened(Estimate estimate, Proportion[] rates, double confidence) {
        Optional<Estimate> counted = fisher(rates[0], rates[1], confidence);
        Interval own = estimate.interval();
        return counted.map(Estimate::interval)
                .map(wide -> new Interval(Math.min(own.lower(), wide.lower()), Math.max(own.upper(), wide.upper())))
                .map(interval -> new Estimate(estimate.value(), interval, estimate.p()))
                .orElse(estimate);
    }

    /** As many trials as there are clusters, at about the same rate. */
    private static Proportion perCluster(Proportion share, double[] clusters) {
        return new Proportion(Math.min(clusters.length, Math.round(share.rate() * clusters.length)), clusters.length);
    }

    private static long changed(double[] differences) {
        long changed = 0;
        for (double difference : differences) {
            changed += difference != 0 ? 1 : 0;
        }
        return changed;
    }

    private Proportion sum(Design design, Function<Design.Pair, Tally> side) {
        return design.shared().values().stream().map(side).map(bad).reduce(new Proportion(0, 0), Proportion::plus);
    }

    /** Whether each task stands for one input that ran once a side, which McNemar's test asks for. */
    private boolean ranOnce(Design design) {
        Set<Long> clusters = new HashSet<>();
        return design.shared().entrySet().stream()
                .filter(entry -> bad.apply(entry.getValue().baseline()).trials() > 0
                        && bad.apply(entry.getValue().current()).trials() > 0)
                .allMatch(entry -> clusters.add(entry.getKey().cluster())
                        && bad.apply(entry.getValue().baseline()).trials() == 1
                        && bad.apply(entry.getValue().current()).trials() == 1);
    }

    private Evidence withinInputs(Design design) {
        Collection<Design.Pair> inputs = design.shared().values();
        List<StratifiedProportionTest.Stratum> strata = inputs.stream()
                .map(pair ->
                        new StratifiedProportionTest.Stratum(bad.apply(pair.baseline()), bad.apply(pair.current())))
                .toList();
        Proportion before = sum(design, Design.Pair::baseline);
        Proportion after = sum(design, Design.Pair::current);
        return level(before, after)
                .with(
                        "Cochran-Mantel-Haenszel test within inputs (" + strata.size() + "), unit: run",
                        confidence -> StratifiedProportionTest.compare(strata, confidence),
                        before.events() + after.events() == 0 ? 1 : 0);
    }

    /** One stratum makes the exact stratified test Fisher's; large counts hand over to its normal limit. */
    private static Optional<Estimate> fisher(Proportion before, Proportion after, double confidence) {
        return StratifiedProportionTest.compare(
                List.of(new StratifiedProportionTest.Stratum(before, after)), confidence);
    }

    /** The mid-p value if every bad run were a current one, given how many there are. */
    private static double leastP(Proportion before, Proportion after) {
        long events = before.events() + after.events();
        long trials = before.trials() + after.trials();
        if (events == 0 || events == trials) {
            return 1;
        }
        double p = 0.5;
        for (long i = 0; i < events && p > 0; i++) {
            p *= Math.max(0, (double) (after.trials() - i) / (trials - i));
        }
        return p;
    }

    private Evidence.Level level(Proportion before, Proportion after) {
        return new Evidence.Level(
                shown(before.rate(), before.trials()),
                shown(after.rate(), after.trials()),
                before.trials(),
                after.trials());
    }

    private @Nullable Double shown(double badRate, long trials) {
        if (trials == 0) {
            return null;
        }
        return better == Finding.Better.HIGHER ? 1 - badRate : badRate;
    }
}
