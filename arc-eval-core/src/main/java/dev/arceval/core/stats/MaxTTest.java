package dev.arceval.core.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Which of many components of behaviour moved, in either direction: max-|T| permutation.
 *
 * <p>Every unit (a task, an input, a run) has one value for each component, such as its calls of each tool. Each component
 * gets a t statistic; its adjusted p-value is the share of permutations in which any component reaches it. So the
 * probability that any component is falsely named is at most the level, however the components depend on each other, and
 * units with many values count once. Hypothesis: nothing moved, so that signs of differences, or labels of units, could as
 * well have been others.
 *
 * <p>Up to {@value #PERMUTATIONS} permutations, fewer once nothing can be significant any more; the error of a p-value of 0.01
 * is then 0.002. Where that would take more than {@value #MOST_STEPS} additions, the t statistics are taken as normal and
 * corrected for their number (Šidák), which is accurate for so many units.
 *
 * <p>Sources: P. H. Westfall, S. S. Young, Resampling-Based Multiple Testing (1993); A. Janssen, Stat. Probab. Lett. 36
 * (1997) for studentised statistics; J. Besag, P. Clifford, Biometrika 78 (1991) for stopping early.
 */
public final class MaxTTest {

    private static final int PERMUTATIONS = 1999;
    private static final long MOST_STEPS = 30_000_000L;
    private static final int ENOUGH_EXCEEDANCES = 40;

    /** Statistics that differ by less are ties that rounding has split. */
    private static final double TIE = 1 - 1e-9;

    /** Stands for the statistic of components that are constant on both sides but differ. */
    private static final double SEPARATED = 1e6;

    private MaxTTest() {}

    /**
     * The components' statistics.
     *
     * @param t positive where current is larger; 0 where nothing varies
     * @param pAdjusted two-sided, adjusted for the number of components
     * @param permutations how many were drawn; 0 if the normal limit was taken
     */
    public record Result(double[] t, double[] pAdjusted, int permutations) {}

    /**
     * Tests paired differences by flipping the signs of units.
     *
     * @param differences one row for each unit, one column for each component, current minus baseline
     */
    public static Result signFlip(double[][] differences, long seed) {
        List<Column> columns = columns(differences);
        double[] t = columns.stream().mapToDouble(Column::signedT).toArray();
        if (isTooLarge(columns)) {
            return normal(t);
        }
        boolean[] flipped = new boolean[differences.length];
        return permute(t, seed, random -> {
            for (int i = 0; i < flipped.length; i++) {
                flipped[i] = random.nextBoolean();
            }
            double most = 0;
            for (Column column : columns) {
                most = Math.max(most, Math.abs(column.flippedT(flipped)));
            }
            return most;
        });
    }

    /** Tests two independent sets of units by dealing them out anew. */
    public static Result relabel(double[][] baseline, double[][] current, long seed) {
        double[][] all = Arrays.copyOf(baseline, baseline.length + current.length);
        System.arraycopy(current, 0, all, baseline.length, current.length);
        List<Column> columns = columns(all);
        boolean[] isCurrent = new boolean[all.length];
        Arrays.fill(isCurrent, baseline.length, all.length, true);
        double[] t = columns.stream()
                .mapToDouble(column -> column.welchT(isCurrent, baseline.length, current.length))
                .toArray();
        if (isTooLarge(columns)) {
            return normal(t);
        }
        return permute(t, seed, random -> {
            shuffle(isCurrent, random);
            double most = 0;
            for (Column column : columns) {
                most = Math.max(most, Math.abs(column.welchT(isCurrent, baseline.length, current.length)));
            }
            return most;
        });
    }

    private interface Draw {
        double largest(SplittableRandom random);
    }

    private static Result permute(double[] t, long seed, Draw draw) {
        int[] exceeded = new int[t.length];
        int strongest = 0;
        for (int j = 1; j < t.length; j++) {
            strongest = Math.abs(t[j]) > Math.abs(t[strongest]) ? j : strongest;
        }
        int drawn = 0;
        while (t.length > 0 && drawn < PERMUTATIONS && exceeded[strongest] < ENOUGH_EXCEEDANCES) {
            double largest = draw.largest(Seeds.random(seed, "max-t", drawn++));
            for (int j = 0; j < t.length; j++) {
                exceeded[j] += largest >= Math.abs(t[j]) * TIE ? 1 : 0;
            }
        }
        double[] adjusted = new double[t.length];
        for (int j = 0; j < t.length; j++) {
            adjusted[j] = (exceeded[j] + 1.0) / (drawn + 1.0);
        }
        return new Result(t, adjusted, drawn);
    }

    private static Result normal(double[] t) {
        double[] adjusted = Arrays.stream(t)
                .map(value -> 2 * Confidence.NORMAL.survivalProbability(Math.abs(value)))
                .map(p -> -Math.expm1(t.length * Math.log1p(-Math.min(p, 1 - 1e-16))))
                .toArray();
        return new Result(t, adjusted, 0);
    }

    private static boolean isTooLarge(List<Column> columns) {
        long steps = columns.stream().mapToLong(column -> column.rows.length).sum();
        return steps * PERMUTATIONS > MOST_STEPS;
    }

    private static void shuffle(boolean[] labels, SplittableRandom random) {
        for (int i = labels.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            boolean held = labels[i];
            labels[i] = labels[other];
            labels[other] = held;
        }
    }

    private static List<Column> columns(double[][] rows) {
        List<Column> columns = new ArrayList<>();
        int count = rows.length == 0 ? 0 : rows[0].length;
        for (int j = 0; j < count; j++) {
            columns.add(Column.of(rows, j));
        }
        return columns;
    }

    /** The values of one component that are not zero, with the units they belong to. */
    private record Column(int[] rows, double[] values) {

        static Column of(double[][] units, int component) {
            int[] rows = new int[units.length];
            double[] values = new double[units.length];
            int used = 0;
            for (int i = 0; i < units.length; i++) {
                if (units[i][component] != 0) {
                    rows[used] = i;
                    values[used++] = units[i][component];
                }
            }
            return new Column(Arrays.copyOf(rows, used), Arrays.copyOf(values, used));
        }

        double signedT() {
            return flippedT(new boolean[rows.length == 0 ? 0 : rows[rows.length - 1] + 1]);
        }

        double flippedT(boolean[] flipped) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < rows.length; i++) {
                sum += flipped[rows[i]] ? -values[i] : values[i];
                squares += values[i] * values[i];
            }
            return squares == 0 ? 0 : sum / Math.sqrt(squares);
        }

        double welchT(boolean[] isCurrent, double baselineUnits, double currentUnits) {
            double before = 0;
            double beforeSquares = 0;
            double after = 0;
            double afterSquares = 0;
            for (int i = 0; i < rows.length; i++) {
                double value = values[i];
                if (isCurrent[rows[i]]) {
                    after += value;
                    afterSquares += value * value;
                } else {
                    before += value;
                    beforeSquares += value * value;
                }
            }
            double difference = after / currentUnits - before / baselineUnits;
            double variance =
                    variance(before, beforeSquares, baselineUnits) + variance(after, afterSquares, currentUnits);
            double scale = (beforeSquares + afterSquares) * 1e-12;
            if (variance > scale / (baselineUnits + currentUnits)) {
                return difference / Math.sqrt(variance);
            }
            return difference * difference <= scale ? 0 : Math.signum(difference) * SEPARATED;
        }

        private static double variance(double sum, double squares, double units) {
            return units < 2 ? 0 : Math.max(0, squares - sum * sum / units) / (units - 1) / units;
        }
    }
}
