package dev.arceval.core.compare;

import dev.arceval.core.stats.Estimate;
import dev.arceval.core.stats.PairedProportionTest;
import dev.arceval.core.stats.Proportion;
import dev.arceval.core.stats.ProportionTest;
import dev.arceval.core.stats.StratifiedProportionTest;
import dev.arceval.eval.Finding;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The share of runs that end in an error or are cut short, among those whose end is known.
 *
 * <p>All runs together are compared without regard to patterns: a run that fails takes another path than one that does not, so
 * the pattern is a consequence of the failure, and comparing only within patterns would overlook errors that come with a
 * structure of their own. What a shift of traffic between patterns explains is said in a note instead.
 */
final class Errors implements Metric {

    /** Boschloo's test beyond this many runs takes longer than its small gain in power is worth. */
    private static final int BOSCHLOO_UP_TO = 400;

    private static final String FISHER = "Fisher's exact test with mid-p";

    @Override
    public String name() {
        return "errors";
    }

    @Override
    public Finding.Scale scale() {
        return Finding.Scale.DIFFERENCE;
    }

    @Override
    public ComparisonOptions.Tolerance tolerance(ComparisonOptions options) {
        return options.tolerance(name());
    }

    @Override
    public Evidence overall(Sides sides, Design design) {
        if (design.kind() == Design.Kind.PAIRED && ranOnce(design)) {
            return paired(design);
        }
        if (design.kind() == Design.Kind.SAME_INPUTS) {
            return withinInputs(design);
        }
        Proportion before = sides.baseline().total().errors();
        Proportion after = sides.current().total().errors();
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
                : level(before, after).with(test + ", unit: run", compare);
    }

    /** Patterns are many, so the faster test is used; it keeps its level nearly as well. */
    @Override
    public Evidence within(Sides.Stratum stratum, Sides sides, Design design) {
        Proportion before = stratum.baseline().errors();
        Proportion after = stratum.current().errors();
        DoubleFunction<Optional<Estimate>> compare = confidence -> fisher(before, after, confidence);
        return design.isRepeated()
                ? clustered(
                        FISHER,
                        before,
                        after,
                        compare,
                        sides.baselineCells().of(stratum.key()),
                        sides.currentCells().of(stratum.key()))
                : level(before, after).with(FISHER + ", unit: run", compare);
    }

    /** Returns the change within patterns: what remains when a shift of traffic between them is taken out. */
    static Optional<Estimate> withinPatterns(Sides sides) {
        List<StratifiedProportionTest.Stratum> strata = sides.strata().stream()
                .map(stratum -> new StratifiedProportionTest.Stratum(
                        stratum.baseline().errors(), stratum.current().errors()))
                .toList();
        return StratifiedProportionTest.compare(strata, Evidence.CONFIDENCE);
    }

    private static Evidence clustered(
            String test,
            Proportion before,
            Proportion after,
            DoubleFunction<Optional<Estimate>> compare,
            List<Cells.Cell> baseline,
            List<Cells.Cell> current) {
        Repetition repetition = new Repetition(Tally::errorSpread, hash -> 0);
        return Clustered.apply(level(before, after), test, compare, repetition.measure(baseline, current));
    }

    private static Evidence paired(Design design) {
        long both = 0;
        long onlyBaseline = 0;
        long onlyCurrent = 0;
        long neither = 0;
        for (Design.Pair pair : design.shared().values()) {
            Proportion before = pair.baseline().errors();
            Proportion after = pair.current().errors();
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
                        confidence -> PairedProportionTest.compare(pairs, confidence));
    }

    /** Whether each task stands for one input that ran once a side, which McNemar's test asks for. */
    private static boolean ranOnce(Design design) {
        Set<Long> clusters = new HashSet<>();
        return design.shared().entrySet().stream()
                .allMatch(entry -> clusters.add(entry.getKey().cluster())
                        && entry.getValue().baseline().runs() == 1
                        && entry.getValue().current().runs() == 1);
    }

    private static Evidence withinInputs(Design design) {
        Collection<Design.Pair> inputs = design.shared().values();
        List<StratifiedProportionTest.Stratum> strata = inputs.stream()
                .map(pair -> new StratifiedProportionTest.Stratum(
                        pair.baseline().errors(), pair.current().errors()))
                .toList();
        Proportion before = strata.stream()
                .map(StratifiedProportionTest.Stratum::baseline)
                .reduce(new Proportion(0, 0), Proportion::plus);
        Proportion after = strata.stream()
                .map(StratifiedProportionTest.Stratum::current)
                .reduce(new Proportion(0, 0), Proportion::plus);
        return level(before, after)
                .with(
                        "Cochran-Mantel-Haenszel test within inputs (" + strata.size() + "), unit: run",
                        confidence -> StratifiedProportionTest.compare(strata, confidence));
    }

    /** One stratum makes the exact stratified test Fisher's; large counts hand over to its normal limit. */
    private static Optional<Estimate> fisher(Proportion before, Proportion after, double confidence) {
        return StratifiedProportionTest.compare(
                List.of(new StratifiedProportionTest.Stratum(before, after)), confidence);
    }

    private static Evidence.Level level(Proportion before, Proportion after) {
        return new Evidence.Level(rate(before), rate(after), before.trials(), after.trials());
    }

    private static @Nullable Double rate(Proportion proportion) {
        return proportion.trials() == 0 ? null : proportion.rate();
    }
}
