package dev.arceval.core.compare;

import dev.arceval.core.stats.Estimate;
import dev.arceval.core.stats.LogHistogram;
import dev.arceval.eval.Finding;
import dev.arceval.eval.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the reader must know to trust the verdict, in a fixed order. */
final class Notes {

    /** Evidence within patterns weaker than this leaves a shift of traffic as the likely cause. */
    private static final double UNEXPLAINED = 0.1;

    /** A mix of patterns that moves latency by less is not worth a line. */
    private static final double SHOWN_MIX = 0.02;

    /** Of sides that share more of their runs, most of a change could not be seen. */
    private static final double MOST_SHARED = 0.5;

    private final Sides sides;
    private final Design design;
    private final List<Metric> metrics;
    private final List<String> notes = new ArrayList<>();

    Notes(Sides sides, Design design, List<Metric> metrics) {
        this.metrics = metrics;
        this.sides = sides;
        this.design = design;
    }

    List<String> about(List<Finding> overall, List<String> obstacles) {
        notes.addAll(obstacles);
        if (obstacles.isEmpty()) {
            aboutOrder();
            doubts(sides).forEach(notes::add);
            aboutUnit();
            aboutTime();
            aboutTails();
            aboutLatencyMix(overall);
            aboutErrorMix(overall);
            aboutNewEvaluations();
            aboutReliability();
            notes.addAll(PatternChanges.describe(sides));
            aboutSmallPatterns();
            aboutBounds();
        }
        aboutLeftOut("baseline", sides.baseline().total());
        aboutLeftOut("current", sides.current().total());
        return notes;
    }

    /** Returns why that nothing got worse would mean nothing here; a regression stays one. */
    static List<String> doubts(Sides sides) {
        double shared = sides.current().times().shareIn(sides.baseline().times());
        return shared <= MOST_SHARED
                ? List.of()
                : List.of(String.format(
                        Locale.ROOT,
                        "%.0f %% of the current runs are also in the baseline: the same traces show no change.",
                        100 * shared));
    }

    /** A baseline may well be run anew to compare with, so this is a hint and no doubt. */
    private void aboutOrder() {
        Times before = sides.baseline().times();
        Times after = sides.current().times();
        if (before.isAfter(after)) {
            note(
                    "The baseline is newer than the current runs (%s against %s): make sure that the sides are not swapped.",
                    before, after);
        }
    }

    private void aboutTime() {
        Times before = sides.baseline().times();
        Times after = sides.current().times();
        double shared = after.shareIn(before);
        if (shared > 0 && shared <= MOST_SHARED) {
            note("%.1f %% of the current runs are also in the baseline, which hides part of a change.", 100 * shared);
        }
        if (before.overlaps(after)) {
            note("The sides overlap in time: baseline %s, current %s.", before, after);
        }
    }

    private void aboutUnit() {
        long runsBefore = sides.baselineCells().runs();
        long runsAfter = sides.currentCells().runs();
        long tasksBefore = sides.baselineCells().clusters();
        long tasksAfter = sides.currentCells().clusters();
        switch (design.kind()) {
            case PAIRED ->
                note(
                        "Compared input by input: %d inputs occur on both sides, with %d of %d and %d of %d runs.",
                        design.shared().size(), sharedBefore(), runsBefore, sharedAfter(), runsAfter);
            case SAME_INPUTS ->
                note(
                        "Both sides ran the same few inputs (%d): the verdict holds for these inputs, not for others.",
                        design.shared().size());
            case CLUSTERED ->
                note(
                        "Runs of one task are not independent: the unit is the task (eval.task.id, else the input),"
                                + " %d and %d tasks with %d and %d runs.",
                        tasksBefore, tasksAfter, runsBefore, runsAfter);
            case INDEPENDENT -> note("Every run is taken as independent: no task or input occurs twice on a side.");
        }
    }

    private long sharedBefore() {
        return design.shared().values().stream()
                .mapToLong(pair -> pair.baseline().runs())
                .sum();
    }

    private long sharedAfter() {
        return design.shared().values().stream()
                .mapToLong(pair -> pair.current().runs())
                .sum();
    }

    private void aboutTails() {
        LogHistogram before = sides.baseline().spread(Amount.LATENCY);
        LogHistogram after = sides.current().spread(Amount.LATENCY);
        if (before.count() > 0 && after.count() > 0) {
            note(
                    "Latency of completed runs: median %s → %s ms, 95th percentile %s → %s ms.",
                    quantile(before, 0.5), quantile(after, 0.5), quantile(before, 0.95), quantile(after, 0.95));
        }
    }

