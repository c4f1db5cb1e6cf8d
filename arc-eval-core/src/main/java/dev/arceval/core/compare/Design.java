package dev.arceval.core.compare;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Which runs depend on each other, and so which tests are honest.
 *
 * <p>Repeated runs of one task resemble each other; tests that overlook this raise false alarms in 20 to 40 % of
 * comparisons. Where both sides saw the same inputs, comparing input by input finds much smaller changes than comparing
 * averages.
 *
 * @param kind the unit of evidence
 * @param shared the inputs that occur on both sides, with their runs
 */
record Design(Kind kind, SortedMap<Cells.Input, Pair> shared) {

    /** Fewer differences than this say little about how differences vary. */
    private static final int FEWEST_PAIRS = 10;

    /** Pairing must not throw away most of the runs for the sake of a few inputs that happen to recur. */
    private static final double LEAST_COVERED = 0.5;

    private static final double NEARLY_ALL = 0.95;

    /** The unit of evidence. */
    enum Kind {
        /** Both sides saw the same inputs: each input is compared with itself. */
        PAIRED,
        /** Both sides saw the same few inputs, too few to generalise from: runs are compared within each input. */
        SAME_INPUTS,
        /** Tasks or inputs repeat: each is one piece of evidence, however often it ran. */
        CLUSTERED,
        /** Nothing repeats, or nothing is known that could: each run counts for itself. */
        INDEPENDENT
    }

    /** The runs of one input on both sides. */
    record Pair(Tally baseline, Tally current) {}

    static Design of(Sides sides) {
        SortedMap<Cells.Input, Pair> shared = shared(sides);
        long baselineRuns =
                shared.values().stream().mapToLong(pair -> pair.baseline.runs()).sum();
        long currentRuns =
                shared.values().stream().mapToLong(pair -> pair.current.runs()).sum();
        boolean covered = !shared.isEmpty()
                && baselineRuns >= LEAST_COVERED * sides.baselineCells().runs()
                && currentRuns >= LEAST_COVERED * sides.currentCells().runs();
        if (covered) {
            return new Design(shared.size() >= FEWEST_PAIRS ? Kind.PAIRED : Kind.SAME_INPUTS, shared);
        }
        boolean repeats = repeats(sides.baselineCells()) || repeats(sides.currentCells());
        return new Design(repeats ? Kind.CLUSTERED : Kind.INDEPENDENT, shared);
    }

    /** Whether each input is compared with itself. */
    boolean isSharedInputs() {
        return kind == Kind.PAIRED || kind == Kind.SAME_INPUTS;
    }

    /** Whether each input is one of many that both sides saw, a few runs apart. */
    boolean coversAll(Sides sides) {
        return kind == Kind.PAIRED
                && runs(Pair::baseline) >= NEARLY_ALL * sides.baselineCells().runs()
                && runs(Pair::current) >= NEARLY_ALL * sides.currentCells().runs();
    }

    private long runs(Function<Pair, Tally> side) {
        return shared.values().stream()
                .mapToLong(pair -> side.apply(pair).runs())
                .sum();
    }

    /** Whether runs inside a pattern or metric without pairs must be taken as clustered. */
    boolean isRepeated() {
        return kind == Kind.PAIRED || kind == Kind.CLUSTERED;
    }

    private static SortedMap<Cells.Input, Pair> shared(Sides sides) {
        SortedMap<Long, Cells.InputRuns> current = sides.currentCells().inputs();
        SortedMap<Cells.Input, Pair> shared = new TreeMap<>();
        sides.baselineCells().inputs().forEach((pair, before) -> {
            Cells.InputRuns after = current.get(pair);
            if (after != null) {
                shared.put(
                        new Cells.Input(before.cluster(), pair),
                        new Pair(Tally.sum(before.tallies()), Tally.sum(after.tallies())));
            }
        });
        return shared;
    }

    private static boolean repeats(Cells cells) {
        return cells.clusters() < cells.runs();
    }
}
