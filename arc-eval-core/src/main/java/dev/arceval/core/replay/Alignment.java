package dev.arceval.core.replay;

import dev.arceval.eval.Divergence.Row;
import dev.arceval.trace.ModelCall;
import dev.arceval.trace.Step;
import dev.arceval.trace.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * Puts two trajectories side by side with the fewest differences. A call of the same tool with other arguments stands beside
 * the one it seems to replace; calls of different tools never stand beside each other.
 *
 * <p>Common beginnings and ends are taken off first, so the cost, quadratic in what is left, is small for runs that differ in
 * a few places. Of a longer middle the part beyond the limit is paired by position.
 */
final class Alignment {

    /** A million pairs: some milliseconds. */
    private static final int MOST_STEPS = 1_000;

    private final List<? extends Step> recorded;
    private final List<? extends Step> observed;
    private final BiPredicate<Step, Step> same;
    private final List<Row> rows = new ArrayList<>();

    private Alignment(List<? extends Step> recorded, List<? extends Step> observed, BiPredicate<Step, Step> same) {
        this.recorded = recorded;
        this.observed = observed;
        this.same = same;
    }

    static List<Row> of(List<? extends Step> recorded, List<? extends Step> observed, BiPredicate<Step, Step> same) {
        Alignment alignment = new Alignment(recorded, observed, same);
        alignment.align();
        return alignment.rows;
    }

    private void align() {
        int start = 0;
        int shorter = Math.min(recorded.size(), observed.size());
        while (start < shorter && same.test(recorded.get(start), observed.get(start))) {
            rows.add(new Row(recorded.get(start), observed.get(start), true));
            start++;
        }
        int end = 0;
        while (end < shorter - start && same.test(fromEnd(recorded, end), fromEnd(observed, end))) {
            end++;
        }
        middle(recorded.subList(start, recorded.size() - end), observed.subList(start, observed.size() - end));
        for (int i = end - 1; i >= 0; i--) {
            rows.add(new Row(fromEnd(recorded, i), fromEnd(observed, i), true));
        }
    }

    private static Step fromEnd(List<? extends Step> steps, int position) {
        return steps.get(steps.size() - 1 - position);
    }

    private void middle(List<? extends Step> before, List<? extends Step> now) {
        int rowsOfTable = Math.min(before.size(), MOST_STEPS);
        int columns = Math.min(now.size(), MOST_STEPS);
        int[][] cost = new int[rowsOfTable + 1][columns + 1];
        boolean[][] equal = new boolean[rowsOfTable][columns];
        for (int i = rowsOfTable; i >= 0; i--) {
            for (int j = columns; j >= 0; j--) {
                if (i == rowsOfTable || j == columns) {
                    cost[i][j] = rowsOfTable - i + columns - j;
                } else {
                    equal[i][j] = same.test(before.get(i), now.get(j));
                    cost[i][j] = Math.min(
                            beside(equal[i][j], before.get(i), now.get(j)) + cost[i + 1][j + 1],
                            1 + Math.min(cost[i + 1][j], cost[i][j + 1]));
                }
            }
        }
        int i = 0;
        int j = 0;
        while (i < rowsOfTable && j < columns) {
            if (cost[i][j] == beside(equal[i][j], before.get(i), now.get(j)) + cost[i + 1][j + 1]) {
                rows.add(new Row(before.get(i), now.get(j), equal[i][j]));
                i++;
                j++;
            } else if (cost[i][j] == 1 + cost[i + 1][j]) {
                rows.add(new Row(before.get(i++), null, false));
            } else {
                rows.add(new Row(null, now.get(j++), false));
            }
        }
        rest(before.subList(i, before.size()), now.subList(j, now.size()));
    }

    private void rest(List<? extends Step> before, List<? extends Step> now) {
        for (int i = 0; i < Math.max(before.size(), now.size()); i++) {
            Step left = i < before.size() ? before.get(i) : null;
            Step right = i < now.size() ? now.get(i) : null;
            if (left != null && right != null && !isSameKind(left, right)) {
                rows.add(new Row(left, null, false));
                rows.add(new Row(null, right, false));
            } else {
                rows.add(new Row(left, right, left != null && right != null && same.test(left, right)));
            }
        }
    }

    /** Other than two gaps, a pair that differs costs one, a pair that cannot be three. */
    private static int beside(boolean equal, Step before, Step now) {
        return equal ? 0 : isSameKind(before, now) ? 1 : 3;
    }

    private static boolean isSameKind(Step one, Step other) {
        if (one instanceof ToolCall call && other instanceof ToolCall another) {
            return call.name().equals(another.name());
        }
        return one instanceof ModelCall && other instanceof ModelCall;
    }
}
