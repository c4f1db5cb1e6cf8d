package dev.arceval.core.compare;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Both summaries, with what of them can be set against each other.
 *
 * @param strata of either side, those with the most runs first
 */
record Sides(RunSummary baseline, RunSummary current, Cells baselineCells, Cells currentCells, List<Stratum> strata) {

    static Sides of(RunSummary baseline, RunSummary current) {
        long end = Math.min(baseline.cells().end(), current.cells().end());
        return new Sides(
                baseline,
                current,
                Cells.before(end, baseline.cells()),
                Cells.before(end, current.cells()),
                strata(baseline, current));
    }

    /** Whether only a sample of the clusters was kept. */
    boolean isSampled() {
        return baseline.cells().isTruncated() || current.cells().isTruncated();
    }

    /** The runs of one stratum on both sides; a side without any has an empty tally. */
    record Stratum(StratumTable.Key key, Tally baseline, Tally current) {

        long runs() {
            return baseline.runs() + current.runs();
        }
    }

    private static List<Stratum> strata(RunSummary baseline, RunSummary current) {
        return Stream.concat(baseline.strata().strata().keySet().stream(), current.strata().strata().keySet().stream())
                .distinct()
                .map(key -> new Stratum(key, tally(baseline, key), tally(current, key)))
                .sorted(Comparator.comparingLong(Stratum::runs)
                        .reversed()
                        .thenComparing(stratum -> stratum.key().id()))
                .toList();
    }

    private static Tally tally(RunSummary side, StratumTable.Key key) {
        Optional<Tally> tally = side.strata().find(key);
        return tally.orElseGet(Tally::new);
    }
}
