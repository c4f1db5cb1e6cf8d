package dev.arceval.core.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Says why two sides cannot be compared: no verdict about them would mean anything. */
final class Comparability {

    private Comparability() {}

    /** Returns the reasons; none if the sides can be compared. */
    static List<String> obstacles(Sides sides, Design design, ComparisonOptions options, List<Evidence> overall) {
        List<String> reasons = new ArrayList<>();
        aboutSide("baseline", sides.baseline(), options, reasons);
        aboutSide("current", sides.current(), options, reasons);
        if (!reasons.isEmpty()) {
            return reasons;
        }
        if (options.pairBy() != null && design.shared().isEmpty()) {
            reasons.add("No value of " + options.pairBy() + " occurs on both sides.");
        } else if (!haveAnythingInCommon(sides, design)) {
            reasons.add("The two sides have no agent, no input and no pattern in common.");
        } else if (!overall.isEmpty()
                && overall.stream().allMatch(evidence -> evidence.baselineRuns() == 0 || evidence.currentRuns() == 0)) {
            reasons.add("No metric has values on both sides.");
        }
        return reasons;
    }

    private static void aboutSide(String side, RunSummary runs, ComparisonOptions options, List<String> reasons) {
        if (runs.runs() == 0) {
            reasons.add(String.format(Locale.ROOT, "The %s holds no runs, so there is nothing to compare.", side));
        } else if (options.pairBy() != null && runs.paired() == 0) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "No run of the %s carries %s, by which runs are to be paired.",
                    side,
                    options.pairBy()));
        } else if (options.clusterBy() != null && runs.clustered() == 0) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "No run of the %s carries %s, by which runs are to be clustered.",
                    side,
                    options.clusterBy()));
        }
    }

    private static boolean haveAnythingInCommon(Sides sides, Design design) {
        return !design.shared().isEmpty()
                || !Collections.disjoint(
                        sides.baseline().agents(), sides.current().agents())
                || sides.strata().stream()
                        .anyMatch(stratum -> stratum.baseline().runs() > 0
                                && stratum.current().runs() > 0);
    }
}
