package dev.arceval.core.compare;

import dev.arceval.eval.Cause;
import dev.arceval.eval.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Says what carries an overall change: the parts that changed with it, the largest share first. */
final class Causes {

    /** A part that explains less is not worth a line. */
    private static final double LEAST_SHARE = 0.1;

    /** A version or model whose share of the runs moved by less did not change with the metric. */
    private static final double LEAST_MOVE = 0.2;

    private static final int MOST_OF_A_KIND = 3;

    private final Sides sides;

    Causes(Sides sides) {
        this.sides = sides;
    }

    List<Cause> of(Finding finding) {
        List<Cause> causes = new ArrayList<>();
        for (Amount amount : Amount.values()) {
            if (finding.metric().equals(amount.metric())) {
                causes.addAll(patterns(amount));
                causes.addAll(steps(Cause.Kind.TOOL, amount, finding));
                causes.addAll(steps(Cause.Kind.MODEL, amount, finding));
            }
        }
        if (finding.metric().equals(Metrics.ERRORS) || finding.metric().equals(Metrics.ABORTS)) {
            causes.addAll(rates(Cause.Kind.ERROR, Parts.Part::runs, "share of runs"));
            causes.addAll(rates(Cause.Kind.TOOL, Parts.Part::failedRuns, "share of runs in which it failed"));
        }
        causes.addAll(changed(Cause.Kind.VERSION));
        causes.addAll(changed(Cause.Kind.MODEL));
        return causes;
    }

    /** The mean change of logarithms is a weighted sum over patterns. */
    private List<Cause> patterns(Amount amount) {
        double all = sides.strata().stream()
                .mapToDouble(stratum -> contribution(stratum, amount))
                .sum();
        if (sides.strata().size() == 1 || all == 0) {
            return List.of();
        }
        return strongest(sides.strata().stream()
                .filter(stratum -> smallerSide(stratum, amount) >= Comparer.SMALLEST_PATTERN)
                .map(stratum -> new Cause(
                        Cause.Kind.PATTERN,
                        stratum.key().id(),
                        contribution(stratum, amount) / all,
                        geometricMean(stratum.baseline(), amount),
                        geometricMean(stratum.current(), amount),
                        unit(amount),
                        stratum.baseline().logs(amount).count(),
                        stratum.current().logs(amount).count())));
    }

    private static double contribution(Sides.Stratum stratum, Amount amount) {
        if (smallerSide(stratum, amount) == 0) {
            return 0;
        }
        Tally.Spread before = stratum.baseline().logSpread(amount);
        Tally.Spread after = stratum.current().logSpread(amount);
        return (after.mean() - before.mean()) / (1.0 / before.count() + 1.0 / after.count());
    }

    private static long smallerSide(Sides.Stratum stratum, Amount amount) {
        return Math.min(
                stratum.baseline().logs(amount).count(),
                stratum.current().logs(amount).count());
    }

    private static double geometricMean(Tally tally, Amount amount) {
        return StrictMath.exp(tally.logSpread(amount).mean());
    }

    /**
     * The arithmetic mean of a run is the sum over its steps, apart from what happens between them. It can fall while the
     * geometric mean, which the finding is about, rises: then it explains nothing.
     */
    private List<Cause> steps(Cause.Kind kind, Amount amount, Finding finding) {
        long before = sides.baseline().total().count(RunFacts.Ending.COMPLETED);
        long after = sides.current().total().count(RunFacts.Ending.COMPLETED);
        if (before == 0 || after == 0) {
            return List.of();
        }
        double all = sides.current().parts().total().sum(amount) / after
                - sides.baseline().parts().total().sum(amount) / before;
        if (all == 0 || (all > 0) != (finding.effect() == null || finding.effect() > 1)) {
            return List.of();
        }
        return compared(kind, part -> part.sum(amount), before, after, all, unit(amount)).stream()
                .filter(cause -> kind != Cause.Kind.MODEL || !isExchanged(cause))
                .toList();
    }

    /** A model in place of another takes all of it, which says nothing; {@link #changed} names both. */
    private static boolean isExchanged(Cause cause) {
        return cause.nBaseline() == 0 || cause.nCurrent() == 0;
    }

    private List<Cause> rates(Cause.Kind kind, ToDoubleFunction<Parts.Part> count, String unit) {
        long before = sides.baseline().runs();
        long after = sides.current().runs();
        double all = failures(sides.current()) / after - failures(sides.baseline()) / before;
        return all == 0 ? List.of() : compared(kind, count, before, after, all, unit);
    }

    private static double failures(RunSummary side) {
        return side.total().errors().events() + side.total().aborts().events();
    }

    private List<Cause> compared(
            Cause.Kind kind, ToDoubleFunction<Parts.Part> value, long before, long after, double all, String unit) {
        return strongest(names(kind).map(name -> {
            Parts.Part one = part(sides.baseline(), kind, name);
            Parts.Part two = part(sides.current(), kind, name);
            double baseline = value.applyAsDouble(one) / before;
            double current = value.applyAsDouble(two) / after;
            return new Cause(kind, name, (current - baseline) / all, baseline, current, unit, one.runs(), two.runs());
        }));
    }

    /** What changed at the same time, whether it has to do with it or not. */
    private List<Cause> changed(Cause.Kind kind) {
        double before = sides.baseline().runs();
        double after = sides.current().runs();
        return names(kind)
                .map(name -> {
                    Parts.Part one = part(sides.baseline(), kind, name);
                    Parts.Part two = part(sides.current(), kind, name);
                    return new Cause(
                            kind,
                            name,
                            null,
                            one.runs() / before,
                            two.runs() / after,
                            "share of runs",
                            one.runs(),
                            two.runs());
                })
                .filter(cause -> Math.abs(cause.current() - cause.baseline()) >= LEAST_MOVE)
                .sorted(Comparator.comparingDouble((Cause cause) -> -Math.abs(cause.current() - cause.baseline()))
                        .thenComparing(Cause::name))
                .limit(MOST_OF_A_KIND)
                .toList();
    }

    private Stream<String> names(Cause.Kind kind) {
        TreeSet<String> names = new TreeSet<>(sides.baseline().parts().of(kind).keySet());
        names.addAll(sides.current().parts().of(kind).keySet());
        return names.stream();
    }

    private static Parts.Part part(RunSummary side, Cause.Kind kind, String name) {
        return side.parts().of(kind).getOrDefault(name, new Parts.Part());
    }

    private static List<Cause> strongest(Stream<Cause> causes) {
        return causes.filter(cause -> share(cause) >= LEAST_SHARE)
                .sorted(Comparator.comparingDouble((Cause cause) -> -share(cause))
                        .thenComparing(Cause::name))
                .limit(MOST_OF_A_KIND)
                .toList();
    }

    private static double share(Cause cause) {
        Double share = cause.share();
        return share == null ? 0 : share;
    }

    private static String unit(Amount amount) {
        return switch (amount) {
            case LATENCY -> "ms per run";
            case COST -> "US dollars per run";
            case TOKENS -> "tokens per run";
        };
    }
}
