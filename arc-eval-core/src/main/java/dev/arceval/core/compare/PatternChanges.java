package dev.arceval.core.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** Names the patterns that only one side shows, where that is not for want of looking. */
final class PatternChanges {

    /** A pattern this likely to be missed by chance is no news. */
    private static final double MISSED_BY_CHANCE = 0.01;

    private static final int FEWEST_RUNS = 5;

    /** Failures with a structure of their own are worth a line earlier. */
    private static final int FEWEST_FAILURES = 3;

    private static final int MOST_NAMED = 5;

    private PatternChanges() {}

    static List<String> describe(Sides sides) {
        List<String> lines = new ArrayList<>();
        long runsBefore = sides.baseline().runs();
        long runsAfter = sides.current().runs();
        List<Sides.Stratum> fresh = sides.strata().stream()
                .filter(stratum -> stratum.baseline().runs() == 0 && isNews(stratum.current(), runsAfter, runsBefore))
                .toList();
        List<Sides.Stratum> gone = sides.strata().stream()
                .filter(stratum -> stratum.current().runs() == 0 && isNews(stratum.baseline(), runsBefore, runsAfter))
                .toList();
        describe("New", fresh, stratum -> stratum.current().runs(), runsAfter, lines);
        describe("Vanished", gone, stratum -> stratum.baseline().runs(), runsBefore, lines);
        return lines;
    }

    private static boolean isNews(Tally seen, long runs, long runsOpposite) {
        if (failures(seen) >= FEWEST_FAILURES) {
            return true;
        }
        double share = (double) seen.runs() / runs;
        return seen.runs() >= FEWEST_RUNS && StrictMath.pow(1 - share, runsOpposite) <= MISSED_BY_CHANCE;
    }

    private static long failures(Tally tally) {
        return tally.errors().events() + tally.aborts().events();
    }

    private static void describe(
            String word,
            List<Sides.Stratum> strata,
            ToLongFunction<Sides.Stratum> runs,
            long allRuns,
            List<String> lines) {
        for (Sides.Stratum stratum : strata.subList(0, Math.min(MOST_NAMED, strata.size()))) {
            long errors = failures(stratum.baseline()) + failures(stratum.current());
            lines.add(String.format(
                    Locale.ROOT,
                    "%s pattern %s: %d of %d runs, %d of them failed.",
                    word,
                    stratum.key().id(),
                    runs.applyAsLong(stratum),
                    allRuns,
                    errors));
        }
        if (strata.size() > MOST_NAMED) {
            lines.add(String.format(Locale.ROOT, "%s patterns beyond these: %d.", word, strata.size() - MOST_NAMED));
        }
    }
}
