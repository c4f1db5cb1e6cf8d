package dev.arceval.core.mine;

import dev.arceval.core.stats.Estimate;
import dev.arceval.core.stats.Interval;
import dev.arceval.core.stats.MaxTTest;
import dev.arceval.core.stats.MeanTest;
import dev.arceval.core.stats.Moments;
import dev.arceval.eval.PatternComparison;
import dev.arceval.eval.PatternComparison.Change;
import dev.arceval.eval.PatternComparison.Type;
import dev.arceval.eval.TracePattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How the families of two sets of runs differ: in their share of the runs, and in how often they fail.
 *
 * <p>Units are tasks. Each has, for each family, the share of its runs that show it, and how much more than usual these fail.
 * Which of all these moved is tested at once ({@link MaxTTest}), task by task where most tasks ran on both sides.
 */
final class PatternDifferences {

    private static final double ALPHA = 0.05;
    private static final double CONFIDENCE = 0.95;
    private static final int FEWEST_RUNS = 5;
    private static final int FEWEST_TASKS = 5;
    private static final int FEWEST_PAIRS = 10;
    private static final int MOST_FAMILIES = 100;
    private static final int MOST_TASKS = 5_000;

    /** What one side counted. */
    record Side(Map<Long, PatternState> patterns, Smallest<SampledRun> failedRuns, Smallest<SampledRun> otherRuns) {}

    private final Structures structures;
    private final Counts before;
    private final Counts after;
    private final List<Integer> families;

    private PatternDifferences(Structures structures, Counts before, Counts after) {
        this.structures = structures;
        this.before = before;
        this.after = after;
        this.families = IntStream.range(0, structures.families().count())
                .filter(family -> Math.max(before.runs[family], after.runs[family]) >= FEWEST_RUNS)
                .boxed()
                .sorted(Comparator.comparingLong((Integer family) -> before.runs[family] + after.runs[family])
                        .reversed()
                        .thenComparing(family -> structures.families().id(family), Long::compareUnsigned))
                .limit(MOST_FAMILIES)
                .toList();
    }

    static PatternComparison between(Structures structures, Side baseline, Side current, long seed) {
        Counts before = new Counts(structures, baseline);
        Counts after = new Counts(structures, current);
        PatternDifferences differences = new PatternDifferences(structures, before, after);
        Map<Long, double[]> unitsBefore = differences.units(baseline);
        Map<Long, double[]> unitsAfter = differences.units(current);
        List<String> notes = new ArrayList<>();
        List<Change> changes = List.of();
        if (Math.min(unitsBefore.size(), unitsAfter.size()) < FEWEST_TASKS) {
            notes.add(text(
                    "Not enough data: %,d tasks before and %,d now; %d on each side are needed.",
                    unitsBefore.size(), unitsAfter.size(), FEWEST_TASKS));
        } else {
            changes = differences.changes(unitsBefore, unitsAfter, seed, notes);
        }
        return new PatternComparison(before.all, after.all, differences.families.size(), changes, notes);
    }

    /** How many runs of each family a side has, and how they ended. */
    private static final class Counts {
        private final long[] runs;
        private final long[] failures;
        private final long[] decided;
        private long all;

        Counts(Structures structures, Side side) {
            int families = structures.families().count();
            runs = new long[families];
            failures = new long[families];
            decided = new long[families];
            side.patterns.forEach((id, state) -> {
                int structure = structures.indexOf(id);
                if (structure >= 0) {
                    int family = structures.families().of(structure);
                    runs[family] += state.runs();
                    failures[family] += state.failures();
                    decided[family] += state.failures() + state.successes();
                    all += state.runs();
                }
            });
        }

        double share(int family) {
            return all == 0 ? 0 : (double) runs[family] / all;
        }

        double failing(int family) {
            return decided[family] == 0 ? 0 : (double) failures[family] / decided[family];
        }
    }

    /** For each task its mean row: shares of the families, then the excess of their failures. In order of their first runs. */
    private Map<Long, double[]> units(Side side) {
        Map<Integer, Integer> columns = new TreeMap<>();
        families.forEach(family -> columns.put(family, columns.size()));
        double failedWeight = weight(side.failedRuns);
        double otherWeight = weight(side.otherRuns);
        Map<Long, double[]> sums = new LinkedHashMap<>();
        Stream.concat(side.failedRuns.values().stream(), side.otherRuns.values().stream())
                .sorted(Comparator.comparing(SampledRun::traceId))
                .forEach(run -> {
                    double[] known = sums.get(run.cluster());
                    if (known == null && sums.size() < MOST_TASKS) {
                        known = new double[2 * families.size() + 1];
                        sums.put(run.cluster(), known);
                    }
                    if (known != null) {
                        addRun(run, run.failed() ? failedWeight : otherWeight, columns, known);
                    }
                });
        sums.replaceAll((cluster, sum) -> Arrays.stream(sum, 0, sum.length - 1)
                .map(value -> value / sum[sum.length - 1])
                .toArray());
        return sums;
    }

