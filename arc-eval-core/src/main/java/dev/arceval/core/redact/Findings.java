package dev.arceval.core.redact;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what the detectors report for one text and settles overlaps. Not thread-safe. */
final class Findings {

    private static final Comparator<Finding> BY_PLACE =
            Comparator.comparingInt(Finding::start).thenComparing(Finding::end, Comparator.reverseOrder());

    private final List<Finding> all = new ArrayList<>();

    void add(int start, int end, String rule, Finding.Type type) {
        if (end > start) {
            all.add(new Finding(start, end, rule, type));
        }
    }

    /**
     * The findings in order, none overlapping another. Two that overlap become one over both, named after the type that
     * takes precedence, so that no part of either is left standing.
     */
    List<Finding> settle() {
        all.sort(BY_PLACE);
        List<Finding> settled = new ArrayList<>(all.size());
        for (Finding finding : all) {
            Finding last = settled.isEmpty() ? null : settled.get(settled.size() - 1);
            if (last == null || finding.start() >= last.end()) {
                settled.add(finding);
            } else {
                settled.set(settled.size() - 1, union(last, finding));
            }
        }
        return settled;
    }

    private static Finding union(Finding a, Finding b) {
        Finding name = a.type().compareTo(b.type()) <= 0 ? a : b;
        return new Finding(a.start(), Math.max(a.end(), b.end()), name.rule(), name.type());
    }
}
