package dev.arceval.core.compare;

import java.util.ArrayList;
import java.util.List;

/** What there is to compare between two sides, in the order of reports. */
final class Metrics {

    static final String LATENCY = "latency";
    static final String ERRORS = "errors";
    static final String ABORTS = "aborts";
    static final String QUALITY = "quality:";
    static final String PASS_POWER = "passk:";

    private final Sides sides;
    private final ComparisonOptions options;
    private final List<Metric> metrics = new ArrayList<>();

    private Metrics(Sides sides, ComparisonOptions options) {
        this.sides = sides;
        this.options = options;
    }

    static List<Metric> of(Sides sides, ComparisonOptions options) {
        Metrics all = new Metrics(sides, options);
        all.add(new AmountMetric(Amount.LATENCY));
        all.add(RateMetric.ofBad(ERRORS, Tally::errors));
        all.add(RateMetric.ofBad(ABORTS, Tally::aborts));
        for (Amount amount : List.of(Amount.COST, Amount.TOKENS)) {
            if (sides.baseline().total().logs(amount).count() > 0) {
                all.add(new AmountMetric(amount));
            }
        }
        all.addEvaluations();
        return all.metrics;
    }

    /** Returns the evaluations that only the current runs have: there is nothing to compare them with. */
    static List<String> newEvaluations(Sides sides) {
        List<String> fresh = new ArrayList<>(sides.current().total().evaluations());
        fresh.removeAll(sides.baseline().total().evaluations());
        return fresh;
    }

    private void addEvaluations() {
        List<Metric> reliabilities = new ArrayList<>();
        for (String name : sides.baseline().total().evaluations()) {
            Judged before = sides.baseline().total().judged(name);
            Judged after = sides.current().total().judged(name);
            boolean scored = before.hasScores() || after.hasScores();
            boolean lower = options.lowerIsBetter().contains(name) || Judged.isLowerBetter(before, after);
            if (isRate(scored, before, after)) {
                RateMetric rate = rate(name, scored, lower);
                add(rate);
                ReliabilityMetric.of(name, rate::bad, sides).ifPresent(reliabilities::add);
            } else if (scored) {
                add(new ScoreMetric(name, lower, Math.max(1, Math.max(before.largest(), after.largest()))));
            }
        }
        reliabilities.forEach(this::add);
    }

    private void add(Metric metric) {
        if (options.includes(metric.name())) {
            metrics.add(metric);
        }
    }

    /** Whether it is a matter of yes or no on both sides. */
    private static boolean isRate(boolean scored, Judged before, Judged after) {
        return scored ? before.isBinary() && after.isBinary() : before.hasLabels() || after.hasLabels();
    }

    /** A score shows in its own direction; labels without scores show as the share that passes. */
    private static RateMetric rate(String name, boolean scored, boolean lower) {
        if (!scored) {
            return RateMetric.ofGood(QUALITY + name, tally -> tally.judged(name).failedByLabel());
        }
        return lower
                ? RateMetric.ofBad(QUALITY + name, tally -> tally.judged(name).scored(1))
                : RateMetric.ofGood(QUALITY + name, tally -> tally.judged(name).scored(0));
    }
}