    /** The change is measured at equal traffic, and then it is not what the two figures beside it suggest. */
    private void aboutLatencyMix(List<Finding> overall) {
        for (Finding finding : overall) {
            Double before = finding.baseline();
            Double after = finding.current();
            Double effect = finding.effect();
            if (!finding.metric().equals("latency") || before == null || after == null || effect == null) {
                continue;
            }
            double ratio = after / before;
            if (Math.abs(StrictMath.log(ratio / effect)) > SHOWN_MIX) {
                note(
                        "The change of latency is measured within patterns; over all runs, whose mix of patterns differs, the"
                                + " geometric means differ by %+.1f %%.",
                        100 * (ratio - 1));
            }
        }
    }

    private void aboutErrorMix(List<Finding> overall) {
        boolean rose = overall.stream()
                .anyMatch(finding -> finding.metric().equals("errors") && finding.verdict() == Verdict.REGRESSION);
        Optional<Estimate> within =
                rose ? RateMetric.ofBad(Metrics.ERRORS, Tally::errors).withinPatterns(sides) : Optional.empty();
        within.filter(estimate -> estimate.p().greater() > UNEXPLAINED)
                .ifPresent(estimate -> note("Errors rose because runs moved to patterns that fail more often;"
                        + " within patterns the rate did not rise."));
    }

    private void aboutNewEvaluations() {
        List<String> fresh = Metrics.newEvaluations(sides);
        if (!fresh.isEmpty()) {
            note("The baseline has nothing to compare these evaluations with: %s.", String.join(", ", fresh));
        }
    }

    private void aboutReliability() {
        for (Metric metric : metrics) {
            if (metric instanceof ReliabilityMetric reliability) {
                String curve = reliability.curve(sides).stream()
                        .map(pass -> String.format(Locale.ROOT, "%.3f → %.3f", pass[0], pass[1]))
                        .collect(Collectors.joining(", "));
                note("%s, from one try to all: %s.", metric.name(), curve);
            }
        }
    }

    private void aboutSmallPatterns() {
        List<Sides.Stratum> small = sides.strata().stream()
                .filter(stratum ->
                        Math.min(stratum.baseline().runs(), stratum.current().runs()) < Comparer.SMALLEST_PATTERN)
                .toList();
        if (!small.isEmpty()) {
            note(
                    "%d patterns with fewer than %d runs on a side count in the overall findings only (%d runs).",
                    small.size(),
                    Comparer.SMALLEST_PATTERN,
                    small.stream().mapToLong(Sides.Stratum::runs).sum());
        }
    }

    private void aboutBounds() {
        long beyond = sides.baseline().strata().rest().runs()
                + sides.current().strata().rest().runs();
        if (beyond > 0) {
            note(
                    "%d runs of patterns beyond the first %d count in the overall findings only.",
                    beyond, StratumTable.MAX_STRATA);
        }
        if (sides.isSampled()) {
            note(
                    "What repeats was told from a sample of the tasks, chosen by hash: %d and %d runs.",
                    sides.baselineCells().runs(), sides.currentCells().runs());
        }
    }

    private void aboutLeftOut(String side, Tally total) {
        long unknown = total.count(RunFacts.Ending.UNKNOWN);
        if (unknown > 0) {
            note("Left out of the %s: %d runs whose end is not known.", side, unknown);
        }
        long broken = total.errors().events() + total.aborts().events();
        if (broken > 0) {
            note("Latency, cost and tokens of the %s leave out %d runs that failed or were cut short.", side, broken);
        }
        long completed = total.count(RunFacts.Ending.COMPLETED);
        for (Amount amount : Amount.values()) {
            long without = completed - total.logs(amount).count();
            if (without > 0 && (without < completed || amount == Amount.LATENCY)) {
                note("%s of the %s leaves out %d runs without %s.", capital(amount), side, without, amount.noun());
            }
        }
    }

    private static String capital(Amount amount) {
        String name = amount.metric();
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    private void note(String format, Object... values) {
        notes.add(String.format(Locale.ROOT, format, values));
    }

    private static String quantile(LogHistogram histogram, double q) {
        double value = histogram.quantile(q).orElseThrow();
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value);
    }
}