    /** How many runs one of the sample stands for. */
    private static double weight(Smallest<SampledRun> sample) {
        return sample.size() == 0 ? 0 : (double) sample.offered() / sample.size();
    }

    private void addRun(SampledRun run, double weight, Map<Integer, Integer> columns, double[] sum) {
        sum[sum.length - 1] += weight;
        int structure = structures.indexOf(run.structure());
        Integer column =
                structure < 0 ? null : columns.get(structures.families().of(structure));
        if (column != null) {
            sum[column] += weight;
            if (run.decided()) {
                sum[families.size() + column] += weight * ((run.failed() ? 1 : 0) - usual(families.get(column)));
            }
        }
    }

    /** How often a family fails on both sides together. */
    private double usual(int family) {
        long decided = before.decided[family] + after.decided[family];
        return decided == 0 ? 0 : (double) (before.failures[family] + after.failures[family]) / decided;
    }

    private List<Change> changes(
            Map<Long, double[]> unitsBefore, Map<Long, double[]> unitsAfter, long seed, List<String> notes) {
        Set<Long> shared = new LinkedHashSet<>(unitsBefore.keySet());
        shared.retainAll(unitsAfter.keySet());
        boolean paired =
                shared.size() >= FEWEST_PAIRS && 2 * shared.size() >= Math.max(unitsBefore.size(), unitsAfter.size());
        double[][] rowsBefore = rows(unitsBefore, paired ? shared : unitsBefore.keySet());
        double[][] rowsAfter = rows(unitsAfter, paired ? shared : unitsAfter.keySet());
        MaxTTest.Result result = paired
                ? MaxTTest.signFlip(minus(rowsAfter, rowsBefore), seed)
                : MaxTTest.relabel(rowsBefore, rowsAfter, seed);
        notes.add(
                paired
                        ? text("%,d tasks that ran on both sides were compared with themselves.", shared.size())
                        : text("%,d tasks were compared with %,d others.", rowsBefore.length, rowsAfter.length));
        return IntStream.range(0, 2 * families.size())
                .filter(column -> result.pAdjusted()[column] <= ALPHA)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer column) -> -Math.abs(result.t()[column]))
                        .thenComparing(column -> column))
                .map(column -> change(column, result.pAdjusted()[column], rowsBefore, rowsAfter))
                .toList();
    }

    private Change change(int column, double p, double[][] rowsBefore, double[][] rowsAfter) {
        boolean ofShare = column < families.size();
        int family = families.get(ofShare ? column : column - families.size());
        double was = ofShare ? before.share(family) : before.failing(family);
        double is = ofShare ? after.share(family) : after.failing(family);
        Interval interval = interval(column, family, ofShare, rowsBefore, rowsAfter);
        TracePattern pattern = structures.family(
                family, structures.byFrequency(structures.families().members().get(family)));
        return new Change(
                type(ofShare, family, was, is),
                pattern.id(),
                pattern.operations(),
                was,
                is,
                interval.lower(),
                interval.upper(),
                p,
                before.runs[family],
                after.runs[family]);
    }

    private Type type(boolean ofShare, int family, double was, double is) {
        if (!ofShare) {
            return is > was ? Type.FAILS_MORE : Type.FAILS_LESS;
        }
        if (before.runs[family] == 0) {
            return Type.NEW;
        }
        return after.runs[family] == 0 ? Type.VANISHED : is > was ? Type.MORE : Type.LESS;
    }

    /** Of the change of the mean over tasks; of failures within the family, scaled by how much of the runs it is. */
    private Interval interval(int column, int family, boolean ofShare, double[][] rowsBefore, double[][] rowsAfter) {
        Estimate estimate = MeanTest.compare(moments(rowsBefore, column), moments(rowsAfter, column), CONFIDENCE)
                .orElseThrow();
        double part = (before.share(family) + after.share(family)) / 2;
        double scale = ofShare || part == 0 ? 1 : part;
        return new Interval(
                Math.max(-1, estimate.interval().lower() / scale),
                Math.min(1, estimate.interval().upper() / scale));
    }

    private static Moments moments(double[][] rows, int column) {
        return Moments.of(Stream.of(rows).mapToDouble(row -> row[column]).toArray());
    }

    private static double[][] rows(Map<Long, double[]> units, Iterable<Long> clusters) {
        List<double[]> rows = new ArrayList<>();
        clusters.forEach(cluster -> rows.add(units.getOrDefault(cluster, new double[0])));
        return rows.toArray(double[][]::new);
    }

    private static double[][] minus(double[][] current, double[][] baseline) {
        double[][] differences = new double[current.length][];
        for (int i = 0; i < current.length; i++) {
            differences[i] = current[i].clone();
            for (int j = 0; j < differences[i].length; j++) {
                differences[i][j] -= baseline[i][j];
            }
        }
        return differences;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
